"""What admins read of a project. Apps above `projects` add the parts that they know.

They register when the admin loads, in their own `admin` or `dossier` module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models.expressions import Combinable
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.admin_pages import Section, link, moment, yes_or_no
from money.format import format_money
from projects.models import Project
from projects.permissions import creators_of
from projects.previews import percent
from projects.publication import checklist
from projects.queries import goals_of_project
from projects.story import render_story

SectionMaker = Callable[[Project], Section]


@dataclass(frozen=True)
class _Part:
    position: int
    make: SectionMaker


_parts: list[_Part] = []
_figures: dict[str, Callable[[], Combinable]] = {}


def part(position: int) -> Callable[[SectionMaker], SectionMaker]:
    """Adds a section to the page of a project; lower positions come first."""

    def add(make: SectionMaker) -> SectionMaker:
        _parts.append(_Part(position, make))
        return make

    return add


def figure(name: str, expression: Callable[[], Combinable]) -> None:
    """Adds a number to every project of the list, by an expression of the same query."""
    _figures[name] = expression


def figures() -> dict[str, Combinable]:
    return {name: expression() for name, expression in _figures.items()}


def sections_of(project: Project) -> list[Section]:
    return [each.make(project) for each in sorted(_parts, key=lambda each: each.position)]


@part(10)
def _checklist(project: Project) -> Section:
    rules = [(_(rule.sentence), yes_or_no(holds)) for rule, holds in checklist(project)]
    return Section(_("Rules of publication"), headings=(_("Rule"), _("Holds")), rows=rules)


@part(20)
def _basics(project: Project) -> Section:
    return Section(
        _("The project"),
        pairs=[
            (_("pitch"), project.pitch),
            (_("place"), project.location),
            (_("category"), project.category or ""),
            (_("language"), project.get_language_display()),
            (_("rounds"), project.get_rounds_planned_display()),
            (_("days"), _round_days(project)),
            (_("submitted"), moment(project.submitted_at)),
            (_("launch date"), moment(project.launch_at)),
            (_("launched"), moment(project.launched_at)),
            (_("fee"), _fee(project)),
        ],
    )


def _round_days(project: Project) -> str:
    days = [project.first_round_days, project.second_round_days]
    return " + ".join(map(str, days[: project.rounds_planned]))


def _fee(project: Project) -> str:
    if project.fee_basis_points is None:
        return _("frozen at the launch")
    return f"{percent(project.fee_basis_points)} %"


@part(30)
def _story(project: Project) -> Section:
    return Section(_("Description"), html=render_story(project.description))


@part(40)
def _picture(project: Project) -> Section:
    picture: Any = _("a drawn cover") if project.drawn_cover else _("none")
    if project.image:
        picture = format_html(
            '<img class="story-picture" src="{}" alt="{}">', project.image.url, project.image_alt
        )
    return Section(
        _("Picture"), pairs=[(_("picture"), picture), (_("in words"), project.image_alt)]
    )


@part(50)
def _budget(project: Project) -> Section:
    goals = goals_of_project(project)
    rows: list[tuple[Any, ...]] = [
        (
            item.get_kind_display(),
            item.title,
            item.description,
            yes_or_no(item.essential),
            format_money(item.amount_cents),
        )
        for item in project.budget_items.all()
    ]
    rows.append((_("Minimum"), "", "", "", format_money(goals.minimum_cents)))
    rows.append((_("Optimum"), "", "", "", format_money(goals.optimum_cents)))
    headings = (_("Kind"), _("What it pays for"), _("Details"), _("Essential"), _("Amount"))
    return Section(_("Budget"), headings=headings, rows=rows, amounts=frozenset({4}))


@part(80)
def _payee(project: Project) -> Section:
    return Section(
        _("Creator and payee"),
        pairs=[
            *_creator(project),
            (_("contact phone"), project.contact_phone),
            (_("who receives the money"), project.get_payee_kind_display()),
            (_("legal name"), project.payee_name),
        ],
    )


def _creator(project: Project) -> list[tuple[Any, Any]]:
    organisation = project.organisation
    began = project.owner
    if organisation is None:
        return [(_("creator"), link(began)), (_("e-mail address"), began.email)]
    addresses = ", ".join(person.email for person in creators_of(project))
    return [
        (_("creator"), link(organisation)),
        (_("kind"), organisation.get_kind_display()),
        (_("tax identifier"), organisation.tax_id),
        (_("members get mails at"), addresses),
        (_("begun by"), link(began)),
    ]


@part(90)
def _rounds(project: Project) -> Section:
    return Section(
        _("Rounds"),
        headings=(_("Round"), _("Status"), _("Opens"), _("Closes")),
        rows=[
            (each.number, each.get_status_display(), moment(each.opens_at), moment(each.closes_at))
            for each in project.rounds.all()
        ],
        note=_("Written at the launch."),
    )


@part(120)
def _decisions(project: Project) -> Section:
    decisions = project.review_decisions.select_related("decided_by").order_by("decided_at")
    return Section(
        _("Decisions of the review"),
        headings=(_("When"), _("Who"), _("What"), _("Message")),
        rows=[
            (moment(each.decided_at), each.decided_by, each.get_outcome_display(), each.message)
            for each in decisions
        ],
    )
