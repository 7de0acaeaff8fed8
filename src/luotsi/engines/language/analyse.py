"""From a document's text to sentences, tokens, lemmas and compound parts, with offsets of the text as given."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from luotsi.engines.language.lemmas import compound_parts, lemmas
from luotsi.engines.language.model import Analysis, Doc, Sentence, Token
from luotsi.engines.language.offsets import Even, even
from luotsi.engines.language.segmentation import heading_of, lines, sentences
from luotsi.engines.language.tongues import language_of, paragraph_tongues
from luotsi.kit.text import Language

# In this order: addresses, numbers with what belongs to them ("12-vuotias", "3.2.2025", "EU:n", "2,5"), words, marks
_TOKEN = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|\d+(?:[.,:/]\d+)*(?:[-–:][^\W\d_]+(?:-[^\W\d_]+)*)?"
    r"|[^\W\d_][^\W_]*(?:(?:[-‐‑/'’:]|-/)[^\W_]+)*-?"
    r"|[^\w\s]|_|\w+"
)


def analyse(doc: Doc) -> Analysis:
    """Cut a document up into sentences with their tokens. Any text will do; offsets are code points of ``doc.text``.

    The language is found paragraph by paragraph, and sentence by sentence in one that mixes languages, unless the
    document gives its own: notes mix Finnish and Swedish.
    """
    text = even(doc.text)
    whole = doc.language or language_of(text.text)
    found: list[Sentence] = []
    heading = ""
    for number, (start, end) in enumerate(lines(text.text)):
        paragraph = text.text[start:end]
        language, mixed = (doc.language, False) if doc.language else paragraph_tongues(paragraph, whole)
        title = heading_of(paragraph)
        heading = heading if title is None else title
        spans = [(span, language) for span in sentences(text.text, start, end, language)]
        if mixed:
            spans = [(span, language_of(text.text[slice(*span)], otherwise=language)) for span, _ in spans]
        for tongue, group in groupby(spans, key=itemgetter(1)):
            found.extend(_sentences(text, [span for span, _ in group], tongue, number, heading))
    return Analysis(doc, whole, tuple(found))


def _sentences(
    text: Even, spans: Sequence[tuple[int, int]], language: Language, number: int, heading: str
) -> Iterator[Sentence]:
    matches = [list(_TOKEN.finditer(text.text, begin, finish)) for begin, finish in spans]
    forms: list[str] = []
    for one in matches:
        forms.extend([match[0] for match in one])
        forms.append("")
    bases = iter(lemmas(forms, language))
    same = text.starts is None  # the usual text is even as it is given
    for one in matches:
        tokens = []
        for match in one:
            form = match[0]
            begin, finish = match.span() if same else text.place(*match.span())
            tokens.append(Token(begin, finish, form, next(bases).lower(), compound_parts(form, language)))
        next(bases)
        if tokens:
            yield Sentence(tokens[0].start, tokens[-1].end, language, tuple(tokens), number, heading)
