"""From a record to the tool's input, and from that to the workbench's proposals."""

from dataclasses import dataclass
from datetime import date

from luotsi.engines.casefile.case import compiled
from luotsi.engines.casefile.pile import Pile, pile_of
from luotsi.kit.tool import Context, RecordSlice, Result
from luotsi.tools.child_needs.engine.assemble import assembled


@dataclass(frozen=True, slots=True)
class ChildNeedsInput:
    """The child's papers, and the day of assessment."""

    pile: Pile
    on: date


def read(record: RecordSlice) -> ChildNeedsInput:
    """The papers of the handed-over record; InputError when it is not one client's."""
    return ChildNeedsInput(pile_of(record.resources, record.on), record.on)


def run(given: ChildNeedsInput, context: Context) -> Result:
    """Compile the draft. The day of assessment is the record's."""
    return assembled(compiled(given.pile, on=given.on), given.on)
