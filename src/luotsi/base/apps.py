"""Starts the base app: finds every app's permission rules and jobs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BaseConfig(AppConfig):
    """Configuration of ``luotsi.base``."""

    name = "luotsi.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load ``permissions.py`` and ``tasks.py`` of every app, so that a rule or job is never missing by accident."""
        autodiscover_modules("permissions", "tasks")
