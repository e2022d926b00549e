"""Everything that people read is there in Spanish and Catalan, whole and with its placeholders."""

import io
import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from goteo.local import messages
from goteo.local.messages import forms

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
MEND = "Run bin/messages and translate what it leaves empty in locale/"

in_each_language = pytest.mark.parametrize("language", messages.LANGUAGES)


@pytest.fixture(scope="module")
def found() -> Catalog:
    return messages.in_the_code(messages.ROOT)


def catalogue(language: str) -> Catalog:
    return messages.read(messages.catalogue_path(language), language)


def sentences(strings: Catalog) -> list[Message]:
    return [message for message in strings if message.id]


def marks(sentence: str) -> tuple[frozenset[str], Counter[str]]:
    """Placeholders may be said twice or in another order; tags must be as many as they were."""
    return frozenset(PLACEHOLDER.findall(sentence)), Counter(TAG.findall(sentence))


@in_each_language
def test_the_catalogue_holds_the_strings_of_the_code_and_no_others(
    language: str, found: Catalog
) -> None:
    used = {(message.context, message.id) for message in sentences(found)}
    known = {(message.context, message.id) for message in sentences(catalogue(language))}

    assert (used - known, known - used) == (set(), set()), MEND


@in_each_language
def test_every_string_is_translated_in_all_its_forms_and_none_is_doubtful(language: str) -> None:
    strings = catalogue(language)
    lacking = [
        message.id
        for message in sentences(strings)
        if not messages.is_complete(message)
        or len(forms(message.string)) != (strings.num_plurals if message.pluralizable else 1)
    ]

    assert lacking == [], MEND
    assert not strings.obsolete


@in_each_language
def test_translations_keep_placeholders_and_tags(language: str) -> None:
    differing = [
        (message.id, form)
        for message in sentences(catalogue(language))
        for form in forms(message.string)
        if marks(form) not in [marks(original) for original in forms(message.id)]
        or marks(forms(message.string)[-1]) != marks(forms(message.id)[-1])
    ]

    assert differing == []


@in_each_language
def test_babel_compiles_the_catalogue_without_complaint(language: str) -> None:
    strings = catalogue(language)
    complaints = [
        str(error) for message in strings if message.id for error in message.check(strings)
    ]
    write_mo(io.BytesIO(), strings)

    assert complaints == []
