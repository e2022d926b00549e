"""The state folder: what a local platform keeps between two starts, readable by its owner only."""

import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goteo.local.errors import CannotStart

LOGS_KEPT = 3


@dataclass(frozen=True)
class State:
    """One folder: secrets, ports, process ids, logs and the data of each part."""

    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def processes(self) -> Path:
        return self.root / "processes"

    def prepare(self) -> None:
        try:
            # As root, PostgreSQL runs as another user, who passes through here to its own data.
            self.root.mkdir(parents=True, exist_ok=True)
            self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.logs, self.processes):
                folder.mkdir(mode=0o700, exist_ok=True)
        except PermissionError:
            raise CannotStart(
                f"{self.root} belongs to another user; run as that user, or remove the folder."
            ) from None

    def secret(self, name: str, prefix: str = "") -> str:
        """The secret of that name, made on first use."""
        known = self.read("secrets.json")
        if name not in known:
            known[name] = prefix + secrets.token_urlsafe(48)
            self.write("secrets.json", known)
        return str(known[name])

    def read(self, name: str) -> dict[str, Any]:
        """The JSON object in that file; an absent or torn file is an empty one."""
        try:
            found = json.loads((self.root / name).read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, name: str, value: dict[str, Any]) -> None:
        """Replaced in one step, so that a kill between two bytes leaves the old file."""
        path = self.root / name
        draft = path.with_name(path.name + ".new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(value, file, indent=1)
        draft.replace(path)

    def fresh_log(self, name: str) -> Path:
        """The path of a new log; earlier ones move to name.log.1, .2, .3."""
        path = self.logs / f"{name}.log"
        for age in range(LOGS_KEPT, 0, -1):
            older = path.with_name(f"{path.name}.{age}")
            newer = path.with_name(f"{path.name}.{age - 1}") if age > 1 else path
            if newer.exists():
                newer.replace(older)
        return path

    @contextmanager
    def locked(self) -> Iterator[Callable[[str], None]]:
        """Held while a supervisor lives; the kernel lets go of it however that one ends.

        Gives a function that notes where the platform is, for whoever finds it locked.
        """
        with (self.root / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                where = file.read().strip() or "another terminal"
                raise CannotStart(f"The platform already runs: {where}.") from None

            def note(text: str) -> None:
                file.truncate(0)
                file.write(text)
                file.flush()

            note(f"process {os.getpid()} is starting it")
            yield note
