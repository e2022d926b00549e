"""The facets of Explore in words: what each group and each choice is called, and what is ticked."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from pages.facets import Counts
from pages.wanted import YES, Facet, State, Wanted
from projects.models import Category
from rewards.models import ReturnKind


@dataclass(frozen=True)
class Choice:
    facet: str
    value: str
    name: str
    projects: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """`folded`: nothing of it is chosen, and it may wait behind its name."""

    name: str
    choices: list[Choice]
    folded: bool


# These are short to read and used most; the others wait behind their names.
ALWAYS_OPEN = {Facet.STATE, Facet.KIND, Facet.CATEGORY, Facet.REACHED, Facet.ENDING}


def groups_of(asked: Wanted, counts: Counts) -> list[Group]:
    """Choices that would show nothing are left out, unless they are chosen."""
    named = [
        (_("State"), [Facet.STATE]),
        (_("Gives to the commons"), [Facet.KIND]),
        (_("Category"), [Facet.CATEGORY]),
        (_("Money and time"), [Facet.REACHED, Facet.ENDING]),
        (_("Licence"), [Facet.LICENCE]),
        (_("Place"), [Facet.PLACE]),
        (_("Language"), [Facet.LANGUAGE]),
    ]
    groups = []
    for name, facets in named:
        choices = [each for facet in facets for each in _choices(facet, asked, counts)]
        if choices:
            folded = not set(facets) & ALWAYS_OPEN and not any(each.chosen for each in choices)
            groups.append(Group(name, choices, folded))
    return groups


def name_of(groups: list[Group], facet: Facet, value: str) -> str:
    choices = (each for group in groups for each in group.choices)
    return next(each.name for each in choices if (each.facet, each.value) == (facet, value))


def _choices(facet: Facet, asked: Wanted, counts: Counts) -> list[Choice]:
    found = {count.choice: count for count in counts.facets.get(facet, [])}
    names = _names(facet) | {choice: count.name for choice, count in found.items() if count.name}
    chosen = asked.of(facet)
    if facet == Facet.CATEGORY and set(chosen) - set(names):
        rows = Category.objects.filter(slug__in=chosen)
        names |= {category.slug: category.name for category in rows}
    shown = [value for value in {**found, **dict.fromkeys(chosen)} if value]
    choices = [
        Choice(
            facet=facet.value,
            value=value,
            name=names.get(value, value),
            projects=found[value].projects if value in found else 0,
            chosen=value in chosen,
        )
        for value in shown
    ]
    if facet == Facet.STATE:
        order = [state.value for state in State]
        return sorted(choices, key=lambda each: order.index(each.value))
    return sorted(choices, key=lambda each: (-each.projects, each.name))


def _names(facet: Facet) -> dict[str, str]:
    if facet == Facet.STATE:
        return {
            State.ROUND_1: _("Round 1"),
            State.ROUND_2: _("Round 2"),
            State.PERMANENT: _("Always open"),
            State.FUNDED: _("Funded"),
            State.NOT_FUNDED: _("Not funded"),
        }
    if facet == Facet.KIND:
        return {kind.value: str(kind.label) for kind in ReturnKind}
    if facet == Facet.LANGUAGE:
        return {code: str(name) for code, name in settings.LANGUAGES}
    if facet == Facet.REACHED:
        return {YES: _("Minimum reached")}
    if facet == Facet.ENDING:
        return {YES: _("Ending within 7 days")}
    return {}
