"""Whose matter a finding is: possessor, subject, relative clause, carried-over subject, the home, or the theme's default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from luotsi.engines.language.lexicon import Lexicon
from luotsi.engines.language.matching import Places
from luotsi.engines.language.model import Experiencer, Sentence, Token
from luotsi.engines.language.people import Mention, case_of, mentions_of
from luotsi.engines.language.pronouns import Memory, with_pronouns
from luotsi.engines.language.scopes import Clause
from luotsi.kit.text import Language

_SUBJECTS = {
    "nom": 0,
    "ade": 0,
    "abl": 2,
    "all": 2,
    "ela": 3,
    "par": 3,
    "gen": 4,
    "ine": 4,
    "ill": 5,
    "oth": 5,
    "com": 6,
}
_STRONG = frozenset({"nom", "ade", "abl", "all"})
"""Cases of a person who is spoken of; the others are objects and circumstances, asked only when nobody else fits."""
_PASSIVE_FI = (
    "ttu", "tty", "taan", "tään", "ttiin", "daan", "dään", "ltu", "lty", "rtu", "rty", "stu", "sty", "otu", "öty",
    "uotu", "yöty", "ietu", "iety", "ytty",
)  # fmt: skip
_OF_ONESELF_FI = ("vansa", "vänsä", "neensa", "neensä")
"""Endings of verb forms whose doer is the subject of the verb of saying."""

_NOT_FI = frozenset({"ei", "eikä", "ettei", "muttei"})
_PLACES = frozenset({"nom", "ine", "ill", "ela"})
"""Cases in which a word after another of the same case is no attribute's head: "turvassa mummolassa"."""

_INFINITIVE_FI = ("aa", "ää", "da", "dä", "ta", "tä", "lla", "llä", "nna", "nnä", "rra", "rrä")
_LOCAL = frozenset({"ade", "abl", "all", "ine", "ela", "ill"})
_OLD_PARENT_AGE = 60
"""From this age an adult client called mother by a child of theirs is the client, not the client's mother."""


class Matter(NamedTuple):
    """A matter whose person is asked: its tokens, all words that it names, and what a person in them would be.

    ``naming``: a ``thing`` ("has no friends") is nobody's subject, a ``deed`` belongs to the doer ("beaten by his
    father"). One who has ``denied`` a deed is its doer.
    """

    start: int
    end: int
    named: frozenset[int]
    naming: str = ""
    denied: bool = False


def _concerned(mention: Mention, matter: Matter) -> bool:
    """Whether one who is only mentioned may be whose the matter is: not the company, nor those whom one has or lacks."""
    if matter.naming == "thing":
        return mention.case != "par" or mention.role == "C"
    return mention.case != "com"


