"""Addresses of one's own account that allauth does not have."""

from django.urls import path

from accounts import organisation_pages as organisations
from accounts import token_pages, views

app_name = "accounts"
ONE = "organisations/<slug:organisation_slug>"
urlpatterns = [
    path("settings/", views.settings_page, name="settings"),
    path("tokens/", token_pages.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", token_pages.revoke, name="revoke_token"),
    path("organisations/", organisations.mine, name="organisations"),
    path("organisations/new/", organisations.new, name="new_organisation"),
    path(f"{ONE}/", organisations.organisation, name="organisation"),
    path(f"{ONE}/edit/", organisations.edit, name="edit_organisation"),
    path(f"{ONE}/identity/", organisations.identity, name="organisation_identity"),
    path(f"{ONE}/members/<int:person_id>/role/", organisations.change_role, name="change_role"),
    path(f"{ONE}/members/<int:person_id>/remove/", organisations.remove, name="remove_member"),
    path(
        f"{ONE}/invitations/<int:invitation_id>/withdraw/",
        organisations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "invitations/<int:invitation_id>/answer/",
        organisations.answer_invitation,
        name="answer_invitation",
    ),
]
