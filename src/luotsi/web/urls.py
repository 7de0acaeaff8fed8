"""Addresses of the design system: the catalogue and the two settings of the reader."""

from django.urls import path

from luotsi.web import language, views

app_name = "web"

urlpatterns = [
    path("design/", views.catalogue, name="catalogue"),
    path("language/", language.set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
]
