"""Writing a campaign: creating the draft and changing its sections while that is allowed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.models import Organisation, User
from activity.recording import record
from projects.errors import NotEditable, PayeeIsTheOrganisation
from projects.lifecycle import editable_statuses
from projects.models import BudgetItem, Project
from projects.permissions import require_answerable, require_editor, require_member
from projects.verbs import Verb

SECTION_FIELDS = {
    "basics": {"title", "pitch", "location", "category", "language"},
    "story": {"description", "image", "image_alt", "drawn_cover"},
    "rounds": {"rounds_planned", "first_round_days", "second_round_days"},
    "rewards": {"thanks_only"},
    "payee": {"contact_phone", "payee_kind", "payee_name"},
}


# Pages of their own under the same folder (projects/urls.py).
SLUG_TRIES = 5
RESERVED_SLUGS = {"mine", "new"}


@dataclass(frozen=True)
class BudgetLine:
    """One cost line as typed: `amount_cents` above zero."""

    kind: str
    title: str
    amount_cents: int
    essential: bool
    description: str = ""


def create_draft(
    *, title: str, language: str, actor: User, organisation: Organisation | None = None
) -> Project:
    """A new draft of `actor` or of an organisation of theirs, at an address made from its title.

    Raises NotYourOrganisation."""
    for _ in range(SLUG_TRIES):
        with suppress(IntegrityError):  # Somebody took the address at the same instant.
            return _write_draft(title, language, organisation, actor)
    return _write_draft(title, language, organisation, actor)


@transaction.atomic
def _write_draft(
    title: str, language: str, organisation: Organisation | None, actor: User
) -> Project:
    require_member(organisation, actor)
    project = Project.objects.create(
        owner=actor,
        organisation=organisation,
        title=title,
        language=language,
        slug=_free_slug(title),
        **_payee(organisation),
    )
    record(Verb.DRAFTED, project, actor=actor, **_in_the_name_of(organisation))
    return project


@transaction.atomic
def hand_over(project: Project, organisation: Organisation | None, *, actor: User) -> None:
    """Makes an organisation of `actor`'s the creator, or with None `actor` alone.

    Raises NotYours, OnlyOwners, NotYourOrganisation, NotEditable."""
    locked = lock_for_editing(project, actor=actor)
    require_answerable(locked, actor)
    require_member(organisation, actor)
    if locked.organisation_id == (organisation.pk if organisation else None):
        return
    changes = {
        "organisation": organisation,
        "owner": locked.owner if organisation else actor,
        **_payee(organisation),
    }
    for name, value in changes.items():
        setattr(locked, name, value)
        setattr(project, name, value)
    locked.save(update_fields=sorted(changes))
    record(Verb.HANDED_OVER, locked, actor=actor, **_in_the_name_of(organisation))


def _payee(organisation: Organisation | None) -> dict[str, str]:
    """The money of an organisation's project is paid to it; a person says to whom."""
    if organisation is None:
        return {"payee_kind": "", "payee_name": ""}
    return {"payee_kind": organisation.kind, "payee_name": organisation.legal_name}


def _in_the_name_of(organisation: Organisation | None) -> dict[str, int | None]:
    return {"organisation": organisation.pk if organisation else None}


def _free_slug(title: str) -> str:
    base = slugify(title)[:70] or "project"
    alike = Project.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    taken = RESERVED_SLUGS.union(alike)
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)


def lock_for_editing(project: Project, *, actor: User | None) -> Project:
    """The project's row, locked, if `actor` may change it now; call it inside a transaction.

    Raises NotYours and NotEditable."""
    locked = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if actor is not None:
        require_editor(locked, actor)
    if locked.status not in editable_statuses():
        raise NotEditable
    return locked


@transaction.atomic
def save_section(
    project: Project, section: str, changes: Mapping[str, Any], *, actor: User
) -> None:
    """Writes the fields of one section of the editor; what is not of that section is an error.

    Raises NotYours, NotEditable, PayeeIsTheOrganisation."""
    foreign = set(changes) - SECTION_FIELDS[section]
    if foreign:
        raise ValueError(f"Not fields of the section {section}: {sorted(foreign)}")
    locked = lock_for_editing(project, actor=actor)
    if locked.organisation is not None:
        _require_its_payee(locked.organisation, changes)
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=sorted(changes))
    record(Verb.EDITED, locked, actor=actor, section=section)
    for name in changes:
        setattr(project, name, getattr(locked, name))


def _require_its_payee(organisation: Organisation, changes: Mapping[str, Any]) -> None:
    stands = _payee(organisation)
    if any(changes[name] != stands[name] for name in stands if name in changes):
        raise PayeeIsTheOrganisation


@transaction.atomic
def replace_budget(project: Project, lines: Sequence[BudgetLine], *, actor: User) -> None:
    """The whole budget at once, in the order given."""
    locked = lock_for_editing(project, actor=actor)
    BudgetItem.objects.filter(project=locked).delete()
    BudgetItem.objects.bulk_create(
        BudgetItem(
            project=locked,
            kind=line.kind,
            title=line.title,
            description=line.description,
            amount_cents=line.amount_cents,
            essential=line.essential,
            position=position,
        )
        for position, line in enumerate(lines)
    )
    record(Verb.EDITED, locked, actor=actor, section="budget")
