"""Starter content of each half, room by room. Loading it again changes nothing."""

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def load(role: str) -> None:
    """Load the starter content of ``hub`` or ``workbench`` into its database: the half's own, then each room's."""
    import_module(f"luotsi.{role}.starter").load()
    for room in apps.get_app_configs():
        if room.name.startswith(f"luotsi.{role}.") and module_has_submodule(room.module, "starter"):
            import_module(f"{room.name}.starter").load()
