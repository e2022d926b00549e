"""The page of sign-ins that `bin/run` prints, kept in a file beside the data."""

from pathlib import Path

from django.conf import settings

from goteo.demo.people import AINHOA, BIEL, CLARE, PASSWORD, REMEI, Person
from goteo.demo.story import Story

BACKERS = (BIEL, AINHOA, CLARE)


def lines(stories: tuple[Story, ...]) -> list[str]:
    return [
        f"password of everyone: {PASSWORD}",
        _line("admin", REMEI, "reviews, looks into everything"),
        *(_line("creator", story.creator, f"“{story.title}”") for story in stories),
        *(_line("backer", person, "") for person in BACKERS),
    ]


def _line(role: str, person: Person, what: str) -> str:
    return f"{role:<8} {person.email:<22} {person.name:<18} {what}".rstrip()


def keep(stories: tuple[Story, ...]) -> None:
    """Writes the file if it is missing or says something else."""
    path = Path(settings.DATA_DIR) / "demo.txt"
    text = "\n".join(lines(stories)) + "\n"
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
