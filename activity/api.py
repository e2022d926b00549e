"""What the API's serializers share: strict reading of JSON, and instants in UTC.

Strict means that a number is not taken for a text, nor a misspelt field for none: a program that
sends something else than it means to is told, and nothing is changed by a guess."""

from datetime import UTC
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request


class Instant(serializers.DateTimeField):
    """ISO 8601 in UTC, whatever the platform's zone: `2026-04-09T22:00:00Z`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class Strict(serializers.Serializer[Any]):
    """Refuses fields that it does not know."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self._writable()) if hasattr(data, "keys") else set()
        if unknown:
            sentence = _("There is no such field.")
            raise serializers.ValidationError(
                {str(name): [ErrorDetail(str(sentence), code="unknown")] for name in unknown}
            )
        return super().to_internal_value(data)

    def _writable(self) -> list[str]:
        return [name for name, field in self.fields.items() if not field.read_only]


class Text(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        # As sent, before the spaces around it go: so the description says it, too.
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class OneOf(serializers.ChoiceField):
    """A choice; a refusal says which there are."""

    default_error_messages = {"invalid_choice": _("Choose one of these: {choices}.")}

    def fail(self, key: str, **words: Any) -> NoReturn:
        known = ", ".join(str(each) for each in self.choices if each != "")
        super().fail(key, choices=known, **words)

    def to_internal_value(self, data: Any) -> Any:
        if not any(data == each and type(data) is type(each) for each in self.choices):
            self.fail("invalid_choice", input=data)
        return data


def asked(filters: type[Strict], request: Request, *, also: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the query asks for, checked; `also` names what others read. Raises ValidationError.

    A filter that is misspelt is refused, or the answer would silently be about everything. Those
    that take several values are `ListField`s, and are sent once for each."""
    known = filters().fields
    query: dict[str, Any] = {}
    for name, values in request.query_params.lists():
        if isinstance(known.get(name), serializers.ListField):
            query[name] = values
        elif name not in also:
            query[name] = _only(name, values)
    serializer = filters(data=query)
    serializer.is_valid(raise_exception=True)
    checked: dict[str, Any] = serializer.validated_data
    return checked


def _only(name: str, values: list[str]) -> str:
    """Of two values one would be taken without a word."""
    if len(values) > 1:
        sentence = _("Send this once.")
        raise serializers.ValidationError({name: [ErrorDetail(str(sentence), code="repeated")]})
    return values[0]
