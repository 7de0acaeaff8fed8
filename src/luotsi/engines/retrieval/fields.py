"""What is indexed of a passage: lemmas, parts of compounds, and stretches of four letters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.model import Analysis, Doc, Token
from luotsi.kit.text import Language


class Field(IntEnum):
    """The fields of a passage."""

    TITLE = 0
    HEADING = 1
    LEMMA = 2
    PART = 3
    GRAM = 4


WEIGHTS: Final = {Field.TITLE: 2.0, Field.HEADING: 1.6, Field.LEMMA: 1.0, Field.PART: 0.4, Field.GRAM: 0.2}
"""How much a field counts (specification of the language engine, sections 3 and 4: measured on Finnish known items)."""
GRAM: Final = 4


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question: its lemma, the parts of it when it is a compound, and how it is written."""

    lemma: str
    parts: tuple[str, ...]
    form: str


def terms_of(text: str, language: Language | None) -> tuple[tuple[Term, ...], Analysis]:
    """The words of a text in order, and its analysis."""
    analysis = analyse(Doc("text", text, None, language))
    return tuple(term for sentence in analysis.sentences for term in words_of(sentence.tokens)), analysis


def words_of(tokens: Sequence[Token]) -> tuple[Term, ...]:
    """The words and numbers among tokens."""
    return tuple(Term(token.lemma, token.parts, token.text.lower()) for token in tokens if token.text[:1].isalnum())


def lemmas_and_parts(terms: tuple[Term, ...]) -> Counter[str]:
    """Lemmas with their compound parts, for short fields such as titles."""
    return Counter(word for term in terms for word in (term.lemma, *term.parts))


def grams(form: str) -> list[str]:
    """Stretches of four letters of a word with its edges marked: they forgive typing errors and endings.

    >>> grams("kortti")
    ['_kor', 'kort', 'ortt', 'rtti', 'tti_']
    """
    marked = f"_{form}_"
    return [marked[at : at + GRAM] for at in range(max(1, len(marked) - GRAM + 1))]
