"""The parts that pages are made of: what they say, to eyes and to ears, in every state."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler
from playwright.sync_api import Page

from money.forms import AmountField
from pages.templatetags.drawing import budget_shape, filling_shape, vessel_shape
from pages.templatetags.fields import FieldError, all_errors
from pages.views.style import CARDS, ITEMS
from projects.forms import BudgetForm

ROOT = Path(__file__).resolve().parents[2]


def rendered(source: str, **context: Any) -> str:
    request = RequestFactory().get("/en/how-it-works/")
    request.user = AnonymousUser()
    template = engines["django"].from_string(CottonCompiler().process(source))
    with translation.override("en"):
        return str(template.render(context, request))


class Gift(forms.Form):
    name = forms.CharField(help_text="As it will be shown.")
    amount = AmountField(min_cents=100, max_cents=10_000)
    way = forms.ChoiceField(choices=[("card", "Card")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)


# --- the vessel --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raised", "minimum", "optimum", "filled"),
    [
        (0, 100, 200, "0.00%"),
        (50, 100, 200, "25.00%"),
        (200, 100, 200, "100.00%"),
        (900, 100, 200, "100.00%"),
        (1, 800_000, 1_250_000, "1.50%"),
        (0, 0, 0, "0.00%"),
    ],
)
def test_a_vessel_fills_to_its_end_and_no_further(
    raised: int, minimum: int, optimum: int, filled: str
) -> None:
    assert vessel_shape(raised, minimum, optimum).filled == filled


def test_one_cent_short_of_the_minimum_does_not_touch_its_mark() -> None:
    short = vessel_shape(149_999, 150_000, 200_000)

    assert not short.reached
    assert float(short.filled.rstrip("%")) < float(short.minimum.rstrip("%"))
    assert "99" in short.percent


def test_match_money_is_the_last_part_of_the_fill_even_when_more_than_the_optimum_came() -> None:
    shape = vessel_shape(400, 100, 200, 100)

    assert (shape.water, shape.match, shape.filled) == ("75.00%", "25.00%", "100.00%")


def test_a_vessel_says_aloud_all_that_it_shows() -> None:
    html = rendered(
        '<c-vessel :raised="624000" :minimum="800000" :optimum="1250000" :match="90000" />'
    )

    assert (
        'aria-label="€6,240 raised, 78% of the minimum of €8,000. The optimum is €12,500.'
        ' €900 of it is match money."' in html
    )


def test_the_word_minimum_stays_inside_the_vessel_wherever_its_mark_is() -> None:
    anchors = [vessel_shape(0, minimum, 100).anchor for minimum in (5, 50, 95)]

    assert anchors == ["start", "middle", "end"]


def test_widths_are_written_with_a_point_in_every_language() -> None:
    with translation.override("es"):
        assert vessel_shape(1, 3, 3).filled == "33.33%"


# --- the budget --------------------------------------------------------------------------
def test_a_budget_adds_up_and_puts_what_is_essential_first() -> None:
    budget = budget_shape(ITEMS)

    assert [row.item.essential for row in budget.rows] == [True, True, True, False]
    assert (budget.minimum_cents, budget.optimum_cents) == (800_000, 1_250_000)


def test_a_budget_without_lines_is_an_empty_table() -> None:
    assert "€0" in rendered('<c-budget :items="items" />', items=[])


def test_a_line_of_days_begins_with_nothing_and_ends_today() -> None:
    with translation.override("en"):
        shape = filling_shape([50, 100], 4, 100, 100)

    assert shape.line.startswith("M0.0 180.0L90.0 ")
    assert shape.line.endswith(f"L180.0 {shape.minimum}")
    assert shape.aloud.endswith("after 2 of 4 days.")


# --- cards -------------------------------------------------------------------------------
def test_a_card_speaks_of_the_minimum_until_it_is_reached_then_of_the_optimum() -> None:
    before, after = (rendered('<c-project-card :card="card" />', card=card) for card in CARDS[:2])

    assert "of €8,000 minimum" in before
    assert "Minimum reached" not in before
    assert "of €22,000 optimum" in after
    assert "Minimum reached" in after


def test_a_title_with_markup_is_shown_as_text() -> None:
    html = rendered('<c-promise title="{{ title }}" />', title="<script>alert(1)</script>")

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


# --- forms -------------------------------------------------------------------------------
def field_html(name: str, data: dict[str, str] | None = None) -> str:
    return rendered('<c-field :field="field" />', field=Gift(data)[name])


def test_a_field_ties_its_help_and_its_error_to_its_control() -> None:
    html = field_html("name", {})

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert '<label for="id_name">' in html


def test_what_was_typed_is_kept_beside_its_error() -> None:
    assert 'value="4.200,0,0"' in field_html("amount", {"amount": "4.200,0,0"})


def test_a_group_of_radios_is_a_fieldset_with_its_error() -> None:
    html = field_html("way", {})

    assert '<fieldset aria-describedby="id_way_error"' in html
    assert "<legend>Way</legend>" in html


def test_only_fields_that_may_stay_empty_are_marked() -> None:
    assert "(optional)" in field_html("note")
    assert "(optional)" not in field_html("name")


def test_the_summary_of_errors_links_to_each_control() -> None:
    html = rendered('<c-error-summary :form="form" />', form=Gift({"amount": "x"}))

    assert re.findall(r'href="(#[\w-]+)"', html) == ["#id_name", "#id_amount", "#id_way_0"]
    assert "3 things to mend" in html


def test_a_question_needs_no_colon_in_the_summary() -> None:
    assert FieldError("Write an amount.", "Amount").lead == "Amount:"
    assert FieldError("Write an amount.", "How much?").lead == "How much?"


def test_the_summary_of_a_list_says_which_row() -> None:
    typed = {"row-0-title": "Ink", "row-0-kind": "task", "row-1-kind": "task"}
    lines = [BudgetForm(typed, prefix=prefix) for prefix in ("row-0", "row-1")]
    for number, line in enumerate(lines, 1):
        line.number = number
    errors = [each.lead for each in all_errors(lines)]
    assert errors == ["Line 1 · Amount:", "Line 2 · What it pays for:", "Line 2 · Amount:"]


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in rendered('<c-error-summary :form="form" />', form=Gift())


def test_another_amount_that_was_typed_unticks_the_chips() -> None:
    source = '<c-amounts :chosen="2500" other_value="{}" />'

    assert " checked" in rendered(source.format(""))
    assert " checked" not in rendered(source.format("7,50"))


def test_an_amount_on_a_chip_is_written_as_people_type_it() -> None:
    html = rendered('<c-amounts :choices="[500, 1250]" />')

    assert re.findall(r'type="radio" name="amount" value="([^"]+)"', html) == ["5", "12.50"]


# --- pages -------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["how-it-works", "terms", "privacy"])
def test_a_standing_page_links_to_itself_in_the_other_languages(client: Client, name: str) -> None:
    html = client.get(f"/en/{name}/").content.decode()

    assert f'<a href="/ca/{name}/" lang="ca" hreflang="ca">Català</a>' in html
    assert 'hreflang="es" href="http' in html
    assert '<html lang="en"' in html


def test_no_link_of_the_frame_is_dead(client: Client) -> None:
    html = client.get("/en/terms/").content.decode()

    addresses = re.findall(r'<a [^>]*?href="([^"]*)"', html)
    assert "/en/explore/" in addresses
    assert [address for address in addresses if not address.startswith(("/", "#"))] == []


def test_a_page_that_is_not_here_leads_to_the_first_page_of_its_language(client: Client) -> None:
    answer = client.get("/ca/nothing-here/")

    assert answer.status_code == 404
    assert 'href="/ca/"' in answer.content.decode()


def test_the_page_for_errors_needs_neither_database_nor_session() -> None:
    template = engines["django"].get_template("errors/500.html")

    assert "<h1>" in template.render()


def test_no_template_carries_a_style_or_a_script_within() -> None:
    inline = re.compile(r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:""")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (ROOT / "templates").rglob("*.html")
        if "emails" not in path.parts
        for match in inline.finditer(path.read_text())
    ]

    assert found == []


