"""Organisations of the tests, registered and joined by the same use-cases that people go through.

Their tax identifiers are made up, with check characters that fit.
"""

from typing import Any

from accounts import invitations, memberships, organisations
from accounts.models import Organisation, User
from accounts.organisations import Identity, Profile
from projects import campaigns, drafting, review
from projects.models import Project
from tests import builders, cast


def aigua_clara(owner: User | None = None) -> Organisation:
    """An association that looks after springs; Alba's, unless somebody else registers it."""
    known = Organisation.objects.filter(tax_id="G12345674").first()
    return known or organisations.register(
        Profile("Aigua Clara", "We look after springs.", "https://aiguaclara.example"),
        Identity("association", "Associació Aigua Clara", "G12345674"),
        actor=owner or cast.alba(),
    )


def la_turbina(owner: User | None = None) -> Organisation:
    """A cooperative of energy; Dídac's, unless somebody else registers it."""
    known = Organisation.objects.filter(tax_id="F12345674").first()
    return known or organisations.register(
        Profile("La Turbina"),
        Identity("cooperative", "La Turbina SCCL", "F12345674"),
        actor=owner or cast.didac(),
    )


def joined(organisation: Organisation, person: User, role: str = "editor") -> User:
    """`person` as a member, invited by an owner and having accepted."""
    owner = _an_owner(organisation)
    invitation = invitations.invite(organisation, person.email, role, actor=owner)
    invitations.accept(invitation, actor=person)
    return person


def the_member(who: str, organisation: Organisation) -> User:
    """Of Alba's: the `owner` is Alba; Dídac is an `editor`, a `former member`, or a stranger."""
    if who == "owner":
        return cast.alba()
    didac = cast.didac()
    if who in ("editor", "former member"):
        joined(organisation, didac)
    if who == "former member":
        memberships.remove_member(organisation, didac, actor=cast.alba())
    return didac


def a_draft_of(organisation: Organisation, began: User | None = None, **changes: Any) -> Project:
    """A complete draft that a member began (an owner, unless told) and that it owns."""
    project = builders.a_complete_draft(began or _an_owner(organisation), **changes)
    drafting.hand_over(project, organisation, actor=project.owner)
    return project


def a_project_in_review_of(organisation: Organisation, **changes: Any) -> Project:
    project = a_draft_of(organisation, **changes)
    review.submit(project, actor=_an_owner(organisation))
    return project


def a_live_project_of(organisation: Organisation, **changes: Any) -> Project:
    project = a_project_in_review_of(organisation, **changes)
    review.approve(project, launch_at=None, actor=cast.carme())
    campaigns.launch(project, actor=cast.carme())
    return project


def _an_owner(organisation: Organisation) -> User:
    owner = organisation.members.filter(memberships__role="owner").order_by("pk").first()
    assert owner is not None
    return owner
