"""What a benchmark prints: where, on what, and a line for each thing measured."""

import os
import platform
from dataclasses import dataclass, field

from goteo.bench.measuring import Measured
from goteo.bench.sizes import Sizes


@dataclass
class Report:
    """The first line measured is the one the others are compared to."""

    title: str
    sizes: Sizes
    facts: list[str] = field(default_factory=list)
    lines: list[Measured] = field(default_factory=list)
    load_before: tuple[float, ...] = field(default_factory=os.getloadavg)

    def add(self, line: Measured) -> str:
        """What to tell of it at once, while the others are still measured."""
        self.lines.append(line)
        median, most = line.median * 1000, line.share(0.95) * 1000
        return f"{line.name}: median {median:.1f} ms, p95 {most:.1f} ms"

    def text(self) -> str:
        width = max(len(line.name) for line in self.lines)
        head = f"{'':{width}}  requests   median      p95      per s   × the first"
        rows = [self._row(line, width) for line in self.lines]
        return "\n".join(["", self.title, *self._where(), "", head, *rows, "", *self.facts, ""])

    def _row(self, line: Measured, width: int) -> str:
        ratio = line.median / self.lines[0].median
        return (
            f"{line.name:{width}}  {len(line.seconds):8}"
            f" {line.median * 1000:6.1f} ms {line.share(0.95) * 1000:6.1f} ms"
            f" {line.per_second:8.1f} {ratio:11.1f}"
        )

    def _where(self) -> list[str]:
        sizes, load = self.sizes, os.getloadavg()
        return [
            f"Data: {sizes.projects} projects, {sizes.donations} donations, seed {sizes.seed}.",
            f"Machine: {os.cpu_count()} cores ({platform.machine()}), Python"
            f" {platform.python_version()}; load {self.load_before[0]:.1f} before,"
            f" {load[0]:.1f} after (this includes the benchmark itself).",
            f"Requests from {sizes.connections} connections at a time, sent by the same machine.",
        ]
