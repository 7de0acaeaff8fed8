from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExperimentsConfig(AppConfig):
    name = "luotsi.hub.experiments"
    label = "experiments"
    verbose_name = _("Experiments")

    def ready(self) -> None:
        from luotsi.hub.experiments import doors  # noqa: PLC0415 - models exist only from here on

        doors.register()
