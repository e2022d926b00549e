"""Organisations as creators: in whose name a project is, and what each member may do with it."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts import errors as account_errors
from accounts import memberships, organisations
from accounts.models import User
from accounts.organisations import Identity, Profile
from activity import dispatch
from activity.models import Event, Mail
from donations import ending
from projects import campaigns, drafting, previews, review
from projects.errors import (
    NotEditable,
    NotYourOrganisation,
    NotYours,
    OnlyOwners,
    OwnProject,
    PayeeIsTheOrganisation,
)
from projects.lifecycle import ProjectStatus
from projects.models import Project
from projects.models.search_entry import SearchEntry
from projects.permissions import creators_of, may_answer_for, may_edit
from projects.search import search
from rewards import offering
from tests import builders, cast
from tests.organisations import (
    a_draft_of,
    a_live_project_of,
    a_project_in_review_of,
    aigua_clara,
    joined,
    la_turbina,
    the_member,
)
from tests.projects.nothing_moved import refused

pytestmark = pytest.mark.django_db


# --- in whose name ----------------------------------------------------------------------------
def test_a_draft_is_begun_in_the_name_of_an_organisation_and_paid_to_it() -> None:
    organisation = aigua_clara()
    editor = joined(organisation, cast.didac())
    draft = drafting.create_draft(
        title="Springs", language="en", organisation=organisation, actor=editor
    )
    assert (draft.creator, draft.owner) == (organisation, editor)
    assert (draft.payee_kind, draft.payee_name) == ("association", "Associació Aigua Clara")
    assert Event.objects.get(verb="project.drafted").facts == {"organisation": organisation.pk}


@pytest.mark.parametrize("who", ["former member", "stranger"])
def test_nobody_begins_a_draft_in_the_name_of_others(who: str) -> None:
    organisation = aigua_clara()
    actor = the_member(who, organisation)
    with refused(NotYourOrganisation):
        drafting.create_draft(title="X", language="en", organisation=organisation, actor=actor)


def test_a_draft_goes_to_an_organisation_and_back() -> None:
    organisation, alba = aigua_clara(), cast.alba()
    project = builders.a_complete_draft(alba, payee_kind="person", payee_name="Alba Ferrer")
    drafting.hand_over(project, organisation, actor=alba)
    project.refresh_from_db()
    assert (project.creator, project.payee_name) == (organisation, "Associació Aigua Clara")
    drafting.hand_over(project, None, actor=alba)
    project.refresh_from_db()
    assert (project.creator, project.payee_kind, project.payee_name) == (alba, "", "")
    drafting.hand_over(project, None, actor=alba)
    assert Event.objects.filter(verb="project.handed_over").count() == 2


def test_whoever_takes_it_from_an_organisation_is_its_creator() -> None:
    organisation = aigua_clara()
    editor = joined(organisation, cast.didac())
    project = a_draft_of(organisation, editor)
    drafting.hand_over(project, None, actor=cast.alba())
    assert project.creator == cast.alba()
    assert not may_edit(project, editor)


def test_an_editor_hands_nothing_over_and_nobody_hands_over_to_strangers() -> None:
    organisation = aigua_clara()
    editor = joined(organisation, cast.didac())
    project, other = a_draft_of(organisation), la_turbina(editor)
    for to in (None, other):
        with refused(OnlyOwners):
            drafting.hand_over(project, to, actor=editor)
    with refused(NotYourOrganisation):
        drafting.hand_over(project, other, actor=cast.alba())
    with refused(NotYours):
        drafting.hand_over(project, None, actor=cast.biel())


def test_once_it_was_sent_its_creator_stands() -> None:
    organisation, alba = aigua_clara(), cast.alba()
    personal = builders.a_project_in_review(alba, title="Mine")
    owned = a_project_in_review_of(organisation)
    for project, to in ((personal, organisation), (owned, None)):
        with refused(NotEditable):
            drafting.hand_over(project, to, actor=alba)
        with pytest.raises(IntegrityError, match="stands"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(organisation=to)


def test_sent_back_by_the_reviewers_it_may_change_hands() -> None:
    project = builders.a_project_to_mend()
    drafting.hand_over(project, aigua_clara(), actor=cast.alba())
    review.submit(project, actor=cast.alba())
    assert project.creator == aigua_clara()


# --- what each may do -------------------------------------------------------------------------
def section(project: Project, actor: User) -> None:
    drafting.save_section(project, "basics", {"pitch": "Better"}, actor=actor)


def budget(project: Project, actor: User) -> None:
    drafting.replace_budget(project, builders.a_budget(), actor=actor)


def rewards(project: Project, actor: User) -> None:
    offering.replace_rewards(project, [builders.a_reward()], actor=actor)


def returns(project: Project, actor: User) -> None:
    offering.replace_returns(project, [builders.a_return()], actor=actor)


def submit(project: Project, actor: User) -> None:
    review.submit(project, actor=actor)


def withdraw(project: Project, actor: User) -> None:
    ending.withdraw(project, "Why", actor=actor)


def give_away(project: Project, actor: User) -> None:
    drafting.hand_over(project, None, actor=actor)


Act = Callable[[Project, User], None]
WRITING: list[Act] = [section, budget, rewards, returns]
ANSWERING: list[Act] = [submit, withdraw, give_away]


@pytest.mark.parametrize("act", WRITING)
@pytest.mark.parametrize("who", ["owner", "editor"])
def test_every_member_writes(act: Act, who: str) -> None:
    organisation = aigua_clara()
    member = the_member(who, organisation)
    act(a_draft_of(organisation), member)
    assert Event.objects.latest("pk").actor == member


@pytest.mark.parametrize("act", ANSWERING)
def test_owners_answer_for_it_and_editors_do_not(act: Act) -> None:
    organisation = aigua_clara()
    editor, project = the_member("editor", organisation), a_draft_of(organisation)
    with refused(OnlyOwners):
        act(project, editor)
    act(project, cast.alba())


@pytest.mark.parametrize("act", [*WRITING, *ANSWERING])
@pytest.mark.parametrize("who", ["former member", "stranger", "admin"])
def test_nobody_else_does_anything_with_it(act: Act, who: str) -> None:
    organisation = aigua_clara()
    actor = cast.carme() if who == "admin" else the_member(who, organisation)
    project = a_draft_of(organisation)
    with refused(NotYours):
        act(project, actor)


@pytest.mark.parametrize("act", [*WRITING, *ANSWERING])
def test_whoever_began_it_and_left_the_organisation_has_left_it_too(act: Act) -> None:
    organisation = aigua_clara()
    biel = joined(organisation, cast.biel(), "owner")
    project = a_draft_of(organisation, biel)
    memberships.remove_member(organisation, biel, actor=cast.alba())
    with refused(NotYours):
        act(project, biel)


def test_only_an_owner_ends_the_second_round() -> None:
    organisation = aigua_clara()
    editor, project = the_member("editor", organisation), a_live_project_of(organisation)
    with refused(OnlyOwners):
        ending.stop_second_round(project, actor=editor)


def test_a_member_who_is_an_admin_judges_none_of_its_projects() -> None:
    organisation, carme = aigua_clara(), cast.carme()
    dolors = cast.person("dolors@example.org", "Dolors Vidal", admin=True)
    project = a_project_in_review_of(organisation)
    joined(organisation, carme)
    for act in (
        lambda: review.approve(project, launch_at=None, actor=carme),
        lambda: review.reject(project, "No", actor=carme),
        lambda: review.request_changes(project, "More", actor=carme),
    ):
        with refused(OwnProject):
            act()
    review.approve(project, launch_at=None, actor=dolors)
    with refused(OwnProject):
        campaigns.launch(project, actor=carme)


def test_whoever_began_it_for_an_organisation_does_not_judge_it_after_leaving() -> None:
    organisation, carme = aigua_clara(), cast.carme()
    joined(organisation, carme, "owner")
    project = a_draft_of(organisation, carme)
    review.submit(project, actor=cast.alba())
    memberships.remove_member(organisation, carme, actor=carme)
    with refused(OwnProject):
        review.approve(project, launch_at=None, actor=carme)


# --- whom the money is paid to ----------------------------------------------------------------
@pytest.mark.parametrize(
    "changes",
    [{"payee_kind": "person"}, {"payee_name": "Me"}, {"contact_phone": "1", "payee_name": ""}],
)
def test_the_money_of_its_project_goes_to_nobody_else(changes: dict[str, str]) -> None:
    project = a_draft_of(aigua_clara())
    with refused(PayeeIsTheOrganisation):
        drafting.save_section(project, "payee", changes, actor=cast.alba())
    same = {"payee_kind": "association", "contact_phone": "+34 972 111 111"}
    drafting.save_section(project, "payee", same, actor=cast.alba())


def test_its_projects_follow_its_legal_name_while_nothing_was_sent() -> None:
    organisation = aigua_clara()
    project = a_draft_of(organisation)
    renamed = Identity("association", "Font Viva", "G23456783")
    organisations.change_identity(organisation, renamed, actor=cast.alba())
    dispatch.deliver_due()
    project.refresh_from_db()
    assert project.payee_name == "Font Viva"
    review.submit(project, actor=cast.alba())
    with refused(account_errors.IdentityStands):
        organisations.change_identity(
            organisation, Identity("association", "Me", "G23456783"), actor=cast.alba()
        )


# --- mails ------------------------------------------------------------------------------------
def test_mails_go_to_every_member_in_their_own_language() -> None:
    organisation = aigua_clara()
    joined(organisation, cast.didac())
    gone = joined(organisation, cast.biel())
    closed = joined(organisation, cast.person("closed@example.org", "Closed"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    memberships.remove_member(organisation, gone, actor=gone)
    project = a_project_in_review_of(organisation)
    review.request_changes(project, "More, please.", actor=cast.carme())
    dispatch.deliver_due()
    for kind in ("project_submitted", "project_changes_requested"):
        told = Mail.objects.filter(kind=kind).order_by("recipient")
        assert [(mail.recipient, mail.language) for mail in told] == [
            ("alba@example.org", "ca"),
            ("didac@example.org", "es"),
        ]


def test_admins_are_told_whose_project_waits_unless_it_is_their_own() -> None:
    organisation = aigua_clara()
    carme = joined(organisation, cast.carme())
    dolors = cast.person("dolors@example.org", "Dolors Vidal", admin=True)
    a_project_in_review_of(organisation)
    dispatch.deliver_due()
    waiting = Mail.objects.get(kind="project_waits")
    assert waiting.recipient == dolors.email
    assert "Aigua Clara has submitted it." in waiting.text
    assert Mail.objects.filter(kind="project_submitted", recipient=carme.email).exists()


def test_a_preview_says_who_gets_which_mail() -> None:
    organisation = aigua_clara()
    joined(organisation, cast.didac())
    with override("en"):
        (first, *_others) = previews.of_requesting_changes(a_project_in_review_of(organisation))
    assert "Each member of Aigua Clara" in first
    assert "alba@example.org" in first
    assert "didac@example.org" in first


# --- found and shown --------------------------------------------------------------------------
def found(words: str) -> list[str]:
    condition = search(words, [ProjectStatus.LIVE]).condition
    return list(Project.objects.filter(condition).values_list("title", flat=True))


def test_a_search_finds_it_by_the_name_of_the_organisation_of_now() -> None:
    organisation = aigua_clara()
    a_live_project_of(organisation, title="An atlas")
    assert found("aigua clara") == ["An atlas"]
    assert found("aiga clara") == ["An atlas"]
    assert found("Ferrer") == []
    organisations.change_profile(organisation, Profile("Dolls"), actor=cast.alba())
    assert found("aigua clara") == []
    assert found("dolls") == ["An atlas"]


def test_an_entry_follows_a_draft_from_hand_to_hand() -> None:
    project = a_draft_of(aigua_clara(), location="", title="An atlas")
    assert SearchEntry.objects.get(project=project).names == "an atlas aigua clara"
    drafting.hand_over(project, None, actor=cast.alba())
    assert SearchEntry.objects.get(project=project).names == "an atlas alba ferrer"
    User.objects.filter(pk=cast.alba().pk).update(name="Alba F.")
    assert SearchEntry.objects.get(project=project).names == "an atlas alba f."


def test_permissions_are_the_same_asked_of_one_and_of_all() -> None:
    organisation = aigua_clara()
    project, own = a_draft_of(organisation), builders.a_draft(cast.didac(), title="Own")
    joined(organisation, cast.didac())
    assert set(Project.objects.editable_by(cast.didac())) == {project, own}
    assert set(Project.objects.answered_for_by(cast.didac())) == {own}
    assert set(Project.objects.visible_to(cast.biel())) == set()
    assert may_edit(project, cast.didac())
    assert not may_answer_for(project, cast.didac())
    assert not may_edit(project, None)
    assert creators_of(own) == [cast.didac()]
    assert creators_of(project) == [cast.alba(), cast.didac()]
