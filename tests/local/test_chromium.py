"""Which Chromium the browser tests get."""

import stat
from pathlib import Path

import pytest

from goteo.local import chromium


def a_program(path: Path, exit_code: int) -> str:
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_chosen_one_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = a_program(tmp_path / "mine", 0)
    monkeypatch.setenv("GOTEO_CHROMIUM", chosen)

    assert chromium.find() == chosen


def test_one_that_does_not_start_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOTEO_CHROMIUM", a_program(tmp_path / "mine", 1))

    assert chromium.find() is None


def test_a_door_to_a_snap_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_program(tmp_path / "chromium", 1)
    working = a_program(tmp_path / "google-chrome", 0)
    monkeypatch.setattr("shutil.which", lambda name: str(tmp_path / name))

    assert chromium.present() == working
