"""Where the arrivals show themselves on the site."""

from luotsi.hub.arrivals.models import Arrival, CountyKey
from luotsi.hub.spine.freshness import watch
from luotsi.hub.spine.registry import MenuItem, register_menu
from luotsi.kit.text import Text

TITLE = Text("Mitä alueilta on tullut", "Vad områdena har skickat", "What the counties have sent")


def register() -> None:
    """Called once, when the app is ready."""
    register_menu(MenuItem(Text("Alueiden luvut", "Områdenas siffror", "County figures"), "arrivals:list", 60))
    watch(Arrival, CountyKey)
