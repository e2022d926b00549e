"""Lists of rows in one form, edited without JavaScript: add, remove, move up, move down.

Each of these is a submit button that answers with the same page, the rows rearranged and nothing
checked or saved, so whatever was typed is still there. Rows are numbered by their position.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.http import QueryDict

from projects.forms import RowForm

MOST_ROWS = 30
Row = TypeVar("Row", bound=RowForm)


class Rows(Generic[Row]):
    """The rows of a page. `form_class` makes each; `shared` is given to all of them."""

    def __init__(self, form_class: type[Row], **shared: Any) -> None:
        self.form_class = form_class
        self.shared = shared
        self.forms: list[Row] = []

    def show(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows as stored, or as typed and not yet checked; one empty row if there is none."""
        self.forms = [
            self.form_class(prefix=_prefix(position), initial=dict(row), **self.shared)
            for position, row in enumerate(rows or [{}])
        ]

    def take(self, data: QueryDict) -> None:
        """Rows as typed, to be checked."""
        self.forms = [
            self.form_class(data, prefix=_prefix(position), empty_permitted=True, **self.shared)
            for position in range(_count(data))
        ]
        for number, form in enumerate(self.forms, 1):
            form.number = number

    def rearrange(self, data: QueryDict) -> bool:
        """Does what the button of a row asked; False if it was another button."""
        action, _sep, where = data.get("row", "").partition("-")
        position = int(where) if where.isdecimal() and len(where) < 4 else -1
        if action not in ("add", "remove", "up", "down"):
            return False
        typed = [self._typed(data, number) for number in range(_count(data))]
        following = _moved(typed, action, position)
        self.show(typed)
        if following is not None:
            first = next(iter(self.forms[following].fields.values()))
            first.widget.attrs["autofocus"] = True
        return True

    def _typed(self, data: QueryDict, position: int) -> dict[str, Any]:
        form = self.form_class(prefix=_prefix(position), **self.shared)
        return {
            name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
            for name, field in form.fields.items()
        }

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def lines(self) -> list[dict[str, Any]]:
        """The checked contents of the rows that are not empty."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    @property
    def count(self) -> int:
        return len(self.forms)

    @property
    def may_grow(self) -> bool:
        return len(self.forms) < MOST_ROWS


def _prefix(position: int) -> str:
    return f"row-{position}"


def _count(data: QueryDict) -> int:
    typed = data.get("rows", "")
    return min(int(typed), MOST_ROWS) if typed.isdecimal() and len(typed) < 4 else 0


def _moved(rows: list[dict[str, Any]], action: str, position: int) -> int | None:
    """Rearranges `rows` in place and gives the position to look at next."""
    if action == "add" and len(rows) < MOST_ROWS:
        rows.append({})
        return len(rows) - 1
    if not 0 <= position < len(rows):
        return None
    if action == "remove":
        del rows[position]
        return max(0, min(position, len(rows) - 1))
    target = position - 1 if action == "up" else position + 1
    if not 0 <= target < len(rows):
        return position
    rows[position], rows[target] = rows[target], rows[position]
    return target
