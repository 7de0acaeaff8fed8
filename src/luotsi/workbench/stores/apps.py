"""The three stores that tools share, as a Django app."""

from django.apps import AppConfig


class StoresConfig(AppConfig):
    name = "luotsi.workbench.stores"
    label = "stores"
