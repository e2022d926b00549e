"""The verbs of the events that this app itself records."""

from enum import StrEnum


class Verb(StrEnum):
    MAIL_RESENT = "mail.resent"
