"""Each rule of publication alone: a complete draft, one thing taken away, and no way to review."""

from typing import Any

import pytest

from projects import publication, review
from projects.errors import NotReady
from projects.lifecycle import ProjectStatus
from projects.rules.publication import PUBLICATION_RULES, PublicationFacts, broken_rules
from tests import builders
from tests.projects.nothing_moved import refused

pytestmark = pytest.mark.django_db

# What is taken away, and the one rule that this breaks.
BREAKS: list[tuple[str, dict[str, Any]]] = [
    ("title", {"title": "  "}),
    ("pitch", {"pitch": ""}),
    ("pitch", {"pitch": "   "}),
    ("location", {"location": ""}),
    ("category", {"category": None}),
    ("description", {"description": ""}),
    ("description", {"description": "word " * 79}),
    ("image", {"image": ""}),
    ("image_alt", {"image_alt": " "}),
    ("contact_phone", {"contact_phone": ""}),
    ("payout_identity", {"payee_kind": ""}),
    ("payout_identity", {"payee_name": " "}),
    ("reward", {"rewards": []}),
    ("collective_return", {"returns": []}),
]


@pytest.mark.parametrize(("code", "changes"), BREAKS)
def test_one_thing_missing_is_refused_by_its_rule_alone(code: str, changes: dict[str, Any]) -> None:
    project = builders.a_complete_draft(**changes)
    assert rules_that_refuse(project) == [code]


@pytest.mark.parametrize("essential", [True, False])
def test_a_budget_needs_essential_items_and_others(essential: bool) -> None:
    budget = [line for line in builders.a_budget() if line.essential == essential]
    project = builders.a_complete_draft(budget=budget)
    assert rules_that_refuse(project) == ["further_item" if essential else "essential_item"]


@pytest.mark.parametrize("missing", [{"licence": None}, {"due_on": None}])
def test_every_return_needs_a_licence_and_a_date(missing: dict[str, Any]) -> None:
    returns = [builders.a_return(), builders.a_return(**missing)]
    project = builders.a_complete_draft(returns=returns)
    assert rules_that_refuse(project) == ["return_terms"]


def test_every_rule_is_broken_somewhere_here() -> None:
    broken = {code for code, _ in BREAKS} | {"further_item", "essential_item", "return_terms"}
    assert broken == {rule.code for rule in PUBLICATION_RULES}


def test_an_empty_draft_breaks_all_rules_but_two() -> None:
    project = builders.a_draft()
    kept = {"title", "return_terms"}
    assert rules_that_refuse(project) == [
        rule.code for rule in PUBLICATION_RULES if rule.code not in kept
    ]


def test_eighty_words_are_enough() -> None:
    project = builders.a_complete_draft(description="word " * 80)
    review.submit(project, actor=project.owner)
    assert project.status == ProjectStatus.IN_REVIEW


def test_a_drawn_cover_stands_in_for_a_picture_and_its_words() -> None:
    project = builders.a_complete_draft(image="", image_alt="", drawn_cover=True)
    review.submit(project, actor=project.owner)
    assert project.status == ProjectStatus.IN_REVIEW


def test_a_picture_needs_its_words_even_if_a_cover_would_do() -> None:
    project = builders.a_complete_draft(image_alt="", drawn_cover=True)
    assert rules_that_refuse(project) == ["image_alt"]


def test_thanks_alone_stand_in_for_rewards() -> None:
    project = builders.a_complete_draft(rewards=[], thanks_only=True)
    review.submit(project, actor=project.owner)
    assert project.status == ProjectStatus.IN_REVIEW


def test_the_checklist_is_the_same_list_as_the_guard() -> None:
    project = builders.a_complete_draft(pitch="", rewards=[])
    missing = [rule.code for rule, holds in publication.checklist(project) if not holds]
    assert missing == ["pitch", "reward"] == rules_that_refuse(project)


def test_the_refusal_says_every_missing_thing_in_words() -> None:
    project = builders.a_complete_draft(pitch="", location="")
    with refused(NotReady) as caught:
        review.submit(project, actor=project.owner)
    said = str(caught.value.sentence)
    assert "Say in one line what the project is." in said
    assert "Say where it happens." in said


def test_rules_ask_nothing_but_the_facts() -> None:
    assert len(broken_rules(PublicationFacts())) == len(PUBLICATION_RULES) - 1


def rules_that_refuse(project: Any) -> list[str]:
    with refused(NotReady) as caught:
        review.submit(project, actor=project.owner)
    assert isinstance(caught.value, NotReady)
    return [rule.code for rule in caught.value.rules]
