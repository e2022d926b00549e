"""What ought to have become of every gift, kept as simply as can be: no workers, no states in
between, no retries. The real parts are compared with it.

It knows the truth at the bank, whether or not the platform has heard of it. Amounts are cents.
"""

from dataclasses import dataclass, field

SHARED_BELOW = 2_500
YES = "yes"
PROCESSING = "processing"


@dataclass
class Return:
    """A refund that was asked for; `reached` the provider, `came_back` to it, paid `by_bank`."""

    cents: int
    reached: bool = False
    came_back: bool = False
    by_bank: bool = False

    @property
    def has_arrived(self) -> bool:
        return self.by_bank or (self.reached and not self.came_back)


@dataclass
class Gift:
    project: str
    cents: int
    # Gifts with the same number are on one saved card.
    card_number: int
    is_abandoned: bool = False
    is_cancelled: bool = False
    is_released: bool = False
    has_left: bool = False
    charge: "Charge | None" = None
    returns: dict[int, Return] = field(default_factory=dict)

    @property
    def is_standing(self) -> bool:
        """A promise that may still be collected or taken back."""
        over = self.is_abandoned or self.is_cancelled or self.is_released
        return not over and self.charge is None

    @property
    def asked_back(self) -> int:
        return sum(each.cents for each in self.returns.values())

    @property
    def is_paid(self) -> bool:
        return self.charge is not None and self.charge.is_taken and not self.has_left

    @property
    def status(self) -> str:
        """At rest: when everything that was said has been heard."""
        if self.charge is None:
            return self._status_of_promise()
        if self.has_left or self.charge.is_cancelled:
            return "dropped"
        if not self.charge.is_taken:
            return "collecting"
        if self.asked_back < self.cents:
            return "paid"
        return "refunded" if all(e.has_arrived for e in self.returns.values()) else "returning"

    @property
    def raised(self) -> int:
        counts = self.status in ("promised", "collecting", "paid")
        return self.cents - self.asked_back if counts else 0

    @property
    def collected(self) -> int:
        return self.cents - self.asked_back if self.is_paid else 0

    def _status_of_promise(self) -> str:
        if self.is_abandoned:
            return "expired"
        if self.is_cancelled:
            return "cancelled"
        return "released" if self.is_released else "promised"


@dataclass
class Charge:
    """One payment: taken from a card once, or never."""

    gifts: list[Gift]
    is_taken: bool = False
    is_processing: bool = False
    is_cancelled: bool = False

    def bank_says(self, answer: str) -> None:
        self.is_taken = self.is_taken or answer == YES
        self.is_processing = answer == PROCESSING

    @property
    def cents(self) -> int:
        return sum(gift.cents for gift in self.gifts if not gift.has_left)


@dataclass
class NaiveBooks:
    """Gifts by the id of their donation, charges by the id of their payment."""

    gifts: dict[int, Gift] = field(default_factory=dict)
    charges: dict[int, Charge] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def of_project(self, project: str) -> dict[int, Gift]:
        return {pk: gift for pk, gift in self.gifts.items() if gift.project == project}

    def standing(self, project: str) -> dict[int, Gift]:
        return {pk: gift for pk, gift in self.of_project(project).items() if gift.is_standing}

    def raised(self, project: str) -> int:
        return sum(gift.raised for gift in self.of_project(project).values())

    def collected(self, project: str) -> int:
        return sum(gift.collected for gift in self.of_project(project).values())

    def returns(self) -> dict[int, Return]:
        return {pk: each for gift in self.gifts.values() for pk, each in gift.returns.items()}

    def release(self, project: str) -> None:
        self.failed.add(project)
        for gift in self.standing(project).values():
            gift.is_released = True

    def sharing(self, project: str) -> set[frozenset[int]]:
        """Which donations are to share a payment when their round has passed (C4)."""
        groups: dict[object, set[int]] = {}
        for pk, gift in self.standing(project).items():
            alone = gift.cents >= SHARED_BELOW
            groups.setdefault(("alone", pk) if alone else gift.card_number, set()).add(pk)
        return {frozenset(group) for group in groups.values()}

    def taken(self) -> int:
        return sum(charge.cents for charge in self.charges.values() if charge.is_taken)

    def gone_back(self) -> int:
        there = [each for each in self.returns().values() if each.reached and not each.came_back]
        return sum(each.cents for each in there)

    def owed_to_backers(self) -> int:
        """What was asked back and is with nobody yet, once all is at rest."""
        waiting = [each for each in self.returns().values() if not each.has_arrived]
        return sum(each.cents for each in waiting)

    def paid_by_bank(self) -> int:
        return sum(each.cents for each in self.returns().values() if each.by_bank)
