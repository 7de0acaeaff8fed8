from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from luotsi.base import append_only
from luotsi.hub.dialogue.log_guard import VOTE_LOG


class DialogueConfig(AppConfig):
    name = "luotsi.hub.dialogue"
    label = "dialogue"
    verbose_name = _("Dialogue")

    def ready(self) -> None:
        from luotsi.hub.dialogue import doors  # noqa: PLC0415 - models exist only from here on

        doors.register()
        append_only.register(VOTE_LOG)
