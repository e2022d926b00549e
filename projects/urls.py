"""The creator's side. Rewards and returns are sections too; `rewards.urls` has their views, and
stands before this list, so that `projects:edit` makes the address of every section."""

from django.urls import path

from projects.views import budget, check, handing_over, own, sections

app_name = "projects"
urlpatterns = [
    path("mine/", own.mine, name="mine"),
    path("new/", own.create, name="create"),
    path("<slug:slug>/edit/", sections.begin, name="begin"),
    path("<slug:slug>/edit/budget/", budget.edit, name="edit_budget"),
    path("<slug:slug>/edit/creator/", handing_over.hand_over, name="hand_over"),
    path("<slug:slug>/edit/check/", check.check, name="check"),
    path("<slug:slug>/edit/<slug:section>/", sections.edit, name="edit"),
]
