"""Doors for other systems of the county, as a Django app."""

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "luotsi.workbench.doors"
    label = "doors"

    def ready(self) -> None:
        """Show the room in the rail."""
        from luotsi.workbench import menu  # noqa: PLC0415 - models load after the apps
        from luotsi.workbench.doors import panels  # noqa: PLC0415 - as above

        menu.register_entries(panels.entries)
