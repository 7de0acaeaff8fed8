"""Records in bulk, as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "luotsi.workbench.intake"
    label = "intake"

    def ready(self) -> None:
        """Show the room in the rail and on the client's page, and hand documents to tools with their files."""
        from luotsi.workbench import menu  # noqa: PLC0415 - models load after the apps
        from luotsi.workbench.domain import runs  # noqa: PLC0415
        from luotsi.workbench.intake import panels  # noqa: PLC0415
        from luotsi.workbench.intake.domain.contents import AttachedFiles  # noqa: PLC0415

        menu.register_entries(panels.entries)
        menu.register_client_panel(panels.client_panels)
        runs.register_contents(AttachedFiles())
