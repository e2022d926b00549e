"""The API of what campaigns offer: the two sections of a draft, the licences, and all returns."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import person
from activity.api import asked
from activity.api_validators import last_recorded_of_all, tell_last_change, unless_changed
from activity.clock import database_now
from activity.keyset import Keyset
from projects import drafting
from projects.api import ReadableSection
from projects.campaigns import platform_zone
from projects.models import Project
from rewards import api_shapes as shapes
from rewards import offering
from rewards.models import CollectiveReturn, Licence
from rewards.offering import ReturnLine, RewardLine


class DatedSection(ReadableSection):
    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "today": self._today()}

    def _today(self) -> date | None:
        """By the platform's clock and zone; only what is written is looked at beside it."""
        if self.request is None or self.request.method != "PUT":
            return None
        return database_now().astimezone(platform_zone()).date()


class Rewards(DatedSection):
    """What each backer gets, all at once and in their order; or nothing but thanks."""

    serializer_class = shapes.Rewards

    @unless_changed
    def put(self, request: Request, slug: str) -> Response:
        project, actor = self.own_project(), person(request)
        typed = self.checked()
        lines = [RewardLine(**line) for line in typed["items"]]
        with transaction.atomic():  # One request, one answer: both are written or neither.
            offering.replace_rewards(project, lines, actor=actor)
            thanks = {"thanks_only": typed["thanks_only"]}
            drafting.save_section(project, "rewards", thanks, actor=actor)
        return self.told(project)

    def told(self, project: Project) -> Response:
        rewards = {"thanks_only": project.thanks_only, "items": list(project.rewards.all())}
        return Response(self.get_serializer(rewards).data)


class Returns(DatedSection):
    """What everyone gets, all at once and in their order."""

    serializer_class = shapes.Returns

    @unless_changed
    def put(self, request: Request, slug: str) -> Response:
        project = self.own_project()
        lines = [ReturnLine(**line) for line in self.checked()["items"]]
        offering.replace_returns(project, lines, actor=person(request))
        return self.told(project)

    def told(self, project: Project) -> Response:
        items = list(project.collective_returns.select_related("licence"))
        return Response(self.get_serializer({"items": items}).data)


class Licences(GenericAPIView[Licence]):
    """The catalogue of licences that a return may carry, by SPDX identifier."""

    queryset = Licence.objects.all()
    serializer_class = shapes.LicenceShape
    pagination_class = None

    @extend_schema(parameters=[shapes.LicenceFilters], responses=shapes.LicenceShape(many=True))
    def get(self, request: Request) -> Response:
        licences = self.get_queryset().filter(**asked(shapes.LicenceFilters, request))
        changed_at = last_recorded_of_all(Licence)
        response = Response(self.get_serializer(licences, many=True).data)
        tell_last_change(response, changed_at)
        return response


@extend_schema(parameters=[shapes.ReturnFilters])
class PublicReturns(ListAPIView[CollectiveReturn]):
    """The collective returns of all public campaigns, those of the newest first."""

    serializer_class = shapes.PublicReturn
    columns = {
        "kind": "kind",
        "licence": "licence__spdx_id",
        "project": "project__slug",
        "status": "project__status",
    }

    def get_queryset(self) -> QuerySet[CollectiveReturn]:
        wanted = asked(shapes.ReturnFilters, self.request, also=("limit", "after"))
        return CollectiveReturn.objects.filter(
            project__in=Project.objects.public(),
            **{self.columns[name]: value for name, value in wanted.items()},
        ).select_related("project", "licence")

    def keyset(self, request: Request) -> Keyset:
        return Keyset("returns", ("-pk",))
