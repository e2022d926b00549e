"""The style page: every component in every state, on one's own machine only."""

from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from money.forms import AmountField
from pages.covers import COLOURS


class SampleForm(forms.Form):
    title = forms.CharField(help_text="Short and plain. It also makes the address of the page.")
    pitch = forms.CharField(widget=forms.Textarea, required=False)
    amount = AmountField(min_cents=100, max_cents=1_000_000)
    kind = forms.ChoiceField(
        choices=[("", "Choose one"), ("task", "Task"), ("material", "Material")]
    )
    licence = forms.ChoiceField(
        choices=[("by", "CC BY 4.0"), ("by-sa", "CC BY-SA 4.0")],
        widget=forms.RadioSelect,
        help_text="What others may do with it.",
    )
    topics = forms.MultipleChoiceField(
        choices=[("ecology", "Ecology"), ("data", "Open data")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    picture = forms.ImageField(required=False)
    agreed = forms.BooleanField(label="We cannot do it without this", required=False)
    consent = forms.BooleanField(
        label="Save my card and charge it at most once, €25.00, if the minimum is reached"
    )


class SampleChoices(forms.Form):
    reward = forms.ChoiceField(
        choices=[("map", "Printed spring map"), ("", "Without a reward")],
        widget=forms.RadioSelect,
        initial="map",
    )


@dataclass(frozen=True)
class SampleCard:
    title: str
    owner: str
    place: str
    tags: list[str]
    raised_cents: int
    minimum_cents: int
    optimum_cents: int
    match_cents: int
    backers: int
    round: str
    time_left: str
    url: str = "#cards"
    image_url: str = ""
    image_alt: str = ""
    category: str = "ecology"

    @property
    def cover_seed(self) -> str:
        return self.title


@dataclass(frozen=True)
class SampleItem:
    title: str
    kind: str
    amount_cents: int
    essential: bool = True
    description: str = field(default="")

    def get_kind_display(self) -> str:
        return self.kind.capitalize()


@dataclass(frozen=True)
class SampleVessel:
    state: str
    raised: int
    minimum: int = 800_000
    optimum: int = 1_250_000
    match: int = 0


CARDS = [
    SampleCard(
        "An open atlas of the city's springs",
        "Associació Aigua Clara",
        "Girona",
        ["CC BY-SA 4.0", "ODbL-1.0"],
        624_000, 800_000, 1_250_000, 90_000, 213, "Round 1", "12 days left",
    ),
    SampleCard(
        "Repair manuals for farm robots",
        "Cooperativa Terra Oberta",
        "Lleida",
        ["CERN-OHL-S-2.0", "CC BY 4.0", "GFDL-1.3-or-later"],
        1_531_000, 1_400_000, 2_200_000, 0, 402, "Round 2", "31 days left",
    ),
    SampleCard(
        "Radio", "Ràdio Raval", "Barcelona", ["AGPL-3.0-or-later"],
        100, 520_000, 740_000, 0, 1, "Round 1", "4 hours left",
    ),
]  # fmt: skip
ITEMS = [
    SampleItem("Second season", "task", 450_000, essential=False),
    SampleItem("Water analyses", "task", 420_000, description="140 springs, two laboratories"),
    SampleItem("Web atlas", "infrastructure", 80_000),
    SampleItem("Test kits", "material", 300_000),
]
VESSELS = [
    SampleVessel("empty", 0),
    SampleVessel("first drop", 100),
    SampleVessel("on the way, with match", 624_000, match=90_000),
    SampleVessel("one cent short", 799_999),
    SampleVessel("minimum reached", 800_000),
    SampleVessel("above the minimum, much match", 1_000_000, match=450_000),
    SampleVessel("more than the optimum", 1_900_000, match=300_000),
    SampleVessel("low minimum", 50_000, minimum=40_000),
    SampleVessel("minimum near the end", 500_000, minimum=1_200_000),
    SampleVessel("no optimum of its own", 624_000, optimum=800_000),
]
STEPS = [
    {"url": "#steps", "label": "The idea", "done": True},
    {"url": "#steps", "label": "Story and pictures", "done": True},
    {"url": "#steps", "label": "Budget", "current": True},
    {"url": "#steps", "label": "What everyone gets"},
]
TABS = [
    {"url": "#tabs", "label": "Project", "current": True},
    {"url": "#tabs", "label": "Budget"},
    {"url": "#tabs", "label": "Rewards", "count": 4, "tone": "amber"},
    {"url": "#tabs", "label": "Commons", "count": 3, "tone": "leaf"},
    {"url": "#tabs", "label": "Updates"},
    {"url": "#tabs", "label": "People"},
]
ROWS = [
    {"label": "Donation", "cents": 2500},
    {"label": "Tip for the platform", "cents": 0},
    {"label": "Of it reaches the project", "cents": 2316, "kind": "quiet"},
    {"label": "Today", "cents": 0, "kind": "total"},
    {
        "label": "On 4 December, if funded",
        "cents": 2500,
        "help": "Once, and not after 15 December.",
    },
]
CHECKS = [
    {"label": "One line pitch", "done": True},
    {"label": "Description of 80 words or more", "done": True},
    {"label": "A picture with its description", "done": False, "url": "#checklist"},
]


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    if not settings.LOCAL:
        raise Http404
    typed = {"title": "", "amount": "4.200,0,0", "kind": "", "date": "31/31/2027"}
    return render(
        request,
        "pages/style.html",
        {
            "scheme": request.GET.get("scheme", ""),
            "form": SampleForm(prefix="new", initial={"amount": 2500, "licence": "by"}),
            "wrong": SampleForm(typed, prefix=None),
            "choices": SampleChoices(),
            "cards": CARDS,
            "items": ITEMS,
            "vessels": VESSELS,
            "days": [42_000, 90_000, 131_000, 240_000, 262_000, 410_000, 624_000],
            "steps": STEPS,
            "tabs": TABS,
            "rows": ROWS,
            "checks": CHECKS,
            "categories": list(COLOURS),
            "crumbs": [
                {"url": "#crumbs", "label": "Explore"},
                {"url": "#crumbs", "label": "Girona"},
            ],
            "tones": ["", "leaf", "amber", "violet", "water", "wrong"],
            "none": [],
            "notices": ["info", "success", "warning", "error"],
        },
    )
