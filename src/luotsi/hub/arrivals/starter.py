"""Demo only: the hub's key, and the key of the invented county that stands beside it."""

from django.conf import settings

from luotsi.hub.arrivals.domain.keys import current_key, enrol_neighbour, make_key


def load() -> None:
    """Make the hub's key when there is none. Outside the demo keys are made by `luotsi arrivals keys --new`."""
    if not settings.LUOTSI_DEMO:
        return
    if current_key() is None:
        make_key()
    enrol_neighbour()
