"""Pages for everyone. Their addresses begin with the language (goteo/urls.py)."""

from django.urls import URLPattern, path

from pages.views import standing

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("how-it-works/", standing.how_it_works, name="how_it_works"),
    path("terms/", standing.terms, name="terms"),
    path("privacy/", standing.privacy, name="privacy"),
]
