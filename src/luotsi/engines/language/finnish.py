"""Finnish paradigms completed by analogy, when the tables are made: which other words a form may also be of.

A dictionary that gives each form one base form loses the others: "osaa" is of *osata* and of *osa*. The principal parts
of every verb and noun stand in its other forms ("osaamme", "osaavat", "osasivat"; "osalla", "osana"), and from them the
forms that collide are made (Iso suomen kielioppi §§ 55–130: stems and endings). A reading is a letter for the place in
the paradigm and the base form:

verbs: 3 third person present, g the bare stem (negative and imperative), 1 and 2 first and second person present,
d third person past, e and f first and second person past, i infinitive, p q participles in -va and -ttava, u t in -nut
and -ttu, m the agent participle, V another form; nouns: N nominative, G genitive, L plural nominative, C an inner or
outer case, P partitive, R plural partitive, I illative, S instructive, O another; A a word that does not bend; E a name.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from luotsi.engines.language.dictionary import Words, forms_of

Reading = tuple[str, str]
"""The letter of the place in the paradigm, and the base form."""

_VOWELS = frozenset("aeiouyäöå")
_FEWEST_VERB_FORMS = 12
_FEWEST_NOUN_FORMS = 6
_LONGEST_NOUN = 9  # longer ones are compounds, whose forms hardly ever are of another word too
_INNER_AND_OUTER = {
    "a": ("ssa", "sta", "lla", "lta", "lle", "ksi", "na"),
    "ä": ("ssä", "stä", "llä", "ltä", "lle", "ksi", "nä"),
}


@dataclass(frozen=True, slots=True)
class _Parts:
    """Stems of a verb: strong and weak of the present, third and first person of the past, and of the past passive (annett-)."""

    strong: str
    weak: str
    past: str
    weak_past: str
    passive: str


def is_verb(lemma: str, forms: str) -> bool:
    """Whether a base form with the text of these forms is a verb: an infinitive that has a conditional."""
    return lemma[-1:] in ("a", "ä") and "isi\n" in forms and forms.count("\n") > _FEWEST_VERB_FORMS


def is_noun(forms: str) -> bool:
    """Whether a word with the text of these forms is a noun, an adjective or a numeral: it has an inessive."""
    return ("ssa\n" in forms or "ssä\n" in forms) and forms.count("\n") > _FEWEST_NOUN_FORMS


def complete(words: Words) -> tuple[dict[str, list[Reading]], dict[str, str]]:
    """All readings of the forms that have several or that ``words`` lack, and the word class of each base form ("v" or
    "n").
    """
    made: dict[str, list[Reading]] = {}
    classes: dict[str, str] = {}
    for lemma, text in words.items():
        if is_verb(lemma, text):
            classes[lemma] = "v"
            for form, place in verb_forms(lemma, forms_of(text)):
                _add(made, form, (place, lemma))
        elif is_noun(text):
            classes[lemma] = "n"
    for lemma, kind in classes.items():
        if kind == "n" and (len(lemma) <= _LONGEST_NOUN or lemma.endswith("minen")):
            own = set(forms_of(words[lemma]))
            for form, place in noun_forms(lemma, own):
                if form not in own or form in made:
                    _add(made, form, (place, lemma))
    return made, classes


def _add(made: dict[str, list[Reading]], form: str, reading: Reading) -> None:
    readings = made.get(form)
    if readings is None:
        made[form] = [reading]
        return
    for _, lemma in readings:
        if lemma == reading[1]:
            return
    readings.append(reading)


def verb_forms(lemma: str, forms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The colliding forms of a verb with the letters of their places."""
    parts = _principal_parts(lemma, set(forms))
    a = lemma[-1]
    u = "y" if a == "ä" else "u"
    if parts.strong:
        short = parts.strong[-1:] in _VOWELS and parts.strong[-2:-1] not in _VOWELS
        yield (parts.strong + parts.strong[-1] if short else parts.strong), "3"
        yield f"{parts.strong}v{a}", "p"
        yield f"{parts.strong}v{a}t", "V"
        yield f"{parts.strong}m{a}", "m"
    if parts.weak:
        yield from ((parts.weak, "g"), (parts.weak + "n", "1"), (parts.weak + "t", "2"))
    if parts.past:
        yield from ((parts.past, "d"), (f"{parts.past}v{a}t", "V"))
    if parts.weak_past:
        yield from ((parts.weak_past + "n", "e"), (parts.weak_past + "t", "f"))
    if parts.passive:
        yield from ((f"{parts.passive}{a}v{a}", "q"), (parts.passive + u, "t"))
        if parts.passive.endswith("tt"):
            yield f"{parts.passive[:-1]}{a}", "V"
    for form in forms:
        if form[-3:] == "nee":
            yield f"{form[:-2]}{u}t", "u"
    if lemma[-3:-1] in ("ll", "rr", "nn"):
        yield f"{lemma[:-1]}{u}t", "u"
    yield lemma, "i"


def _principal_parts(lemma: str, forms: set[str]) -> _Parts:
    a = lemma[-1]
    third = [form[:-3] for form in _ending(forms, f"v{a}t")]
    third = [stem for stem in third if not stem.endswith("isi") and not _potential(stem, forms)]
    present = [stem for stem in third if not stem.endswith("i")]
    past = [stem for stem in third if stem.endswith("i")]
    if not present and past and lemma[-2] == "d":
        present = past[:1]  # voida, uida: the present is as the past
    strong = present[0] if present else ""
    if not strong and lemma[-2:-1] in _VOWELS and lemma[-3:-2] not in _VOWELS:
        strong = lemma[:-1]
    first = [form[:-3] for form in _ending(forms, "mme") if f"{form[:-3]}tte" in forms]
    first = [stem for stem in first if not stem.endswith("isi") and not _potential(stem, forms)]
    weak_past = [stem for stem in first if stem.endswith("i") and not strong.endswith("i")]
    weak = [stem for stem in first if stem not in weak_past and stem not in past]
    if not weak and strong.endswith("i"):
        weak = first[:1]
    if weak and ((lemma[-3:-1] in ("ll", "rr", "nn") and strong in ("", f"{lemma[:-1]}e")) or not strong):
        strong = weak[0]
    passive = [form[:-3] for form in _ending(forms, "tiin")]
    return _Parts(
        strong,
        weak[0] if weak else "",
        past[0] if past else "",
        weak_past[0] if weak_past else "",
        passive[0] if passive else "",
    )


