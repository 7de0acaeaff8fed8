"""Addresses: doors for other systems of the county: SMART on FHIR launch and the FHIR read API."""

from django.urls import URLPattern, URLResolver

app_name = "doors"
urlpatterns: list[URLPattern | URLResolver] = []
