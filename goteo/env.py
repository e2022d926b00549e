"""Readers of the environment: each gives a typed value or says in one sentence what is wrong."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, or the content of the file that `name`_FILE points to."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE points to {file}, which cannot be read: {error.strerror}."
            ) from None
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set; .env.example says what it is for.")
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name, "yes" if default else "no").strip().lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; write yes or no.")


def whole(name: str, default: int, least: int = 0) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name} is “{value}”; write a whole number of at least {least}."
        )
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def rate(name: str, default: str) -> str:
    """How often, as `120/minute`."""
    value = text(name, default)
    number, _, period = value.partition("/")
    if not number.isdecimal() or period not in {"second", "minute", "hour", "day"}:
        raise ImproperlyConfigured(f"{name} is “{value}”; write it like 120/minute.")
    return value


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is “{value}”; write one of {', '.join(allowed)}.")
    return value


def address(name: str, default: str | None, schemes: tuple[str, ...]) -> str:
    """A URL with one of the given schemes and a host; passwords in it are never repeated."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in schemes or not (parts.hostname or parts.path.strip("/")):
        raise ImproperlyConfigured(
            f"{name} must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}."
        )
    try:
        parts.port  # noqa: B018 - reading it raises when it is not a number
    except ValueError:
        raise ImproperlyConfigured(f"The port in {name} is not a number.") from None
    return value


def database(name: str) -> dict[str, object]:
    """Django's settings of a PostgreSQL address: postgresql://user:password@host:port/name."""
    parts = urlsplit(address(name, None, ("postgresql", "postgres")))
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise ImproperlyConfigured(f"{name} names no database after its host.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


def mail(name: str, default: str) -> dict[str, object]:
    """Mail settings of smtp://, smtps:// (TLS at once), smtp+tls:// (STARTTLS) or console://."""
    value = address(name, default, ("smtp", "smtps", "smtp+tls", "console"))
    parts = urlsplit(value)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }
