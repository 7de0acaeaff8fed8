"""Access to records, as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "luotsi.workbench.access"
    label = "access"

    def ready(self) -> None:
        """Add emergency access to the grounds on which records open, and show this room in the menus."""
        from luotsi.workbench import menu, queries  # noqa: PLC0415 - models load after apps
        from luotsi.workbench.access import panels  # noqa: PLC0415 - models load after apps
        from luotsi.workbench.access.queries import EmergencyGrounds  # noqa: PLC0415 - models load after apps

        queries.register_grounds(EmergencyGrounds())
        menu.register_entries(panels.entries)
        menu.register_client_panel(panels.client_panel)
        menu.register_today_panel(panels.today_panel)
