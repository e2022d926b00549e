"""Organisations: who they are before the law, who acts for them, who is asked to."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Lower, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.person import User


class OrganisationKind(models.TextChoices):
    ASSOCIATION = "association", _("Association or foundation")
    COOPERATIVE = "cooperative", _("Cooperative")
    COMPANY = "company", _("Company")
    INSTITUTION = "institution", _("Public institution")


class Role(models.TextChoices):
    """An owner answers for the organisation; an editor writes in its name."""

    OWNER = "owner", pgettext_lazy("role in an organisation", "Owner")
    EDITOR = "editor", pgettext_lazy("role in an organisation", "Editor")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of(self, person: Any) -> "OrganisationQuerySet":
        """Those that `person` is a member of, by name; none for whoever has not signed in."""
        if person is None or not person.is_authenticated:
            return self.none()
        memberships = OrganisationMembership.objects.filter(person=person)
        return self.filter(pk__in=memberships.values("organisation")).order_by("name", "pk")


class Organisation(models.Model):
    """`name` is shown in public; `legal_name` and `tax_id` are whom the money is paid to."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    legal_name = models.CharField(_("legal name"), max_length=160)
    tax_id = models.CharField(_("tax identifier"), max_length=9)
    description = models.CharField(_("in a few words"), max_length=300, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    registered_at = models.DateTimeField(_("registered"), db_default=Now(), editable=False)
    members = models.ManyToManyField(
        User, through="OrganisationMembership", related_name="organisations"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            # As `accounts.rules.tax_ids` writes it, so that one organisation has one spelling.
            models.CheckConstraint(
                condition=Q(tax_id__regex=r"^[A-Z0-9]{9}$"), name="organisation_tax_id_normalised"
            ),
            # The last character follows from the others, and may be written as a digit or a letter.
            models.UniqueConstraint(Left("tax_id", 8), name="organisation_tax_id_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(legal_name=""), name="organisation_named"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationMembership(models.Model):
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    joined_at = models.DateTimeField(_("joined"), db_default=Now(), editable=False)

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="membership_once_per_person"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class OrganisationInvitation(models.Model):
    """Asks whoever proves to have an address to join. It opens nothing by itself: the address is
    confirmed by signing up, so there is no secret in the mail."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), db_default=Now(), editable=False)
    # Accepted, declined or withdrawn; the events say which.
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    class Meta:
        ordering = ["invited_at", "pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(closed_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_in_lower_case"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return self.email
