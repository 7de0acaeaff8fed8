from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "luotsi.hub.editorial"
    label = "editorial"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from luotsi.hub.editorial import freshness  # noqa: PLC0415 - models exist only from here on

        freshness.register()
