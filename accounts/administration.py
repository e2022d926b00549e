"""What admins do to accounts: opening and closing them, giving and taking rights."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.verbs import Verb
from activity.errors import Refused
from activity.recording import record


class NotOverYourself(Refused):
    sentence = _("Nobody can take away their own rights or close their own account here.")
    code = "not_over_yourself"


class OnlyBySuperuser(Refused):
    sentence = _("Only a superuser can give or take rights.")
    code = "only_by_superuser"


RIGHTS = ("is_active", "is_staff", "is_superuser")


def check_rights(person: User, wanted: Mapping[str, bool], *, actor: User) -> None:
    """Refuse a change of `RIGHTS` that `actor` may not make: `NotOverYourself`, `OnlyBySuperuser`.

    `person` is as it stands before the change.
    """
    changed = _changes(person, wanted)
    if changed and person.pk == actor.pk:
        raise NotOverYourself
    # An account with rights is closed only by whoever could have given them.
    over_rights = set(changed) - {"is_active"} or (changed and person.is_staff)
    if over_rights and not actor.is_superuser:
        raise OnlyBySuperuser


@transaction.atomic
def change_rights(
    person: User, wanted: Mapping[str, bool], *, actor: User, reason: str = ""
) -> None:
    """Set who may enter where, and remember why. Refused as `check_rights` says: then nothing
    has changed."""
    known = User.objects.select_for_update().get(pk=person.pk)
    check_rights(known, wanted, actor=actor)
    changed = _changes(known, wanted)
    if not changed:
        return
    for name, value in changed.items():
        setattr(known, name, value)
        setattr(person, name, value)
    known.save(update_fields=list(changed))
    why = {"reason": reason} if reason else {}
    record(Verb.RIGHTS_CHANGED, known, actor=actor, **changed, **why)


def _changes(person: User, wanted: Mapping[str, bool]) -> dict[str, bool]:
    return {name: wanted[name] for name in RIGHTS if getattr(person, name) != wanted[name]}
