"""What a secrecy order keeps out of summaries: a non-disclosure order for safety (turvakielto), or a label of the record."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from luotsi.engines.documents import FhirDocument
from luotsi.engines.language.model import Analysis, Span

ORDER: Final = re.compile(
    r"turvakiel|spärrmarker|skyddad(?:e|es)? (?:adress|folkbok|personuppg)|sekretessmarker|non-?disclosure (?:order|for)|"
    r"salassa ?pidettävä|ei saa luovuttaa|får inte lämnas ut|must not be disclosed|osoite on salainen|salainen osoite|hemlig adress|secret address",
    re.IGNORECASE,
)
"""Words that say a safety or secrecy order is in force. From memory of documentation practice; unreviewed."""

_PLACE: Final = re.compile(
    r"\b[A-ZÅÄÖ][a-zåäö]+(?:katu|kadulla|kadun|tie|tiellä|tien|kuja|kujalla|polku|polulla|gatan|vägen|gränden|stigen)\s+\d+|"
    r"\b\d+\s+[A-Z][a-z]+\s+(?:Street|Road|Lane|Avenue)\b|\b\d{5}\s+[A-ZÅÄÖ][a-zåäö]+|"
    r"(?:\+358|\b0)\s?\d{1,3}[\s-]?\d{3,4}[\s-]?\d{2,4}\b|"
    r"\b(?:osoite|puhelinnumero|turvakoti|turvakodissa|skyddshem|adress(?:en)?|telefonnummer|shelter|address|phone number)\b",
)
"""Places and ways to reach somebody: kept out in every document of a pile in which an order is in force."""


def protected(analyses: Iterable[Analysis], sources: Mapping[str, FhirDocument] | None = None) -> frozenset[Span]:
    """The sentences that never enter a summary, as spans.

    They are the sentence that tells of the order, every sentence with an address, telephone number or shelter in any
    paper of the pile once an order is told of, and every sentence of a paper that the record labels restricted.
    """
    rows = list(analyses)
    restricted = {name for name, item in (sources or {}).items() if item.restricted}
    in_force = any(_orders(item.doc.text) for item in rows)
    found: set[Span] = set()
    for item in rows:
        labelled, ordered = item.doc.id in restricted, _orders(item.doc.text)
        if not (labelled or ordered or (in_force and _PLACE.search(item.doc.text))):
            continue
        for sentence in item.sentences:
            words = item.doc.text[sentence.start : sentence.end]
            if labelled or ORDER.search(words) or (in_force and _PLACE.search(words)):
                found.add(Span(item.doc.id, sentence.start, sentence.end))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _orders(text: str) -> bool:
    """Whether a paper tells of an order; remembered, because a new note changes no other paper."""
    return bool(ORDER.search(text))
