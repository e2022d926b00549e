"""All running campaigns, in an order that people choose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.queries import Order, live_cards

CARDS_PER_PAGE = 24
MOST_PAGES = 1000


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """An order or a page that does not exist shows the first one: an old link stays useful."""
    wanted = request.GET.get("order", "")
    order = Order(wanted) if wanted in set(Order) else Order.ENDING
    page = _page(request.GET.get("page", ""))
    start = (page - 1) * CARDS_PER_PAGE
    cards, has_more = live_cards(order, timezone.now(), start=start, limit=CARDS_PER_PAGE)
    return render(
        request,
        "pages/explore.html",
        {
            "cards": cards,
            "page": page,
            "orders": _orders(order),
            "previous_url": _address(order, page - 1) if page > 1 else "",
            "next_url": _address(order, page + 1) if has_more else "",
        },
    )


def _page(typed: str) -> int:
    known = typed.isascii() and typed.isdecimal() and len(typed) < 5
    return min(max(int(typed), 1), MOST_PAGES) if known else 1


def _orders(chosen: Order) -> list[dict[str, object]]:
    names = {
        Order.ENDING: _("Ending soon"),
        Order.NEWEST: _("Newest"),
        Order.SUPPORTED: _("Most supported"),
    }
    return [
        {"label": name, "url": _address(order), "current": order == chosen}
        for order, name in names.items()
    ]


def _address(order: Order, page: int = 1) -> str:
    parts = [f"order={order.value}"] if order != Order.ENDING else []
    parts += [f"page={page}"] if page > 1 else []
    return reverse("pages:explore") + (f"?{'&'.join(parts)}" if parts else "")
