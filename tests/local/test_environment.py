"""What the person gives replaces our parts; what is wrong is refused with one sentence."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from goteo import env
from goteo.local import environment
from goteo.local.environment import Ports
from goteo.local.errors import CannotStart
from goteo.local.state import State

PORTS = Ports(web=8000, database=5470, valkey=6470, stripe=12111)


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path / "state")
    state.prepare()
    return state


@pytest.fixture(autouse=True)
def bare_environment() -> Iterator[None]:
    """Only what a shell has, so that the test decides what is given."""
    kept = dict(os.environ)
    for name in set(os.environ) - {"PATH", "HOME", "PYTEST_CURRENT_TEST"}:
        del os.environ[name]
    yield
    os.environ.clear()
    os.environ.update(kept)


def test_without_anything_given_every_part_is_ours(state: State) -> None:
    environment.complete(state, environment.brought(), PORTS)

    assert env.database("DATABASE_URL")["PORT"] == "5470"
    assert os.environ["REDIS_URL"].endswith("@127.0.0.1:6470/0")
    assert os.environ["STRIPE_API_BASE"] == "http://127.0.0.1:12111"
    assert os.environ["BASE_URL"] == "http://127.0.0.1:8000"


def test_secrets_stay_the_same_and_are_for_the_owner_only(state: State) -> None:
    first = state.secret("secret_key")

    assert state.secret("secret_key") == first
    assert len(first) >= 40
    assert (state.root / "secrets.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"DATABASE_URL": "postgresql://me@db.example/goteo"}, "database"),
        ({"REDIS_URL": "redis://cache.example/1"}, "cache"),
        ({"EMAIL_URL": "smtp://mail.example"}, "mail"),
        ({"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRETS": "whsec_1"}, "stripe"),
    ],
)
def test_a_given_address_takes_the_place_of_our_part(
    state: State, given: dict[str, str], part: str
) -> None:
    os.environ.update(given)
    bring = environment.brought()
    environment.complete(state, bring, PORTS)

    assert [name for name, brought in vars(bring).items() if brought] == [part]
    assert {name: os.environ[name] for name in given} == given


def test_stripe_test_keys_leave_the_address_to_stripe(state: State) -> None:
    os.environ.update({"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRETS": "whsec_1"})
    environment.complete(state, environment.brought(), PORTS)

    assert "STRIPE_API_BASE" not in os.environ


@pytest.mark.parametrize("alone", environment.STRIPE_NAMES)
def test_half_of_the_stripe_settings_is_refused(alone: str) -> None:
    os.environ[alone] = "something"

    with pytest.raises(CannotStart, match="set both STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS"):
        environment.brought()


def test_server_mode_is_not_for_one_machine() -> None:
    os.environ["GOTEO_MODE"] = "server"

    with pytest.raises(CannotStart, match="bin/run is for one machine"):
        environment.brought()


def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    os.environ["DATABASE_URL"] = "postgresql://me:hush@127.0.0.1:1/goteo"

    with pytest.raises(CannotStart, match=r"DATABASE_URL: the server at 127\.0\.0\.1") as refusal:
        environment.refuse_silent_servers(environment.brought())
    assert "hush" not in str(refusal.value)


def test_a_cache_that_does_not_answer_is_named_without_its_password() -> None:
    os.environ["REDIS_URL"] = "redis://:hush@127.0.0.1:1/0"

    with pytest.raises(CannotStart, match=r"REDIS_URL: the server at 127\.0\.0\.1") as refusal:
        environment.refuse_silent_servers(environment.brought())
    assert "hush" not in str(refusal.value)


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# mine\n\nexport DEBUG=yes\nBASE_URL='http://here.example'  \n"
        'DEFAULT_FROM_EMAIL="Goteo <hola@goteo.example>"\nLOG_LEVEL=INFO # loud\n'
    )
    os.environ["DEBUG"] = "no"
    environment.adopt(file)

    assert os.environ["DEBUG"] == "no"
    assert os.environ["BASE_URL"] == "http://here.example"
    assert os.environ["DEFAULT_FROM_EMAIL"] == "Goteo <hola@goteo.example>"
    assert os.environ["LOG_LEVEL"] == "INFO"


def test_a_line_that_is_none_is_named_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DEBUG=no\njust words\n")

    with pytest.raises(CannotStart, match=r"Line 2 of \.env"):
        environment.adopt(file)


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda: env.flag("IT", False), "perhaps", "IT is “perhaps”; write yes or no."),
        (lambda: env.whole("IT", 1, least=50), "49", "a whole number of at least 50."),
        (lambda: env.whole("IT", 1), "12.50", "IT is “12.50”; write a whole number"),
        (lambda: env.choice("IT", "a", ("a", "b")), "c", "write one of a, b."),
        (lambda: env.address("IT", None, ("redis",)), "http://h", "begins with redis://."),
        (lambda: env.address("IT", None, ("redis",)), "redis://h:x", "not a number."),
        (lambda: env.database("IT"), "postgresql://me:hush@h", "names no database"),
        (lambda: env.database("IT"), "mysql://me:hush@h/name", "begins with postgresql://"),
        (lambda: env.mail("IT", ""), "mail.example", "begins with smtp://"),
    ],
)
def test_a_wrong_value_is_refused_with_its_sentence(
    read: object, value: str, sentence: str
) -> None:
    os.environ["IT"] = value

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()  # type: ignore[operator]
    assert sentence in str(refusal.value)
    assert "hush" not in str(refusal.value)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    os.environ["SECRET_KEY_FILE"] = str(file)

    assert env.text("SECRET_KEY") == "from the file"


def test_what_is_not_set_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"IT is not set; \.env\.example says"):
        env.text("IT")
