"""What the sandbox is told at start, and what it refuses to be told."""

from __future__ import annotations

import pytest

from stripe_sandbox.__main__ import read_options

HERE = ["--data-dir", "data"]


def test_a_folder_is_all_it_needs() -> None:
    options = read_options(HERE)
    assert options.base_url == "http://127.0.0.1:12111"
    assert (options.rate_limit, options.rate_limit_all, options.dispute_fee) == (0, 0, 2000)


@pytest.mark.parametrize(("named", "limits"), [("live", (25, 100)), ("test", (25, 25))])
def test_the_published_limits_have_names(named: str, limits: tuple[int, int]) -> None:
    options = read_options([*HERE, "--limits", named])
    assert (options.rate_limit, options.rate_limit_all) == limits


@pytest.mark.parametrize(
    "wish",
    [
        ["--webhook-url", "http://127.0.0.1/"],
        ["--thin-secret", "whsec_1"],
        ["--webhook-url", "http://127.0.0.1/", "--webhook-secret", "secret"],
        ["--thin-url", "http://127.0.0.1/", "--thin-secret", "secret"],
        ["--limits", "some"],
    ],
)
def test_what_does_not_go_together_is_refused(wish: list[str]) -> None:
    with pytest.raises(SystemExit):
        read_options([*HERE, *wish])


def test_a_folder_must_be_given() -> None:
    with pytest.raises(SystemExit):
        read_options([])
