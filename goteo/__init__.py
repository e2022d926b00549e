"""Wires the apps together: settings, addresses, workers, local services."""

from goteo.celery import app as celery_app

__all__ = ["celery_app"]
