"""Reads of campaigns."""

from projects.models import Project
from projects.rules.goals import Goals, goals_of


def goals_of_project(project: Project) -> Goals:
    return goals_of((item.amount_cents, item.essential) for item in project.budget_items.all())
