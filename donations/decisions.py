"""What admins may decide about a campaign that runs: hold, resume, a later end, an early one.

Each with its preview in sentences, since what they do is to promises and to people.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activity.clock import database_now
from donations.ending import end_early, open_promises
from donations.errors import VerdictGiven
from donations.lifecycle import CheckoutStatus
from donations.models import Checkout
from money.format import format_money
from projects import previews
from projects.campaigns import undecided_first_round
from projects.deadlines import last_day
from projects.decisions import Decision, register
from projects.errors import NothingToExtend
from projects.extending import end_of, extend_round, latest_extension, round_to_extend
from projects.holding import latest_verdict, put_on_hold, resume
from projects.lifecycle import ProjectStatus
from projects.models import Project, RoundsPlan
from projects.templatetags.dates import day

Typed = Mapping[str, Any]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy(
            "The creator gets it by mail as you write it. It is kept with the decision."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
        # The use-case asks for it, with its own sentence.
        required=False,
    )


class ExtensionForm(ReasonForm):
    last_day = forms.DateField(
        label=gettext_lazy("New last day"),
        help_text=gettext_lazy("The round ends when this day ends, in the platform's time zone."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("last_day", "reason")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].help_text = _(
            "The creator and everybody who promised get it by mail as you write it."
        )


def of_holding(project: Project) -> list[str]:
    sentences = [
        previews.mail_with_reason(project),
        _("The page says that the campaign is on hold. Nobody can donate until it is resumed."),
        _open_checkouts(project),
        _promises(project, _("None is charged and none is lost meanwhile.")),
        _("Nothing is decided and no card is charged, also for a round that has been decided."),
        _("Backers get no mail."),
    ]
    latest = latest_verdict(project)
    if latest is not None:
        sentences.append(
            _(
                "The round's end stays where it is. If it is not resumed before %(moment)s, the"
                " campaign fails by itself: every promise is released and nobody is charged."
            )
            % {"moment": previews.moment(latest)}
        )
    return sentences


def of_resuming(project: Project, now: datetime) -> list[str]:
    sentences = [
        previews.mail_with_reason(project),
        _("Charges that were due meanwhile begin within minutes."),
        _("Backers get no mail."),
    ]
    if round_to_extend(project, now) is not None or project.rounds_planned == RoundsPlan.PERMANENT:
        sentences.insert(1, _("The campaign receives donations again."))
    elif project.rounds.exclude(status__in=["decided", "called_off", "planned"]).exists():
        sentences.insert(
            1,
            _(
                "Its round ended meanwhile: no donation is taken any more, and the verdict comes"
                " within minutes, on what was promised before the end."
            ),
        )
    return sentences


def of_ending_early(project: Project) -> list[str]:
    return [
        previews.mail_with_reason(project),
        _("The campaign ends as “Not funded”, for ever: this cannot be taken back."),
        _promises(project, _("All are released; nobody is charged.")),
        _each_promise_gets_a_mail(project),
        _open_checkouts(project),
        _("There is no verdict: the page says that the platform ended it, not why."),
    ]


def of_extending(project: Project, typed: Typed, now: datetime) -> list[str]:
    round_ = round_to_extend(project, now)
    if round_ is None:
        return [str(NothingToExtend().sentence)]
    latest = last_day(latest_extension(round_))
    chosen = typed.get("last_day")
    ends = end_of(chosen) if chosen else None
    names = {
        "number": round_.number,
        "before": day(last_day(round_.closes_at)),
        "latest": day(latest),
    }
    sentences = [
        _("Round %(number)s ends with %(before)s now, and may end with %(latest)s at the latest.")
        % names
    ]
    if ends is not None and round_.closes_at < ends <= latest_extension(round_):
        sentences.append(
            _("It will end with %(day)s and receive donations until then.")
            % {"day": day(last_day(ends))}
        )
    sentences.append(previews.mail_with_reason(project))
    if round_.number == 1:
        sentences.append(_each_promise_gets_a_mail(project))
        sentences.append(
            _("The last day on which promises may be charged stays, and so does round 2's end.")
            if project.rounds_planned == RoundsPlan.TWO
            else _("The last day on which promises may be charged stays.")
        )
    else:
        sentences.append(_("What was given is charged already; backers get no mail."))
    return sentences


def _promises(project: Project, then: str) -> str:
    found = open_promises(project).aggregate(number=Count("pk"), cents=Sum("amount_cents"))
    if not found["number"]:
        return _("Nothing is promised now.")
    counted = ngettext(
        "%(number)s promise of %(amount)s stands.",
        "%(number)s promises stand, %(amount)s together.",
        found["number"],
    ) % {"number": found["number"], "amount": format_money(found["cents"])}
    return f"{counted} {then}"


def _each_promise_gets_a_mail(project: Project) -> str:
    number = open_promises(project).count()
    if not number:
        return _("No backer has to be told.")
    return ngettext(
        "%(number)s mail goes to a backer.", "%(number)s mails go to backers.", number
    ) % {"number": number}


def _open_checkouts(project: Project) -> str:
    number = (
        Checkout.objects.filter(status=CheckoutStatus.OPEN, donations__project=project)
        .distinct()
        .count()
    )
    if not number:
        return _("Nobody is at the card page now.")
    return ngettext(
        "%(number)s person is at the card page now; it is closed for them.",
        "%(number)s people are at the card page now; it is closed for them.",
        number,
    ) % {"number": number}


def _undecided(project: Project) -> VerdictGiven | None:
    return None if undecided_first_round(project) else VerdictGiven()


def _extendable(project: Project) -> NothingToExtend | None:
    return None if round_to_extend(project, database_now()) else NothingToExtend()


register(
    Decision(
        slug="hold",
        label=gettext_lazy("Put on hold"),
        done=gettext_lazy("On hold."),
        sources=(ProjectStatus.LIVE,),
        target=ProjectStatus.ON_HOLD,
        form=ReasonForm,
        preview=lambda project, typed: of_holding(project),
        carry_out=lambda project, typed, actor: put_on_hold(project, typed["reason"], actor=actor),
    ),
    Decision(
        slug="resume",
        label=gettext_lazy("Resume"),
        done=gettext_lazy("Live again."),
        sources=(ProjectStatus.ON_HOLD,),
        target=ProjectStatus.LIVE,
        form=ReasonForm,
        preview=lambda project, typed: of_resuming(project, database_now()),
        carry_out=lambda project, typed, actor: resume(project, typed["reason"], actor=actor),
    ),
    Decision(
        slug="extend",
        label=gettext_lazy("Extend the round"),
        done=gettext_lazy("Extended."),
        sources=(ProjectStatus.LIVE, ProjectStatus.ON_HOLD),
        target=ProjectStatus.LIVE,
        form=ExtensionForm,
        preview=lambda project, typed: of_extending(project, typed, database_now()),
        carry_out=lambda project, typed, actor: extend_round(
            project, end_of(typed["last_day"]), typed["reason"], actor=actor
        ),
        guard=_extendable,
    ),
    Decision(
        slug="end-early",
        label=gettext_lazy("End early"),
        done=gettext_lazy("Ended: nobody is charged."),
        sources=(ProjectStatus.LIVE, ProjectStatus.ON_HOLD),
        target=ProjectStatus.FAILED,
        form=ReasonForm,
        preview=lambda project, typed: of_ending_early(project),
        carry_out=lambda project, typed, actor: end_early(project, typed["reason"], actor=actor),
        guard=_undecided,
        ends_it=True,
    ),
)
