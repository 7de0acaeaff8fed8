"""Addresses: what counties send: keys, aggregates received, and the packs offered to them."""

from django.urls import URLPattern, URLResolver

app_name = "arrivals"
urlpatterns: list[URLPattern | URLResolver] = []
