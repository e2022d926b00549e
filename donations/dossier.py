"""What the donations add to the pages of projects and people in the admin, and to the list of
projects."""

from django.db.models import Case, Count, OuterRef, Subquery, Sum, When
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import person_dossier
from accounts.admin_pages import Section, link, moment, yes_or_no
from accounts.models import User
from accounts.person_dossier import MOST_SHOWN
from donations.lifecycle import DonationStatus, counting_statuses
from donations.models import Donation, Verdict
from donations.models.donation import STANDING_CENTS
from money.format import format_money
from projects import dossier
from projects.models import Project


def _raised_of_each() -> Combinable:
    counted = Donation.objects.counting().filter(project=OuterRef("pk")).order_by()
    return Subquery(counted.values("project").annotate(cents=Sum(STANDING_CENTS)).values("cents"))


dossier.figure("raised_cents", _raised_of_each)


@dossier.part(100)
def verdicts_of(project: Project) -> Section:
    verdicts = Verdict.objects.filter(round__project=project).select_related("round")
    return Section(
        _("Verdicts"),
        headings=(_("Round"), _("Decided"), _("Passed"), _("Donations"), _("Raised"), _("Minimum")),
        rows=[
            (
                link(each, each.round.number),
                moment(each.decided_at),
                yes_or_no(each.passed),
                each.donations,
                format_money(each.raised_cents),
                format_money(each.minimum_cents),
            )
            for each in verdicts.order_by("round__number")
        ],
        amounts=frozenset({4, 5}),
    )


@dossier.part(110)
def donations_by_status(project: Project) -> Section:
    """Count and sum of each state; only the states that count are part of what was raised."""
    found = (
        Donation.objects.filter(project=project)
        .order_by()
        .values("status")
        .annotate(number=Count("pk"), cents=Sum(_told_cents()))
    )
    by_status = {row["status"]: row for row in found}
    rows = [
        (
            _list_of(project, status),
            by_status[status]["number"],
            yes_or_no(status in counting_statuses()),
            format_money(by_status[status]["cents"]),
        )
        for status in DonationStatus
        if status in by_status
    ]
    headings = (_("Status"), _("Donations"), _("Counts as raised"), _("Amount"))
    return Section(_("Donations"), headings=headings, rows=rows, amounts=frozenset({3}))


def _told_cents() -> Combinable:
    """What stands; of what went back whole, where nothing stands, what was given."""
    whole = When(
        status__in=(DonationStatus.RETURNING, DonationStatus.REFUNDED), then="amount_cents"
    )
    return Case(whole, default=STANDING_CENTS)


def _list_of(project: Project, status: DonationStatus) -> str:
    address = reverse("admin:donations_donation_changelist")
    return format_html(
        '<a href="{}?project__id__exact={}&status__exact={}">{}</a>',
        address,
        project.pk,
        status.value,
        status.label,
    )


@person_dossier.part(10)
def _projects_of(person: User) -> Section:
    projects = Project.objects.filter(owner=person).order_by("-created_at", "-pk")
    return Section(
        _("Projects"),
        headings=(_("Project"), _("Status"), _("Created")),
        rows=[
            (link(each), each.get_status_display(), moment(each.created_at))
            for each in projects[:MOST_SHOWN]
        ],
    )


@person_dossier.part(20)
def _donations_by(person: User) -> Section:
    """The latest first; what they gave as guests too, once their address was confirmed."""
    donations = Donation.objects.filter(backer=person).select_related("project")
    return Section(
        _("Donations"),
        headings=(_("Donation"), _("Project"), _("Status"), _("Opened"), _("Amount")),
        rows=[
            (
                link(each),
                link(each.project),
                each.get_status_display(),
                moment(each.opened_at),
                format_money(each.amount_cents, each.currency),
            )
            for each in donations.order_by("-pk")[:MOST_SHOWN]
        ],
        amounts=frozenset({4}),
    )
