"""The border to the hub, as a Django app."""

from django.apps import AppConfig


class BorderConfig(AppConfig):
    name = "luotsi.workbench.border"
    label = "border"

    def ready(self) -> None:
        from luotsi.workbench.border.places import entries, today  # noqa: PLC0415 - models exist only from here on
        from luotsi.workbench.menu import register_entries, register_today_panel  # noqa: PLC0415 - as above

        register_entries(entries)
        register_today_panel(today)
