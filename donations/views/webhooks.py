"""Where the provider tells us that something happened. Machines only: no language, no session."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from activity.bell import ring
from donations.gateways.port import Forged
from donations.tasks import apply_provider_events
from donations.webhooks import BODY_BYTES_AT_MOST, receive_event


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> JsonResponse:
    """Stores the event and answers; a worker then asks the provider what is true."""
    if _announced_bytes(request) > BODY_BYTES_AT_MOST:
        return JsonResponse({"error": "too_large"}, status=413)
    try:
        receive_event(request.body, request.headers.get("Stripe-Signature", ""))
    except Forged:
        return JsonResponse({"error": "forged"}, status=400)
    ring(apply_provider_events)
    return JsonResponse({"received": True})


def _announced_bytes(request: HttpRequest) -> int:
    """Of the body, before reading it; without a length the server gives us an empty body."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if str(announced).isdecimal() else BODY_BYTES_AT_MOST + 1
