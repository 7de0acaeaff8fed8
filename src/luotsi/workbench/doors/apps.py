"""Doors for other systems of the county, as a Django app."""

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "luotsi.workbench.doors"
    label = "doors"
