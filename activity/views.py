"""The local mail viewer: what was written to whom, on one's own machine only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from activity.models import Mail

View = Callable[..., HttpResponseBase]


def only_locally(view: View) -> View:
    """A second lock beside goteo/urls.py: mails hold links that open doors."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not settings.LOCAL:
            raise Http404
        return view(request, **kwargs)

    return guarded


@require_safe
@never_cache
@only_locally
def mail_list(request: HttpRequest) -> HttpResponse:
    mails = Mail.objects.defer("text", "html").order_by("-id")
    page = Paginator(mails, 50).get_page(request.GET.get("page"))
    return render(request, "activity/mail_list.html", {"page": page})


@require_safe
@never_cache
@only_locally
def mail_detail(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = get_object_or_404(Mail, pk=mail_id)
    return render(request, "activity/mail_detail.html", {"mail": mail})


@only_locally
@require_safe
@never_cache
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]
    {
        "default-src": [NONE],
        "script-src": [NONE],
        # Mails carry their styles inside, because mail readers know no style sheets.
        "style-src": ["'unsafe-inline'"],
        "img-src": [SELF],
        "frame-ancestors": [SELF],
    }
)
def mail_html(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The HTML as it left, for the frame in the page of the mail; its links open outside it."""
    mail = get_object_or_404(Mail, pk=mail_id)
    return HttpResponse(mail.html.replace("<head>", '<head><base target="_top">', 1))
