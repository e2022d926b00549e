"""An optional record of every API request and answer, one JSON line each, for later checking."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Recording:
    """Appends to a file, or does nothing when none was asked for. Keys are never written."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)

    def write(self, entry: dict[str, Any]) -> None:
        if self.path:
            with self.path.open("a") as file:
                file.write(json.dumps(entry) + "\n")
