"""Safety events, as a Django app."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "luotsi.workbench.safety"
    label = "safety"

    def ready(self) -> None:
        """Show the room in the workbench, and feed its measure."""
        from luotsi.workbench import measures, menu  # noqa: PLC0415 - models exist only from here on
        from luotsi.workbench.safety import measuring, places  # noqa: PLC0415 - as above

        menu.register_entries(places.entries)
        menu.register_review_links(places.review_links)
        measures.register_source(measuring.SOURCE)
