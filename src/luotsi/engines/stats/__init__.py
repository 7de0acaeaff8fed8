"""Statistics of the network: disclosure control of published tables. Pure.

What needs scipy is loaded when it is first asked for: a web process that only stores figures does without.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from luotsi.engines.stats.rates import Rate, event_rate
from luotsi.engines.stats.release import Breakdown, Release, dominated, hidden_groups, revealing_changes
from luotsi.engines.stats.table import Relations, of_line, of_table

if TYPE_CHECKING:
    from luotsi.engines.stats.disclosure import Exposure, Range, exposures, feasible_ranges
    from luotsi.engines.stats.suppression import Suppressed, suppress, suppress_line, suppress_table

_LATER = {
    **dict.fromkeys(("Exposure", "Range", "exposures", "feasible_ranges"), "disclosure"),
    **dict.fromkeys(("Suppressed", "suppress", "suppress_line", "suppress_table"), "suppression"),
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)


__all__ = [
    "Breakdown",
    "Exposure",
    "Range",
    "Rate",
    "Relations",
    "Release",
    "Suppressed",
    "dominated",
    "event_rate",
    "exposures",
    "feasible_ranges",
    "hidden_groups",
    "of_line",
    "of_table",
    "revealing_changes",
    "suppress",
    "suppress_line",
    "suppress_table",
]