@dataclass(slots=True)
class Persons:
    """The persons of one sentence, clause by clause: subjects, sources, and how to find whose a matter is."""

    sentence: Sentence
    clauses: Sequence[Clause]
    clause_at: Sequence[int]
    mentions: list[Mention]
    sources: dict[int, str]
    home: Sequence[int]
    subjects: list[str]
    by_word: set[int]
    carried: str
    links: set[int]
    ordered: bool = False
    articles: frozenset[int] = frozenset()
    agents: frozenset[int] = frozenset()
    saying: frozenset[int] = frozenset()
    circumstances: frozenset[int] = frozenset()

    def whose(self, matter: Matter, default: Experiencer, verbs: set[int]) -> tuple[str, str]:  # noqa: PLR0911
        """Role and rule for a matter of the sentence."""
        start = matter.start
        clause = self.clause_at[start]
        named = self._named(matter, verbs)
        if named:
            return named
        inside = self._inside(matter, clause)
        mention = self._subject(matter, inside, verbs)
        if mention:
            return mention.role, "subject"
        if self._at_home(clause) or (self._goes_on(clause) and self._at_home(clause - 1)):
            return ("PA", "home")
        if self.clauses[clause].kind == "relative" and clause:
            back = [one for one in self.mentions if one.at < self.clauses[clause].start and one.role != "X"]
            if back:
                return back[-1].role, "relative"
        role = self._carried(clause, verbs)
        if role:
            return role, "carried"
        mention = None if self.ordered else self._nearest([one for one in inside if _concerned(one, matter)], start)
        if mention:
            return mention.role, "mentioned"
        other = self.speaker(clause)
        if other:
            return other, "source"
        return default.value, "default"

    def _subject(self, matter: Matter, inside: Sequence[Mention], verbs: set[int]) -> Mention | None:
        """The person of the clause who is spoken of."""
        clause = self.clause_at[matter.start]
        if self.ordered:
            return self._subject_by_order(matter.start, matter.end, clause, verbs, matter.naming)
        mention = self._nearest([one for one in inside if one.case in _STRONG], matter.start)
        if mention and mention.case == "all" and self._carried(clause, verbs):
            return None  # "Isä ei juo, mutta huutaa lapselle"
        return mention

    def _named(self, matter: Matter, verbs: set[int]) -> tuple[str, str] | None:
        """Who owns the matter by the words right beside it, and the rule."""
        start, end = matter.start, matter.end
        owner = self._owner(start, company=matter.naming == "thing")
        if owner is None and matter.naming != "thing":
            owner = self._described(start, end, verbs)
        if matter.denied and (owner is None or owner.role == "C"):
            own = self.speaker(self.clause_at[start])
        else:
            own = self._own_words(start, end)
        if own:
            return own, "speaker"
        if owner and owner.case == "gen" and self._is_object(owner, matter, verbs):
            return None
        return (owner.role, "possessor") if owner else None

    def _is_object(self, owner: Mention, matter: Matter, verbs: set[int]) -> bool:
        """Whether a genitive before the matter is the object or the place of what the subject does.

        "Äiti hoitaa Oonan hampaat", "on käynyt äidin kimppuun", "asuu sukulaisten nurkissa".
        """
        if self.sentence.language is not Language.FI:
            return False
        clause = self.clause_at[owner.at]
        before = [
            one for one in self._inside(matter, clause) if one.case == "nom" and one.at < owner.at and not one.pronoun
        ]
        if not before:
            return False
        subject = before[-1].at
        doing = {subject + 1} if self.sentence.tokens[subject + 1].lemma.endswith(_INFINITIVE_FI) else set()
        if any(subject < place < owner.at for place in (verbs | doing) & matter.named):
            return True  # "Äiti estää isän tapaamiset": the matter names what the subject does
        local = case_of(self.sentence.tokens[matter.start], Language.FI) in {"ine", "ill", "all"}
        return local or (matter.naming == "deed" and owner.role == "C")

    def _own_words(self, start: int, end: int) -> str:
        """Who tells of itself with a verb form that says so ("kertoo lyöneensä", "kieltää juovansa")."""
        if self.sentence.language is not Language.FI or not self.sources:
            return ""
        told = any(self.sentence.tokens[place].text.lower().endswith(_OF_ONESELF_FI) for place in range(start, end + 1))
        return self.speaker(self.clause_at[start]) if told else ""

    def _owner(self, start: int, *, company: bool) -> Mention | None:
        """A genitive right before the matter, with at most two words between; with ``company`` also "with her"."""
        cases = {"gen", "com"} if company else {"gen"}
        owners = [
            one
            for one in self.mentions
            if one.case in cases
            and one.at not in self.sources
            and 0 < start - one.at <= 3  # noqa: PLR2004
            and self.clause_at[one.at] == self.clause_at[start]
        ]
        if not owners or owners[-1].role == "X":
            return None
        beside = self._beside(owners[-1])
        if beside:
            return beside
        between = self.sentence.tokens[owners[-1].at + 1 : start]
        if not all(token.is_word for token in between):
            return None
        if any(place in self.circumstances for place in range(owners[-1].at + 1, start)):
            return None  # "isän lomautuksen takia rahasta on tiukkaa"
        if self.sentence.language is Language.FI and self._ended(between, self.sentence.tokens[start]):
            return None
        return owners[-1]

    def _beside(self, mention: Mention) -> Mention | None:
        """The first of two who are named side by side in the genitive ("isän ja pojan välit")."""
        for one in self.mentions:
            if one.at == mention.at - 2 and one.case == "gen" and one.role != "X" and mention.at - 1 in self.links:
                return one
        return None

    @staticmethod
    def _ended(between: Sequence[Token], head: Token) -> bool:
        """Whether the genitive belongs to a word in a local case of its own ("Ossin hoidosta mahdollisesti päihtyneenä")."""
        case = case_of(head, Language.FI)
        return any(
            token.lemma != token.text.lower() and (own := case_of(token, Language.FI)) in _LOCAL and own != case
            for token in between
        )

    def _described(self, start: int, end: int, verbs: set[int]) -> Mention | None:
        """The person right after an attribute in the same case ("muistisairasta vaimoaan")."""
        if self.sentence.language is not Language.FI or start in verbs:
            return None
        after = next((one for one in self.mentions if one.at == end + 1 and one.case not in _PLACES), None)
        if self.sentence.tokens[end].lemma.endswith(_INFINITIVE_FI):
            return None
        if after and case_of(self.sentence.tokens[end], Language.FI) == after.case and after.role != "X":
            return after
        return None

    def _inside(self, matter: Matter, clause: int) -> list[Mention]:
        """The persons of a clause who may be meant: no professionals, not the words of the matter itself, and no sources
        unless what they say is the matter ("Isä puhuu rumasti").
        """
        spoken = not self.saying.isdisjoint(matter.named)
        return [
            one
            for one in self.mentions
            if self.clause_at[one.at] == clause
            and (one.at not in self.sources or (spoken and one.at not in self.by_word))
            and one.role != "X"
            and not matter.start <= one.at <= matter.end
        ]

    def _nearest(self, inside: Sequence[Mention], start: int) -> Mention | None:
        if not inside:
            return None
        return min(inside, key=lambda one: (_SUBJECTS[one.case], one.at > start, abs(one.at - start)))

    def _subject_by_order(self, start: int, end: int, clause: int, verbs: set[int], naming: str) -> Mention | None:
        """Where word order tells (sv, en): the first person before the matter, else the nearest after it.

        A clause that goes on after "and" with its verb has no subject of its own; what follows the verb is an object.
        """
        inside = [
            one
            for one in self.mentions
            if self.clause_at[one.at] == clause and one.at not in self.sources and one.role != "X"
        ]
        owners = [one for one in inside if one.case == "gen"]
        inside = [one for one in inside if one.case == "nom"]
        named = [one for one in inside if start <= one.at <= end]
        before = [one for one in inside if one.at < start]
        described = next((one for one in inside if one.at == end + 1), None)
        if described and start and start - 1 in self.articles:
            return described
        doer = next((one for one in inside if one.at > end), None)
        if doer and naming == "deed" and end + 1 in self.agents and doer.at <= end + 3:
            return doer
        if before:
            return before[0]
        if named and naming != "thing":
            return named[0]
        now = self.clauses[clause]
        if clause and now.start + 1 in verbs and now.kind in {"and", "relative"}:
            return None
        after = [one for one in (*inside, *owners) if one.at > end]
        return after[0] if after else None

    def _goes_on(self, clause: int) -> bool:
        """Whether a clause without persons goes on with the one before, in the passive ("kotona ei huudeta eikä lyödä")."""
        now = self.clauses[clause]
        return clause > 0 and now.kind in {"border", "and", "comma"} and self.impersonal(clause)

    def impersonal(self, clause: int) -> bool:
        """Whether a clause has a verb without a subject."""
        return self._impersonal(self.clauses[clause])

    def _at_home(self, clause: int) -> bool:
        return any(self.clause_at[place] == clause for place in self.home)

    def _carried(self, clause: int, verbs: set[int]) -> str:
        """The subject before, when this clause begins with its verb and names no subject."""
        now = self.clauses[clause]
        first = next((n for n in range(now.start, now.end) if self._opens(n)), now.start)
        elliptic = (
            clause and now.kind in {"border", "and", "comma"} and not any(now.start <= n < now.end for n in verbs)
        )
        if first not in verbs and now.kind != "that" and not elliptic:
            return self.subjects[clause - 1] if clause and self._bare_denial(now, verbs) else ""
        if now.kind in {"main", "that"} and self._impersonal(now):
            return ""  # "että Ossia on lyöty": whoever did it
        if clause == 0:
            return self.carried
        for before in range(clause - 1, -1, -1):
            if self.subjects[before]:
                return "" if self.subjects[before] == "X" else self.subjects[before]
        source = [role for place, role in self.sources.items() if place < now.start and role != "X"]
        if source:
            return source[-1]
        return self.carried

    def _bare_denial(self, clause: Clause, verbs: set[int]) -> bool:
        """Whether a clause is but a denial that goes on with the one before ("eikä väkivaltaa")."""
        short = clause.end - clause.start <= 4 and clause.kind == "border"  # noqa: PLR2004
        return short and clause.start in verbs and not any(clause.start < n < clause.end for n in verbs)

    def _opens(self, place: int) -> bool:
        """Whether a word could be the first of a clause proper: no mark, no conjunction."""
        return self.sentence.tokens[place].is_word and place not in self.links

    def _impersonal(self, clause: Clause) -> bool:
        """A Finnish passive has no subject to carry over ("Mustelmia ei havaittu")."""
        if self.sentence.language is not Language.FI:
            return False
        words = self.sentence.tokens[clause.start : clause.end]
        if any(word.text.endswith(_PASSIVE_FI) and word.text[:1].islower() for word in words):
            return True
        return any(one.text.lower() in _NOT_FI and _passive_after_not(word) for one, word in pairwise(words))

    def speaker(self, clause: int) -> str:
        """The one who speaks in the clause, perhaps of itself: "Äiti kertoo juovansa". Empty when nobody does."""
        for place, role in self.sources.items():
            if self.clause_at[place] == clause and role != "X" and place not in self.by_word:
                return role
        return ""

    def wisher(self, clause: int) -> str:
        """The one who wishes in the clause: who speaks, or whose opinion it is ("Väinön mielestä olisi parempi …")."""
        told = [
            role for place, role in self.sources.items() if self.clause_at[place] == clause and place in self.by_word
        ]
        return self.speaker(clause) or (told[0] if told and told[0] != "X" else "")

    def source(self, clause: int) -> str:
        """Who says so, when somebody is said to say it."""
        before = [role for place, role in self.sources.items() if self.clause_at[place] <= clause]
        return before[-1] if before else ""


