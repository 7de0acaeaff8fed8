"""Which reading of a form its neighbours speak for, and what a name's other forms in the text tell of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from luotsi.engines.language import endings, english, swedish
from luotsi.engines.language.wordbook import Reading
from luotsi.kit.text import Language

if TYPE_CHECKING:
    from luotsi.engines.language.lemmas import Word

_ENDS = frozenset(".!?…:") | {""}
_OPENING = frozenset("\"'”“’«»([-–—•*")
_NEGATIONS = frozenset(
    str.split(
        """
    en et ei emme ette eivät älä älkää enkä etkä eikä emmekä ettekä eivätkä enkö etkö eikö emmekö ettekö eivätkö
    ellen ellet ellei eihän eipä
    """
    )
)
_FIRST_PERSON = frozenset(("minä", "mä", "mää", "mie"))
_SECOND_PERSON = frozenset(("sinä", "sä", "sää", "sie"))
_THIRD_PERSON = frozenset(
    str.split(
        """
    hän se joka kuka tämä tuo äiti isä mikä
    """
    )
)
# Whose verb may follow right after, and the letters of the places that it may stand in
_PERSONS = ((_FIRST_PERSON, "1e"), (_SECOND_PERSON, "2f"), (_THIRD_PERSON, "3d"))
_REACH = 2
_ABBREVIATION = 4

Known = Callable[[str], tuple[Reading, ...]]


def choose(forms: Sequence[str], words: "Sequence[Word]", found: list[str], language: Language, known: Known) -> None:
    """Correct ``found``, the base forms of a running text, in place."""
    if language is Language.FI:
        unsettled = [at for at, one in enumerate(words) if one[1] or not one[4]]
        for at in unsettled:
            if words[at].readings:
                found[at] = _finnish(at, forms, words) or found[at]
        _names(forms, {forms[at] for at in unsettled if not words[at].known}, found)
        return
    ends = ("ade", "at") if language is Language.SV else ("ing", "ed")
    listed = english.OPEN if language is Language.EN else frozenset()
    unsettled = [
        at
        for at, (form, one) in enumerate(zip(forms, words, strict=True))
        if one[1] or form.endswith(ends) or form in listed
    ]
    for at in unsettled:
        name = _name(at, forms, words[at]) if words[at].readings else None
        if name:
            found[at] = name
        elif language is Language.SV:
            found[at] = swedish.choose(at, forms, found[at]) or found[at]
        else:
            found[at] = english.choose(at, forms, found[at], known) or found[at]


def _name(at: int, forms: Sequence[str], one: "Word") -> str | None:
    """The name that a capitalised form within a sentence is of; an abbreviation in capitals stays as it is."""
    form = forms[at]
    if not form[:1].isupper() or starts_sentence(at, forms):
        return None
    if form.isupper() and 1 < len(form) <= _ABBREVIATION and not forms[at - 1].isupper():
        return form
    name = next((lemma for place, lemma in one.readings if place == "E"), None)
    return name[:1].upper() + name[1:] if name else None


def starts_sentence(at: int, forms: Sequence[str]) -> bool:
    """Whether a word stands first in its sentence, as far as the forms before it tell."""
    before = at - 1
    while before >= 0 and forms[before] in _OPENING:
        before -= 1
    return before < 0 or forms[before] in _ENDS or forms[before][-1:] in "!?"


def _finnish(at: int, forms: Sequence[str], words: "Sequence[Word]") -> str | None:
    form, one = forms[at], words[at]
    places = dict(reversed(one.readings))
    if "E" in places and form[:1].isupper() and not starts_sentence(at, forms):
        return places["E"][:1].upper() + places["E"][1:]
    before = [forms[back].lower() for back in range(at - 1, max(-1, at - 1 - _REACH), -1)]
    last = before[0] if before else ""
    if form.lower() == "sillä":
        return "sillä" if last in (",", "", ".") else "se"
    if form.lower() == "et":
        return _et(at, forms, words)
    wanted = "g" if any(word in _NEGATIONS for word in before) and "g" in places else ""
    wanted = wanted or next((letters for persons, letters in _PERSONS if last in persons), "")
    return next((places[place] for place in wanted if place in places), None)


def _et(at: int, forms: Sequence[str], words: "Sequence[Word]") -> str:
    """Spoken "et" is *että* unless a bare verb or a subject beside it makes it the negative verb."""
    if at and forms[at - 1].lower() in _SECOND_PERSON:
        return "ei"
    for after in range(at + 1, min(len(forms), at + 1 + _REACH)):
        form = forms[after].lower()
        if form in _SECOND_PERSON or any(place == "g" for place, _ in words[after].readings) or form.endswith("nut"):
            return "ei"
    return "että"


def _names(forms: Sequence[str], unknown: set[str], found: list[str]) -> None:
    """Settle names that no table knows by their other forms in the same text: "Theronin" tells of *Theron*."""
    unknown = {form for form in unknown if form[:1].isupper()}
    if not unknown:
        return
    support: Counter[str] = Counter()
    candidates: dict[str, list[str]] = defaultdict(list)
    for form in unknown:
        low = form.lower()
        options = [low, *endings.stems(low, name=True)]
        candidates[form] = options
        support.update(set(options))
    settled = {}
    for form, options in candidates.items():
        best = max(support[option] for option in options)
        if best > 1:
            base = next(option for option in options if support[option] == best)
            settled[form] = form[:1] + base[1:]
    for at, form in enumerate(forms):
        if form in settled:
            found[at] = settled[form]
