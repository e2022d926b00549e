"""The pages of docs/reference that are written from the code, so that they cannot drift from it."""

from pathlib import Path

from django.conf import settings

from donations.lifecycle import ATTEMPT, CHECKOUT, DONATION, PAYMENT
from projects.lifecycle import PROJECT, ROUND
from projects.rules.publication import PUBLICATION_RULES
from rewards.lifecycle import CLAIM

NOTE = "<!-- Written by `manage.py write_reference`; a test fails when it is stale. -->\n\n"


def lifecycles() -> str:
    parts = ["# Lifecycles\n\nEach table is the one in the code; only named verbs move along it.\n"]
    for lifecycle in (PROJECT, ROUND, CLAIM, CHECKOUT, DONATION, PAYMENT, ATTEMPT):
        parts.append(f"## {lifecycle.name}\n\n```mermaid\n{lifecycle.mermaid()}```\n")
    return NOTE + "\n".join(parts)


def publication_rules() -> str:
    rows = [f"| `{rule.code}` | {rule.section} | {rule.sentence} |" for rule in PUBLICATION_RULES]
    head = "# Publication rules\n\nWhat a campaign must have before it can be submitted.\n\n"
    return NOTE + head + "\n".join(["| rule | section | sentence |", "|---|---|---|", *rows]) + "\n"


def pages() -> dict[Path, str]:
    """What each generated page should say, by its path."""
    folder = settings.BASE_DIR / "docs" / "reference"
    return {
        folder / "lifecycles.md": lifecycles(),
        folder / "publication-rules.md": publication_rules(),
    }
