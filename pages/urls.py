"""Pages for everyone. Their addresses begin with the language (goteo/urls.py)."""

from django.urls import URLPattern, path

from pages.views import desk, explore, home, my_donations, project, standing

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("explore/", explore.explore, name="explore"),
    path("projects/<slug:slug>/", project.project, name="project"),
    path("projects/<slug:slug>/desk/", desk.desk, name="desk"),
    path("my-donations/", my_donations.my_donations, name="my_donations"),
    path("how-it-works/", standing.how_it_works, name="how_it_works"),
    path("terms/", standing.terms, name="terms"),
    path("privacy/", standing.privacy, name="privacy"),
]
