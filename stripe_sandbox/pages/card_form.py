"""The form on the hosted page: what was typed, and what is wrong with it, field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from stripe_sandbox.cards import BY_NUMBER, Card, passes_luhn

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass
class CardForm:
    """Typed values; `problems` names the sentence for each field that is not right."""

    email: str = ""
    number: str = ""
    expiry: str = ""
    cvc: str = ""
    name: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def digits(self) -> str:
        return re.sub(r"[\s-]", "", self.number)

    @property
    def card(self) -> Card | None:
        return BY_NUMBER.get(self.digits)

    @property
    def month_and_year(self) -> tuple[int, int] | None:
        """Expiry as month and four-digit year, when it can be read."""
        match = re.fullmatch(r"\s*(\d{1,2})\s*[/.\-\s]\s*(\d{2}|\d{4})\s*", self.expiry)
        match = match or re.fullmatch(r"\s*(\d{2})(\d{2})\s*", self.expiry)
        if not match or not 1 <= int(match[1]) <= 12:
            return None
        return int(match[1]), int(match[2]) + (2000 if len(match[2]) == 2 else 0)

    @property
    def cvc_length(self) -> int:
        return 4 if self.card and self.card.brand == "amex" else 3

    def check(self, now: float) -> bool:
        """Look at every field; whether all are right."""
        found = {
            "email": None if EMAIL.fullmatch(self.email) else "email_wrong",
            "number": self._number_problem(),
            "expiry": self._expiry_problem(now),
            "cvc": None if re.fullmatch(rf"\d{{{self.cvc_length}}}", self.cvc) else "cvc_wrong",
            "name": None if self.name else "name_missing",
        }
        self.problems = {name: sentence for name, sentence in found.items() if sentence}
        return not self.problems

    def _number_problem(self) -> str | None:
        if not self.digits:
            return "number_missing"
        if not re.fullmatch(r"[0-9]{12,19}", self.digits) or not passes_luhn(self.digits):
            return "number_wrong"
        return None if self.card else "number_unknown"

    def _expiry_problem(self, now: float) -> str | None:
        if self.month_and_year is None:
            return "expiry_wrong"
        month, year = self.month_and_year
        today = datetime.fromtimestamp(now, UTC)
        return "expiry_past" if (year, month) < (today.year, today.month) else None


def filled_with(card: Card, email: str, name: str) -> CardForm:
    """The form as it looks after choosing one of the published cards."""
    cvc = "1234" if card.brand == "amex" else "123"
    spaced = " ".join(re.findall(".{1,4}", card.number))
    return CardForm(email, spaced, "12/34", cvc, name or "Test Person")
