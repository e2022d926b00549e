"""The budget: cost lines, and the minimum and optimum that they add up to."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from money.format import decimal_mark
from money.typed import AmountError, read_amount
from projects import drafting
from projects.drafting import BudgetLine
from projects.forms import BudgetForm
from projects.rules.goals import Goals, goals_of
from projects.views import row_sections
from projects.views.editor import creator, load_own
from projects.views.row_sections import Lines, RowSection
from projects.views.rows import Rows


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    project = load_own(request, slug)

    def save(lines: Lines) -> None:
        typed = [_line(each) for each in lines]
        drafting.replace_budget(project, typed, actor=creator(request))

    stored = [
        {
            "kind": item.kind,
            "title": item.title,
            "description": item.description,
            "amount": item.amount_cents,
            "essential": item.essential,
        }
        for item in project.budget_items.all()
    ]
    section = RowSection(
        project=project,
        name="budget",
        template="projects/edit_budget.html",
        rows=Rows(BudgetForm),
        stored=stored,
        save=save,
        more=lambda rows: {"goals": goals_typed(rows)},
    )
    return row_sections.answer(request, section)


def _line(typed: dict[str, Any]) -> BudgetLine:
    return BudgetLine(
        kind=typed["kind"],
        title=typed["title"],
        description=typed["description"],
        amount_cents=typed["amount"],
        essential=typed["essential"],
    )


def goals_typed(rows: Rows[Any]) -> Goals:
    """What the rows as they stand on the page add up to; what is no amount yet counts nothing."""
    return goals_of(
        (_cents(form["amount"].value()), bool(form["essential"].value())) for form in rows.forms
    )


def _cents(value: object) -> int:
    if value in (None, ""):
        return 0
    try:
        return max(read_amount(str(value), decimal=decimal_mark()), 0)
    except AmountError:
        return 0
