"""Records in bulk, as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "luotsi.workbench.intake"
    label = "intake"
