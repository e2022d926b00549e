"""The page at hand in the other languages."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

register = template.Library()


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[LanguageLink]:
    """Links to this page in each language; to that language's home where it has no other."""
    request: HttpRequest = context["request"]
    now = get_language()
    return [
        LanguageLink(
            code, get_language_info(code)["name_local"], _address(request, code), code == now
        )
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> list[LanguageLink]:
    """The same as whole addresses without query, for `<link rel="alternate" hreflang>`."""
    return [
        LanguageLink(
            link.code, link.name, settings.BASE_URL + urlsplit(link.url).path, link.current
        )
        for link in language_links(context)
    ]


def _address(request: HttpRequest, code: str) -> str:
    here = request.get_full_path()
    there = translate_url(here, code)
    return there if there != here or code == get_language() else f"/{code}/"
