"""Reads of campaigns."""

from django.db.models import BigIntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from projects.models import BudgetItem, Project
from projects.rules.goals import Goals, goals_of


def goals_of_project(project: Project) -> Goals:
    return goals_of((item.amount_cents, item.essential) for item in project.budget_items.all())


def minimum_of_each() -> Coalesce:
    """Cents, to annotate projects with: the minimum as `Goals` has it."""
    return _budget_of_each(essential=True)


def optimum_of_each() -> Coalesce:
    """Cents, to annotate projects with: the optimum as `Goals` has it."""
    return _budget_of_each()


def _budget_of_each(**which: bool) -> Coalesce:
    items = BudgetItem.objects.filter(project=OuterRef("pk"), **which).order_by()
    cents = items.values("project").annotate(cents=Sum("amount_cents")).values("cents")
    return Coalesce(Subquery(cents), 0, output_field=BigIntegerField())