def test_every_component_says_what_it_takes_and_stays_small() -> None:
    wrong = [
        path.name
        for path in (ROOT / "templates" / "cotton").rglob("*.html")
        if "{% comment %}" not in path.read_text()[:200] or len(path.read_text().splitlines()) > 40
    ]

    assert wrong == []


def test_the_first_load_is_light() -> None:
    files = [
        path
        for path in (ROOT / "static").rglob("*")
        if path.suffix in {".css", ".js", ".svg", ".woff2"} and path.name != "admin.css"
    ]

    assert sum(path.stat().st_size for path in files) < 130_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_any_state(page: Page, site: str, width: int, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/_local/style/")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    found = Axe().run(page, options={"runOnly": tags}).response["violations"]

    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_an_amount_typed_and_an_amount_chosen_never_contradict_each_other(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/_local/style/")
    amounts = page.locator("[data-amounts]").first
    other = amounts.get_by_label("Another amount")

    other.fill("7,50")
    assert amounts.locator(":checked").count() == 0

    amounts.get_by_label("€10").check(force=True)
    assert other.input_value() == ""


def test_the_menu_of_phones_closes_by_escape_and_gives_the_focus_back(
    page: Page, site: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{site}/en/how-it-works/")
    menu = page.locator(".masthead-menu")

    menu.locator("summary").click()
    assert menu.get_by_role("link", name="Sign in").is_visible()

    page.keyboard.press("Escape")
    assert not menu.get_by_role("link", name="Sign in").is_visible()
    assert menu.locator("summary").evaluate("summary => summary === document.activeElement")
