"""What every test may ask for: databases, the cache, the offline Stripe, a site and a browser.

- `db` (pytest-django): one transaction, rolled back. Enough for most tests.
- `committed_db`: a database of the test's own in which commits stay; for deferred triggers, for
  several connections, for workers. A fixture that asks for `db` follows it there.
- `sandbox`: the offline Stripe, emptied; `site`: the pages over HTTP, on a `committed_db`.
- `page`, `context`, `browser` (pytest-playwright): the Chromium of this machine.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.cache import caches
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from goteo.local import chromium
from tests import committed
from tests.committed import CommittedDatabase
from tests.loopback import guard_network
from tests.stripe_sandbox.running import RunningSandbox, free_port

# Playwright keeps an event loop in the thread of the test; the ORM is used there knowingly.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
BROWSER_FIXTURES = {"page", "context", "browser", "new_context"}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Names of other machines do not resolve: a page that asks for one is wrong.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]

guard_network()


# --- data --------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's, then the template of the clones at once: a template is copied only while
    nobody is connected to it, and later a thread of some test may be."""
    with django_db_blocker.unblock():
        template = committed.make_template()
    yield
    with django_db_blocker.unblock():
        committed.drop_template(template)
        committed.end_other_connections()


@pytest.fixture(scope="session")
def database_template(django_db_setup: None) -> str:
    return committed.template_name()


@pytest.fixture
def cloned_database(
    request: pytest.FixtureRequest, database_template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[CommittedDatabase]:
    if request.node.get_closest_marker("django_db"):
        pytest.fail("committed_db takes the place of the mark django_db; use one of them.")
    with (
        django_db_blocker.unblock(),
        committed.cloned(database_template) as database,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("DATABASE_URL", database.url)
        yield database


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """pytest-django's `db`, or the test's `committed_db` if it asks for that."""
    name = "cloned_database" if "committed_db" in request.fixturenames else "_django_db_helper"
    request.getfixturevalue(name)


@pytest.fixture
def committed_db(db: None, cloned_database: CommittedDatabase) -> CommittedDatabase:
    """A database of this test's own. Other processes reach it by its `url` or DATABASE_URL.

    It asks for `db`, because pytest-django makes the test database only for tests that do.
    """
    return cloned_database


@pytest.fixture(autouse=True)
def own_cache() -> None:
    """Names of its own in the cache for each test: rate limits must not add up."""
    for name in caches.settings:
        caches.settings[name]["KEY_PREFIX"] = f"test-{name}-{uuid.uuid4().hex}"
        with suppress(AttributeError):
            del caches[name]


# --- the offline Stripe --------------------------------------------------------------------
@pytest.fixture(scope="session")
def sandbox_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox(free_port(), tmp_path_factory.mktemp("stripe")) as running:
        yield running


@pytest.fixture
def sandbox(sandbox_process: RunningSandbox, settings: Any) -> RunningSandbox:
    """The offline Stripe, emptied and up again whatever the test before did to it."""
    if sandbox_process.process is None:
        sandbox_process.start()
    sandbox_process.reset()
    settings.STRIPE_API_BASE = sandbox_process.url
    return sandbox_process


# --- pages -------------------------------------------------------------------------------
@pytest.fixture
def site(committed_db: CommittedDatabase, settings: Any) -> Iterator[str]:
    """The address of the pages, served by threads of this process."""
    server = LiveServer("127.0.0.1")
    settings.BASE_URL = server.url
    settings.CSRF_TRUSTED_ORIGINS = [server.url]
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": _chromium(),
        "args": CHROMIUM_ARGUMENTS,
    }


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser its tests are left out with a warning, except in CI, where they fail."""
    browser_tests = [item for item in items if BROWSER_FIXTURES & set(_fixtures(item))]
    for item in browser_tests:
        item.add_marker("browser")
    if browser_tests and _chromium() is None and not os.environ.get("CI"):
        items[:] = [item for item in items if item not in browser_tests]
        config.hook.pytest_deselected(items=browser_tests)
        config.stash[LEFT_OUT] = len(browser_tests)


LEFT_OUT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if LEFT_OUT in config.stash:
        number = config.stash[LEFT_OUT]
        terminalreporter.write_line(f"NO CHROMIUM: {number} browser tests DID NOT RUN.", red=True)


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def _chromium() -> str | None:
    return os.environ.get("GOTEO_CHROMIUM") or chromium.present()
