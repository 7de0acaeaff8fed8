"""Addresses: the border to the hub: aggregates up, packs down, signed and acknowledged."""

from django.urls import URLPattern, URLResolver

app_name = "border"
urlpatterns: list[URLPattern | URLResolver] = []
