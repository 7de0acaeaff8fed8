"""Records in bulk, as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "luotsi.workbench.intake"
    label = "intake"

    def ready(self) -> None:
        """Show the room in the rail and on the client's page."""
        from luotsi.workbench import menu  # noqa: PLC0415 - models load after the apps
        from luotsi.workbench.intake import panels  # noqa: PLC0415

        menu.register_entries(panels.entries)
        menu.register_client_panel(panels.client_panels)
