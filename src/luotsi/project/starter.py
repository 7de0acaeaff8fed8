"""Starter content of each half. Loading it again changes nothing."""

from importlib import import_module


def load(role: str) -> None:
    """Load the starter content of ``hub`` or ``workbench`` into its database."""
    import_module(f"luotsi.{role}.starter").load()
