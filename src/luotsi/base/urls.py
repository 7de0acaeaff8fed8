"""Addresses of the base app: include at the root."""

from django.urls import include, path

from luotsi.base import views

urlpatterns = [
    path("health", views.health, name="health"),
    path("accounts/", include("allauth.urls")),
]
