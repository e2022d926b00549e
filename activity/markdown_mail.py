"""A mail's Markdown into its two bodies, text and HTML. Pure: no rows, no templates.

What people typed reaches a template escaped (`as_plain`), so a title that looks like a link or a
heading stays a title. Only what our own templates write is markup.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Stands for a line break in what a person typed: no line of theirs can begin a block of ours.
LINE_BREAK = "\u2028"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_LINE_ENDS = re.compile(r"\s*(?:\r\n|\r|\n|\u2028|\u2029|\v|\f)\s*")

# The light colours of static/css/tokens.css, written out because mail readers know no variables.
STYLES = {
    "heading_open": "margin:0 0 20px;font-size:24px;line-height:1.25;color:#17252b",
    "paragraph_open": "margin:0 0 16px",
    "bullet_list_open": "margin:0 0 16px;padding-left:22px",
    "ordered_list_open": "margin:0 0 16px;padding-left:22px",
    "list_item_open": "margin:0 0 6px",
    "blockquote_open": "margin:0 0 16px;padding:2px 0 2px 16px;border-left:4px solid #0a6c74",
    "link_open": "color:#0a6c74",
    "hr": "border:0;border-top:1px solid #e2dacb;margin:24px 0",
}
UNUSED_SYNTAX = ["code", "fence", "html_block", "html_inline", "lheading", "reference", "image"]
BUTTON_STYLE = (
    "display:inline-block;padding:12px 22px;border-radius:999px;background:#c4371f;"
    "color:#ffffff;font-weight:bold;text-decoration:none"
)


@dataclass(frozen=True)
class Bodies:
    subject: str
    text: str
    html: str


def as_plain(value: Any) -> Any:
    """Facts for a mail with every string escaped, so that Markdown reads it as mere words.

    Takes strings, numbers, dates, None, and lists and mappings of these. Anything with
    attributes is refused, because a template could reach its unescaped strings.
    """
    if isinstance(value, (str, Promise)):
        return _PUNCTUATION.sub(r"\\\1", _LINE_ENDS.sub(LINE_BREAK, str(value).strip()))
    if isinstance(value, dict):
        return {key: as_plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_plain(each) for each in value]
    if value is None or isinstance(value, (bool, int)) or hasattr(value, "isoformat"):
        return value
    raise TypeError(f"A mail is written from plain facts, not from a {type(value).__name__}.")


def read(source: str) -> Bodies:
    """Subject, text and HTML of a mail whose first line is `# Subject`."""
    tokens = _parser().parse(source.strip())
    if len(tokens) < 3 or tokens[0].type != "heading_open" or tokens[0].tag != "h1":
        raise ValueError("A mail begins with its subject, on a line that starts with “# ”.")
    subject = " ".join(_words(tokens[1]).replace(LINE_BREAK, " ").split())
    return Bodies(subject=subject, text=_text(tokens[3:]), html=_html(tokens))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    return parser.disable(
        [
            "code",
            "fence",
            "html_block",
            "lheading",
            "reference",
            "html_inline",
            "image",
            "backticks",
        ]
    )


def _html(tokens: list[Token]) -> str:
    parser = _parser()
    for token in tokens:
        for each in [token, *(token.children or [])]:
            if each.type in STYLES:
                each.attrSet("style", STYLES[each.type])
        if _is_only_a_link(token):
            assert token.children is not None
            token.children[0].attrSet("style", BUTTON_STYLE)
    html = parser.renderer.render(tokens, parser.options, {})
    return html.replace(LINE_BREAK, "<br>\n")


def _is_only_a_link(token: Token) -> bool:
    """Whether these words are one link and nothing else: such a paragraph becomes a button."""
    children = token.children or []
    kinds = [child.type for child in children]
    return (
        token.type == "inline"
        and token.level == 1  # directly in a paragraph of the mail, not in a list
        and kinds[:1] == ["link_open"]
        and kinds.index("link_close") == len(kinds) - 1
    )


def _text(tokens: list[Token]) -> str:
    writer = _TextWriter()
    for token in tokens:
        writer.take(token)
    return "\n".join(writer.lines).strip() + "\n"


class _TextWriter:
    """Goes through the tokens and keeps the lines of the text body."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.list_depth = 0
        self.quote_depth = 0
        self.marker = ""  # what the next line begins with, when it opens an item
        self.is_first_item = False

    def take(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self.list_depth += 1
            self.is_first_item = True
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.list_depth -= 1
        elif token.type == "list_item_open":
            self.marker = f"{token.info}. " if token.info else "- "
        elif token.type in {"blockquote_open", "blockquote_close"}:
            self.quote_depth += token.nesting
        elif token.type == "inline":
            self._write(_words(token).replace(LINE_BREAK, "\n").split("\n"))

    def _write(self, lines: list[str]) -> None:
        if not self.marker or self.is_first_item:
            self.lines.append("")
        indent = "  " * self.list_depth
        first = indent[2:] + self.marker if self.marker else indent
        quote = "> " * self.quote_depth
        self.lines.append(f"{quote}{first}{lines[0]}")
        self.lines += [f"{quote}{indent}{line}" for line in lines[1:]]
        self.marker, self.is_first_item = "", False


def _words(token: Token) -> str:
    """The words of a line, a link written as `label: address`."""
    written, label_start, address = "", 0, ""
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            written += "\n"
        elif child.type == "link_open":
            label_start, address = len(written), str(child.attrGet("href"))
        elif child.type == "link_close":
            label = written[label_start:].strip()
            written = written[:label_start] + (
                address if label == address else f"{label}: {address}"
            )
        else:
            written += child.content
    return written
