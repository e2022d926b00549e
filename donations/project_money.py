"""The money of one project on one page of the admin: what was raised, what was charged, what stands
in the book. To read; amounts are cents until they are shown."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.admin_pages import Section, link, moment
from accounts.permissions import is_admin
from donations.dossier import donations_by_status, verdicts_of
from donations.lifecycle import DonationStatus, PaymentStatus
from donations.models import Payment, PaymentLine
from donations.queries import totals_of
from ledger import chart
from ledger.models import Account, Posting
from money.format import format_money
from projects.models import Project
from projects.previews import percent
from projects.queries import goals_of_project

MOST_ENTRIES = 30
MOST_PAYMENTS = 20
FINISHED = (PaymentStatus.SUCCEEDED, PaymentStatus.CANCELLED)


def project_money(request: HttpRequest, project_id: int) -> HttpResponse:
    """For the admin's site, which lets in nobody but admins."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not is_admin(request.user):
        raise Http404
    project = get_object_or_404(Project, pk=project_id)
    from django.contrib import admin  # Its site imports this module.

    context = {
        **admin.site.each_context(request),
        "opts": Project._meta,
        "original": project,
        "title": _("The money of “%(project)s”") % {"project": project.title},
        "sections": sections_of(project),
        "back": reverse("admin:projects_project_change", args=[project.pk]),
    }
    return TemplateResponse(request, "admin/projects/money.html", context)


def sections_of(project: Project) -> list[Section]:
    book = _book(project)
    return [
        _sums(project, book),
        _accounts(project, book),
        donations_by_status(project),
        _payments(project),
        _unfinished(project),
        verdicts_of(project),
        _entries(list(book)),
    ]


def _sums(project: Project, book: Mapping[str, int]) -> Section:
    totals = totals_of([project.pk])[project.pk]
    goals = goals_of_project(project)
    fee = project.fee_basis_points
    charged = book[chart.project(project.pk)] + book[chart.held(project.pk)]
    return Section(
        _("In short"),
        pairs=[
            (_("minimum"), format_money(goals.minimum_cents)),
            (_("optimum"), format_money(goals.optimum_cents)),
            (_("raised: promised or in hand"), format_money(totals.raised_cents)),
            (_("people"), str(totals.backers)),
            (_("donations that count"), str(totals.donations)),
            (_("promised, not charged yet"), format_money(_still_promised(project))),
            (_("collected, by the book"), format_money(totals.collected_cents)),
            (_("owed to the creator or held, by the book"), format_money(-charged)),
            (_("the processor's costs"), format_money(book[chart.cost(project.pk)])),
            (_("fee"), _("frozen at the launch") if fee is None else f"{percent(fee)} %"),
        ],
    )


def _still_promised(project: Project) -> int:
    coming = project.donations.filter(
        status__in=(DonationStatus.PROMISED, DonationStatus.COLLECTING)
    )
    return int(coming.aggregate(cents=Sum("amount_cents"))["cents"] or 0)


def _book(project: Project) -> dict[str, int]:
    """The balance of each account that belongs to the project alone."""
    codes = [code(project.pk) for code in (chart.held, chart.project, chart.cost)]
    sums = (
        Posting.objects.filter(account__code__in=codes)
        .order_by()
        .values_list("account__code")
        .annotate(cents=Sum("amount_cents"))
    )
    return {**dict.fromkeys(codes, 0), **dict(sums)}


def _accounts(project: Project, book: Mapping[str, int]) -> Section:
    told = {
        chart.held(project.pk): _("Taken in round 1, waits for the verdict"),
        chart.project(project.pk): _("Owed to the creator (positive: the creator owes)"),
        chart.cost(project.pk): _("The processor's costs, passed on at the payout"),
    }
    known = Account.objects.in_bulk(list(told), field_name="code")
    rows: list[tuple[Any, ...]] = [
        (link(known.get(code), code) or code, told[code], format_money(cents))
        for code, cents in book.items()
    ]
    headings = (_("Account"), _("What it holds"), _("Balance"))
    return Section(_("Accounts of the book"), headings=headings, rows=rows, amounts=frozenset({2}))


def _payments(project: Project) -> Section:
    """What of each payment is this project's: a payment may be for several."""
    found = (
        PaymentLine.objects.filter(donation__project=project, left_at__isnull=True)
        .order_by()
        .values("payment__status")
        .annotate(number=Count("payment", distinct=True), cents=Sum("amount_cents"))
    )
    by_status = {row["payment__status"]: row for row in found}
    return Section(
        _("Payments"),
        headings=(_("Status"), _("Payments"), _("Of it for this project")),
        rows=[
            (status.label, by_status[status]["number"], format_money(by_status[status]["cents"]))
            for status in PaymentStatus
            if status in by_status
        ],
        note=_("Promises are charged after the verdict."),
        amounts=frozenset({2}),
    )


def _unfinished(project: Project) -> Section:
    payments = (
        Payment.objects.filter(lines__donation__project=project)
        .exclude(status__in=FINISHED)
        .select_related("customer")
        .distinct()
        .order_by("pk")
    )
    return Section(
        _("Payments that are not finished"),
        headings=(_("Payment"), _("Status"), _("Customer"), _("Created"), _("Amount")),
        rows=[
            (
                link(each),
                each.get_status_display(),
                link(each.customer),
                moment(each.created_at),
                format_money(each.amount_cents, each.currency),
            )
            for each in payments[:MOST_PAYMENTS]
        ],
        amounts=frozenset({4}),
    )


def _entries(codes: list[str]) -> Section:
    """The latest first, each with what it moved on the accounts of this project."""
    postings = (
        Posting.objects.filter(account__code__in=codes)
        .select_related("entry", "account")
        .order_by("-entry_id", "-pk")[:MOST_ENTRIES]
    )
    rows: list[tuple[Any, ...]] = [
        (
            link(each.entry, each.entry.kind),
            moment(each.entry.occurred_at),
            each.entry.source,
            each.account.code,
            format_money(each.amount_cents, each.currency),
        )
        for each in postings
    ]
    if len(rows) == MOST_ENTRIES:
        address = reverse("admin:ledger_entry_changelist")
        more = format_html('<a href="{}?q={}">{}</a>', address, codes[1], _("All of them"))
        rows.append((more, "", "", "", ""))
    headings = (_("Entry"), _("Occurred"), _("Source"), _("Account"), _("Amount"))
    return Section(
        _("The latest in the book"), headings=headings, rows=rows, amounts=frozenset({4})
    )
