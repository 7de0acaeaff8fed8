"""The workbench as a Django app."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "luotsi.workbench"
    label = "workbench"
