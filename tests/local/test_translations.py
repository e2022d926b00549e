"""Translations are compiled without gettext, and only when something changed."""

import gettext
from pathlib import Path

import pytest

from goteo.local.translations import compile_all

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Donate"
msgstr "Dóna"

#, fuzzy
msgid "Launch"
msgstr "Perhaps wrong"

msgid "%(days)s day left"
msgid_plural "%(days)s days left"
msgstr[0] "Queda %(days)s dia"
msgstr[1] "Queden %(days)s dies"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    messages = tmp_path / "ca" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "django.po").write_text(CATALOGUE)
    return tmp_path


def test_what_was_translated_is_found_and_what_is_doubtful_is_not(folder: Path) -> None:
    assert compile_all(folder) == 1
    catalan = gettext.translation("django", folder, ["ca"])

    assert catalan.gettext("Donate") == "Dóna"
    assert catalan.gettext("Launch") == "Launch"
    assert catalan.ngettext("%(days)s day left", "%(days)s days left", 3) == "Queden %(days)s dies"


def test_a_second_time_there_is_nothing_to_do(folder: Path) -> None:
    compile_all(folder)

    assert compile_all(folder) == 0
