"""Why a capitalised word is a person's name: what the lists, the endings and the words beside it say."""

import re

from luotsi.engines.language import name_clues as clues
from luotsi.engines.language.name_forms import CLITICS, first_name
from luotsi.engines.language.name_word import Reading, Word
from luotsi.engines.language.names import gazetteer
from luotsi.engines.language.namewords import (
    ACTS,
    ENGLISH_DAYS,
    EPONYMS,
    ILLNESSES,
    NOT_NAMES,
    PERSON_VERBS,
    PLACES,
    ROLES,
    STATES,
    THING_VERBS,
    THINGS,
)
from luotsi.engines.language.roles import is_role
from luotsi.kit.text import Language

_TELLING = ("nen", "ström", "qvist", "sson")
SMALL = frozenset("de von af van der den ter ten al el bin bint ibn ben abu la da di del della dos du le zu".split())  # noqa: SIM905
HUMAN_STATE = re.compile(
    r"[ ]\w+(?:[ ]\w+){0,2}?[ ](?:\d|kaatu|sairaa|nukku|syön|asu|väsyn|kotona|käyn|muutt|kuol|synty|iloinen|surull|levot|hyvä|huono|ahdist|masen|poissa|kerto|sano|soitt|itken|pelä|käytt|juon|opet|puhu|leikk|"
    r"trött|hemma|sjuk|ledsen|orolig|arg|glad|född|inlagd|borta|tired|ill|sick|home|upset|worried|happy|born|angry|late|pregnant|unwell|married|reluctant|afraid|tearful|able|unable|in\b|at\b|not\b|två|tre|two|three|a\b|an\b)"
    r"|[ ]\w+[ ]\d",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-ZÅÄÖ]-[A-ZÅÄÖ]")
_GENERAL = frozenset(
    str.split(
        "child children family families girls boys women woman men man patient patients client clients student barn elev lapsi lasten nuori nuorten"
    )
)
_PARTICLES = frozenset(("van", "von", "af", "bin", "bint", "ibn", "al", "el", "abu"))
_PEOPLE = frozenset(("kaarina", "simo", "pietari", "loviisa", "kreeta"))  # towns too, but people first
_INSIDE = ("ssa", "ssä", "sta", "stä")
LOCAL = re.compile(r"(?:ssa|ssä|sta|stä|iin|seen|hin|hun|hon|hen|hän|han)$")
_LONGEST_NAME = 5
SHORT = 3


