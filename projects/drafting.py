"""Writing a campaign: creating the draft and changing its sections while that is allowed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.models import User
from activity.recording import record
from projects.errors import NotEditable, NotYours
from projects.lifecycle import editable_statuses
from projects.models import BudgetItem, Project
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


def create_draft(*, title: str, language: str, actor: User) -> Project:
    """A new draft that belongs to `actor`, at an address made from its title."""
    for _ in range(SLUG_TRIES):
        with suppress(IntegrityError):  # Somebody took the address at the same instant.
            return _write_draft(title, language, actor)
    return _write_draft(title, language, actor)


@transaction.atomic
def _write_draft(title: str, language: str, actor: User) -> Project:
    project = Project.objects.create(
        owner=actor, title=title, language=language, slug=_free_slug(title)
    )
    record(Verb.DRAFTED, project, actor=actor)
    return project


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
    if actor is not None and locked.owner_id != actor.pk:
        raise NotYours
    if locked.status not in editable_statuses():
        raise NotEditable
    return locked


@transaction.atomic
def save_section(
    project: Project, section: str, changes: Mapping[str, Any], *, actor: User
) -> None:
    """Writes the fields of one section of the editor; what is not of that section is an error."""
    foreign = set(changes) - SECTION_FIELDS[section]
    if foreign:
        raise ValueError(f"Not fields of the section {section}: {sorted(foreign)}")
    locked = lock_for_editing(project, actor=actor)
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=sorted(changes))
    record(Verb.EDITED, locked, actor=actor, section=section)
    for name in changes:
        setattr(project, name, getattr(locked, name))


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
