"""The organisations of the demo, and whose projects are theirs.

Their tax identifiers are made up: provinces that do not exist, with check characters that fit.
"""

from dataclasses import dataclass

from accounts import invitations, organisations
from accounts.models import Organisation
from accounts.organisations import Identity, Profile
from goteo.demo.people import BEGONA, ISMAEL, MARTA, QUIM, Person, account_of


@dataclass(frozen=True)
class Told:
    """An organisation with the people who act for it; `editors` give to none of its projects."""

    owner: Person
    editors: tuple[Person, ...]
    profile: Profile
    identity: Identity


ORGANISATIONS = (
    Told(
        MARTA,
        (QUIM,),
        Profile(
            "Fonts Vives",
            "Des del 2009 caminem el Baix Montseny de font en font. Som quaranta-dos i un burro.",
            "https://fontsvives.example.org",
        ),
        Identity("association", "Associació Fonts Vives del Baix Montseny", "G00000018"),
    ),
    Told(
        QUIM,
        (MARTA,),
        Profile(
            "Llavors de l'Empordà",
            "Cooperativa de pagesia i de gent que menja: guardem llavors i les tornem a sembrar.",
        ),
        Identity("cooperative", "Llavors de l'Empordà SCCL", "F00000026"),
    ),
    Told(
        BEGONA,
        (ISMAEL,),
        Profile("La Clavija", "Arreglamos lo que se tira y enseñamos a arreglarlo."),
        Identity("cooperative", "La Clavija S. Coop. de iniciativa social", "F00000034"),
    ),
)


def organisation_of(creator: Person) -> Organisation | None:
    """In whose name this person starts projects here, made on the first call; None: in their own.

    Each step looks whether it was done, so a run that was killed here is finished by the next."""
    told = next((each for each in ORGANISATIONS if each.owner == creator), None)
    if told is None:
        return None
    owner = account_of(told.owner)
    assert owner is not None
    known = Organisation.objects.filter(tax_id=told.identity.tax_id).first()
    organisation = known or organisations.register(told.profile, told.identity, actor=owner)
    for person in told.editors:
        _join(organisation, person)
    return organisation


def _join(organisation: Organisation, person: Person) -> None:
    member = account_of(person)
    owner = organisation.memberships.filter(role="owner").order_by("pk").first()
    assert member is not None
    assert owner is not None
    if organisation.members.filter(pk=member.pk).exists():
        return
    waiting = invitations.open_invitations(organisation).filter(email=member.email).first()
    invitation = waiting or invitations.invite(
        organisation, member.email, "editor", actor=owner.person
    )
    invitations.accept(invitation, actor=member)
