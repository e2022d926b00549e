"""What a project is made of. Re-exports only."""

from projects.models.budget import BudgetItem, BudgetKind
from projects.models.category import Category
from projects.models.project import Project, ProjectQuerySet, RoundsPlan
from projects.models.review import ReviewDecision
from projects.models.round import Round
from projects.models.search_entry import SearchEntry

__all__ = [
    "BudgetItem",
    "BudgetKind",
    "Category",
    "Project",
    "ProjectQuerySet",
    "ReviewDecision",
    "Round",
    "RoundsPlan",
    "SearchEntry",
]
