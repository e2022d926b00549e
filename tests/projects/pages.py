"""Reading and filling in pages of the editor as a browser without JavaScript would."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects.models import Project


def section_url(project: Project, section: str) -> str:
    with override("en"):
        return reverse("projects:edit", args=[project.slug, section])


class _Controls(HTMLParser):
    """The names and values that the form of the section would send."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.disabled = False
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        name = known.get("name", "")
        if tag == "fieldset" and "disabled" in known:
            self.disabled = True
        if tag == "input" and name and known.get("type") not in ("file", "submit"):
            self._input(name, known)
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and "selected" in known:
            self.values[self._select] = known.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""

    def _input(self, name: str, known: dict[str, str]) -> None:
        if known.get("type") not in ("checkbox", "radio"):
            self.values[name] = known.get("value", "")
        elif "checked" in known:
            self.values[name] = known.get("value", "on")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data.removeprefix("\n")


def controls(html: str) -> _Controls:
    found = _Controls()
    found.feed(html)
    found.values.pop("csrfmiddlewaretoken", None)
    return found


def fill_in(client: Client, url: str, **typed: Any) -> Any:
    """Opens the page, types over what stands in it, and sends it."""
    shown = controls(client.get(url).content.decode())
    assert not shown.disabled
    return client.post(url, {**shown.values, **typed})
