"""A platform of the test's own, running as processes, and what its people see."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from csp.constants import SELF

from tests.committed import CommittedDatabase
from tests.e2e.platform import RunningPlatform, running_platform
from tests.stripe_sandbox.running import RunningSandbox


@pytest.fixture
def platform(
    committed_db: CommittedDatabase, tmp_path: Path, settings: Any
) -> Iterator[RunningPlatform]:
    with running_platform(tmp_path / "platform") as running:
        settings.BASE_URL = running.url
        settings.STRIPE_API_BASE = running.stripe_url
        yield running


@pytest.fixture
def card_page(sandbox: RunningSandbox, settings: Any) -> RunningSandbox:
    """The offline Stripe, to which the site's policy lets the checkout's form lead."""
    policy = settings.CONTENT_SECURITY_POLICY
    directives = {**policy["DIRECTIVES"], "form-action": [SELF, sandbox.url]}
    settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": directives}
    return sandbox
