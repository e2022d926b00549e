"""The addresses of the API, version 1. Each read carries an ETag and answers 304 to who has it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page
from rest_framework.views import APIView

from goteo.api_docs import docs
from goteo.api_errors import only_to_be_read, unknown_address
from goteo.api_schema import schema_json
from pages import api as pages
from projects import api as projects
from rewards import api as rewards

# No OPTIONS: pages of other sites are given no permission (CORS), for reading or writing.
METHODS = ["get", "head", "post", "put", "patch", "delete"]


def _view(view: type[APIView]) -> Any:
    answer = view.as_view(http_method_names=METHODS)

    @conditional_page
    def with_validator(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = answer(request, *args, **kwargs)
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        whose = {"private": True} if "Authorization" in request.headers else {"public": True}
        # Kept by whoever wants, but asked for again each time: figures move with every donation.
        patch_cache_control(response, no_cache=True, **whose)
        return response

    # What Django and the description look for on a view.
    for name in ("cls", "view_class", "initkwargs", "csrf_exempt"):
        setattr(with_validator, name, getattr(answer, name))
    return with_validator


app_name = "api"
OF_PROJECT = "projects/<slug:slug>"
urlpatterns: list[URLPattern] = [
    path("projects/", _view(pages.Projects), name="projects"),
    path("projects/mine/", _view(pages.OwnProjects), name="own_projects"),
    path(f"{OF_PROJECT}/", _view(pages.ProjectInFull), name="project"),
    path(f"{OF_PROJECT}/creator/", _view(projects.Creator), name="creator"),
    path(f"{OF_PROJECT}/basics/", _view(projects.Basics), name="basics"),
    path(f"{OF_PROJECT}/story/", _view(projects.Story), name="story"),
    path(f"{OF_PROJECT}/picture/", _view(projects.Picture), name="picture"),
    path(f"{OF_PROJECT}/rounds/", _view(projects.Rounds), name="rounds"),
    path(f"{OF_PROJECT}/budget/", _view(projects.Budget), name="budget"),
    path(f"{OF_PROJECT}/returns/", _view(rewards.Returns), name="returns"),
    path(f"{OF_PROJECT}/rewards/", _view(rewards.Rewards), name="rewards"),
    path(f"{OF_PROJECT}/payee/", _view(projects.Payee), name="payee"),
    path(f"{OF_PROJECT}/checklist/", _view(projects.Checklist), name="checklist"),
    path(f"{OF_PROJECT}/submit/", _view(projects.Submit), name="submit"),
    path("organisations/mine/", _view(projects.OwnOrganisations), name="own_organisations"),
    path("returns/", _view(rewards.PublicReturns), name="public_returns"),
    path("licences/", _view(rewards.Licences), name="licences"),
    path("categories/", _view(projects.Categories), name="categories"),
    path("stats/", _view(pages.Stats), name="stats"),
    path("schema.json", only_to_be_read(conditional_page(schema_json)), name="schema"),
    path("docs/", only_to_be_read(docs), name="docs"),
    re_path(r"^(?P<path>.*)$", unknown_address, name="unknown"),
]
