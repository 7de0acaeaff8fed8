"""Addresses: access to records: purposes, break-glass, who saw whom, and the people of the county."""

from django.urls import URLPattern, URLResolver

app_name = "access"
urlpatterns: list[URLPattern | URLResolver] = []
