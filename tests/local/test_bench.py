"""The benchmarks run, on a handful of rows. How fast they are is nobody's business here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from goteo.bench import explore
from goteo.bench.platform import Platform
from goteo.bench.sizes import Sizes
from goteo.local.state import State

ROOT = Path(__file__).resolve().parents[2]
PAGES = [f"{page}, {how}" for page in ("home", "explore", "project") for how in ("kept", "304")]


def test_web_measures_every_page_and_both_acts_of_giving(tmp_path: Path) -> None:
    state = tmp_path / "bench"
    sizes = ["--projects", "3", "--donations", "20", "--requests", "4", "--state", str(state)]
    done = subprocess.run(
        [sys.executable, "-m", "goteo.bench", "web", *sizes],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name in ("an empty view", *PAGES, "opening a checkout", "confirming a donation"):
        assert f"\n{name} " in done.stdout
    assert "3 projects, 20 donations, seed 1" in done.stdout
    assert "A confirmed donation showed on its project's page" in done.stdout
    assert not state.exists()


def test_explore_measures_words_facets_and_every_order(
    site: str, tmp_path: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ROOT_URLCONF = "goteo.bench.urls"  # type: ignore[attr-defined]
    platform = Platform(site.removeprefix("http://"), State(tmp_path), lambda _sentence: None)
    sizes = Sizes(projects=40, donations=60, requests=2, connections=1)
    report = explore.run(platform, sizes).text()
    orders = [f"{sort}, funded" for sort in ("ending", "newest", "supported", "nearest")]
    for name in ("a word", "a typo", "facets, open", *orders):
        assert f"\n{name} " in report
    assert "at p95" in report


@pytest.mark.parametrize("typed", [["unknown"], ["web", "--requests", "0"], []])
def test_what_cannot_be_measured_is_refused(typed: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "goteo.bench", *typed],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "bin/bench" in done.stderr
