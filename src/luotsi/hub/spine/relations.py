"""The vocabulary of links: what one thing of the hub can be to another."""

from enum import StrEnum

from luotsi.kit.text import Text


class Relation(StrEnum):
    """A relation, read from the first thing to the second."""

    ANSWERS = "answers"
    FUNDED_BY = "funded_by"
    CLEARED_BY = "cleared_by"
    MEASURED_BY = "measured_by"
    CONTINUES = "continues"
    ADOPTS = "adopts"
    RESTS_ON = "rests_on"
    RELATES_TO = "relates_to"

    @property
    def label(self) -> Text:
        """The relation as the user reads it."""
        return _LABELS[self]


_LABELS = {
    Relation.ANSWERS: Text("vastaa tarpeeseen", "svarar på behovet", "answers the need"),
    Relation.FUNDED_BY: Text("rahoitettu haussa", "finansierat i ansökningsomgången", "funded in the call"),
    Relation.CLEARED_BY: Text("selvitetty", "utrett i", "cleared by"),
    Relation.MEASURED_BY: Text("mitattu", "mätt i", "measured by"),
    Relation.CONTINUES: Text("jatkaa", "fortsätter", "continues"),
    Relation.ADOPTS: Text("ottaa käyttöön", "inför", "adopts"),
    Relation.RESTS_ON: Text("nojaa", "vilar på", "rests on"),
    Relation.RELATES_TO: Text("liittyy", "hör samman med", "relates to"),
}
