"""The command line: python -m goteo.bench PART. `bin/bench` calls it."""

import argparse
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType

from goteo.bench.platform import ROOT, running_platform
from goteo.bench.sizes import Sizes
from goteo.local.errors import CannotStart

# Each part is a module here; its usual sizes are used unless the command line says others.
PARTS = {
    "web": Sizes(projects=1_200, donations=40_000, requests=400, connections=4),
    "explore": Sizes(projects=5_000, donations=700_000, requests=60, connections=1),
}


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/bench", description="Measures the platform.")
    parser.add_argument("part", choices=sorted(PARTS), help="what to measure")
    parser.add_argument("--projects", type=_count, help="projects to make")
    parser.add_argument("--donations", type=_count, help="donations to make")
    parser.add_argument("--requests", type=_count, help="requests of each row, at most")
    parser.add_argument("--connections", type=_count, help="requests at one time")
    parser.add_argument("--seed", type=int, help="another seed gives other data")
    parser.add_argument("--state", type=Path, default=ROOT / ".local" / "bench")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    options = read_options(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    sizes = PARTS[options.part].changed_by(options)
    try:
        with running_platform(options.state, say=_say) as platform:
            # Only now: its models ask for the environment that the platform has made.
            report = import_module(f"goteo.bench.{options.part}").run(platform, sizes)
    except CannotStart as error:
        _say(str(error))
        return 1
    sys.stdout.write(report.text())
    return 0


def _count(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= 2_000_000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 2,000,000")
    return int(typed)


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _stop(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
