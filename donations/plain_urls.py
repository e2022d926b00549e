"""Addresses for machines, without a language."""

from django.urls import URLPattern, path

from donations.views import webhooks

urlpatterns: list[URLPattern] = [
    path("webhooks/stripe/", webhooks.stripe, name="stripe_webhook"),
]
