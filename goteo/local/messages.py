"""`bin/messages`: finds what people read in code and templates and brings locale/ up to date.

Pure Python, as the compiling beside it (`translations.py`): no gettext need be installed. The
catalogues hold no line numbers and no dates, so that only what changed in them shows in a diff.
"""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ca", "es")
SKIPPED = {"docs", "locale", "migrations", "node_modules", "static", "stripe_sandbox", "tests"}
TEMPLATES = {".html", ".md", ".txt", ".xml"}
# Which arguments hold the sentence, its plural and, marked "c", its context.
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def main() -> None:
    settings.configure(USE_I18N=True)
    found = in_the_code(ROOT)
    for language in LANGUAGES:
        path = catalogue_path(language)
        known = read(path, language) if path.exists() else Catalog(locale=language)
        fresh = brought_up_to_date(found, known)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(HEADER.format(language=language).encode() + body(fresh))
        lacking = sum(1 for message in fresh if message.id and not is_complete(message))
        print(f"{language}: {len(fresh)} strings, {lacking} to translate")


def catalogue_path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def in_the_code(root: Path) -> Catalog:
    """Every string that is marked for translation under `root`, in the order of the files."""
    found = Catalog()
    for path in _sources(root):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = _as_python(source, path)
        marked = extract("python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"])
        for _line, sentence, comments, context in marked:
            found.add(sentence, context=context, auto_comments=comments)
    return found


def brought_up_to_date(found: Catalog, known: Catalog) -> Catalog:
    """What was found with the translations that are known. What nobody uses any more is left out,
    and nothing is guessed from similar sentences."""
    fresh = Catalog(locale=known.locale)
    for message in found:
        if not message.id:
            continue
        old = known.get(message.id, context=message.context)
        kept = old is not None and old.pluralizable == message.pluralizable
        fresh.add(
            message.id,
            old.string if old is not None and kept else None,
            context=message.context,
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old is not None else (),
            flags={"fuzzy"} if old is not None and old.fuzzy else (),
        )
    return fresh


def body(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalogue, width=0, no_location=True, omit_header=True)
    return written.getvalue()


def is_complete(message: Message) -> bool:
    return all(forms(message.string)) and not message.fuzzy


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """One sentence, or the forms for one and for many; an empty one where there is none."""
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text or ""),)


def _sources(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if any(part in SKIPPED or part.startswith(".") for part in parts):
            continue
        is_template = "templates" in parts and path.suffix in TEMPLATES
        if (is_template or path.suffix == ".py") and path.is_file():
            yield path


def _as_python(source: str, path: Path) -> str:
    """The template as Django's own extraction sees it: calls of gettext between words blotted out.

    Without its indentation, which means nothing here but would be wrong Python.
    """
    blotted = templatize(source, origin=str(path))
    return "\n".join(line.strip() for line in blotted.splitlines()) + "\n"


if __name__ == "__main__":
    main()
