"""One sentence made ready for reading: clauses, attribute triggers, persons, verbs, times."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from luotsi.engines.language.dates import When
from luotsi.engines.language.frames import Frame, Hit
from luotsi.engines.language.lexicon import Lexicon
from luotsi.engines.language.model import Experiencer, Sentence, Theme
from luotsi.engines.language.whose import Matter, Persons


@dataclass(slots=True)
class View:
    """One sentence made ready: clauses, attribute triggers, persons, verbs, times."""

    sentence: Sentence
    lexicon: Lexicon
    frame: Frame
    persons: Persons
    times: Sequence[When]
    known: dict[tuple[Matter, int], tuple[str, str]] = field(default_factory=dict)
    """Whose the matters are that were asked already."""

    def whose(self, matter: Matter, default: Experiencer) -> tuple[str, str]:
        """Role and rule for a matter."""
        key = (matter, id(default))  # an enum member hashes slowly
        answer = self.known.get(key)
        if answer is None:
            answer = self.known[key] = self.persons.whose(matter, default, self.frame.verbs)
        return answer

    def holds(self, words: str, clause: int) -> bool:
        """Whether a clause holds a word of one of the lexicon's lists."""
        places = self.frame.places.get(self.lexicon.words[words], ())
        return any(self.frame.clause_at[place] == clause for place in places)

    def present(self, clause: int) -> bool:
        """Whether a clause speaks in the present tense."""
        at = self.frame.clause_at
        if self.holds("perfect", clause) or self.past(clause):
            return False
        return any(at[place] == clause for place in self.frame.verbs)

    def past(self, clause: int) -> bool:
        """Whether a clause has a verb in the past tense."""
        return any(self.frame.clause_at[place] == clause for place in self.frame.past)

    def wished(self, clause: int) -> bool:
        """Whether a clause tells a wish."""
        at = self.frame.clause_at
        return any(hit.concept.theme is Theme.WISH and at[hit.match.start] == clause for hit in self.frame.hits)

    def of_parents(self, hit: Hit) -> bool:
        """Whether the words are of something that concerns the parents when nobody is named ("family work")."""
        places = self.frame.places.get(self.lexicon.people.marks.get("parents_matter", -1), ())
        return not hit.words.isdisjoint(places) if places else False
