"""What counties send, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArrivalsConfig(AppConfig):
    name = "luotsi.hub.arrivals"
    label = "arrivals"
    verbose_name = _("What has come from the counties")

    def ready(self) -> None:
        from luotsi.hub.arrivals import doors  # noqa: PLC0415 - models exist only from here on

        doors.register()
