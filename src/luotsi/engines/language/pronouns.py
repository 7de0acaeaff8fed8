"""Who was spoken of last, and whom a pronoun takes up: nearly always the client, for a record is about its client."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from luotsi.engines.language.lexicon import Lexicon
from luotsi.engines.language.model import Sentence
from luotsi.engines.language.people import Cast, Mention, case_of

_PRONOUNS = (
    ("they_one", ""),
    ("he", "m"),
    ("she", "f"),
    ("his", "m"),
    ("her", "f"),
    ("they_all", "p"),
    ("their_all", "p"),
)
_POSSESSIVES = frozenset({"his", "her", "their_all"})


class Person(NamedTuple):
    """A person just spoken of: role, gender (f, m, p for several, or empty) and in which sentence of the document."""

    role: str
    gender: str = ""
    sentence: int = 0


@dataclass(slots=True)
class Memory:
    """Who was spoken of last in a document, for pronouns and clauses without a subject."""

    cast: Cast
    recent: list[Person] = field(default_factory=list)
    subject: str = ""
    paragraph: int = -1
    sentence: int = 0
    of_client: int = 0
    """The last sentence that named the client."""
    gender: str = ""
    """The client's, once a word or a pronoun has shown it."""

    def see(self, mention: Mention) -> None:
        """Remember a person as the last subject."""
        if mention.role != "X":
            self._remember(Person(mention.role, mention.gender, self.sentence))
            if mention.role == "C" and mention.gender in {"f", "m"}:
                self.gender = mention.gender
            self.subject = mention.role
        else:
            self.subject = ""

    def _remember(self, person: Person) -> None:
        self.recent.append(person)
        del self.recent[:-6]

    def pronoun(self, gender: str, *, opens: bool) -> str:
        """Who "he", "she" or "hän" is: the client, unless the text shows that it is another.

        A record is about its client. A pronoun takes up another where it ``opens`` the sentence right after one whose
        subject that person is and that does not name the client; one of a gender that is not the client's, always.
        """
        if gender == "p":
            last = next((person.role for person in reversed(self.recent) if person.gender == "p"), "")
            return last or ("PA" if self.cast.client.child else "C")
        fitting = [person for person in self.recent if person.gender == gender or (not gender and person.gender != "p")]
        last_one = fitting[-1] if fitting else None
        if last_one and self._is(last_one, gender, opens=opens):
            self._remember(last_one._replace(sentence=self.sentence))
            return last_one.role
        if gender and not self.gender:
            self.gender = gender
        self.of_client = self.sentence  # "Her gran does the shopping. She …": the client was named
        return "C"

    def _is(self, person: Person, gender: str, *, opens: bool) -> bool:
        """Whether a pronoun of that gender takes up a person rather than the client."""
        if gender and self.gender and gender != self.gender:
            return True
        before = self.sentence - 1
        unsure = bool(gender) and not self.gender  # "Margaret's husband had a stroke. He …"
        return opens and person.sentence == before and (unsure or self.of_client != before)


_CHILDS_KIN = frozenset({"MO", "FA", "PA", "SI", "GP"})


def with_pronouns(
    mentions: list[Mention], sentence: Sentence, places: Mapping[int, Sequence[int]], lexicon: Lexicon, memory: Memory
) -> list[Mention]:
    """The persons of a sentence with those that pronouns stand for, in order; ``memory`` learns from them."""
    marks = lexicon.people.marks
    taken = {mention.at for mention in mentions}
    found = list(mentions)
    several = places.get(marks.get("they", -1), ())
    followed = any(mention.at == 1 for mention in mentions)  # "Her mother was ill": the client's, whoever spoken of
    for name, default in _PRONOUNS:
        for place in places.get(marks.get(name, -1), ()):
            if place in taken:
                continue
            gender = "p" if place in several else default
            taken.add(place)
            earlier = [one for one in mentions if one.at < place and one.case in {"nom", "ade"} and one.role != "X"]
            if not earlier and any(token.text == "," for token in sentence.tokens[:place]):
                earlier = [one for one in mentions if one.at == 0 and one.case == "gen" and one.role != "X"]
            fitting = [one for one in earlier if (one.gender != "p" if not gender else one.gender in {"", gender})]
            opens = not place and not (followed and name in _POSSESSIVES)
            role = fitting[-1].role if fitting else memory.pronoun(gender, opens=opens)
            found.append(_pronoun(sentence, place, role, gender, possessive=name in _POSSESSIVES, lexicon=lexicon))
    return _possessed(sorted(found, key=lambda one: one.at), lexicon, child=memory.cast.client.child)


def _pronoun(sentence: Sentence, place: int, role: str, gender: str, *, possessive: bool, lexicon: Lexicon) -> Mention:
    case = "gen" if possessive else case_of(sentence.tokens[place], lexicon.language)
    return Mention(place, role, case, gender, pronoun=True)


def _possessed(mentions: list[Mention], lexicon: Lexicon, *, child: bool) -> list[Mention]:
    """A possessive before a person is that person ("his wife", "hänen vaimonsa"); kin so named are a child client's."""
    answer: list[Mention] = []
    for mention in mentions:
        before = answer[-1] if answer else None
        if before and before.pronoun and before.case == "gen" and mention.at - before.at <= 2 and not mention.pronoun:  # noqa: PLR2004
            of = lexicon.people.of.get(before.role, {})
            own = before.role == "C" or (child and mention.role in _CHILDS_KIN)
            role = mention.role if own else of.get(mention.role, "OT")
            answer[-1] = Mention(mention.at, role, mention.case, mention.gender)
            continue
        answer.append(mention)
    return answer
