"""Where the arrivals show themselves on the site."""

from collections.abc import Iterator

from luotsi.hub.arrivals.models import Arrival, CountyKey
from luotsi.hub.spine.addresses import in_every_language
from luotsi.hub.spine.freshness import watch
from luotsi.hub.spine.registry import MenuItem, PublicAddress, register_menu, register_public
from luotsi.kit.text import Text

TITLE = Text("Mitä alueilta on tullut", "Vad områdena har skickat", "What the counties have sent")


def _public() -> Iterator[PublicAddress]:
    yield PublicAddress(in_every_language("arrivals:list"))


def register() -> None:
    """Called once, when the app is ready."""
    register_menu(MenuItem(Text("Alueiden luvut", "Områdenas siffror", "County figures"), "arrivals:list", 60))
    register_public("arrivals", _public)
    watch(Arrival, CountyKey)
