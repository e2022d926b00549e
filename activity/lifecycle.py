"""Lifecycles: a printable table of states, and the one way to move along it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from activity.errors import NotAllowed
from activity.recording import record, record_all

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class Lifecycle:
    """The states of one model's `status` and, for each, the states that may come next."""

    def __init__(self, name: str, table: Mapping[Any, Iterable[Any]]) -> None:
        self.name = name
        for state, targets in table.items():
            for target in targets:
                if target not in table:
                    raise ValueError(f"{name}: {state} leads to {target}, which has no row.")
        # In the table's own order, so that diagrams are the same at every run.
        self.table: dict[str, tuple[str, ...]] = {
            state: tuple(each for each in table if each in set(targets))
            for state, targets in table.items()
        }

    def sources(self, to: str) -> list[str]:
        """The states from which `to` can be reached in one move."""
        return [state for state, targets in self.table.items() if to in targets]

    def is_final(self, state: str) -> bool:
        return not self.table[state]

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2"]
        first = next(iter(self.table), None)
        if first is not None:
            lines.append(f"    [*] --> {_value(first)}")
        for state, targets in self.table.items():
            lines += [f"    {_value(state)} --> {_value(target)}" for target in targets]
            if not targets:
                lines.append(f"    {_value(state)} --> [*]")
        return "\n".join(lines) + "\n"

    @transaction.atomic
    def move(
        self,
        instance: Model,
        to: str,
        *,
        verb: str,
        actor: "AbstractBaseUser | None",
        reason: str = "",
        facts: Mapping[str, Any] | None = None,
        only_from: Iterable[str] | None = None,
        **changes: Any,
    ) -> None:
        """Set `status` to `to`, and `changes` with it, if the row may go there from where it is.

        One conditional UPDATE decides: whoever comes second finds no row, gets `NotAllowed`, and
        nothing has moved. The event carries `to`, the reason and the facts. An UPDATE passes by
        `auto_now`, so times that belong to the move must be among the changes. `only_from` narrows
        the sources for a verb that is only one of the ways to `to`.
        """
        sources = self.sources(to) if only_from is None else list(only_from)
        rows = type(instance)._default_manager.filter(pk=instance.pk, status__in=sources)
        if rows.update(status=to, **changes) == 0:
            raise self._refusal(instance, to)
        _set(instance, {"status": to, **changes})
        record(verb, instance, actor=actor, **_details(to, reason, facts))

    @transaction.atomic
    def move_all(
        self,
        instances: Sequence[Model],
        to: str,
        *,
        verb: str,
        actor: "AbstractBaseUser | None",
        reason: str = "",
        facts: Mapping[str, Any] | None = None,
        **changes: Any,
    ) -> None:
        """`move` for many rows of one model, all of them or none, in a handful of statements.

        Each gets its own event. The caller holds the rows' locks: one UPDATE takes them in no
        order, and would meet others half-way."""
        if not instances:
            return
        rows = type(instances[0])._default_manager.filter(
            pk__in=[each.pk for each in instances], status__in=self.sources(to)
        )
        if rows.update(status=to, **changes) != len(instances):
            raise NotAllowed(
                _("Not all of these can become “%(to)s” now.") % {"to": self._label(to)}
            )
        for instance in instances:
            _set(instance, {"status": to, **changes})
        record_all(verb, instances, actor=actor, **_details(to, reason, facts))

    def require(self, instance: Model, to: str) -> None:
        """Raises `NotAllowed` unless the row, as loaded, could move to `to`; moves nothing."""
        if instance.status not in self.sources(to):  # type: ignore[attr-defined]
            raise self._refusal(instance, to)

    def _refusal(self, instance: Model, to: str) -> NotAllowed:
        rows = type(instance)._default_manager.filter(pk=instance.pk)
        current = rows.values_list("status", flat=True).first()
        if current is None:
            return NotAllowed(_("This no longer exists."))
        return NotAllowed(
            _("This is “%(current)s” now, so it cannot become “%(to)s”.")
            % {"current": self._label(current), "to": self._label(to)}
        )

    def _label(self, state: str) -> str:
        known = next((each for each in self.table if each == state), state)
        return str(getattr(known, "label", known))


def _set(instance: Model, changes: Mapping[str, Any]) -> None:
    for field, value in changes.items():
        setattr(instance, field, value)


def _details(to: str, reason: str, facts: Mapping[str, Any] | None) -> dict[str, Any]:
    details: dict[str, Any] = {"to": _value(to), **(facts or {})}
    return {**details, "reason": reason} if reason else details


def _value(state: str) -> str:
    return str(getattr(state, "value", state))