class Reasons(Reading):
    """Why a capitalised word is a name, as far as lists, endings and neighbours tell."""

    def reason(self, at: int, word: Word) -> str:
        """Why the word is a name; empty when it is none."""
        before, after = self.near(at, -1), self.near(at, 1)
        if not self.sure.isdisjoint(word.options) and not (word.opens and word.lower in NOT_NAMES):
            return "" if self.is_thing_here(word, after) else "known"
        if clues.is_compound(word.text) or self._is_no_person(word, before, after):
            return ""
        found = self._found(at, word, before, after)
        named = before is not None and bool(before.name)
        house = (
            found
            and not named
            and clues.is_house(word.text, self.before(word), self.after(word), listed=word.first is not None)
        )
        return "" if house else found

    def _found(self, at: int, word: Word, before: Word | None, after: Word | None) -> str:
        """Why a word that is nothing else is a name, by the first of the reasons that holds."""
        if _INITIALS.fullmatch(word.text) and after is not None and self._may_be_surname(after):
            return "first name"  # "J-P Mäki"
        if before and before.name and before.length < _LONGEST_NAME and self._goes_on(before, word):
            return "after a name"
        if word.shout:
            return self._reason_shouted(word, after)
        first = word.first
        role = before is not None and self._is_persons_role(before)
        after_name = after is not None and self._may_be_surname(after) and not after.is_body
        if first is None:
            return self._reason_around(at, word, after if after_name else None, role=role)
        whole = after_name and not (word.finnish and first != word.lower)  # "Annasta Virtanen" is no name
        alone = self._stands_alone(word, first, after, told=role or whole)
        return "first name" if alone or self._told(word) else ""

    @staticmethod
    def _is_persons_role(before: Word) -> bool:
        """Whether the word before says who the person is; not so in "HUS Child Psychiatry"."""
        return is_role(before.text) and not (before.capital and not before.opens and before.lower in _GENERAL)

    def _is_no_person(self, word: Word, before: Word | None, after: Word | None) -> bool:
        """Whether lists or neighbours say that the word is common, an illness's or a firm's."""
        named = before is not None and bool(before.name)
        if word.plain:
            return not self._is_name_all_the_same(word, before, after)
        if after is not None and after.lower.startswith(ILLNESSES):
            return True
        if not named and not EPONYMS.isdisjoint(word.options):
            return True
        if word.is_body and not (named and word.last):
            return True
        if before is None or named or not before.capital or not before.is_body:
            return False
        return word.first is None or before.lower in gazetteer("bodies")

    def _is_name_all_the_same(self, word: Word, before: Word | None, after: Word | None) -> bool:
        """Whether a word of our lists is a name here: "mamma Sina", "pappa Dag", "her stepson, Kai Mustakorpi"."""
        if word.shout:
            return False
        if word.opens:  # "Kai" is also "perhaps", "Hans" also "his"
            return word.lower in {"kai", "hans"} and after is not None and after.lower in ACTS
        named = word.lower in gazetteer("first")
        if named and word.language is not Language.EN and before is not None and (before.opens or not before.capital):
            return True  # "eilen Kai soitti": a capital within a Finnish or Swedish sentence is meant
        if before is not None and is_role(before.text):
            return named or clues.is_strange(word.text, word.language)
        surnamed = after is not None and after.capital and not after.plain and after.last is not None
        return named and (surnamed or clues.after_role_comma(self.before(word), self.after(word)))

    def is_thing_here(self, word: Word, after: Word | None) -> bool:
        """Whether a known name that is also a thing stands for the thing here: "Ilo paistoi kasvoilta"."""
        thing = word.opens and not word.shout and word.lower in THINGS
        return bool(thing and after and after.lower in THING_VERBS and not HUMAN_STATE.match(self.after(word)))

    def _goes_on(self, before: Word, word: Word) -> bool:
        """Whether a word after a name is a part of the same name."""
        if len(word.text) == 1:  # "Jaana K. Lehtovirta"
            return self.text[word.end : word.end + 1] == "."
        if not self._may_be_surname(word) and (word.opens or word.first is None):
            return False
        if word.shout and not before.shout and before.length:
            return word.last in gazetteer("last")
        if word.is_place:
            return self._is_place_as_surname(before, word)
        return before.shout or word.first is not None or word.last is not None or self._may_go_on(before, word)

    @staticmethod
    def _is_place_as_surname(before: Word, word: Word) -> bool:
        """Whether a place's name ends a person's: "Åsa-Maria Grankulla", "Anna Lahden", but not "Siirin Tampereelle"."""
        if word.lower in PLACES or word.lower in gazetteer("last"):
            return before.lower == before.first or word.lower in gazetteer("last")
        return word.last is not None and LOCAL.search(word.lower) is None

    @staticmethod
    def _may_go_on(before: Word, word: Word) -> bool:
        """Whether an unlisted word may end the name: not after a genitive ("Siirin Wilma"), not when it is a firm's."""
        inflected = before.lower not in before.options[1:] and before.first not in {None, before.lower}
        return not inflected and not word.is_body

    def _reason_shouted(self, word: Word, after: Word | None) -> str:
        """Why a word in capitals is a name: a first name and a surname, in either order, or a first name of its own."""
        if after is not None and after.shout and not after.plain and not after.is_body:
            pair = word.first or (word.last in gazetteer("last") and after.first)
            return "first name" if pair and len(after.text) > 2 else ""  # noqa: PLR2004 - an abbreviation
        if after is not None and word.first and after.last and not after.opens and not after.shout:
            return "first name"
        if clues.named_before(self.before(word)) == "surely" and len(word.text) > SHORT and not word.is_place:
            return "told"
        if word.last and after is None and clues.after_initial(self.before(word), listed=True):
            return "surname"
        if word.last in gazetteer("last") and self.text[word.end : word.end + 2] == ", ":
            return "surname" if first_name(re.split(r"\W", self.text[word.end + 2 : word.end + 20])[0]) else ""
        alone = word.first and len(word.text) > SHORT and word.lower not in gazetteer("homographs") | PLACES
        return "first name" if alone else ""

    def _told(self, word: Word) -> bool:
        """Whether the words around say that a person is named here."""
        before, after = self.before(word), self.after(word)
        return (
            clues.in_label(before)
            or clues.named_before(before) == "surely"
            or clues.in_apposition(before, after)
            or clues.is_called(word.text, after)
            or clues.after_initial(before, listed=True)
            or (not word.opens and clues.said_before(before))
            or (word.first is not None and clues.kin_follows(word.text, after, finnish=word.finnish))
        )

    def _reason_around(self, at: int, word: Word, after: Word | None, *, role: bool) -> str:
        """Why an unlisted word is a name, by its neighbours."""
        if role and not word.opens and self._may_follow_role(word):
            return "after a role"  # "rouva Lahti" is a person, "potilas Tampereelta" tells a place
        if self._after_particle(at):
            return "after a name"
        if self._lone_surname(word):
            return "surname"
        if after and self._before_surname(word, after):
            return "before a surname"
        return self._reason_told(word, self.near(at, 1))

    def _may_follow_role(self, word: Word) -> bool:
        if word.lower in gazetteer("last"):
            return True
        return not word.is_place and not (word.finnish and word.lower.endswith(_INSIDE))

    def _reason_told(self, word: Word, after: Word | None) -> str:
        """Why an unlisted word is a name, by what is said around it."""
        before, behind = self.before(word), self.after(word)
        if len(word.text) < SHORT - 1 or (word.is_place and word.lower not in gazetteer("last")):
            return ""
        listed = word.last in gazetteer("last")
        strange = listed or word.strange
        if clues.is_called(word.text, behind) or clues.after_initial(before, listed=strange):
            return "told"
        naming = clues.named_before(before)
        if not strange:
            sure = naming == "surely" or clues.after_role_comma(before, behind)
            return "told" if not word.opens and sure and self._dictionary_name(word) else ""
        told = (
            bool(naming)
            or (after is not None and after.lower in _PARTICLES)  # "Saskia van Dijk"
            or clues.in_label(before)
            or clues.in_apposition(before, behind)
            or clues.aged(self.text, word.end)
            or clues.kin_follows(word.text, behind, finnish=word.finnish)
            or clues.to_person(before, word.text, behind)
        )
        return "told" if told or self._owns_or_acts(word, before, after) else ""

    def _owns_or_acts(self, word: Word, before: str, after: Word | None) -> bool:
        """Whether the word has something of its own ("Shabnam's phone") or does what only people do."""
        if word.language is Language.EN and word.lower.endswith(("'s", "’s")):
            return True
        if clues.told_of(before):
            return after is not None and after.lower in PERSON_VERBS
        if word.finnish:
            return not word.lower.endswith(_INSIDE) and self._acts(after)
        return not clues.after_place_word(before) and self._acts(after)

    def _dictionary_name(self, word: Word) -> bool:
        """Whether a common word in capitals after "nimeltä" or a role's comma may be a name all the same."""
        return not word.plain and not word.is_body and not word.shout

    def _acts(self, after: Word | None) -> bool:
        """Whether the word, or two of them, do what only people do."""
        if after is not None and after.capital and not after.opens and not after.plain and not after.is_body:
            after = self.near(self.words.index(after), 1)
        return after is not None and after.lower in ACTS

    def _after_particle(self, at: int) -> bool:
        """Whether a name and a small word stand before: "von Wright", "van der Berg"."""
        for back in (1, 2):
            particle = self.near(at - back + 1, -1)
            if particle is None or particle.lower not in SMALL:
                return False
            owner = self.near(at - back, -1)
            if owner and owner.name:
                return True
        return False

    def _before_surname(self, word: Word, after: Word) -> bool:
        """An unlisted first name before a listed or telling surname."""
        if word.is_place or after.is_place or (word.opens and not word.strange):
            return False
        found = after.last
        return found is not None and (found not in gazetteer("homographs") or word.strange)

    def _stands_alone(self, word: Word, first: str, after: Word | None, *, told: bool) -> bool:
        """Whether a first name is one here: a common word at the beginning of a sentence needs a reason."""
        common = gazetteer("homographs")
        inside = LOCAL.search(word.lower) is not None or word.lower.endswith(_INSIDE)
        if told or (word.is_place and first != word.lower and (inside or first not in _PEOPLE)):
            return told
        if word.opens:
            return self._begins_as_name(word, first, after)
        derived = first != word.lower and (len(first) < SHORT or (len(first) == SHORT and first in common))
        within = first in common and word.lower.endswith(("ssa", "ssä"))  # "Otavassa"
        place = word.lower in PLACES and clues.after_place_word(self.before(word))  # "i Lovisa"
        return not derived and not within and not place

    def _begins_as_name(self, word: Word, first: str, after: Word | None) -> bool:
        """Whether a first name that begins a sentence is one there."""
        common = gazetteer("homographs")
        inflected = first != word.lower and word.lower not in {f"{first}s", f"{first}'s", f"{first}’s"}
        if inflected and (len(first) <= SHORT or word.lower.endswith(CLITICS)):
            return False  # "Meillä" is no Mei, "Aurinko" no Auri
        if inflected and self._is_common_form(word, first, after):
            return False
        if (word.lower not in common and first not in common) or clues.aged(self.text, word.end):
            return True
        bare = first == word.lower or (word.lower not in common and first not in THINGS)  # "Toivoa on" is hope
        if after is None or not bare or after.lower not in PERSON_VERBS or self.is_thing_here(word, after):
            return False
        state = after.lower in STATES and word.lower in THINGS  # "Toivo on parasta", "Toivo on kaatunut"
        return not state or HUMAN_STATE.match(self.after(word)) is not None

    @staticmethod
    def _is_common_form(word: Word, first: str, after: Word | None) -> bool:
        """Whether an inflected first name is rather a common word's form: "Lokissa", "Ilmoita", but not "Annan"."""
        genitive = word.lower.endswith("n") and len(word.text) - len(first) <= 1
        persons = genitive or word.lower.endswith(("lle", "lta", "ltä", "lla", "llä"))
        acts = after is not None and after.lower in ACTS
        return word.finnish and not persons and not acts and not clues.is_strange(word.text, word.language)

    def _may_be_surname(self, word: Word) -> bool:
        if not word.capital or word.opens or len(word.text) < 2:  # noqa: PLR2004 - an initial is no surname
            return False
        if word.lower in NOT_NAMES or word.lower in ROLES or clues.is_compound(word.text):
            return False
        return word.lower not in ENGLISH_DAYS or word.last is not None

    def _lone_surname(self, word: Word) -> bool:
        """A surname without a first name before it: listed or telling, and neither a place nor a plain word."""
        if word.is_place or not NOT_NAMES.isdisjoint(word.options):
            return False
        found = word.last
        if found is None or len(found) <= SHORT or (not word.finnish and clues.after_place_word(self.before(word))):
            return False
        if found in gazetteer("homographs"):
            return not word.opens and self._is_persons(word)
        return not word.opens or (found in gazetteer("last") and found.endswith(_TELLING) and word.strange)

    def _is_persons(self, word: Word) -> bool:
        """Whether a surname that is a common word too does something, or is told of, as a person is."""
        after = re.match(r"[ ]([\w-]+)", self.after(word))
        return bool(after and (after[1] in ACTS or after[1] == "mukaan")) or bool(
            clues.to_person(self.before(word), word.text, self.after(word))
        )
