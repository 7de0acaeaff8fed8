"""Addresses: records in bulk: NDJSON files, watched folders, sources that disagree, and files of a record."""

from django.urls import URLPattern, URLResolver

app_name = "intake"
urlpatterns: list[URLPattern | URLResolver] = []
