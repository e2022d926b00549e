"""The API of drafts: beginning one, its sections, its budget, its checklist, sending it to review.

The same use-cases as the editor's, so that both refuse the same. What is not one's own is a 404,
as if it did not exist."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import MayRead, ReadAndWrite, person
from accounts.models import Organisation, OrganisationMembership
from activity.api_validators import (
    last_recorded,
    last_recorded_of_all,
    tell_last_change,
    unless_changed,
)
from projects import api_shapes as shapes
from projects import drafting, review
from projects.drafting import BudgetLine
from projects.lifecycle import editable_statuses
from projects.models import Category, Project
from projects.publication import checklist
from projects.queries import goals_of_project

SECTIONS = (
    "creator", "basics", "story", "picture", "rounds", "budget", "returns", "rewards", "payee",
)  # fmt: skip


class OwnProjectView(GenericAPIView[Project]):
    """A view of one's own project, by its slug."""

    permission_classes = (ReadAndWrite,)
    pagination_class = None
    # The word of REST framework for the model, which the schema reads the path's type from.
    queryset = Project.objects.none()
    lookup_field = "slug"

    def own_project(self) -> Project:
        """Raises Http404 for what is not this person's."""
        own = Project.objects.editable_by(person(self.request)).select_related(
            "category", "organisation"
        )
        return get_object_or_404(own, slug=self.kwargs["slug"])

    def locked(self) -> Project:
        """The same, and nobody else changes it until this transaction ends."""
        project = self.own_project()
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        return self.own_project()

    def checked(self, **more: Any) -> dict[str, Any]:
        """What was sent, once it has been looked at. Raises ValidationError."""
        serializer = self.get_serializer(data=self.request.data, **more)
        serializer.is_valid(raise_exception=True)
        checked: dict[str, Any] = serializer.validated_data
        return checked


class ReadableSection(OwnProjectView):
    """A section that its creator reads at its own address: `told` is the answer."""

    def told(self, project: Project) -> Response:
        raise NotImplementedError

    def get(self, request: Request, slug: str) -> Response:
        # Asked before what is told is read: what changes between is told again, never missed.
        changed_at = last_recorded(self.own_project())
        response = self.told(self.own_project())
        tell_last_change(response, changed_at)
        return response


class SectionView(ReadableSection):
    """One section that is fields of the project itself."""

    section: str

    @unless_changed
    def patch(self, request: Request, slug: str) -> Response:
        project = self.own_project()
        changes = self.checked(partial=True)
        drafting.save_section(project, self.section, changes, actor=person(request))
        return self.told(project)

    def told(self, project: Project) -> Response:
        return Response(self.get_serializer(project).data)


class Basics(SectionView):
    """Title, pitch, place, category, language."""

    section = "basics"
    serializer_class = shapes.Basics


class Story(SectionView):
    """The description in Markdown, and what the picture shows."""

    section = "story"
    serializer_class = shapes.Story


class Rounds(SectionView):
    """How the campaign is to be funded."""

    section = "rounds"
    serializer_class = shapes.Rounds


class Payee(SectionView):
    """How to reach the creator and who receives the money: never public."""

    section = "payee"
    serializer_class = shapes.Payee


class Creator(ReadableSection):
    """In whose name it is: an organisation of one's own, by its slug, or null for oneself."""

    serializer_class = shapes.Creator

    @unless_changed
    def put(self, request: Request, slug: str) -> Response:
        project = self.own_project()
        wanted = self.checked()["organisation"]
        drafting.hand_over(project, wanted, actor=person(request))
        return self.told(project)

    def told(self, project: Project) -> Response:
        return Response(self.get_serializer(project).data)


class OwnOrganisations(GenericAPIView[Organisation]):
    """The organisations that one is a member of, with one's role."""

    queryset = Organisation.objects.none()
    permission_classes = (MayRead,)
    serializer_class = shapes.OwnOrganisation
    pagination_class = None

    @extend_schema(responses=shapes.OwnOrganisation(many=True))
    def get(self, request: Request) -> Response:
        own = OrganisationMembership.objects.filter(person=person(request))
        memberships = own.select_related("organisation").order_by("organisation__name", "pk")
        return Response(self.get_serializer(memberships, many=True).data)


