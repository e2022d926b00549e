"""The pages of one's organisations. Whoever is not a member gets 404, as if there were none."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import invitations, memberships, organisations
from accounts.models import Organisation, OrganisationMembership, Role, User
from accounts.organisation_forms import (
    IdentityForm,
    InvitationForm,
    OrganisationForm,
    ProfileForm,
    RefusableForm,
    initial_of,
)
from accounts.permissions import role_in
from activity.errors import Refused


@never_cache
@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """One's organisations, and the invitations that wait for one's answer."""
    person = _person(request)
    found = OrganisationMembership.objects.filter(person=person).select_related("organisation")
    waiting = invitations.invitations_for(person).select_related("organisation", "invited_by")
    context = {"memberships": found.order_by("organisation__name"), "invitations": waiting}
    return render(request, "account/organisations.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = organisations.register(form.profile(), form.identity(), actor=_person(request))
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("It is here. Now you can start projects in its name."))
            return redirect("accounts:organisation", made.slug)
    return _answer(request, "account/organisation_new.html", form, {})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, organisation_slug: str) -> HttpResponse:
    """Its members and invitations; sent to, it invites."""
    found = _own(request, organisation_slug)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            invitations.invite(found, **form.cleaned_data, actor=_person(request))
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Invited. The answer will show here."))
            return redirect("accounts:organisation", found.slug)
    context = {
        "organisation": found,
        "members": found.memberships.select_related("person"),
        "invitations": invitations.open_invitations(found),
        "owns": role_in(found, request.user) == Role.OWNER,
        "roles": Role.choices,
    }
    return _answer(request, "account/organisation.html", form, context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, organisation_slug: str) -> HttpResponse:
    """What it says of itself."""
    found = _owned(request, organisation_slug)
    form = _form(ProfileForm, request, found)
    if form.is_valid():
        return _act(
            request,
            lambda: organisations.change_profile(found, form.profile(), actor=_person(request)),
            _("Saved."),
            found.slug,
        )
    context = {"organisation": found, "stands": organisations.identity_stands(found)}
    return _answer(request, "account/organisation_edit.html", form, context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, organisation_slug: str) -> HttpResponse:
    """Who it is before the law, until a campaign was sent in its name."""
    found = _owned(request, organisation_slug)
    form = _form(IdentityForm, request, found)
    if form.is_valid():
        try:
            organisations.change_identity(found, form.identity(), actor=_person(request))
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:organisation", found.slug)
    context = {"organisation": found, "stands": organisations.identity_stands(found)}
    return _answer(request, "account/organisation_identity.html", form, context)


@login_required
@require_POST
def change_role(request: HttpRequest, organisation_slug: str, person_id: int) -> HttpResponse:
    found = _own(request, organisation_slug)
    person = get_object_or_404(found.members, pk=person_id)
    role = request.POST.get("role", "")
    if role not in Role.values:
        return redirect("accounts:organisation", found.slug)
    return _act(
        request,
        lambda: memberships.change_role(found, person, role, actor=_person(request)),
        _("The role is changed."),
        found.slug,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, organisation_slug: str, person_id: int) -> HttpResponse:
    """Asks, then ends a membership; one's own is leaving."""
    found = _own(request, organisation_slug)
    person = get_object_or_404(found.members, pk=person_id)
    leaves = person.pk == request.user.pk
    if request.method != "POST":
        context = {"organisation": found, "member": person, "leaves": leaves}
        return render(request, "account/organisation_remove.html", context)
    return _act(
        request,
        lambda: memberships.remove_member(found, person, actor=_person(request)),
        _("You have left.") if leaves else _("Removed."),
        found.slug,
    )


@login_required
@require_POST
def withdraw_invitation(
    request: HttpRequest, organisation_slug: str, invitation_id: int
) -> HttpResponse:
    found = _owned(request, organisation_slug)
    invitation = get_object_or_404(found.invitations, pk=invitation_id)
    return _act(
        request,
        lambda: invitations.withdraw(invitation, actor=_person(request)),
        _("The invitation is withdrawn."),
        found.slug,
    )


@login_required
@require_POST
def answer_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Yes or no to an invitation to an address of one's own; another's is a 404."""
    person = _person(request)
    invitation = get_object_or_404(invitations.invitations_for(person), pk=invitation_id)
    yes = request.POST.get("answer") == "yes"
    answer = invitations.accept if yes else invitations.decline
    return _act(
        request,
        lambda: answer(invitation, actor=person),
        _("You are a member now.") if yes else _("Declined."),
        invitation.organisation.slug,
    )


def _act(request: HttpRequest, act: Callable[[], object], done: str, slug: str) -> HttpResponse:
    """Does it, or says why not, and goes back to the organisation or to the list of them."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, done)
    if Organisation.objects.of(request.user).filter(slug=slug).exists():
        return redirect("accounts:organisation", slug)
    return redirect("accounts:organisations")


def _form(kind: type[Any], request: HttpRequest, organisation: Organisation) -> Any:
    if request.method == "POST":
        return kind(request.POST)
    return kind(initial=initial_of(organisation))


def _answer(
    request: HttpRequest, template: str, form: RefusableForm, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)


def _own(request: HttpRequest, slug: str) -> Organisation:
    """One that this person is a member of."""
    return get_object_or_404(Organisation.objects.of(request.user), slug=slug)


def _owned(request: HttpRequest, slug: str) -> Organisation:
    """One that this person owns."""
    owned = OrganisationMembership.objects.filter(person=_person(request), role=Role.OWNER)
    own = Organisation.objects.filter(pk__in=owned.values("organisation"))
    return get_object_or_404(own, slug=slug)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
