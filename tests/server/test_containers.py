"""Dockerfile and docker-compose.yml, as far as they can be proved without an engine to run them."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import check_jsonschema
import pytest
import yaml
from celery.bin.base import CLIContext
from celery.bin.celery import celery as celery_command
from django.conf import settings
from django.core.management import get_commands
from granian.cli import cli as granian_command
from jsonschema import Draft7Validator

from goteo.celery import app
from tests.architecture.test_settings import named_in_example

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if "build" in service}
WORKERS = {name for name in OURS if name.startswith("worker-")}
# Of programs we start, not of the platform's settings.
OF_PROGRAMS = {"REMAP_SIGTERM"}


def words(command: str | list[str]) -> list[str]:
    return shlex.split(command) if isinstance(command, str) else command


def image_command() -> list[str]:
    found = re.findall(r"^CMD (\[.*?\])$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)
    command: list[str] = json.loads(found[-1])
    return command


def check_command(command: list[str]) -> None:
    """That its program is there and would understand what it is told."""
    program, *arguments = command
    if program == "celery":
        parsed = celery_command.make_context("celery", list(arguments))
        parsed.obj = CLIContext(app=app, no_color=True, workdir=None)
        rest = [*parsed._protected_args, *parsed.args]
        subcommand = celery_command.get_command(parsed, rest[0])
        assert subcommand is not None, rest
        subcommand.make_context(rest[0], rest[1:], parent=parsed)
    elif program == "granian":
        granian_command.make_context("granian", list(arguments))
    elif arguments[:1] == ["-m"]:
        assert (ROOT / arguments[1].replace(".", "/")).with_suffix(".py").exists()
    elif arguments[:1] == ["manage.py"]:
        assert arguments[1] in get_commands()
    else:
        assert os.access(ROOT / program, os.X_OK), command


def test_the_file_is_what_compose_calls_valid() -> None:
    folder = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor"
    schema = json.loads((folder / "compose-spec.json").read_text())
    errors = [
        f"{'/'.join(map(str, error.path))}: {error.message}"
        for error in Draft7Validator(schema).iter_errors(COMPOSE)
    ]

    assert errors == []


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_of_ours_exists(name: str) -> None:
    check_command(words(SERVICES[name].get("command", image_command())))


@pytest.mark.parametrize("name", sorted(OURS - {"migrate", "backup"}))
def test_everything_that_goes_on_has_a_health_check_that_exists(name: str) -> None:
    kind, *test = SERVICES[name]["healthcheck"]["test"]
    if kind == "CMD-SHELL":
        test = shlex.split(test[0].replace("$$", "$"))
    if test[0] != "test":
        check_command(test)


def test_every_queue_has_a_worker_of_its_own_and_no_other() -> None:
    served = [
        words(SERVICES[name]["command"])[words(SERVICES[name]["command"]).index("--queues") + 1]
        for name in sorted(WORKERS)
    ]
    routed = {route["queue"] for route in app.conf.task_routes.values()}

    assert sorted(served) == sorted(routed | {settings.CELERY_TASK_DEFAULT_QUEUE})


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_part_of_ours_can_run_many_times_on_one_machine(name: str) -> None:
    assert "container_name" not in SERVICES[name]
    assert "ports" not in SERVICES[name]


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_part_of_ours_holds_as_few_rights_as_it_can(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "user" not in service
    assert "privileged" not in service


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE)

    assert users[-1] == "10001:10001"


def test_only_the_proxy_is_reachable_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert SERVICES["database"]["networks"] == SERVICES["cache"]["networks"] == ["data"]
    assert COMPOSE["networks"]["data"]["internal"] is True


def test_secrets_come_from_files_only() -> None:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if variable.endswith("_FILE"):
                secret = value.removeprefix("/run/secrets/")
                assert secret in service["secrets"], f"{name}: {variable}"
            else:
                assert not re.search(r"SECRET|PASSWORD|TOKEN|EMAIL_URL|DATABASE_URL", variable)
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert used == set(COMPOSE["secrets"])


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_variable_is_a_setting(name: str) -> None:
    variables = {name.removesuffix("_FILE") for name in SERVICES[name]["environment"]}

    assert variables - OF_PROGRAMS <= named_in_example()


def test_workers_have_the_time_that_they_need_to_hand_back_their_work() -> None:
    for name in WORKERS:
        assert SERVICES[name]["environment"]["REMAP_SIGTERM"] == "SIGQUIT"
        grace = int(SERVICES[name]["stop_grace_period"].removesuffix("s"))
        assert grace > settings.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT


def test_only_web_processes_are_told_of_a_pool() -> None:
    told = {name for name in OURS if "DATABASE_POOL" in SERVICES[name]["environment"]}

    assert told == {"web"}


def test_what_the_image_needs_is_in_the_repository_and_secrets_stay_out() -> None:
    left_out = (ROOT / ".dockerignore").read_text().splitlines()

    assert {".env", "secrets", ".git", ".local"} <= set(left_out)
    for source in re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE):
        assert (ROOT / source).exists()
        assert source.split("/")[0] not in left_out
    assert "--require-hashes" in DOCKERFILE
    for path in re.findall(r"- \./(\S+?):", (ROOT / "docker-compose.yml").read_text()):
        assert (ROOT / path).is_file()


def test_translations_and_static_files_are_made_without_a_server(tmp_path: Path) -> None:
    """What the image runs while it is built, on a copy of what would be in it."""
    left_out = [
        name for name in (ROOT / ".dockerignore").read_text().split("\n") if name[:1] != "#"
    ]
    copy = tmp_path / "app"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*left_out, "*.mo", "__pycache__"))
    bare = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [str(copy / "bin" / "build")], env=bare, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()
    sources = {path.with_suffix("") for path in copy.glob("locale/*/LC_MESSAGES/*.po")}
    assert {path.with_suffix("") for path in copy.glob("locale/*/LC_MESSAGES/*.mo")} == sources