def _passive_after_not(word: Token) -> bool:
    """Whether a Finnish verb after "ei" is passive: "ei lyödä", "ei kuriteta"."""
    form, lemma = word.text, word.lemma
    if form == lemma:
        return form.endswith(("da", "dä", "lla", "llä", "nna", "nnä", "rra", "rrä"))
    return form.endswith(("eta", "etä")) and lemma.endswith(("aa", "ää"))


def persons_of(  # noqa: PLR0917
    sentence: Sentence,
    places: Places,
    lexicon: Lexicon,
    memory: Memory,
    clauses: Sequence[Clause],
    clause_at: Sequence[int],
    verbs: set[int],
) -> Persons:
    """The persons of a sentence; ``memory`` moves on."""
    memory.sentence += 1
    if sentence.paragraph != memory.paragraph:
        memory.subject, memory.paragraph = "", sentence.paragraph
    carried = memory.subject
    words = lexicon.people
    mentions = mentions_of(sentence, places, memory.cast, words, lexicon.words["according"])
    mentions = _own_parents(mentions, memory)
    mentions = with_pronouns(mentions, sentence, places, lexicon, memory)
    if any(one.role == "C" for one in mentions):
        memory.of_client = memory.sentence
    sources, by_word = _sources(mentions, places, lexicon, clause_at)
    ordered = lexicon.language is not Language.FI
    subjects = _subjects(mentions, sources, clause_at, len(clauses), memory, ordered=ordered)
    links = {clause.start for clause in clauses if clause.kind != "main" and clause.start not in verbs}
    links |= {clause.start for clause in clauses if clause.kind == "border"}
    links.update(places.get(lexicon.words["and"], ()))
    home = _home(places, words.marks) if memory.cast.client.child else ()
    articles, agents = (frozenset(places.get(words.marks.get(name, -1), ())) for name in ("article", "agent"))
    return Persons(
        sentence,
        clauses,
        clause_at,
        mentions,
        sources,
        home,
        subjects,
        by_word,
        carried,
        links,
        ordered,
        articles,
        agents,
        frozenset(places.get(lexicon.words["saying"], ())),
        frozenset(places.get(lexicon.words["circumstance"], ())),
    )


