"""Mails about a campaign's life, each sent once, from its events."""
