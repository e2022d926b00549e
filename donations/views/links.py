"""The link to a donation, sent again to whoever lost the mail."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from donations.forms import LinksForm
from donations.promises import ask_for_links


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """Answers the same for every address, so that it tells nobody who gave."""
    form = LinksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        ask_for_links(form.cleaned_data["email"], language)
        return redirect(reverse("donations:links") + "?asked")
    return render(request, "donations/links.html", {"form": form, "asked": "asked" in request.GET})