def _home(places: Places, marks: Mapping[str, int]) -> Sequence[int]:
    """Where the home is spoken of as those who live there; "came home" tells of the one who came."""
    homeward = places.get(marks.get("homeward", -1), ())
    return [place for place in places.get(marks.get("home", -1), ()) if place not in homeward]


def _subjects(
    mentions: Sequence[Mention],
    sources: Mapping[int, str],
    clause_at: Sequence[int],
    count: int,
    memory: Memory,
    *,
    ordered: bool,
) -> list[str]:
    """Who the subject of each of ``count`` clauses is, empty where none is named; ``memory`` sees them pass."""
    subjects = [""] * count
    topic = ""
    for mention in mentions:
        clause = clause_at[mention.at]
        if mention.at == 0 and mention.case == "gen" and mention.at not in sources:
            memory.see(mention)  # "Erkin selkä on kipeä": he is the one spoken of from here on
            topic = mention.role
        if mention.at in sources or _SUBJECTS[mention.case]:
            continue
        first = not subjects[clause]
        if first:
            subjects[clause] = mention.role
        if not mention.pronoun and (first or not ordered):
            memory.see(mention)
    if not ordered and topic and not subjects[0]:
        subjects[0] = topic
    if ordered and not any(subjects):
        topics = [one for one in mentions if one.case == "gen" and not one.pronoun and one.at not in sources]
        if topics:
            memory.see(topics[0])
    return subjects


