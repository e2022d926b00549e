"""The scripts in bin/ on machines that lack something."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for folder in ("bin", "requirements"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def a_python(path: Path, *, fails_at: str) -> str:
    """One that succeeds at everything but a command that contains `fails_at`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\ncase "$*" in *"{fails_at}"*) exit 1 ;; esac\n')
    path.chmod(0o755)
    return str(path)


def run(clone: Path, script: str, python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(clone / "bin" / script)],
        env={"PATH": "/usr/bin:/bin", "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("script", ["run", "test", "check", "manage"])
def test_an_old_python_is_refused_with_the_command_that_mends_it(clone: Path, script: str) -> None:
    done = run(clone, script, a_python(clone / "python", fails_at="version_info"))

    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


@pytest.mark.parametrize("script", ["run", "test", "check", "manage"])
def test_a_python_without_venv_is_refused_with_the_command_that_mends_it(
    clone: Path, script: str
) -> None:
    done = run(clone, script, a_python(clone / "python", fails_at="ensurepip"))

    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


@pytest.mark.parametrize("script", ["run", "test", "check", "manage"])
def test_a_failed_installation_is_tried_again_next_time(clone: Path, script: str) -> None:
    a_python(clone / ".venv" / "bin" / "python", fails_at="pip install")
    done = run(clone, script, "unused")

    assert done.returncode == 1
    assert list((clone / ".venv").glob("installed-*")) == []
