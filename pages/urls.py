"""Pages for everyone. Their addresses begin with the language (goteo/urls.py)."""

from django.urls import URLPattern, path

from pages.sharing import shared_page
from pages.views import desk, explore, home, my_donations, own, project, standing

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("", shared_page(home.home), name="home"),
    path("explore/", shared_page(explore.explore), name="explore"),
    path("projects/<slug:slug>/", shared_page(project.project), name="project"),
    path("projects/<slug:slug>/desk/", desk.desk, name="desk"),
    path("own/", own.own, name="own"),
    path("my-donations/", my_donations.my_donations, name="my_donations"),
    path("how-it-works/", shared_page(standing.how_it_works), name="how_it_works"),
    path("terms/", shared_page(standing.terms), name="terms"),
    path("privacy/", shared_page(standing.privacy), name="privacy"),
]