def _own_parents(mentions: list[Mention], memory: Memory) -> list[Mention]:
    """In an old client's record the daughter's "mother" is the client; own children become OT."""
    client = memory.cast.client
    children = any(mention.role == "CH" for mention in mentions)
    old = not client.child and (client.age or 0) >= _OLD_PARENT_AGE
    answer = []
    for mention in mentions:
        role = mention.role
        if role == "CH":
            role = "OT"
        elif role in {"MO", "FA", "PA"} and children and old:
            role = "C"
        answer.append(mention if role == mention.role else mention._replace(role=role))
    return answer


def _sources(
    mentions: Sequence[Mention], places: Mapping[int, Sequence[int]], lexicon: Lexicon, clause_at: Sequence[int]
) -> tuple[dict[int, str], set[int]]:
    """Persons who only say something: subject of a verb of saying, or "according to" them (told apart in the second)."""
    according = set(places.get(lexicon.words["according"], ()))
    saying = places.get(lexicon.words["saying"], ())
    finnish = lexicon.language is Language.FI
    answer: dict[int, str] = {}
    by_word: set[int] = set()
    for mention in mentions:
        near = {mention.at + 1, mention.at + 2} if finnish else {mention.at - 1, mention.at - 2}
        if near & according and (mention.case == "gen" or not finnish):
            answer[mention.at] = mention.role
            by_word.add(mention.at)
        elif mention.case == "nom" and any(
            0 < place - mention.at <= 4 and clause_at[place] == clause_at[mention.at]  # noqa: PLR2004
            for place in saying
        ):
            answer[mention.at] = mention.role
    return answer, by_word
