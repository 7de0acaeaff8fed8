"""Statistics of the network: disclosure control of published tables. Pure."""

from luotsi.engines.stats.disclosure import Exposure, Range, exposures, feasible_ranges
from luotsi.engines.stats.release import Breakdown, Release, dominated, hidden_groups, revealing_changes
from luotsi.engines.stats.suppression import Suppressed, suppress, suppress_line, suppress_table
from luotsi.engines.stats.table import Relations, of_line, of_table

__all__ = [
    "Breakdown",
    "Exposure",
    "Range",
    "Relations",
    "Release",
    "Suppressed",
    "dominated",
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
