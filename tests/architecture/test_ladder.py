"""The ladder of the apps holds, and its contracts cover every app there is."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"


def configuration() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return found["tool"]["importlinter"]


def packages() -> set[str]:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    return found - {"tests"}


def test_every_import_goes_down_the_ladder() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout


def test_the_ladder_knows_every_package() -> None:
    assert packages() == set(configuration()["root_packages"])


def test_rules_are_pure_in_every_app() -> None:
    pure = {f"{path.parent.name}.rules" for path in ROOT.glob("*/rules") if path.is_dir()}
    (contract,) = [
        contract
        for contract in configuration()["contracts"]
        if contract["name"].startswith("Rules are pure")
    ]

    assert pure <= set(contract["source_modules"])
