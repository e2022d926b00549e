"""Mails about donations, each sent once, from their events."""
