"""Pages for everyone. Their addresses begin with the language (goteo/urls.py)."""

from django.urls import URLPattern, path

from pages.views import explore, home, project, standing

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("explore/", explore.explore, name="explore"),
    path("projects/<slug:slug>/", project.project, name="project"),
    path("how-it-works/", standing.how_it_works, name="how_it_works"),
    path("terms/", standing.terms, name="terms"),
    path("privacy/", standing.privacy, name="privacy"),
]
