from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpineConfig(AppConfig):
    name = "luotsi.hub.spine"
    label = "spine"
    verbose_name = _("Life cycle")

    def ready(self) -> None:
        from luotsi.hub.spine import kinds  # noqa: PLC0415 - models exist only from here on

        kinds.register()
