"""Who is a project's creator: a person, or the members of an organisation by their roles.

One way for pages, API, admin and mails: `Project.objects.editable_by` and `answered_for_by` ask,
these put the answers into words.
"""

from django.contrib.auth.models import AnonymousUser

from accounts.models import Organisation, User
from accounts.permissions import role_in
from projects.errors import NotYourOrganisation, NotYours, OnlyOwners
from projects.models import Project


def may_edit(project: Project, person: User | AnonymousUser | None) -> bool:
    """Writes it and sees its desk."""
    if person is None:
        return False
    return Project.objects.editable_by(person).filter(pk=project.pk).exists()


def may_answer_for(project: Project, person: User | AnonymousUser | None) -> bool:
    """Also submits it, withdraws it, ends its round 2 and hands it over."""
    if person is None:
        return False
    return Project.objects.answered_for_by(person).filter(pk=project.pk).exists()


def is_involved(project: Project, person: User | AnonymousUser | None) -> bool:
    """Whether `person` is no judge of it: its creator, or somebody who began it for others."""
    if person is None:
        return False
    return project.owner_id == person.pk or may_edit(project, person)


def require_editor(project: Project, person: User) -> None:
    """Raises NotYours."""
    if not may_edit(project, person):
        raise NotYours


def require_answerable(project: Project, person: User) -> None:
    """Raises NotYours, or OnlyOwners for an editor."""
    if may_answer_for(project, person):
        return
    raise OnlyOwners if may_edit(project, person) else NotYours


def require_member(organisation: Organisation | None, person: User) -> None:
    """Whoever begins a project in the name of an organisation is one of it.

    Raises NotYourOrganisation."""
    if organisation is not None and role_in(organisation, person) is None:
        raise NotYourOrganisation


def creators_of(project: Project) -> list[User]:
    """The people to whom mails about a project go: all who may edit it."""
    if project.organisation is None:
        return [project.owner]
    return list(project.organisation.members.filter(is_active=True).order_by("pk"))
