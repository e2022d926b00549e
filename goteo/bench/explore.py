"""`bin/bench explore`: finding among many campaigns, by words, by facets, in each order.

Whole pages over HTTP. Their addresses have a query, so none of them is kept.
"""

import re
from html import unescape
from itertools import product
from random import Random

from goteo.bench import data
from goteo.bench.measuring import Measured, Request, ask, measure
from goteo.bench.platform import Platform
from goteo.bench.report import Report
from goteo.bench.sizes import Sizes
from goteo.bench.urls import EMPTY
from pages.wanted import Sort

MOST_SECONDS = 0.150
DIFFERENT = 20
DEEP = 10
STATES = {
    "open": "",
    "funded": "state=funded",
    "all": "state=round_1&state=round_2&state=permanent&state=funded&state=not_funded",
}
NEXT = re.compile(r'href="([^"]*[?&;]after=[^"]+)"')


def run(platform: Platform, sizes: Sizes) -> Report:
    data.make(sizes, platform.say)
    report = Report("bin/bench explore", sizes)
    asked = {"an empty view": [f"/{EMPTY}"], **_searches(sizes.seed), **_lists(platform.host)}
    for name, paths in asked.items():
        platform.say(report.add(_measure(platform, sizes, name, paths)))
    slow = [line.name for line in report.lines if line.share(0.95) > MOST_SECONDS]
    report.facts.append(
        f"Over {MOST_SECONDS * 1000:.0f} ms at p95: {'; '.join(slow) if slow else 'nothing'}."
    )
    return report


def _searches(seed: int) -> dict[str, list[str]]:
    chance, known = Random(seed + 1), data.words(seed)  # noqa: S311 - for questions that repeat
    some = chance.sample([word for word in known if len(word) > 4], DIFFERENT)
    two = [f"{one}+{other}" for one, other in zip(some, reversed(some), strict=True)]
    # Two letters changed places, as fingers do it.
    typos = [word[:2] + word[3] + word[2] + word[4:] for word in some]
    return {
        name: [f"/en/explore/?q={word}" for word in typed]
        for name, typed in (("a word", some), ("two words", two), ("a typo", typos))
    }


def _lists(host: str) -> dict[str, list[str]]:
    lists = {
        "facets, open": ["/en/explore/?category=ecology&kind=dataset&language=ca"],
        "facets, funded": ["/en/explore/?state=funded&category=ecology&language=ca"],
    }
    sorts = [sort for sort in Sort if sort != Sort.BEST]
    for sort, (name, states) in product(sorts, STATES.items()):
        lists[f"{sort.value}, {name}"] = [f"/en/explore/?{states}&sort={sort.value}"]
    deep = f"/en/explore/?{STATES['all']}&sort=newest"
    for _page in range(DEEP):
        deep = _next(host, deep)
    lists[f"newest, all, after {DEEP} pages"] = [deep]
    return lists


def _next(host: str, path: str) -> str:
    """The address of the page after it; the last page stays."""
    found = NEXT.search(ask(host, Request(path)).body.decode())
    return unescape(found[1]) if found else path


def _measure(platform: Platform, sizes: Sizes, name: str, paths: list[str]) -> Measured:
    return measure(
        name,
        platform.host,
        [Request(path) for path in paths],
        status=200,
        connections=sizes.connections,
        times=sizes.requests,
    )
