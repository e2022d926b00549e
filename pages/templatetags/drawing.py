"""Numbers of the drawings: how far a vessel is filled, how long a bar of the budget is.

Amounts are cents. Widths leave as text such as `49.92%`, ready for an SVG attribute, because a
number would be written with a comma in Spanish.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from babel.core import Locale
from babel.numbers import format_percent
from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from money.format import format_money
from pages.covers import Cover, draw_cover

register = template.Library()


@dataclass(frozen=True)
class Vessel:
    filled: str
    water: str
    match: str
    minimum: str
    anchor: str
    reached: bool
    percent: str
    aloud: str


@register.simple_tag
def vessel_shape(raised: int, minimum: int, optimum: int, match: int = 0) -> Vessel:
    """Where everything stands in a vessel whose end is the optimum; more than that still fits."""
    end = max(minimum, optimum, 1)
    # The first drop is seen, however large the vessel.
    filled = min(max(raised / end, 0.015), 1.0) if raised else 0.0
    match_share = filled * min(match, raised) / raised if raised else 0.0
    mark = minimum / end
    return Vessel(
        filled=_width(filled),
        water=_width(filled - match_share),
        match=_width(match_share) if match_share else "",
        minimum=_width(mark),
        anchor="start" if mark < 0.3 else "end" if mark > 0.7 else "middle",
        reached=raised >= minimum,
        percent=percent_of(raised, minimum),
        aloud=_vessel_aloud(raised, minimum, optimum, match),
    )


def _vessel_aloud(raised: int, minimum: int, optimum: int, match: int) -> str:
    sentences = [
        _("%(raised)s raised, %(percent)s of the minimum of %(minimum)s.")
        % {
            "raised": format_money(raised, whole=True),
            "percent": percent_of(raised, minimum),
            "minimum": format_money(minimum, whole=True),
        }
    ]
    if optimum > minimum:
        sentences.append(
            _("The optimum is %(optimum)s.") % {"optimum": format_money(optimum, whole=True)}
        )
    if match:
        sentences.append(
            _("%(match)s of it is match money.") % {"match": format_money(match, whole=True)}
        )
    return " ".join(sentences)


@register.simple_tag
def cover_of(category: str, seed: str) -> Cover:
    return draw_cover(category, seed)


@register.simple_tag
def percent_of(part: int, whole: int) -> str:
    """`part` in per cent of `whole`, rounded down: 99.99 % is never shown as 100 %."""
    locale = Locale.parse(get_language() or "en", sep="-")
    return format_percent(part * 100 // whole / 100 if whole else 1, locale=locale)


class BudgetLine(Protocol):
    @property
    def amount_cents(self) -> int: ...

    @property
    def essential(self) -> bool: ...

    @property
    def kind(self) -> str: ...

    def get_kind_display(self) -> str: ...


@dataclass(frozen=True)
class BudgetRow:
    item: BudgetLine
    width: str


@dataclass(frozen=True)
class Budget:
    rows: list[BudgetRow]
    kinds: list[tuple[str, str]]
    minimum_cents: int
    optimum_cents: int


@register.simple_tag
def budget_shape(items: Iterable[BudgetLine]) -> Budget:
    """The items, essential ones first, each with the length of its bar beside the largest."""
    lines = sorted(items, key=lambda item: not item.essential)
    largest = max((item.amount_cents for item in lines), default=0) or 1
    return Budget(
        rows=[BudgetRow(item, _width(item.amount_cents / largest)) for item in lines],
        kinds=list({item.kind: item.get_kind_display() for item in lines}.items()),
        minimum_cents=sum(item.amount_cents for item in lines if item.essential),
        optimum_cents=sum(item.amount_cents for item in lines),
    )


@dataclass(frozen=True)
class Filling:
    line: str
    area: str
    minimum: str
    minimum_word: str
    optimum: str
    optimum_word: str
    aloud: str


@register.simple_tag
def filling_shape(days: Sequence[int], span: int, minimum: int, optimum: int) -> Filling:
    """The line of a round in a box of 360 by 180: cents at the end of each day, from nothing on."""
    top = max([minimum, optimum, 1, *days]) * 1.15
    reach = max(span, len(days), 1)

    def height(cents: int) -> float:
        return 180 - 180 * cents / top

    points = [
        f"{360 * day / reach:.1f} {height(cents):.1f}" for day, cents in enumerate([0, *days])
    ]
    line = "M" + "L".join(points)
    return Filling(
        line=line,
        area=f"{line}V180H0Z",
        minimum=f"{height(minimum):.1f}",
        minimum_word=f"{height(minimum) - 5:.1f}",
        optimum=f"{height(optimum):.1f}",
        optimum_word=f"{height(optimum) - 5:.1f}",
        aloud=_("How it filled: %(raised)s after %(days)s of %(span)s days.")
        % {
            "raised": format_money(days[-1] if days else 0, whole=True),
            "days": len(days),
            "span": span,
        },
    )


def _width(share: float) -> str:
    # Cut, not rounded: a fill one cent short of the minimum must not touch the mark.
    return f"{int(share * 10_000) / 100:.2f}%"
