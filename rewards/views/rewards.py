"""The section of the editor for what backers get."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from activity.clock import database_now
from projects import drafting
from projects.campaigns import platform_zone
from projects.models import Project
from projects.views import row_sections
from projects.views.editor import creator, load_own
from projects.views.row_sections import Lines, RowSection
from projects.views.rows import Rows
from rewards import offering
from rewards.forms import RewardForm, ThanksForm
from rewards.offering import RewardLine


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    project = load_own(request, slug)
    rows = Rows(RewardForm, today=database_now().astimezone(platform_zone()).date())
    thanks = ThanksForm(
        request.POST if request.method == "POST" else None,
        initial={"thanks_only": project.thanks_only},
        rewards=lambda: len([form for form in rows.forms if form.has_changed()]),
    )

    def save(lines: Lines) -> None:
        # One page, one answer: either both are written or neither.
        with transaction.atomic():
            typed = [_line(each) for each in lines]
            offering.replace_rewards(project, typed, actor=creator(request))
            drafting.save_section(project, "rewards", thanks.cleaned_data, actor=creator(request))

    section = RowSection(
        project=project,
        name="rewards",
        template="rewards/edit_rewards.html",
        rows=rows,
        stored=_stored(project),
        save=save,
        beside=thanks,
    )
    return row_sections.answer(request, section)


def _stored(project: Project) -> Lines:
    return [
        {
            "title": reward.title,
            "description": reward.description,
            "price": reward.price_cents,
            "units": reward.units,
            "month": reward.delivery_month,
        }
        for reward in project.rewards.all()
    ]


def _line(typed: dict[str, Any]) -> RewardLine:
    return RewardLine(
        title=typed["title"],
        description=typed["description"],
        price_cents=typed["price"],
        delivery_month=typed["month"],
        units=typed["units"],
    )
