"""Rewards promise: what a backer gets, and what everyone gets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RewardsConfig(AppConfig):
    name = "rewards"
    verbose_name = _("Rewards and returns")

    def ready(self) -> None:
        from projects.publication import supply
        from rewards.offering import publication_facts

        supply(publication_facts)
