"""Reading an amount that a person typed, and refusing what could mean two things. No Django here.

What decides between thousands and decimals, in this order:

1. Two different marks settle it: the last is the decimal mark (`1.200,50`, `1,200.50`).
2. A mark that comes twice separates thousands (`1.200.000`), and so does a space (`1 200`).
3. One mark followed by one or two digits is the decimal mark (`12,5`, `12.50`, `12'50`).
4. One mark followed by three digits separates thousands if the currency is written beside it
   (`1.200 €`), because money has no thousandths, or if the reader's language uses the other
   mark for decimals. Otherwise `1.200` is refused as ambiguous.

Only the digits 0 to 9 are read: digits of other scripts are refused rather than guessed.
"""

import re
from typing import Literal

Code = Literal["empty", "not_a_number", "ambiguous", "too_many_decimals", "negative"]
DecimalMark = Literal[",", "."]

LONGEST_TEXT = 40
_MINUS_SIGNS = "-\u2212\u2013"
_SPACES = re.compile(r"\s+")
_CURRENCY = r"(?:€|euros?|eur)"
_LEADING_CURRENCY = re.compile(rf"^{_CURRENCY} ?(?=[^a-z]|$)", re.IGNORECASE)
_TRAILING_CURRENCY = re.compile(rf" ?{_CURRENCY}$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]*(?:[ .,'][0-9]+)*", re.ASCII)
_MARK = re.compile(r"[ .,']")


class AmountError(ValueError):
    """The text is not an amount; `code` says why, and the form has the sentence for it."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code: Code = code


def read_amount(text: str, *, decimal: DecimalMark | None = None) -> int:
    """Return the cents meant by `text`; `decimal` is the mark that the reader's language uses.

    Raises AmountError with the code `empty`, `not_a_number`, `ambiguous`, `too_many_decimals` or
    `negative`. Zero is an amount: whether it is enough is for the caller to say.
    """
    plain = _SPACES.sub(" ", text).strip().replace("\u2019", "'")
    if len(plain) > LONGEST_TEXT:
        raise AmountError("not_a_number")
    number, with_currency = _without_currency(plain)
    if not number:
        raise AmountError("empty")
    if number[0] in _MINUS_SIGNS:
        _cents(number[1:].lstrip(), with_currency, decimal)
        raise AmountError("negative")
    return _cents(number, with_currency, decimal)


def _without_currency(plain: str) -> tuple[str, bool]:
    for pattern in (_LEADING_CURRENCY, _TRAILING_CURRENCY):
        number, found = pattern.subn("", plain)
        if found:
            return number, True
    return plain, False


def _cents(number: str, with_currency: bool, decimal: DecimalMark | None) -> int:
    if not number or not _NUMBER.fullmatch(number):
        raise AmountError("not_a_number")
    marks = _MARK.findall(number)
    if not marks:
        return int(number) * 100
    kinds = set(marks)
    if len(kinds) == 1 and (len(marks) > 1 or marks == [" "]):
        return _thousands(number, marks[0]) * 100
    if len(kinds) == 1:
        return _with_one_mark(number, marks[0], with_currency, decimal)
    if len(kinds) == 2 and marks.count(marks[-1]) == 1 and marks[-1] != " ":
        whole, _, fraction = number.rpartition(marks[-1])
        return _thousands(whole, marks[0]) * 100 + _hundredths(fraction)
    raise AmountError("not_a_number")


def _with_one_mark(number: str, mark: str, with_currency: bool, decimal: DecimalMark | None) -> int:
    whole, _, fraction = number.partition(mark)
    could_be_thousands = re.fullmatch(r"[1-9][0-9]{0,2}", whole) and len(fraction) == 3
    if not could_be_thousands:
        return int(whole or "0") * 100 + _hundredths(fraction)
    mark_is_not_for_decimals = decimal is not None and mark != decimal and mark != "'"
    if with_currency or mark_is_not_for_decimals:
        return _thousands(number, mark) * 100
    raise AmountError("ambiguous")


def _thousands(number: str, mark: str) -> int:
    first, *groups = number.split(mark)
    if not re.fullmatch(r"[1-9][0-9]{0,2}", first) or any(len(group) != 3 for group in groups):
        raise AmountError("not_a_number")
    return int(first + "".join(groups))


def _hundredths(fraction: str) -> int:
    if len(fraction) > 2:
        raise AmountError("too_many_decimals")
    return int(fraction.ljust(2, "0"))
