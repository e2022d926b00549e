"""Addresses of the local mail viewer; included only in local mode."""

from django.urls import path

from activity import views

app_name = "mails"
urlpatterns = [
    path("", views.mail_list, name="list"),
    path("<int:mail_id>/", views.mail_detail, name="detail"),
    path("<int:mail_id>/html/", views.mail_html, name="html"),
]
