"""Workshops, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "luotsi.hub.workshops"
    label = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        from luotsi.hub.workshops import doors  # noqa: PLC0415 - models exist only from here on

        doors.register()
