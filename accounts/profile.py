"""What people change about themselves."""

from django.db import transaction

from accounts.models import User
from accounts.verbs import Verb
from activity.recording import record


@transaction.atomic
def change_settings(person: User, *, name: str, language: str, actor: User | None) -> None:
    """Give a person another name or language; nothing happens when both are as before."""
    wanted = {"name": name.strip(), "language": language}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(person, field, wanted[field])
    person.save(update_fields=changed)
    record(Verb.SETTINGS_CHANGED, person, actor=actor, changed=changed)
