"""Reading back what was recorded about things."""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet

from activity.models import Event


def events_about(subjects: Iterable[Model]) -> QuerySet[Event]:
    """The events of all `subjects` with their actors, oldest first, in one query."""
    ids_by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        ids_by_kind.setdefault(subject._meta.label_lower, []).append(str(subject.pk))
    wanted = Q(pk__in=[])
    for kind, ids in ids_by_kind.items():
        wanted |= Q(subject_kind=kind, subject_id__in=ids)
    return Event.objects.filter(wanted).select_related("actor").order_by("pk")
