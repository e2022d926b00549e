"""A creator's Markdown as safe HTML for pages.

Two guards, one behind the other: the parser lets no HTML through and makes no pictures, and what
it made is cleaned again by an allow-list. So a fault in one of them opens nothing.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

# The page's title is the first level and its sections the second, so a story begins below them.
HIGHEST_HEADING = 3
LOWEST_HEADING = 6
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
SCHEMES = ("http", "https", "mailto")
LINK_RELATIONS = "noopener nofollow ugc"

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def render_story(markdown: str) -> SafeString:
    """HTML of `markdown` for one's own pages: headings from h3 on, links out marked as such.

    Pictures leave their description as text, because a picture from elsewhere would tell its
    owner who reads the page."""
    tokens = _markdown.parse(markdown)
    _shift_headings(tokens)
    _replace_pictures(tokens)
    html = RendererHTML().render(tokens, _markdown.options, {})
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        attribute_filter=_only_whole_addresses,
        url_schemes=set(SCHEMES),
        link_rel=LINK_RELATIONS,
    )
    return mark_safe(cleaned)  # noqa: S308 (nh3 has just cleaned it)


def _shift_headings(tokens: list[Token]) -> None:
    """The levels in use become h3, h4 … in their order, so that none is skipped."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    used = sorted({token.tag for token in headings})
    new = {tag: f"h{min(HIGHEST_HEADING + n, LOWEST_HEADING)}" for n, tag in enumerate(used)}
    for token in headings:
        token.tag = new[token.tag]


def _replace_pictures(tokens: list[Token]) -> None:
    for token in tokens:
        for child in token.children or []:
            if child.type == "image":
                child.type, child.tag, child.nesting = "text", "", 0


def _only_whole_addresses(tag: str, attribute: str, value: str) -> str | None:
    """Drops links into this site: a story must not send its reader to an act of theirs here."""
    if attribute != "href":
        return value
    scheme = value.partition(":")[0].lower()
    return value if scheme in SCHEMES else None
