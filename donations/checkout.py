"""A backer's yes: from the form to the provider's card page and back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from activity.clock import database_now
from donations.checkout_outcome import CardMissing, end_checkout
from donations.errors import (
    AlreadyConfirmed,
    AmountTooLarge,
    AmountTooSmall,
    BelowReward,
    CardPageUnreachable,
    ConsentMissing,
    FormReused,
    NotReceiving,
    OwnDonation,
    UnitAlreadyHeld,
    WrongReward,
)
from donations.gateways.port import (
    CheckoutLine,
    CheckoutOpened,
    CheckoutRequest,
    GatewayError,
)
from donations.gateways.registry import gateway
from donations.lifecycle import DONATION, PAYMENT, CheckoutStatus, DonationStatus, PaymentStatus
from donations.models import Checkout, Customer, Donation, Payment, PaymentLine
from donations.verbs import Verb
from projects.campaigns import lock_shared, platform_zone, receiving_round
from projects.lifecycle import ProjectStatus
from projects.models import Project, Round, RoundsPlan
from projects.permissions import may_edit
from projects.rules.calendar import charge_by
from rewards.claims import hold_unit
from rewards.models import Claim, Reward

# We end a checkout after half an hour ourselves (settings.CHECKOUT_GRACE). The provider's own
# end comes later: it only guards against our absence, and it must still lie half an hour ahead
# when a form is sent again after the provider was silent.
PROVIDER_SESSION_LIFE = timedelta(hours=2)


@dataclass(frozen=True)
class Gift:
    """What the form says, already read: cents, and consent as ticked."""

    amount_cents: int
    email: str
    language: str
    reward: Reward | None = None
    show_name: bool = False
    public_name: str = ""
    agrees_to_charge: bool = False


@dataclass(frozen=True)
class Window:
    """What a donation to a project would be now: promised until `charge_by`, or paid at once."""

    round: Round | None
    saves_only: bool
    charge_by: datetime | None


def giving_window(project: Project, now: datetime) -> Window:
    """Raises NotReceiving. Round 1 saves a card; round 2 and permanent projects charge at once."""
    if project.status == ProjectStatus.LIVE and project.rounds_planned == RoundsPlan.PERMANENT:
        return Window(round=None, saves_only=False, charge_by=None)
    round_ = receiving_round(project, now)
    if round_ is None:
        raise NotReceiving
    if round_.number > 1:
        return Window(round=round_, saves_only=False, charge_by=None)
    latest = charge_by(round_.promised_end, settings.CHARGE_BY_DAYS, platform_zone())
    return Window(round=round_, saves_only=True, charge_by=latest)


def open_checkout(
    project: Project, gift: Gift, *, form_key: UUID, return_url: str, actor: User | None
) -> str:
    """Opens a checkout and gives the address of its card page. `actor` None is a guest.

    The same `form_key` gives the same checkout; with other contents, it ends the former one at
    the provider and takes its place. `return_url` has `{token}` for the checkout's token. Raises
    the refusals of `donations.errors`, SoldOut, AlreadyConfirmed when the former one turns out to
    be complete, and CardPageUnreachable when the provider is silent: then the checkout waits, and
    the same form finds it again."""
    former = Checkout.objects.filter(form_key=form_key).first()
    if former is not None and _is_same(former, project, gift):
        checkout = former
    else:
        if former is not None:
            _end_former(former)
        checkout = _write_once(project, gift, form_key, former, actor)
    if checkout.status != CheckoutStatus.OPEN:
        return return_url.format(token=checkout.token)
    return checkout.session_url or _open_session(checkout, return_url)


def _end_former(former: Checkout) -> None:
    """What this browser began before, with other contents. The provider has the last word on it.

    Whoever sends the form's key is in the browser that got it, so nobody ends another's."""
    if former.status == CheckoutStatus.OPEN:
        try:
            end_checkout(former)
        except (GatewayError, CardMissing) as error:
            raise CardPageUnreachable from error
        former.refresh_from_db()
    if former.status == CheckoutStatus.COMPLETE:
        raise AlreadyConfirmed(former.token)
    if former.status == CheckoutStatus.OPEN:
        raise CardPageUnreachable


def _write_once(
    project: Project, gift: Gift, form_key: UUID, former: Checkout | None, actor: User | None
) -> Checkout:
    try:
        return _write_checkout(project, gift, form_key=form_key, former=former, actor=actor)
    except IntegrityError:
        # The same form arrived twice at once; the other one wrote it.
        written = Checkout.objects.filter(form_key=form_key).first()
        if written is None or not _is_same(written, project, gift):
            raise FormReused from None
        return written


@transaction.atomic
def _write_checkout(
    project: Project,
    gift: Gift,
    *,
    form_key: UUID,
    former: Checkout | None,
    actor: User | None,
) -> Checkout:
    if former is not None:
        # The form's key always leads to the latest checkout of that form.
        Checkout.objects.filter(pk=former.pk, form_key=form_key).update(form_key=uuid4())
    locked = lock_shared(project.pk)
    now = database_now()
    window = giving_window(locked, now)
    _require_acceptable(locked, gift, window, actor)
    email = gift.email.strip().lower()
    checkout = Checkout.objects.create(
        form_key=form_key,
        mode=Checkout.Mode.SAVE if window.saves_only else Checkout.Mode.PAY,
        customer=_customer(email),
        backer=actor,
        email=email,
        language=gift.language,
        consent=_consent(gift, window),
        opened_at=now,
        expires_at=now + settings.CHECKOUT_GRACE,
    )
    donation = Donation.objects.create(
        checkout=checkout,
        project=locked,
        round=window.round,
        backer=actor,
        amount_cents=gift.amount_cents,
        currency=settings.CURRENCY,
        show_name=gift.show_name,
        public_name=gift.public_name if gift.show_name else "",
        charge_by=window.charge_by,
        opened_at=now,
    )
    if not window.saves_only:
        _write_payment(checkout, donation, now)
    # The unit comes last: every rival for the reward waits on this row until we commit.
    claim = _hold(gift.reward, email, actor) if gift.reward is not None else None
    DONATION.move(
        donation, DonationStatus.OPEN, verb=Verb.CHECKOUT_OPENED, actor=actor, claim=claim
    )
    return checkout


def _require_acceptable(project: Project, gift: Gift, window: Window, actor: User | None) -> None:
    if may_edit(project, actor):
        raise OwnDonation
    least = settings.DONATION_FLOOR_CENTS if actor else settings.GUEST_CHECKOUT_FLOOR_CENTS
    if gift.amount_cents < least:
        raise AmountTooSmall(least)
    if gift.amount_cents > settings.DONATION_CEILING_CENTS:
        raise AmountTooLarge(settings.DONATION_CEILING_CENTS)
    if gift.reward is not None and gift.reward.project_id != project.pk:
        raise WrongReward
    if gift.reward is not None and gift.amount_cents < gift.reward.price_cents:
        raise BelowReward(gift.reward.price_cents)
    if window.saves_only and not gift.agrees_to_charge:
        raise ConsentMissing


def _hold(reward: Reward, email: str, actor: User | None) -> Claim:
    claim = hold_unit(reward, actor=actor)
    # Asked under the reward's row lock, so that two forms of one person cannot both pass (C8).
    held = Donation.objects.filter(
        status=DonationStatus.OPEN, claim__reward=reward, checkout__email=email
    )
    if held.exists():
        raise UnitAlreadyHeld
    return claim


def _customer(email: str) -> Customer:
    return Customer.objects.get_or_create(email=email)[0]


def _consent(gift: Gift, window: Window) -> dict[str, object]:
    return {
        "amount_cents": gift.amount_cents,
        "saves_card": window.saves_only,
        "charge_by": window.charge_by.isoformat() if window.charge_by else None,
        "shows_name": gift.show_name,
        "terms": settings.TERMS_VERSION,
    }


def _write_payment(checkout: Checkout, donation: Donation, now: datetime) -> None:
    payment = Payment.objects.create(
        kind=Payment.Kind.CHECKOUT,
        amount_cents=donation.amount_cents,
        currency=donation.currency,
        customer=checkout.customer,
        checkout=checkout,
        created_at=now,
    )
    PaymentLine.objects.create(
        payment=payment, donation=donation, amount_cents=donation.amount_cents
    )


def _is_same(checkout: Checkout, project: Project, gift: Gift) -> bool:
    donation = checkout.donations.select_related("claim").get()
    reward_id = donation.claim.reward_id if donation.claim else None
    return (
        donation.project_id == project.pk
        and donation.amount_cents == gift.amount_cents
        and checkout.email == gift.email.strip().lower()
        and reward_id == (gift.reward.pk if gift.reward else None)
    )


def _open_session(checkout: Checkout, return_url: str) -> str:
    """Asks the provider for the card page; its key gives the same page however often asked."""
    try:
        customer_id = _known_customer(checkout)
        opened = gateway().open_checkout(
            _session_request(checkout, customer_id, return_url),
            key=f"checkout:{checkout.pk}:open",
        )
        if not _store_session(checkout, opened):
            gateway().expire_checkout(opened.session_id)
            raise CardPageUnreachable
    except GatewayError as error:
        raise CardPageUnreachable from error
    return opened.url


@transaction.atomic
def _store_session(checkout: Checkout, opened: CheckoutOpened) -> bool:
    """False when the checkout ended while we asked for its page. Locks: payment, checkout."""
    payment = Payment.objects.filter(checkout=checkout).select_for_update(no_key=True).first()
    stored = Checkout.objects.filter(pk=checkout.pk, status=CheckoutStatus.OPEN).update(
        session_id=opened.session_id, session_url=opened.url
    )
    if stored and payment is not None and payment.status == PaymentStatus.CREATED:
        PAYMENT.move(payment, PaymentStatus.OPEN, verb=Verb.PAYMENT_OPENED, actor=None)
    return bool(stored)


def _known_customer(checkout: Checkout) -> str:
    """The customer that we stored first. The key is of this checkout, so that an error which the
    provider remembers for a day shuts nobody out for a day; a second customer there is harmless."""
    customer = checkout.customer
    if customer.provider_id is None:
        made = gateway().create_customer(
            customer.email, reference=str(customer.pk), key=f"checkout:{checkout.pk}:customer"
        )
        Customer.objects.filter(pk=customer.pk, provider_id__isnull=True).update(provider_id=made)
        customer.refresh_from_db(fields=["provider_id"])
    return customer.provider_id or ""


def _session_request(checkout: Checkout, customer_id: str, return_url: str) -> CheckoutRequest:
    donations = checkout.donations.select_related("project").order_by("pk")
    address = return_url.format(token=checkout.token)
    return CheckoutRequest(
        reference=checkout.token,
        customer_id=customer_id,
        saves_only=checkout.mode == Checkout.Mode.SAVE,
        lines=tuple(CheckoutLine(each.project.title, each.amount_cents) for each in donations),
        currency=settings.CURRENCY,
        language=checkout.language,
        expires_at=checkout.opened_at + PROVIDER_SESSION_LIFE,
        success_url=address,
        cancel_url=address,
    )
