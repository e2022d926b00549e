"""Markdown that creators write: what it becomes, and what never gets through."""

import pytest

from projects.story import render_story


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**Water** and *stone*", "<p><strong>Water</strong> and <em>stone</em></p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("~~old~~", "<p><s>old</s></p>\n"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("", ""),
    ],
)
def test_plain_markdown_is_shown(typed: str, shown: str) -> None:
    assert render_story(typed) == shown


def test_a_table_is_shown() -> None:
    shown = render_story("|a|b|\n|-|-|\n|1|2|")
    assert "<th>a</th>" in shown
    assert "<td>2</td>" in shown


def test_a_link_out_says_that_we_do_not_vouch_for_it() -> None:
    shown = render_story("[map](https://example.org/map)")
    assert shown == (
        '<p><a href="https://example.org/map" rel="noopener nofollow ugc">map</a></p>\n'
    )


def test_a_mail_address_may_be_a_link() -> None:
    assert 'href="mailto:a@example.org"' in render_story("<a@example.org>")


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        ("# One\n## Two\n### Three", ["h3", "h4", "h5"]),
        ("## Two\n#### Four\n## Two", ["h3", "h4", "h3"]),
        ("# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6", ["h3", "h4", "h5", "h6", "h6", "h6"]),
        ("Title\n=====", ["h3"]),
    ],
)
def test_headings_stand_below_those_of_the_page(typed: str, levels: list[str]) -> None:
    shown = render_story(typed)
    assert [line[1:3] for line in shown.splitlines()] == levels
    assert [line[-3:-1] for line in shown.splitlines()] == levels


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        '<iframe src="https://example.org"></iframe>',
        '<a href="javascript:alert(1)">x</a>',
        "<style>body { display: none }</style>",
        '<div style="position: fixed">over everything</div>',
        '<form action="https://example.org"><input name="password"></form>',
        "<!-- <b>hidden</b> -->",
        "<math><mtext></mtext></math>",
        "before <b onclick=alert(1)>bold</b> after",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    ],
)
def test_html_is_shown_as_it_was_typed_and_does_nothing(typed: str) -> None:
    shown = render_story(typed)
    tags_we_made = shown.replace("<p>", "").replace("</p>", "")
    assert "<" not in tags_we_made
    assert "&lt;" in shown


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript&colon;alert(1)",
        "%6Aavascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "/admin/",
        "?then=next",
        "#main",
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "<{}>", "[x][y]\n\n[y]: {}"])
def test_only_whole_addresses_of_the_web_and_of_mail_become_links(address: str, form: str) -> None:
    assert "href" not in render_story(form.format(address))


def test_attributes_cannot_be_smuggled_in_by_a_title() -> None:
    shown = render_story('[x](https://example.org "a\\" onclick=\\"alert(1)")')
    assert 'onclick="' not in shown
    assert shown.count("<a ") == 1


@pytest.mark.parametrize("source", ["https://example.org/pixel.gif", "data:image/png;base64,AAAA"])
def test_a_picture_from_elsewhere_leaves_only_its_description(source: str) -> None:
    shown = render_story(f"![A **spring**]({source})")
    assert "img" not in shown
    assert "pixel" not in shown


def test_the_description_of_a_picture_stays_readable() -> None:
    assert render_story("![A spring](https://example.org/a.jpg)") == "<p>A spring</p>\n"


def test_deep_nesting_ends_well() -> None:
    assert render_story("> " * 5000 + "deep")
    assert render_story("[" * 5000)
