"""A client's case file: its documents as one pile, what they tell by theme and person, and what stays out. Pure."""

from luotsi.engines.casefile.case import Case, compiled
from luotsi.engines.casefile.grid import COLUMNS, Row, State, grid, state_of
from luotsi.engines.casefile.groups import Group, groups
from luotsi.engines.casefile.pile import Pile, Stranger, pile_of, pile_of_documents
from luotsi.engines.casefile.secrecy import protected

__all__ = [
    "COLUMNS",
    "Case",
    "Group",
    "Pile",
    "Row",
    "State",
    "Stranger",
    "compiled",
    "grid",
    "groups",
    "pile_of",
    "pile_of_documents",
    "protected",
    "state_of",
]
