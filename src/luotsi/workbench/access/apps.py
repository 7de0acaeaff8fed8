"""Access to records, as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "luotsi.workbench.access"
    label = "access"
