"""Runs the platform on one machine: its own database, cache and offline Stripe under one roof."""

from goteo.local.data_servers import DataServers, data_servers

__all__ = ["DataServers", "data_servers"]
