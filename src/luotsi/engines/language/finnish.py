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

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

Reading = tuple[str, str]
"""The letter of the place in the paradigm, and the base form."""

_VOWELS = frozenset("aeiouyäöå")
_FEWEST_VERB_FORMS = 12
_FEWEST_NOUN_FORMS = 6
_LONGEST_NOUN = 9  # longer ones are compounds, whose forms hardly ever are of another word too
_INNER_AND_OUTER = ("ssa", "sta", "lla", "lta", "lle", "ksi", "na")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Stems of a verb: strong and weak of the present, third and first person of the past, and of the past passive (annett-)."""

    strong: str
    weak: str
    past: str
    weak_past: str
    passive: str


def is_verb(lemma: str, forms: Iterable[str]) -> bool:
    """Whether a base form with these forms is a verb: an infinitive that has a conditional."""
    return lemma[-1:] in ("a", "ä") and any(form.endswith("isi") for form in forms)


def is_noun(forms: Iterable[str]) -> bool:
    """Whether a base form with these forms is a noun, an adjective or a numeral: it has an inessive."""
    return any(form.endswith(("ssa", "ssä")) for form in forms)


def complete(lemmas: Mapping[str, str]) -> tuple[dict[str, list[Reading]], dict[str, str]]:
    """All readings of the forms that have several or that ``lemmas`` (form → base form) lacks, and the word class of
    each base form ("v" or "n").
    """
    forms = defaultdict(list)
    for form, lemma in lemmas.items():
        forms[lemma].append(form)
    made: dict[str, list[Reading]] = {}
    classes: dict[str, str] = {}
    for lemma, own in forms.items():
        if len(own) > _FEWEST_VERB_FORMS and is_verb(lemma, own):
            classes[lemma] = "v"
            for form, place in verb_forms(lemma, own):
                _add(made, form, (place, lemma))
        elif len(own) > _FEWEST_NOUN_FORMS and is_noun(own):
            classes[lemma] = "n"
    for lemma, kind in classes.items():
        if kind == "n" and (len(lemma) <= _LONGEST_NOUN or lemma.endswith("minen")):
            for form, place in noun_forms(lemma, forms[lemma]):
                if form in made or lemmas.get(form) != lemma:
                    _add(made, form, (place, lemma))
    return made, classes


def _add(made: dict[str, list[Reading]], form: str, reading: Reading) -> None:
    readings = made.setdefault(form, [])
    if all(lemma != reading[1] for _, lemma in readings):
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
        if form.endswith("nee"):
            yield f"{form[:-2]}{u}t", "u"
    if lemma[-3:-1] in ("ll", "rr", "nn"):
        yield f"{lemma[:-1]}{u}t", "u"
    yield lemma, "i"


def _principal_parts(lemma: str, forms: set[str]) -> _Parts:
    a = lemma[-1]
    third = [form[:-3] for form in sorted(forms) if form.endswith(f"v{a}t")]
    third = [stem for stem in third if not stem.endswith("isi") and not _potential(stem, forms)]
    present = [stem for stem in third if not stem.endswith("i")]
    past = [stem for stem in third if stem.endswith("i")]
    if not present and past and lemma[-2] == "d":
        present = past[:1]  # voida, uida: the present is as the past
    strong = present[0] if present else ""
    if not strong and lemma[-2:-1] in _VOWELS and lemma[-3:-2] not in _VOWELS:
        strong = lemma[:-1]
    first = [form[:-3] for form in sorted(forms) if form.endswith("mme") and f"{form[:-3]}tte" in forms]
    first = [stem for stem in first if not stem.endswith("isi") and not _potential(stem, forms)]
    weak_past = [stem for stem in first if stem.endswith("i") and not strong.endswith("i")]
    weak = [stem for stem in first if stem not in weak_past and stem not in past]
    if not weak and strong.endswith("i"):
        weak = first[:1]
    if weak and ((lemma[-3:-1] in ("ll", "rr", "nn") and strong in ("", f"{lemma[:-1]}e")) or not strong):
        strong = weak[0]
    passive = [form[:-3] for form in sorted(forms) if form.endswith("tiin")]
    return _Parts(
        strong,
        weak[0] if weak else "",
        past[0] if past else "",
        weak_past[0] if weak_past else "",
        passive[0] if passive else "",
    )


def _potential(stem: str, forms: set[str]) -> bool:
    """Whether a stem is of the potential: there is a past participle beside it (antane-: antanut)."""
    return stem.endswith("ne") and (f"{stem[:-1]}ut" in forms or f"{stem[:-1]}yt" in forms or f"{stem}e" in forms)


def noun_forms(lemma: str, forms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The colliding forms of a noun with the letters of their places."""
    own = set(forms)
    a = "a" if any(form.endswith("ssa") for form in own) else "ä"
    weak = {form[:-3] for form in own if form.endswith((f"ll{a}", f"st{a}")) and f"{form[:-3]}ss{a}" in own}
    for stem in sorted(weak):
        if not stem.endswith("i") or f"{stem}n" in own:
            yield from ((f"{stem}n", "G"), (f"{stem}t", "L"))
        for ending in _INNER_AND_OUTER:
            yield stem + ending.replace("a", a), "C"
    for stem in sorted(form[:-2] for form in own if form.endswith(f"n{a}")):
        if stem[-2:-1] in _VOWELS and stem.endswith("i"):
            yield from ((f"{stem[:-1]}j{a}", "R"), (f"{stem}t{a}", "R"), (f"{stem}n", "S"))
        elif stem.endswith("i") and stem != lemma:
            yield from ((stem + a, "R"), (f"{stem}n", "S"))
        elif stem[-1:] in _VOWELS:
            yield from ((stem + a, "P"), (f"{stem}{stem[-1]}n", "I"))
            if stem[-2:-1] in _VOWELS:
                yield f"{stem}t{a}", "P"
    yield lemma, "N"


def positive_degrees(lemmas: Mapping[str, str], classes: Mapping[str, str]) -> dict[str, str]:
    """Comparatives and superlatives that the dictionary lists as words of their own, and the adjective each is of
    ("huonompi" and "huonoin" of *huono*).
    """
    singular: dict[str, str] = {}
    plural: dict[str, str] = {}
    for form, lemma in lemmas.items():
        if form.endswith(("lla", "llä")) and classes.get(lemma) == "n":
            (plural if form.endswith(("illa", "illä")) else singular)[form[:-3]] = lemma
    degrees = {}
    for lemma in classes:
        if lemma.endswith("mpi"):
            stem = lemma[:-3]
            alike = [stem, stem[:-1] + "a", stem[:-1] + "ä"] if stem.endswith("e") else [stem]
            found = next((singular[one] for one in alike if one in singular), None)
        elif lemma.endswith("in") and f"{lemma[:-1]}mman" in lemmas:
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
