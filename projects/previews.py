"""What a decision about a project will do, in sentences, for whoever is about to take it.

Each function looks and changes nothing. They follow the use-cases of `review` and `campaigns`,
the dates of `rules.calendar` and the mails of `emails`.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.models import User
from money.format import format_money
from projects.campaigns import platform_zone
from projects.deadlines import last_day
from projects.models import Project, RoundsPlan
from projects.permissions import creators_of
from projects.queries import goals_of_project
from projects.rules.calendar import charge_by, collection_start, round_windows
from projects.templatetags.dates import day


def of_requesting_changes(project: Project) -> list[str]:
    return [
        _mail_with_message(project),
        _("The project becomes “Changes requested”: its creator may edit it and submit it again."),
        _("No money moves, and nobody else is told."),
    ]


def of_rejecting(project: Project) -> list[str]:
    return [
        _mail_with_message(project),
        _("The project becomes “Rejected”, for ever: this cannot be taken back."),
        _("No money moves, and nobody else is told."),
    ]


def of_approving(project: Project, launch_at: datetime | None) -> list[str]:
    """`launch_at` in UTC; None while no date is typed, or for a launch by hand."""
    sentences = [
        _("%(person)s gets a mail that says so, with your message if you write one.")
        % {"person": _creator(project)}
    ]
    if launch_at is None:
        return [
            *sentences,
            _("Without a launch date it stays hidden until an admin launches it by hand."),
            _("With a launch date the platform launches it by itself within a minute of it."),
            *_rounds_in_days(project),
            *_charges(project, None),
            _fee(),
        ]
    return [
        *sentences,
        _(
            "The platform launches it by itself within a minute of %(moment)s. It becomes public"
            " then, and the creator gets another mail."
        )
        % {"moment": moment(launch_at)},
        *_rounds(project, launch_at),
        *_charges(project, launch_at),
        _fee(),
    ]


def of_launching(project: Project, now: datetime) -> list[str]:
    """`now` in UTC, by the database's clock."""
    return [
        _("The campaign becomes public and can receive donations at once."),
        _("%(person)s gets a mail that says so.") % {"person": _creator(project)},
        *_rounds(project, now),
        *_charges(project, now),
        _fee(),
        _("A launch cannot be taken back."),
    ]


def mail_with_reason(project: Project) -> str:
    return _("%(person)s gets a mail with your reason.") % {"person": _creator(project)}


def _mail_with_message(project: Project) -> str:
    return _("%(person)s gets a mail with your message.") % {"person": _creator(project)}


def _creator(project: Project) -> str:
    """Whoever gets the mails, as the beginning of a sentence."""
    people = "; ".join(_reader(each) for each in creators_of(project))
    if project.organisation is None:
        return people
    return _("Each member of %(organisation)s – %(people)s –") % {
        "organisation": project.organisation,
        "people": people,
    }


def _reader(person: User) -> str:
    language = get_language_info(person.language)["name_translated"]
    return _("%(name)s (%(email)s, reads %(language)s)") % {
        "name": person,
        "email": person.email,
        "language": language,
    }


def _windows(project: Project, launched_at: datetime) -> list[tuple[datetime, datetime]]:
    if project.rounds_planned == RoundsPlan.PERMANENT:
        return []
    second_days = project.second_round_days if project.rounds_planned == RoundsPlan.TWO else None
    return round_windows(launched_at, project.first_round_days, second_days, platform_zone())


def _rounds_in_days(project: Project) -> list[str]:
    if project.rounds_planned == RoundsPlan.PERMANENT:
        return [_("It has no rounds and stays open without an end.")]
    if project.rounds_planned == RoundsPlan.ONE:
        return [
            _("Its only round lasts %(days)s days from the day of the launch.")
            % {"days": project.first_round_days}
        ]
    return [
        _(
            "Round 1 lasts %(first)s days from the day of the launch; round 2 follows at once and"
            " lasts %(second)s days."
        )
        % {"first": project.first_round_days, "second": project.second_round_days}
    ]


def _rounds(project: Project, launched_at: datetime) -> list[str]:
    windows = _windows(project, launched_at)
    if not windows:
        return _rounds_in_days(project)
    return [
        _("Round %(number)s ends at midnight in %(zone)s, when %(day)s ends.")
        % {"number": number, "zone": _zone(), "day": day(last_day(closes_at))}
        for number, (_opens_at, closes_at) in enumerate(windows, start=1)
    ]


def _charges(project: Project, launched_at: datetime | None) -> list[str]:
    if project.rounds_planned == RoundsPlan.PERMANENT:
        return [_("Every donation is charged at once.")]
    minimum = format_money(goals_of_project(project).minimum_cents, whole=True)
    sentences = [
        _(
            "Cards given in round 1 are saved and charged only if %(minimum)s is reached by its"
            " end; with less, nobody is charged and the campaign ends as “Not funded”."
        )
        % {"minimum": minimum}
    ]
    if launched_at is not None:
        sentences.append(_charging_days(_windows(project, launched_at)[0][1]))
    if project.rounds_planned == RoundsPlan.TWO:
        sentences.append(_("In round 2 every donation is charged at once."))
    return sentences


def _charging_days(round_end: datetime) -> str:
    """The verdict comes once the last checkouts have ended, so at the latest after the grace."""
    begins = collection_start(
        round_end + settings.CHECKOUT_GRACE, settings.COLLECTION_HOUR, platform_zone()
    )
    latest = last_day(charge_by(round_end, settings.CHARGE_BY_DAYS, platform_zone()))
    return _("Those charges begin on %(begins)s; none is made after %(latest)s.") % {
        "begins": moment(begins),
        "latest": day(latest),
    }


def _fee() -> str:
    return _(
        "At the launch the platform's fee is frozen for this project: %(fee)s %% of what is"
        " collected, plus VAT at the rate of each payout's date."
    ) % {"fee": percent(settings.PLATFORM_FEE_BASIS_POINTS)}


def percent(basis_points: int) -> str:
    """`4` or `4,5`, as the reader's language writes it."""
    whole, rest = divmod(basis_points, 100)
    return str(localize(basis_points / 100 if rest else whole))


def moment(instant: datetime) -> str:
    """A day and an hour in the platform's time zone, which it names."""
    local = timezone.localtime(instant, platform_zone())
    return _("%(day)s at %(time)s (%(zone)s)") % {
        "day": day(local),
        "time": f"{local:%H:%M}",
        "zone": _zone(),
    }


def _zone() -> str:
    return str(settings.TIME_ZONE).rpartition("/")[2].replace("_", " ")
