"""From a record to the tool's input, and from that to the workbench's proposals."""

from dataclasses import dataclass

from luotsi.engines.casefile.case import compiled
from luotsi.engines.casefile.model_summary import with_model_summary
from luotsi.engines.casefile.pile import Pile, pile_of
from luotsi.kit.tool import Context, RecordSlice, Result
from luotsi.tools.background.engine.assemble import assembled
from luotsi.tools.background.engine.library import KIND, own_words_of, themes_of


@dataclass(frozen=True, slots=True)
class BackgroundInput:
    """The client's papers."""

    pile: Pile


def read(record: RecordSlice) -> BackgroundInput:
    """The papers of the handed-over record; InputError when it is not one client's."""
    return BackgroundInput(pile_of(record.resources, record.on))


def run(given: BackgroundInput, context: Context) -> Result:
    """Compile by the themes and words in effect; a language model, when the county has one, adds a verified summary."""
    pack = context.library.get(KIND)
    themes = themes_of(pack, context.unit)
    case = compiled(given.pile, themes=themes, words=own_words_of(pack, context.unit), on=given.pile.on)
    return with_model_summary(assembled(case, themes), case, context)
