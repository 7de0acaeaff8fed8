"""Starts the base app: finds every app's permission rules and jobs."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.auth import get_user_model
from django.db import connections
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.utils.module_loading import module_has_submodule

from luotsi.base import append_only
from luotsi.web.language import language_chosen


class BaseConfig(AppConfig):
    """Configuration of ``luotsi.base``."""

    name = "luotsi.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load ``permissions.py`` and ``tasks.py`` of every app of ours: no rule or job is missing by accident."""
        for app in apps.get_app_configs():
            if app.name.startswith("luotsi."):
                for module in ("permissions", "tasks"):
                    if module_has_submodule(app.module, module):
                        import_module(f"{app.name}.{module}")
        post_migrate.connect(protect_logs, sender=self, dispatch_uid="base.protect_logs")
        language_chosen.connect(remember_language, dispatch_uid="base.remember_language")


def protect_logs(using: str, **_kwargs: object) -> None:
    """After every upgrade the logs are append-only again, should somebody have lifted that, or a table been made anew."""
    for guard in append_only.registered(connections[using]):
        append_only.install(connections[using], guard)


def remember_language(request: HttpRequest, language: str, **_kwargs: object) -> None:
    """The language chosen from the switch is the user's own from then on."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        get_user_model().objects.filter(pk=user.pk).update(language=language)
