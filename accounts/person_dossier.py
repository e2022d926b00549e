"""What admins read of a person below their rights. Apps above `accounts` add what they know.

They register when the admin loads, in their own `admin` or `dossier` module.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.admin_pages import Section, history, link, moment
from accounts.models import AccessToken, User
from activity.models import Event

MOST_SHOWN = 20
SectionMaker = Callable[[User], Section]


@dataclass(frozen=True)
class _Part:
    position: int
    make: SectionMaker


_parts: list[_Part] = []


def part(position: int) -> Callable[[SectionMaker], SectionMaker]:
    """Adds a section to the page of a person; lower positions come first."""

    def add(make: SectionMaker) -> SectionMaker:
        _parts.append(_Part(position, make))
        return make

    return add


def sections_of(person: User) -> list[Section]:
    found = [each.make(person) for each in sorted(_parts, key=lambda each: each.position)]
    return [*found, history([person])]


@part(40)
def _organisations(person: User) -> Section:
    memberships = person.memberships.select_related("organisation")
    return Section(
        _("Organisations"),
        headings=(_("Name"), _("Role"), _("Since")),
        rows=[
            (link(each.organisation), each.get_role_display(), moment(each.joined_at))
            for each in memberships
        ],
    )


@part(50)
def _tokens(person: User) -> Section:
    tokens = AccessToken.objects.filter(owner=person).order_by("pk")
    return Section(
        _("Access tokens"),
        headings=(_("Name"), _("Reach"), _("Made"), _("Last used"), _("Revoked")),
        rows=[
            (
                each.name,
                each.get_scope_display(),
                moment(each.made_at),
                moment(each.last_used_at),
                moment(each.revoked_at),
            )
            for each in tokens
        ],
    )


@part(90)
def _acts(person: User) -> Section:
    """The latest first; what was done by them, whatever it was done to."""
    events = Event.objects.filter(actor=person).order_by("-pk")[:MOST_SHOWN]
    return Section(
        _("What they did last"),
        headings=(_("When"), _("What"), _("To which thing")),
        rows=[
            (
                moment(each.occurred_at),
                link(each, each.verb),
                f"{each.subject_kind.partition('.')[2]} {each.subject_id}",
            )
            for each in events
        ],
    )
