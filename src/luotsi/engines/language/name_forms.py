"""The case forms of names undone by rule: Finnish endings and gradation, the genitives of Swedish and English."""

import re
from collections.abc import Iterator
from functools import lru_cache

from luotsi.engines.language.names import gazetteer

_ENDINGS_FI = tuple(
    "lla llä lta ltä lle ssa ssä sta stä n na nä ksi tta ttä ta tä a ä an en in on un yn än ön hin han hen hon hun hyn "  # noqa: SIM905
    "hän hön seen ni si nsa nsä t ja jä ita itä illa illä ilta iltä ille issa issä ista istä iin ien iden ten".split()
)
CLITICS = ("kin", "kaan", "kään", "han", "hän", "ko", "kö", "pa", "pä")
_SURNAME_ENDING = re.compile(
    r"(?!.*(?:[aeiouyäö]minen|[aä]inen|(?:aa|ee|ii|oo|uu|yy|ää|öö)nen)$).{2,}[aeiouyäö]nen$|"
    r".{3,}(?:ström|qvist|kvist|gren|grén|lund|blom|berg|sson|stedt|roos|holm|bäck|gård|enko|wicz|čić|ić|oğlu|zadeh|evich|ovna|evna|ovitš)$"
)
_OF_NEN = re.compile(
    r"(?:nen|sen|selle|sella|sellä|selta|seltä|sena|senä|seksi|sessa|sessä|sesta|sestä|seen|sia|siä|sten|set|silla|sillä|sille|silta|siltä)(?:kin|kaan|kään|han|hän|ko|kö)?$"
)
_BEFORE_SURNAME = ("ala", "yli", "iso", "uusi", "vanha", "vähä", "keski", "mäki", "al", "el", "abu", "ben", "bin")
_SHORT = 3
_WEAK = (("mm", "mp"), ("nn", "nt"), ("ng", "nk"), ("ll", "lt"), ("rr", "rt"), ("d", "t"), ("v", "p"),
         ("k", "kk"), ("p", "pp"), ("t", "tt"))  # fmt: skip


@lru_cache(32768)
def bases(form: str, *, finnish: bool = True) -> tuple[str, ...]:
    """What a form may be a case form of, itself first: Finnish endings and gradation undone, s and 's taken off.

    >>> "pekka" in bases("pekalla"), "mäkinen" in bases("mäkisen"), "siiri" in bases("siirillä")
    (True, True, True)
    """
    word = form.lower().replace("’", "'").replace("´", "'")
    found: dict[str, None] = {word: None}
    for sign in (":", "'"):
        if sign in word:
            found[word.partition(sign)[0]] = None
    if word.endswith("s") and not word.endswith("ss"):  # "Class" is nobody's
        found[word[:-1]] = None
    if finnish:
        stems = [
            word,
            *(word[: -len(clitic)] for clitic in CLITICS if word.endswith(clitic) and len(word) > len(clitic) + 2),
        ]
        found.update(dict.fromkeys(stems))
        found.update(dict.fromkeys(base for stem in stems for base in _without_case(stem)))
    return tuple(found)


def _without_case(word: str) -> Iterator[str]:
    for ending in _ENDINGS_FI:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            yield from _undone(word[: -len(ending)], ending)


def _undone(stem: str, ending: str) -> Iterator[str]:
    """Base forms that a stem may come from."""
    yield stem
    if stem.endswith(("se", "si")):
        yield stem[:-2] + "nen"
    if stem.endswith("s") and ending in {"ta", "tä", "ten"}:
        yield stem[:-1] + "nen"
    if stem.endswith(("kse", "ksi")):
        yield stem[:-3] + "s"
    if len(stem) > _SHORT and stem[-1] == stem[-2]:  # Tuomaan: Tuomas; Laineen: Laine
        yield stem[:-1] + "s"
        yield stem[:-1]
    if stem[-1] in "ie" and len(stem) > _SHORT:  # Rolfin: Rolf; Niemen: Niemi
        yield stem[:-1]
        yield stem[:-1] + ("i" if stem[-1] == "e" else "e")
    if stem[-1] in "oöi" and ending[0] == "i":
        yield stem[:-1] + "a"
    for strong in _strengthened(stem):
        yield strong
        if strong.endswith("e"):
            yield strong[:-1] + "i"


def _strengthened(stem: str) -> Iterator[str]:
    """Consonant gradation undone before the last vowel: Peka-: Pekka, Lahde-: Lahte-, Mäe-: Mäke-."""
    if len(stem) < _SHORT or stem[-1] not in "aeiouyäö":
        return
    head, vowel = stem[:-1], stem[-1]
    for weak, strong in _WEAK:
        if head.endswith(weak) and not (len(weak) == 1 and head.endswith(weak * 2)):
            yield head[: -len(weak)] + strong + vowel
    if head[-1] in "aeiouyäölr":
        yield head + "k" + vowel


@lru_cache(32768)
def first_name(form: str, *, finnish: bool = True) -> str | None:
    """The first name that a form is of, in lower case; None when the gazetteer has none."""
    known = gazetteer("first")
    lower = form.lower()
    if lower in known:
        return lower
    parts = lower.split("-")
    if len(parts) > 1 and parts[0] in known:
        last = first_name(parts[-1], finnish=finnish)
        if last:
            return "-".join([*parts[:-1], last])
    return next((base for base in bases(form, finnish=finnish) if base in known), None)


@lru_cache(32768)
def surname(form: str, *, finnish: bool = True) -> str | None:
    """The surname that a form is of: listed, with an ending that surnames have, or two surnames joined.

    >>> surname("Virtaselle"), surname("Yli-Korven"), surname("Eliquisiin")
    ('virtanen', 'yli-korpi', None)
    """
    known = gazetteer("last")
    options = bases(form, finnish=finnish)
    listed = next((base for base in options if base in known), None)
    return listed or _telling(form, options) or _double(form, finnish=finnish)


def _telling(form: str, options: tuple[str, ...]) -> str | None:
    ends = _OF_NEN.search(form.lower()) is not None
    return next((base for base in options if _SURNAME_ENDING.match(base) and (ends or not base.endswith("nen"))), None)


def _double(form: str, *, finnish: bool) -> str | None:
    head, joint, tail = form.rpartition("-")
    if not joint or not tail[:1].isupper() or len(tail) < _SHORT:
        return None
    last = surname(tail, finnish=finnish)
    if head.lower() in _BEFORE_SURNAME:
        return f"{head}-{last or tail}".lower()
    return f"{head}-{last}".lower() if last and head[:1].isupper() and surname(head, finnish=finnish) else None