def _ending(forms: Iterable[str], ending: str) -> list[str]:
    """The forms with this ending, in their order."""
    size = -len(ending)  # a slice is compared in half the time that a call takes
    return sorted([form for form in forms if form[size:] == ending])


def _potential(stem: str, forms: set[str]) -> bool:
    """Whether a stem is of the potential: there is a past participle beside it (antane-: antanut)."""
    return stem.endswith("ne") and (f"{stem[:-1]}ut" in forms or f"{stem[:-1]}yt" in forms or f"{stem}e" in forms)


def noun_forms(lemma: str, own: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """The colliding forms of a noun, which has its ``own``, with the letters of their places."""
    inessives = _ending(own, "ssa")
    a = "a" if inessives else "ä"
    cases = (f"ll{a}", f"st{a}")
    weak = {form[:-3] for form in inessives or _ending(own, "ssä")}
    weak &= {form[:-3] for form in own if form[-3:] in cases}
    for stem in sorted(weak):
        if not stem.endswith("i") or f"{stem}n" in own:
            yield from ((f"{stem}n", "G"), (f"{stem}t", "L"))
        for ending in _INNER_AND_OUTER[a]:
            yield stem + ending, "C"
    for stem in [form[:-2] for form in _ending(own, f"n{a}")]:
        if stem[-2:-1] in _VOWELS and stem.endswith("i"):
            yield from ((f"{stem[:-1]}j{a}", "R"), (f"{stem}t{a}", "R"), (f"{stem}n", "S"))
        elif stem.endswith("i") and stem != lemma:
            yield from ((stem + a, "R"), (f"{stem}n", "S"))
        elif stem[-1:] in _VOWELS:
            yield from ((stem + a, "P"), (f"{stem}{stem[-1]}n", "I"))
            if stem[-2:-1] in _VOWELS:
                yield f"{stem}t{a}", "P"
    yield lemma, "N"


def positive_degrees(words: Words, classes: Mapping[str, str]) -> dict[str, str]:
    """Comparatives and superlatives that the dictionary lists as words of their own, and the adjective each is of
    ("huonompi" and "huonoin" of *huono*).
    """
    singular: dict[str, str] = {}
    plural: dict[str, str] = {}
    for ending in ("lla", "llä"):
        for lemma in classes:
            text = words[lemma] if classes[lemma] == "n" else ""
            for form in _ending(forms_of(text), ending) if f"{ending}\n" in text else ():
                (plural if form[-4:-3] == "i" else singular)[form[:-3]] = lemma
    weak = {form for text in words.values() if "mman\n" in text for form in _ending(forms_of(text), "mman")}
    degrees = {}
    for lemma in classes:
        if lemma.endswith("mpi"):
            stem = lemma[:-3]
            alike = [stem, stem[:-1] + "a", stem[:-1] + "ä"] if stem.endswith("e") else [stem]
            found = next((singular[one] for one in alike if one in singular), None)
        elif lemma.endswith("in") and f"{lemma[:-1]}mman" in weak:
            found = plural.get(lemma[:-1])
        else:
            continue
        if found and found != lemma:
            degrees[lemma] = found
    return degrees | {"parempi": "hyvä"}


# Participles that live as adjectives or nouns of their own: their forms stay theirs
_LEXICAL = frozenset(
    str.split(
        """
    sopiva pysyvä riittävä merkittävä vaikuttava loistava elävä jatkuva sujuva sitova kiehtova pätevä toimiva
    johtava hyvinvoiva kattava vetävä viehättävä ihastuttava ärsyttävä pelottava jännittävä kiinnostava
    huolestuttava rasittava väsyttävä järkyttävä yllättävä tarvittava tehtävä saatava juotava syötävä tuleva
    seuraava vastaava käytävä mainittava mahtava vallitseva luotettava huomattava valtava hallitseva terävä
    kestävä käypä näkyvä miellyttävä tyydyttävä toivottava välttävä kiitettävä ahdistava uhkaava mukava vakava
    tunnettu oikeutettu arvostettu koulutettu rajoitettu rakastettu tuttu syytetty palkattu suosittu valtuutettu
    epäilty väsynyt kuollut sivistynyt oppinut kokenut masentunut humaltunut allekirjoittanut rakastunut
    vapautunut elämä sanoma unelma asema ohjelma
    """
    )
)


def participle_verbs(
    made: Mapping[str, list[Reading]], listed: Container[str], tails: Mapping[str, int]
) -> dict[str, str]:
    """Participles that the dictionary lists as words of their own, and the verb that each is of ("annettu": *antaa*).

    An agent participle needs a verb that takes an object: "tapahtuma" of *tapahtua* is a noun when it makes compounds.
    """
    verbs = {}
    for form, readings in made.items():
        if form not in listed or form in _LEXICAL:
            continue
        for place, lemma in readings:
            if place in "pqtu" or (place == "m" and not (lemma.endswith(("ua", "yä")) and tails.get(form))):
                verbs[form] = lemma
                break
    return verbs
