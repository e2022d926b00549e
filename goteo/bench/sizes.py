"""How much data is made and how often it is asked for."""

import argparse
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    projects: int
    donations: int
    requests: int
    connections: int
    seed: int = 1

    def changed_by(self, options: argparse.Namespace) -> "Sizes":
        """With what the command line says instead."""
        said = {name: value for name, value in vars(options).items() if value is not None}
        return replace(self, **{name: said[name] for name in vars(self) if name in said})
