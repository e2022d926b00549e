"""Spanish tax identifiers of organisations: read as people type them, checked to the last letter.

The first letter says what kind of organisation it is; the last character proves the rest. What is
wrong is told by a code, since rules speak no language.
"""

import re
from enum import StrEnum

from stdnum.es import cif, dni, nie
from stdnum.exceptions import InvalidChecksum, ValidationError

_SHAPE = re.compile(r"[A-Z][0-9]{7}[0-9A-J]")
_SEPARATORS = re.compile(r"[\s.\-/·]")
# Only letters that leave no doubt: a company may be an A or a B, an association mostly a G.
_KINDS_OF_LETTER = {"F": "cooperative", "P": "institution", "Q": "institution", "S": "institution"}
_LETTERS_OF_KIND = {"cooperative": "F"}


class Trouble(StrEnum):
    EMPTY = "empty"
    OF_A_PERSON = "of_a_person"
    NOT_ONE = "not_one"
    WRONG_CHECK = "wrong_check"
    OTHER_KIND = "other_kind"


class TaxIdError(ValueError):
    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


def read_tax_id(typed: str, kind: str) -> str:
    """The identifier in its one spelling, `G12345674`; `kind` as in `OrganisationKind`.

    Raises TaxIdError."""
    number = _SEPARATORS.sub("", typed).upper()
    number = number[2:] if number.startswith("ES") and len(number) == 11 else number
    if not number:
        raise TaxIdError(Trouble.EMPTY)
    if dni.is_valid(number) or nie.is_valid(number):
        raise TaxIdError(Trouble.OF_A_PERSON)
    if not _SHAPE.fullmatch(number):
        raise TaxIdError(Trouble.NOT_ONE)
    try:
        number = cif.validate(number)
    except InvalidChecksum:
        raise TaxIdError(Trouble.WRONG_CHECK) from None
    except ValidationError:
        raise TaxIdError(Trouble.NOT_ONE) from None
    if _contradicts(number[0], kind):
        raise TaxIdError(Trouble.OTHER_KIND)
    return number


def _contradicts(letter: str, kind: str) -> bool:
    said = _KINDS_OF_LETTER.get(letter)
    wanted = _LETTERS_OF_KIND.get(kind)
    return (said is not None and said != kind) or (wanted is not None and letter != wanted)
