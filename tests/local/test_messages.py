"""Strings are found in code and templates, and what was translated is kept."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from goteo.local.messages import brought_up_to_date, in_the_code, is_complete

RULE = """
def gettext_noop(sentence: str) -> str:
    return sentence

TITLE = gettext_noop("Give the project a title.")
OPEN = pgettext_lazy("round", "Open")
LONG = _("The first line"
         " and the second.")
COUNTED = ngettext("%(number)s mail", "%(number)s mails", number)
NOT_OURS = translate(sentence) + _(sentence)
"""

PAGE = """{% load i18n %}
  <c-button label="{% translate 'Donate' %}">
{% blocktranslate count counter=days with name=owner.name trimmed %}
    {{ counter }} day of {{ name }}
  {% plural %}
    {{ counter }} days of {{ name }}
{% endblocktranslate %}
        {{ _("Inside") }}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name, text in {
        "projects/rules/publication.py": RULE,
        "templates/pages/page.html": PAGE,
        "tests/test_page.py": '_("Only tested")',
        ".venv/library.py": '_("Not ours")',
        "docs/page.md": '{% translate "Not a template" %}',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_python_and_templates_are_read_and_what_is_not_ours_is_not(clone: Path) -> None:
    found = {(message.context, message.id) for message in in_the_code(clone) if message.id}

    assert found == {
        (None, "Give the project a title."),
        ("round", "Open"),
        (None, "The first line and the second."),
        (None, ("%(number)s mail", "%(number)s mails")),
        (None, "Donate"),
        (None, ("%(counter)s day of %(name)s", "%(counter)s days of %(name)s")),
        (None, "Inside"),
    }


def test_known_translations_stay_unused_ones_go_and_nothing_is_guessed() -> None:
    found = Catalog()
    found.add("Donate")
    found.add("Donate now")
    known = Catalog(locale="ca")
    known.add("Donate", "Fes una donació")
    known.add("Go away", "Ves-te'n")

    fresh = {message.id: message for message in brought_up_to_date(found, known) if message.id}

    assert list(fresh) == ["Donate", "Donate now"]
    assert fresh["Donate"].string == "Fes una donació"
    assert not is_complete(fresh["Donate now"])
