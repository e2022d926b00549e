"""The API beside its own description: requests made up from it, good and bad, find no answer that
the description does not know. Bounded and always the same, so that a failure can be repeated."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from accounts.tokens import make_token
from goteo.api_schema import description
from tests import builders, cast

EXAMPLES = 12
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]


def operations() -> Iterator[Any]:
    """Each operation asked well, and badly where there is something to get wrong."""
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            asks = [each for each in operation.get("parameters", []) if each["in"] == "query"]
            for mode in GenerationMode:
                if mode == GenerationMode.POSITIVE or asks or "requestBody" in operation:
                    yield pytest.param(method, path, mode, id=f"{method} {path} {mode.value}")


@pytest.fixture(scope="module")
def described() -> Any:
    # Who may ask is a matter of other tests; here it is always the same person.
    config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
    schema = schemathesis.openapi.from_dict(description(), config=config)
    schema.app = get_wsgi_application()
    return schema


@pytest.fixture
def one_transaction(db: None) -> Iterator[None]:
    """Requests stay on the connection of the test, whose transaction is taken back after it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("method", "path", "mode"), list(operations()))
def test_every_answer_is_one_that_the_description_knows(
    described: Any, one_transaction: None, method: str, path: str, mode: GenerationMode
) -> None:
    """With Alba's token and, where the path asks for a project, her draft."""
    draft = builders.a_complete_draft()
    _token, secret = make_token(cast.alba(), name="Test", scope="write", actor=cast.alba())
    headers = {"Authorization": f"Bearer {secret}"}
    operation = described[path][method.upper()]

    @seed(20261121)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters={"slug": draft.slug}))
    def ask(case: Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
