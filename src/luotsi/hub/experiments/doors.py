"""What this app puts into the registries of the spine."""


def register() -> None:
    """Called once, when the app is ready."""
