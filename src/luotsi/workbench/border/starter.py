"""Demo only: the county's key, and trust in the hub that stands beside it."""

from django.conf import settings

from luotsi.workbench.border.domain.keys import current_key, make_key, trust_neighbour


def load() -> None:
    """Make the county's key when there is none. Outside the demo keys are made by `luotsi border keys --new`."""
    if not settings.LUOTSI_DEMO:
        return
    if current_key() is None:
        make_key()
    trust_neighbour()
