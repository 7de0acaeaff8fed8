"""The workbench as a Django app."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "luotsi.workbench"
    label = "workbench"

    def ready(self) -> None:
        """Feed the measure of own views."""
        from luotsi.workbench import own_words  # noqa: PLC0415 - models load after the apps

        own_words.register()
