"""Search in documents: passages, weighted fields, filters before ranking, answers with verbatim quotes, abstention. Pure."""

from luotsi.engines.retrieval.answering import Answer, NoAnswer, Why, answer
from luotsi.engines.retrieval.index import Hit, Index
from luotsi.engines.retrieval.model import Audience, Document, Passage, Query, Section
from luotsi.engines.retrieval.synonyms import Synonyms, own_synonyms

__all__ = [
    "Answer",
    "Audience",
    "Document",
    "Hit",
    "Index",
    "NoAnswer",
    "Passage",
    "Query",
    "Section",
    "Synonyms",
    "Why",
    "answer",
    "own_synonyms",
]
