"""The border to the hub, as a Django app."""

from django.apps import AppConfig


class BorderConfig(AppConfig):
    name = "luotsi.workbench.border"
    label = "border"