class Picture(OwnProjectView):
    """The campaign's picture: JPEG, PNG, WebP or AVIF, up to 10 MB."""

    serializer_class = shapes.Picture
    parser_classes = (MultiPartParser,)

    @unless_changed
    @extend_schema(request={"multipart/form-data": shapes.Picture}, responses=shapes.Story)
    def put(self, request: Request, slug: str) -> Response:
        project = self.own_project()
        changes = self.checked()
        drafting.save_section(project, "story", changes, actor=person(request))
        return self.told(project)

    @unless_changed
    @extend_schema(request=None, responses={200: shapes.Story})
    def delete(self, request: Request, slug: str) -> Response:
        project = self.own_project()
        drafting.save_section(project, "story", {"image": ""}, actor=person(request))
        return self.told(project)

    def told(self, project: Project) -> Response:
        return Response(shapes.Story(project).data)


class Budget(ReadableSection):
    """The cost lines, all at once and in their order."""

    serializer_class = shapes.Budget

    @unless_changed
    def put(self, request: Request, slug: str) -> Response:
        project = self.own_project()
        lines = [BudgetLine(**line) for line in self.checked()["items"]]
        drafting.replace_budget(project, lines, actor=person(request))
        return self.told(project)

    def told(self, project: Project) -> Response:
        goals = goals_of_project(project)
        budget = {
            "items": list(project.budget_items.all()),
            "minimum": goals.minimum_cents,
            "optimum": goals.optimum_cents,
        }
        return Response(self.get_serializer(budget).data)


class Checklist(OwnProjectView):
    """Every rule of publication, and whether the draft keeps it."""

    serializer_class = shapes.Checklist

    def get(self, request: Request, slug: str) -> Response:
        rules = [
            {
                "code": rule.code,
                "section": rule.section,
                "sentence": _(rule.sentence),
                "holds": holds,
            }
            for rule, holds in checklist(self.own_project())
        ]
        ready = all(rule["holds"] for rule in rules)
        return Response(self.get_serializer({"ready": ready, "rules": rules}).data)


class Submit(OwnProjectView):
    """Sends the draft to review. Refused with the rules that it breaks."""

    serializer_class = shapes.OwnProject

    @extend_schema(request=None, responses={200: shapes.OwnProject})
    def post(self, request: Request, slug: str) -> Response:
        project = self.own_project()
        review.submit(project, actor=person(request))
        return Response(own_project(project))


class Categories(GenericAPIView[Category]):
    """What projects are about, named in the language of Accept-Language."""

    queryset = Category.objects.all()
    serializer_class = shapes.CategoryShape
    pagination_class = None

    @extend_schema(responses=shapes.CategoryShape(many=True))
    def get(self, request: Request) -> Response:
        changed_at = last_recorded_of_all(Category)
        response = Response(self.get_serializer(self.get_queryset(), many=True).data)
        tell_last_change(response, changed_at)
        return response


def begin_draft(request: Request) -> Response:
    """A new draft of whoever asks; for the view that also lists projects."""
    serializer = shapes.Beginning(data=request.data, context={"request": request})
    serializer.is_valid(raise_exception=True)
    project = drafting.create_draft(**serializer.validated_data, actor=person(request))
    made = own_project(project)
    return Response(made, status=201, headers={"Location": made["links"]["self"]})


def own_project(project: Project) -> Mapping[str, Any]:
    """What its creator is told of a project, with the addresses of its sections."""
    own = {
        "slug": project.slug,
        "title": project.title,
        "organisation": project.organisation.slug if project.organisation else None,
        "language": project.language,
        "status": project.status,
        "editable": project.status in editable_statuses(),
        "created_at": project.created_at,
        "submitted_at": project.submitted_at,
        "links": {
            "self": address("project", project.slug),
            "checklist": address("checklist", project.slug),
            "submit": address("submit", project.slug),
            **{section: address(section, project.slug) for section in SECTIONS},
        },
    }
    found: Mapping[str, Any] = shapes.OwnProject(own).data
    return found


def address(name: str, *arguments: str) -> str:
    """A whole address of the API."""
    return str(settings.BASE_URL + reverse(f"api:{name}", args=arguments))
