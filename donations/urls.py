"""The backer's way. These addresses begin with the language (goteo/urls.py)."""

from django.urls import URLPattern, path

from donations.views import checkout, donation, links, recover, withdraw

app_name = "donations"
urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/donate/", checkout.checkout, name="checkout"),
    path("projects/<slug:slug>/withdraw/", withdraw.withdraw, name="withdraw"),
    path("projects/<slug:slug>/stop/", withdraw.stop, name="stop"),
    path("donations/link/", links.links, name="links"),
    path("donations/<slug:token>/", donation.donation, name="donation"),
    path("donations/<slug:token>/return/", checkout.come_back, name="return"),
    path("donations/<slug:token>/<uuid:public_id>/cancel/", donation.cancel, name="cancel"),
    path("donations/<slug:token>/<uuid:public_id>/pay/", recover.recover, name="recover"),
    path(
        "donations/<slug:token>/<uuid:public_id>/pay/return/",
        recover.come_back,
        name="recover_return",
    ),
]
