"""Recommendations and vision, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "luotsi.hub.recommendations"
    label = "recommendations"
    verbose_name = _("Recommendations and vision")

    def ready(self) -> None:
        from luotsi.hub.recommendations import doors  # noqa: PLC0415 - models exist only from here on

        doors.register()
