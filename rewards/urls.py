"""The two sections of the editor that are this app's. They stand before `projects.urls`, under the
addresses that `projects:edit` makes for them."""

from django.urls import path

from rewards.views import returns, rewards

app_name = "rewards"
urlpatterns = [
    path("<slug:slug>/edit/rewards/", rewards.edit, name="edit_rewards"),
    path("<slug:slug>/edit/returns/", returns.edit, name="edit_returns"),
]
