"""The style page: every component in every state, on one's own machine only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def style(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/style.html")
