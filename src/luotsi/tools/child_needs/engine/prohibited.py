"""Facts that are never a ground here: nationality, religion, language, postcode, income support as such.

A finding whose very words are such a fact is dropped, and it is said that papers held such facts. They stay in the papers.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from luotsi.engines.casefile.case import Case
from luotsi.engines.language.model import Finding
from luotsi.kit.text import Text

NAMES: Final[Mapping[str, Text]] = {
    "nationality": Text("kansalaisuus tai alkuperä", "medborgarskap eller ursprung", "nationality or origin"),
    "religion": Text("uskonto", "religion", "religion"),
    "language": Text("kieli", "språk", "language"),
    "postcode": Text("postinumero tai asuinalue", "postnummer eller bostadsområde", "postcode or neighbourhood"),
    "income_support": Text("toimeentulotuki sinänsä", "utkomststöd som sådant", "income support as such"),
}
_WORDS: Final[Mapping[str, str]] = {
    "nationality": (
        r"kansalaisuu|kansalainen|maahanmuut|pakolai|turvapaikan|ulkomaala|romani(?:perhe|suku|taust|nai|mie)|somalial|venäläi|virolai|"
        r"ukrainalai|irakilai|syyrialai|medborgar|invandr|flykting|asylsök|utlän|romer|nationality|citizen|immigrant|refugee|asylum|foreign"
    ),
    "religion": r"uskon(?:to|noll|nolli)|muslimi|islam|lestadio|helluntai|jehova|religi|muslim|jehovas|pentecost|jehovah|laestad",
    "language": r"äidinkiel|vieraskiel|kielitaito|modersmål|språkkunskap|främmande språk|mother tongue|first language|speaks? no|interpreter",
    "postcode": r"\b\d{5}\b(?! *(?:€|euro|mk|eur))|postinumero|postnummer|postcode|zip code",
    "income_support": r"toimeentulotu|utkomststöd|income support|social assistance|on benefits|welfare benefit",
}
_COMPILED: Final = {name: re.compile(words, re.IGNORECASE) for name, words in _WORDS.items()}


def allowed(findings: Sequence[Finding], case: Case) -> tuple[Finding, ...]:
    """The findings whose own words are no prohibited fact."""
    places = {doc.id: [place for _, place in _places(doc.text)] for doc in case.pile.docs}
    return tuple(found for found in findings if not _prohibited(found, places.get(found.span.doc, [])))


def mentioned(case: Case) -> dict[str, int]:
    """How many sentences of the papers hold a fact of each prohibited kind; kinds with none are left out."""
    held: dict[str, set[tuple[str, int]]] = {}
    for analysis in case.compilation.analyses:
        found = _places(analysis.doc.text)
        starts = [sentence.start for sentence in analysis.sentences] if found else []
        for name, (start, _end) in found:
            held.setdefault(name, set()).add((analysis.doc.id, bisect_right(starts, start)))
    return {name: len(held[name]) for name in NAMES if name in held}


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Where prohibited facts stand in a paper; remembered, because a new note changes no other paper."""
    return tuple((name, match.span()) for name, pattern in _COMPILED.items() for match in pattern.finditer(text))


def _prohibited(found: Finding, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < found.trigger.end and found.trigger.start < end for start, end in places)
