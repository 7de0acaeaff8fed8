"""The three stores that tools share, as a Django app."""

from typing import Any

from django.apps import AppConfig


class StoresConfig(AppConfig):
    name = "luotsi.workbench.stores"
    label = "stores"

    def ready(self) -> None:
        """Show the stores in the workbench, hand Library content to runs, and follow verdicts with tasks."""
        from django.db.models.signals import post_save  # noqa: PLC0415 - models load after the apps

        from luotsi.workbench import menu  # noqa: PLC0415
        from luotsi.workbench.domain.runs import register_library  # noqa: PLC0415
        from luotsi.workbench.models import VerdictRow  # noqa: PLC0415
        from luotsi.workbench.stores import panels  # noqa: PLC0415
        from luotsi.workbench.stores.domain.packs import RunLibrary  # noqa: PLC0415

        register_library(RunLibrary())
        menu.register_entries(panels.entries)
        menu.register_client_panel(panels.client_panels)
        menu.register_today_panel(panels.today_panels)
        post_save.connect(_verdict_given, sender=VerdictRow, dispatch_uid="stores.follow")


def _verdict_given(sender: Any, instance: Any, created: bool, **more: Any) -> None:
    """A verdict was stored: within its transaction the tasks of the matter follow."""
    from luotsi.workbench.stores.domain.tasks import follow  # noqa: PLC0415 - models load after the apps

    if created:
        follow(instance)
