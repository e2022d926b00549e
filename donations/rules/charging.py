"""When and how promises are charged. Pure: cents in, cents out."""

from collections.abc import Iterable
from dataclasses import dataclass

PROVIDER_LEAST_CENTS = 50


@dataclass(frozen=True)
class DuePromise:
    """A promise whose round has passed. `saved_method` stands for customer, method and currency."""

    donation_id: int
    saved_method: int
    amount_cents: int


@dataclass(frozen=True)
class PlannedPayment:
    saved_method: int
    lines: tuple[tuple[int, int], ...]

    @property
    def amount_cents(self) -> int:
        return sum(cents for _, cents in self.lines)


def plan_payments(
    promises: Iterable[DuePromise], *, shared_below_cents: int
) -> list[PlannedPayment]:
    """One payment for the small promises of each saved method, one for each larger promise.

    Three gifts of 5.00 cost 0.48 together and 0.99 apart; for larger ones the saving is under
    1 % and the risk is not (money-rules.md, C4). Raises ValueError for a payment the provider
    would refuse as too small."""
    shared: dict[int, list[tuple[int, int]]] = {}
    payments: list[PlannedPayment] = []
    for promise in sorted(promises, key=lambda each: each.donation_id):
        line = (promise.donation_id, promise.amount_cents)
        if promise.amount_cents < shared_below_cents:
            shared.setdefault(promise.saved_method, []).append(line)
        else:
            payments.append(PlannedPayment(promise.saved_method, (line,)))
    payments += [PlannedPayment(method, tuple(lines)) for method, lines in shared.items()]
    for payment in payments:
        if payment.amount_cents < PROVIDER_LEAST_CENTS:
            raise ValueError(f"A payment of {payment.amount_cents} cents cannot be collected.")
    return payments
