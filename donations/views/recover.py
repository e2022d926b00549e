"""Paying what a bank refused, for whoever holds the donation's link."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from activity.errors import Refused
from donations.changing_card import has_untried_card, open_card_page, refresh_recovery
from donations.declining import planned_retry, what_helps
from donations.errors import BankSilent
from donations.gateways.port import GatewayError
from donations.lifecycle import CheckoutStatus, PaymentStatus
from donations.models import Donation, Payment
from donations.payments import refresh_payment
from donations.recovering import keep_lines, note_page_opened, pay_now, payment_to_recover
from donations.views.checkout import SeeOther
from donations.views.private_page import private_page


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest, token: str, public_id: UUID) -> HttpResponse:
    """Shows how a declined payment can still be paid, and begins it."""
    donation = _donation(token, public_id)
    payment = payment_to_recover(donation)
    if payment is None:
        return redirect("donations:donation", token=token)
    if request.method == "POST":
        try:
            return _act(request, donation, payment)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
    note_page_opened(payment)
    lines = payment.standing_lines().select_related("donation__project", "donation__claim__reward")
    context = {
        "donation": donation,
        "payment": payment,
        "lines": list(lines),
        "helps": what_helps(payment),
        "again_at": planned_retry(payment),
        "token": token,
    }
    return render(request, "donations/recover.html", context)


@private_page
@require_safe
def come_back(request: HttpRequest, token: str, public_id: UUID) -> HttpResponse:
    """From the bank or the card page. With another card, the payment is confirmed at once."""
    donation = _donation(token, public_id)
    payment = payment_to_recover(donation)
    if payment is None:
        return redirect("donations:donation", token=token)
    try:
        if _takes_new_card(payment):
            return _pay(request, donation, payment, resume=False)
        refresh_payment(payment)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except GatewayError:
        messages.error(request, str(BankSilent()))
    else:
        return _answer(request, donation, payment)
    return redirect("donations:recover", token=token, public_id=public_id)


def _donation(token: str, public_id: UUID) -> Donation:
    donations = Donation.objects.select_related("checkout", "project")
    return get_object_or_404(donations, checkout__token=token, public_id=public_id)


def _act(request: HttpRequest, donation: Donation, payment: Payment) -> HttpResponse:
    actor = _actor(request)
    if "keep" in request.POST or "choose" in request.POST:
        kept = [int(each) for each in request.POST.getlist("keep") if each.isdecimal()]
        keep_lines(payment, kept, actor=actor)
        messages.success(request, _("Only what you kept will be charged."))
        return redirect("donations:recover", donation.checkout.token, donation.public_id)
    if "another_card" in request.POST:
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        back = _return_url(donation)
        address = open_card_page(payment, language=language, return_url=back, actor=actor)
        return SeeOther(address)
    if "pay" in request.POST:
        return _pay(request, donation, payment, resume=True)
    raise Http404


def _pay(
    request: HttpRequest, donation: Donation, payment: Payment, *, resume: bool
) -> HttpResponse:
    paid = pay_now(payment, return_url=_return_url(donation), actor=_actor(request), resume=resume)
    if paid.bank_url:
        return SeeOther(paid.bank_url)
    return _answer(request, donation, payment)


def _answer(request: HttpRequest, donation: Donation, payment: Payment) -> HttpResponse:
    payment.refresh_from_db()
    if payment.status == PaymentStatus.RETRYING:
        messages.error(request, _("Your bank said no again. Nothing was charged."))
    elif payment.status == PaymentStatus.ACTION_REQUIRED:
        messages.error(request, _("Your bank did not get your yes. Nothing was charged."))
    else:
        return redirect("donations:donation", token=donation.checkout.token)
    return redirect("donations:recover", donation.checkout.token, donation.public_id)


def _takes_new_card(payment: Payment) -> bool:
    recovery = payment.recoveries.filter(status=CheckoutStatus.OPEN).first()
    if recovery is not None and refresh_recovery(recovery):
        return True
    return has_untried_card(payment)


def _return_url(donation: Donation) -> str:
    arguments = [donation.checkout.token, donation.public_id]
    return settings.BASE_URL + reverse("donations:recover_return", args=arguments)


def _actor(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
