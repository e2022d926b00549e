"""Gathers the facts that the publication rules look at, and says which rules are broken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from projects.models import Project
from projects.rules.publication import (
    PUBLICATION_RULES,
    PublicationFacts,
    PublicationRule,
    broken_rules,
)

Supplier = Callable[[Project], dict[str, Any]]
_suppliers: list[Supplier] = []


def supply(supplier: Supplier) -> Supplier:
    """Registers an app above `projects` that knows some of the facts, in its AppConfig.ready."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)
    return supplier


def facts_of(project: Project) -> PublicationFacts:
    items = list(project.budget_items.all())
    facts = PublicationFacts(
        title=project.title,
        pitch=project.pitch,
        description_words=len(project.description.split()),
        has_image=bool(project.image),
        image_alt=project.image_alt,
        drawn_cover=project.drawn_cover,
        location=project.location,
        has_category=project.category_id is not None,
        essential_items=sum(item.essential for item in items),
        further_items=sum(not item.essential for item in items),
        contact_phone=project.contact_phone,
        payout_begun=bool(project.payee_kind and project.payee_name.strip()),
        thanks_only=project.thanks_only,
    )
    for supplier in _suppliers:
        facts = replace(facts, **supplier(project))
    return facts


def what_is_missing(project: Project) -> list[PublicationRule]:
    return broken_rules(facts_of(project))


def checklist(project: Project) -> list[tuple[PublicationRule, bool]]:
    """Every rule with whether it holds, for the editor."""
    facts = facts_of(project)
    return [(rule, rule.holds(facts)) for rule in PUBLICATION_RULES]
