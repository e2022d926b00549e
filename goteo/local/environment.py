"""The variables of the local platform: what the person gave, completed by our own parts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from django.core.exceptions import ImproperlyConfigured

from goteo import env
from goteo.checks import check_settings
from goteo.local import ports, postgres, valkey
from goteo.local.errors import CannotStart
from goteo.local.state import State

STRIPE_NAMES = ("STRIPE_API_BASE", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRETS")
WEBHOOK_PATH = "/webhooks/stripe/"
OLDEST_POSTGRES = 150000


@dataclass(frozen=True)
class Brought:
    """Which parts the person brings, so that ours are not started."""

    database: bool
    cache: bool
    stripe: bool
    mail: bool


@dataclass(frozen=True)
class Ports:
    web: int
    database: int
    valkey: int
    stripe: int


def read_file(path: Path) -> dict[str, str]:
    """The variables in a .env file: NAME=value, quotes and `export` allowed, # for comments."""
    found = {}
    for number, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, sign, value = text.partition("=")
        if not sign or not name.strip().isidentifier():
            raise CannotStart(f"Line {number} of .env is not NAME=value.")
        found[name.strip()] = _unquoted(value.strip())
    return found


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.split(" #", 1)[0].rstrip()


def adopt(path: Path) -> None:
    """Takes the file's variables into this process; those already set win."""
    for name, value in read_file(path).items():
        os.environ.setdefault(name, value)


def brought() -> Brought:
    if os.environ.get("GOTEO_MODE", "local") != "local":
        raise CannotStart(
            "GOTEO_MODE is “server”, but bin/run is for one machine; remove it from .env, or start "
            "the parts as the README says for servers."
        )
    stripe = any(_given(name) for name in STRIPE_NAMES)
    if stripe:
        for name in STRIPE_NAMES[1:]:
            if not _given(name):
                raise CannotStart(
                    f"{name} is not set, but another STRIPE_ variable is: set both "
                    "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS, or none for the offline Stripe."
                )
    return Brought(_given("DATABASE_URL"), _given("REDIS_URL"), stripe, _given("EMAIL_URL"))


def _given(name: str) -> bool:
    return name in os.environ or f"{name}_FILE" in os.environ


def complete(state: State, bring: Brought, port: Ports) -> None:
    """Sets in this process what the platform's own parts answer to, and keeps what was given."""
    ours = {
        "GOTEO_MODE": "local",
        "DJANGO_SETTINGS_MODULE": "goteo.settings",
        "SECRET_KEY": state.secret("secret_key"),
        "BASE_URL": f"http://{ports.HOST}:{port.web}",
        "DATA_DIR": str(state.root),
        "PYTHONUNBUFFERED": "1",
    }
    if not bring.database:
        ours["DATABASE_URL"] = postgres.url(state, port.database)
    if not bring.cache:
        ours["REDIS_URL"] = valkey.url(state, port.valkey)
    if not bring.stripe:
        ours["STRIPE_API_BASE"] = f"http://{ports.HOST}:{port.stripe}"
        ours["STRIPE_SECRET_KEY"] = state.secret("stripe_secret_key", "sk_test_")
        ours["STRIPE_WEBHOOK_SECRETS"] = state.secret("stripe_webhook_secret", "whsec_")
    for name, value in ours.items():
        if not _given(name):
            os.environ[name] = value


def refuse_wrong_values() -> None:
    """Reads all settings; what is wrong with them ends the start, each with its sentence."""
    try:
        found = check_settings()
    except ImproperlyConfigured as error:
        raise CannotStart(str(error)) from None
    if found:
        raise CannotStart("\n".join(message.msg for message in found))


def refuse_silent_servers(bring: Brought) -> None:
    """What the person brings must answer, before anything of ours is started."""
    if bring.database:
        _ask_database(env.text("DATABASE_URL"))
    if bring.cache:
        _ask_cache(env.text("REDIS_URL"))


def _ask_database(address: str) -> None:
    where = urlsplit(address).hostname
    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1].rsplit("FATAL:", 1)[-1].strip()
        raise CannotStart(f"DATABASE_URL: the server at {where} refuses ({reason}).") from None
    if version < OLDEST_POSTGRES:
        raise CannotStart("DATABASE_URL: the server is older than PostgreSQL 15.")


def _ask_cache(address: str) -> None:
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        where = urlsplit(address).hostname
        raise CannotStart(f"REDIS_URL: the server at {where} refuses ({error}).") from None


def of_children() -> Mapping[str, str]:
    """To be asked for when the environment is complete."""
    return dict(os.environ)
