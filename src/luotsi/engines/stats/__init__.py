"""Statistics of the network: disclosure control of published tables. Pure."""

from luotsi.engines.stats.disclosure import Exposure, Range, exposures, feasible_ranges
from luotsi.engines.stats.suppression import Suppressed, suppress, suppress_line, suppress_table
from luotsi.engines.stats.table import Relations, of_line, of_table

__all__ = [
    "Exposure",
    "Range",
    "Relations",
    "Suppressed",
    "exposures",
    "feasible_ranges",
    "of_line",
    "of_table",
    "suppress",
    "suppress_line",
    "suppress_table",
]
