"""The project: an initiative and its one campaign."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, OrganisationMembership, Role, User
from projects.lifecycle import ProjectStatus, public_statuses


class RoundsPlan(models.IntegerChoices):
    PERMANENT = 0, _("Permanent: no rounds, every donation is charged at once")
    ONE = 1, _("One round: all or nothing")
    TWO = 2, _("Two rounds: first the minimum, then the optimum")


class PayeeKind(models.TextChoices):
    PERSON = "person", _("A person")
    ASSOCIATION = "association", _("An association or foundation")
    COOPERATIVE = "cooperative", _("A cooperative")
    COMPANY = "company", _("A company")
    INSTITUTION = "institution", _("A public institution")


class ProjectQuerySet(models.QuerySet["Project"]):
    def public(self) -> "ProjectQuerySet":
        """Those that anyone may see: once launched, for ever."""
        return self.filter(status__in=public_statuses(), launched_at__isnull=False)

    def visible_to(self, user: Any) -> "ProjectQuerySet":
        """What `user` may see: an admin everything, creators their own, anyone what is public."""
        if user.is_authenticated and user.is_active and user.is_staff:
            return self
        public = Q(status__in=public_statuses(), launched_at__isnull=False)
        if user.is_authenticated:
            return self.filter(public | _own(user))
        return self.filter(public)

    def editable_by(self, user: Any) -> "ProjectQuerySet":
        """Those whose creator `user` is, alone or as a member of an organisation; whether their
        state allows a change is for `drafting` to say. All permissions are asked here."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_own(user))

    def answered_for_by(self, user: Any) -> "ProjectQuerySet":
        """Of those, what `user` may also submit, withdraw and hand over: as an organisation's
        owner, not as its editor."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_own(user, role=Role.OWNER))


def _own(user: Any, **role: Role) -> Q:
    """What an organisation owns is its members', also if somebody else began it."""
    memberships = OrganisationMembership.objects.filter(person=user, **role)
    of_an_organisation = Q(organisation__in=memberships.values("organisation"))
    return Q(owner=user, organisation__isnull=True) | of_an_organisation


class Project(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("owner"),
    )
    # If there is one, it is the creator, and `owner` is only the person who began the draft.
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("organisation"),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=ProjectStatus.choices, default=ProjectStatus.DRAFT
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)

    title = models.CharField(_("title"), max_length=90)
    pitch = models.CharField(_("one-line pitch"), max_length=180, blank=True)
    description = models.TextField(_("description"), blank=True)
    image = models.ImageField(_("picture"), upload_to="projects/%Y/%m/", blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    drawn_cover = models.BooleanField(_("a drawn cover instead of a picture"), default=False)
    location = models.CharField(_("place"), max_length=120, blank=True)
    category = models.ForeignKey(
        "projects.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("category"),
    )

    rounds_planned = models.PositiveSmallIntegerField(
        _("rounds"), choices=RoundsPlan.choices, default=RoundsPlan.TWO
    )
    first_round_days = models.PositiveSmallIntegerField(
        _("days of the first round"),
        default=40,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    second_round_days = models.PositiveSmallIntegerField(
        _("days of the second round"),
        default=40,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    thanks_only = models.BooleanField(_("no individual rewards, only thanks"), default=False)

    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)
    payee_kind = models.CharField(
        _("who receives the money"), max_length=20, choices=PayeeKind.choices, blank=True
    )
    payee_name = models.CharField(_("legal name"), max_length=160, blank=True)

    launch_at = models.DateTimeField(_("launch date"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    launched_at = models.DateTimeField(_("launched"), null=True, blank=True)
    # Agreed with the creator at launch; later changes of the platform's fee do not reach it.
    fee_basis_points = models.PositiveIntegerField(_("fee, in basis points"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ProjectStatus.values), name="project_status_known"
            ),
            models.CheckConstraint(
                condition=Q(rounds_planned__in=RoundsPlan.values), name="project_rounds_known"
            ),
            models.CheckConstraint(
                condition=Q(first_round_days__range=(1, 60), second_round_days__range=(1, 60)),
                name="project_round_days_between_1_and_60",
            ),
            models.CheckConstraint(
                condition=Q(launched_at__isnull=True) | Q(fee_basis_points__isnull=False),
                name="project_fee_agreed_at_launch",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["live", "on_hold", "funded", "fulfilled", "failed"])
                | Q(launched_at__isnull=False),
                name="project_launched_before_it_is_live",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "launch_at"], name="project_launch_due"),
            models.Index(fields=["status", "-launched_at"], name="project_newest"),
            models.Index(fields=["-launched_at", "-id"], name="project_newest_first"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def creator(self) -> User | Organisation:
        """In whose name the campaign is."""
        return self.organisation or self.owner

    def get_absolute_url(self) -> str:
        return reverse("pages:project", args=[self.slug])
