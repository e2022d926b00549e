"""Cards as the provider tells them: kept to be charged once more, never a number."""

from donations.gateways.port import MethodSnapshot
from donations.models import Customer, SavedMethod


def save_method(customer: Customer, method: MethodSnapshot) -> SavedMethod:
    saved, _ = SavedMethod.objects.get_or_create(
        provider_id=method.method_id,
        defaults={
            "customer": customer,
            "kind": method.kind,
            "brand": method.brand,
            "last_digits": method.last_digits,
            "expires_month": method.expires_month,
            "expires_year": method.expires_year,
        },
    )
    return saved
