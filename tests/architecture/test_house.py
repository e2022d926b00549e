"""Rules of the house that no linter knows: where things may stand, how long files may be."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
SKIPPED = {"vendor", "__pycache__"}
# The only places that may start work after a commit: one way out, one place to look.
AFTER_COMMIT = re.compile(r"\.delay\(|\.apply_async\(|\bon_commit\(")
MACHINE = re.compile(r"(?<![\w.])/(?:root|home/\w+|Users/\w+|work|opt)/[\w.]")
REGISTRIES = re.compile(
    r"pythonhosted\.org|pypi\.org/simple|index-url\s*[=h]|registry\.npmjs|deb\.debian\.org/debian"
)


def tracked_files() -> list[Path]:
    """As git lists them; without git (an archive), all that is there."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
        return [path for path in paths if path.is_file()]
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not _hidden(path.relative_to(ROOT).parts[0])
    ]


def _hidden(folder: str) -> bool:
    """Caches, .venv, .local: where machines write."""
    return folder.startswith(".") and folder not in {".ci", ".env.example", ".gitignore"}


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        wanted = not suffixes or path.suffix in suffixes
        if wanted and not SKIPPED & set(path.relative_to(ROOT).parts):
            content = path.read_bytes()
            if b"\0" not in content:
                yield name, content.decode()


def own_code() -> Iterator[tuple[str, str]]:
    for name, text in texts(".py"):
        if not name.startswith("tests/") and "/migrations/" not in name:
            yield name, text


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {
        name: length
        for name, text in texts(".py", ".html", ".css", ".js", ".sh")
        if "/migrations/" not in name and (length := text.count("\n")) > LONGEST_FILE
    }

    assert long == {}


def test_only_activity_starts_work_after_a_commit() -> None:
    found = [
        f"{name}:{number}"
        for name, text in own_code()
        if not name.startswith(("activity/", "stripe_sandbox/"))
        for number, line in enumerate(text.splitlines(), 1)
        if AFTER_COMMIT.search(line)
    ]

    assert found == []


def test_every_module_says_what_belongs_there() -> None:
    silent = [
        name for name, text in own_code() if text.strip() and not ast.get_docstring(ast.parse(text))
    ]

    assert silent == []


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRIES], ids=["machine paths", "registries"])
def test_nothing_of_a_machine_or_a_registry_is_written_down(pattern: re.Pattern[str]) -> None:
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        f"{name}: {match.group()}"
        for name, text in texts()
        if name != here
        for match in pattern.finditer(text)
    ]

    assert found == []


def test_modules_are_named_for_what_they_do() -> None:
    vague = {"utils", "helpers", "services", "common", "actions", "misc"}
    found = [name for name, _ in own_code() if vague & set(Path(name).with_suffix("").parts)]

    assert found == []
