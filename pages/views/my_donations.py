"""What a person gave, what will be charged and when, and what comes of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import User
from donations.claiming import claim_donations
from donations.history import coming_charges, page_of, returns_of, rewards_of, sums_of
from donations.views.private_page import private_page

LINES_PER_PAGE = 20
COMING_SHOWN = 10
PROMISES_SHOWN = 20


@private_page
@require_safe
@login_required
def my_donations(request: HttpRequest) -> HttpResponse:
    """Older pages show the list alone; a cursor that is not theirs shows the first page."""
    person = request.user
    assert isinstance(person, User)
    _claim(request, person)
    now = timezone.now()
    before, after = (_cursor(request.GET.get(name, "")) for name in ("before", "after"))
    page = page_of(person, now, limit=LINES_PER_PAGE, before=before, after=after)
    context: dict[str, object] = {
        "lines": page.lines,
        "is_first": page.newer is None,
        "newer_url": _address("after", page.newer),
        "older_url": _address("before", page.older),
    }
    if page.newer is None and page.lines:
        sums = sums_of(person)
        coming = coming_charges(person, now, limit=COMING_SHOWN) if sums.coming else []
        context |= {
            "sums": sums,
            "coming": coming,
            "coming_hidden": sums.coming - len(coming),
            "rewards": rewards_of(person, limit=PROMISES_SHOWN + 1),
            "returns": returns_of(person, limit=PROMISES_SHOWN + 1),
            "shown": f":{PROMISES_SHOWN}",
        }
    return render(request, "pages/my_donations.html", context)


def _claim(request: HttpRequest, person: User) -> None:
    claimed = claim_donations(person, actor=person)
    if claimed:
        messages.success(
            request,
            ngettext(
                "%(count)s donation that you gave without signing in is listed here now.",
                "%(count)s donations that you gave without signing in are listed here now.",
                claimed,
            )
            % {"count": claimed},
        )


def _cursor(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _address(name: str, cursor: UUID | None) -> str:
    return f"{reverse('pages:my_donations')}?{name}={cursor}" if cursor else ""
