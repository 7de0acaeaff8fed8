"""From a document's text to sentences, tokens, lemmas and compound parts, with offsets of the text as given."""

import re

from luotsi.engines.language.lemmas import compound_parts, lemma
from luotsi.engines.language.model import Analysis, Doc, Sentence, Token
from luotsi.engines.language.tongues import language_of
from luotsi.kit.text import Language

_PARAGRAPH = re.compile(r"[^\n]+")
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"”(\-–A-ZÅÄÖ0-9])")
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:[-'’:][^\W\d_]+)*|[^\w\s]|\w+")


def analyse(doc: Doc) -> Analysis:
    """Cut a document up. Any text will do; offsets are code points of ``doc.text``."""
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(_PARAGRAPH.finditer(doc.text)):
        language = doc.language or language_of(paragraph.group())
        start = paragraph.start()
        for end in [match.start() for match in _END.finditer(paragraph.group())] + [len(paragraph.group())]:
            at = paragraph.start() + end
            sentence = _sentence(doc.text, start, at, language, number)
            if sentence:
                sentences.append(sentence)
            start = at
    return Analysis(doc, doc.language or language_of(doc.text), tuple(sentences))


def _sentence(text: str, start: int, end: int, language: Language, paragraph: int) -> Sentence | None:
    tokens = tuple(
        Token(
            match.start(),
            match.end(),
            match.group(),
            lemma(match.group(), language).lower(),
            compound_parts(match.group(), language),
        )
        for match in _TOKEN.finditer(text, start, end)
    )
    if not tokens:
        return None
    return Sentence(tokens[0].start, tokens[-1].end, language, tokens, paragraph)
