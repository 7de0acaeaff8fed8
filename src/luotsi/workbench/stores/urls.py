"""Addresses: the three stores that tools share: Library, Entry and Task."""

from django.urls import URLPattern, URLResolver

app_name = "stores"
urlpatterns: list[URLPattern | URLResolver] = []
