"""Rendering pages with their security headers, and writing money in a language's way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from stripe_sandbox.pages.words import LANGUAGES, WORDS
from stripe_sandbox.pricing import SIGNS, worded

HERE = Path(__file__).parent
STATIC = HERE / "static"
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def money(cents: int, currency: str, language: str = "en") -> str:
    """An amount in cents as people of a language write it."""
    if language == "en":
        return worded(cents, currency)
    whole = f"{abs(cents) // 100:,}".replace(",", ".")
    before = "-" if cents < 0 else ""
    return f"{before}{whole},{abs(cents) % 100:02d}\u00a0{SIGNS.get(currency, currency.upper())}"


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


TEMPLATES.filters |= {"money": money, "moment": moment}


def choose_language(request: Request, locale: str | None) -> str:
    """The page's language: asked for in the address, else the session's, else the browser's."""
    asked = [request.query_params.get("locale"), locale if locale != "auto" else None]
    asked += request.headers.get("Accept-Language", "").split(",")
    for wish in asked:
        language = (wish or "").strip()[:2].lower()
        if language in LANGUAGES:
            return language
    return "en"


def render(
    template: str, language: str, leads_to: list[str | None], status: int = 200, **values: Any
) -> HTMLResponse:
    """A page; `leads_to` are the addresses its forms may end at after a redirect."""
    words = WORDS[language]
    text = TEMPLATES.get_template(template).render(words=words, language=language, **values)
    origins = {f"{part.scheme}://{part.netloc}" for part in map(urlsplit, filter(None, leads_to))}
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action 'self' {' '.join(sorted(origins))}"
    )
    headers = {
        "Content-Security-Policy": policy.strip(),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(text, status, headers)
