"""The platform's addresses, and an empty page behind all of its middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from goteo import urls

EMPTY = "bench/empty/"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path(EMPTY, empty), *urls.urlpatterns]
handler404, handler429, handler500 = urls.handler404, urls.handler429, urls.handler500
