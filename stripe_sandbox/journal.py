"""The file that lets state survive kill -9: one JSON line per committed piece of work.

A line is handed to the operating system before the answer is sent. A crash of the machine itself
may lose the last lines; a crash of the process cannot. A line cut short by a crash is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


class Journal:
    """Append-only lines in `data_dir`; rewritten at a start when most of them are of the past."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.path = data_dir / "journal.jsonl"
        self._file: int | None = None
        self.lines = 0
        self.cut_short = False

    def replay(self) -> Iterator[dict[str, Any]]:
        if not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    self.cut_short = True
                    return
                self.lines += 1
                yield json.loads(line)

    def append(self, line: dict[str, Any]) -> None:
        if self._file is None:
            self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        data = json.dumps(line, separators=(",", ":")).encode() + b"\n"
        while data:
            data = data[os.write(self._file, data) :]

    def rewrite(self, lines: Iterable[dict[str, Any]]) -> None:
        """Replace the whole journal at once; a crash half-way leaves the old one."""
        self.close()
        fresh = self.path.with_suffix(".fresh")
        with fresh.open("w") as file:
            for line in lines:
                file.write(json.dumps(line, separators=(",", ":")) + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
