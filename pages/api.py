"""The API of what everyone may see: projects in lists and in full, and the platform's figures."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import MayRead, MayWrite, person
from accounts.models import AccessToken
from activity.api import Strict, asked
from activity.keyset import Keyset
from pages import api_projects as reads
from pages import api_shapes as shapes
from pages.exploring import keyset_of
from pages.figures import kept_figures
from projects.api import begin_draft
from projects.api_shapes import Beginning, OwnProject
from projects.models import Project

OF_PAGES = ("limit", "after")


class ProjectList(GenericAPIView[Project]):
    """A page of projects, with their money in two queries however many they are."""

    serializer_class = shapes.Project

    def answer(self, projects: QuerySet[Project]) -> Response:
        rows = self.paginate_queryset(reads.with_relations(projects)) or []
        return self.get_paginated_response(
            self.get_serializer(reads.summaries(rows), many=True).data
        )


class Projects(ProjectList):
    def get_permissions(self) -> list[BasePermission]:
        return [MayWrite()] if self.request.method == "POST" else []

    @extend_schema(parameters=[shapes.ProjectFilters], responses=shapes.Project(many=True))
    def get(self, request: Request) -> Response:
        """All public campaigns, page by page."""
        return self.answer(reads.matching(self._asked(request), timezone.now()))

    @extend_schema(request=Beginning, responses={201: OwnProject})
    def post(self, request: Request) -> Response:
        """Begins a draft, which nobody else sees."""
        return begin_draft(request)

    def keyset(self, request: Request) -> Keyset:
        return keyset_of(reads.wanted_by(self._asked(request)).sort)

    def _asked(self, request: Request) -> dict[str, Any]:
        return asked(shapes.ProjectFilters, request, also=OF_PAGES)


class OwnProjects(ProjectList):
    permission_classes = (MayRead,)

    @extend_schema(responses=shapes.Project(many=True))
    def get(self, request: Request) -> Response:
        """One's own projects in every state, the newest first."""
        asked(Strict, request, also=OF_PAGES)
        return self.answer(Project.objects.editable_by(person(request)))

    def keyset(self, request: Request) -> Keyset:
        return Keyset("own projects", ("-created_at", "-pk"))


class ProjectInFull(GenericAPIView[Project]):
    """Budget, rewards, returns, rounds and totals of one project."""

    queryset = Project.objects.none()
    lookup_field = "slug"
    serializer_class = shapes.ProjectInFull

    def get(self, request: Request, slug: str) -> Response:
        owner = request.auth.owner if isinstance(request.auth, AccessToken) else None
        visible = reads.with_relations(reads.visible_to(owner))
        project = get_object_or_404(visible, slug=slug)
        return Response(self.get_serializer(reads.in_full(project)).data)


class Stats(GenericAPIView[Project]):
    """The figures of the home page, each with its definition."""

    serializer_class = shapes.Stats
    pagination_class = None

    @extend_schema(responses={200: shapes.Stats})
    def get(self, request: Request) -> Response:
        return Response(self.get_serializer(_stats()).data)


def _stats() -> dict[str, Any]:
    figures = kept_figures()
    share = figures.funded / figures.ended if figures.ended else None
    return {
        "collected": {
            "value": figures.collected_cents,
            "definition": _(
                "Money that reached the platform for its projects, by its ledger, less what went"
                " back. Promises that are not charged yet do not count."
            ),
        },
        "funded_share": {
            "value": share,
            "funded": figures.funded,
            "ended": figures.ended,
            "definition": _(
                "Of the campaigns that came to their end, those that reached their minimum. Those"
                " still open or withdrawn are not counted."
            ),
        },
        "people": {
            "value": figures.people,
            "definition": _(
                "People with a donation that counts: promised or paid. Each e-mail address is one"
                " person."
            ),
        },
        "returns_promised": {
            "value": figures.returns_promised,
            "definition": _(
                "Collective returns of campaigns that are open or funded, each with its licence"
                " and its date."
            ),
        },
    }
