"""Secrets at rest: opened with the key that sealed them, for what they were sealed for, or not."""

from typing import Any

import pytest

from accounts.sealing import Unreadable, seal, unseal

ANOTHER = "another key that is just as long as it has to be, or longer"


def test_what_was_sealed_is_opened_again() -> None:
    sealed = seal("ñandú", "second factor")
    assert "ñandú" not in sealed
    assert unseal(sealed, "second factor") == "ñandú"
    assert seal("ñandú", "second factor") != sealed  # Equal secrets do not look equal.


def test_it_opens_for_its_own_purpose_only() -> None:
    with pytest.raises(Unreadable):
        unseal(seal("secret", "second factor"), "tax id")


def test_another_key_does_not_open_it_unless_the_old_one_is_still_known(settings: Any) -> None:
    sealed, before = seal("secret", "second factor"), settings.SECRET_KEY
    settings.SECRET_KEY = ANOTHER
    with pytest.raises(Unreadable):
        unseal(sealed, "second factor")
    settings.SECRET_KEY_FALLBACKS = [before]
    assert unseal(sealed, "second factor") == "secret"


@pytest.mark.parametrize("text", ["", "secret", "gAAAAA"])
def test_what_was_never_sealed_is_not_opened(text: str) -> None:
    with pytest.raises(Unreadable):
        unseal(text, "second factor")
