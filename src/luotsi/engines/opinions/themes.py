"""Topics of statements, offline: words weighed by how telling they are, and statements joined by likeness.

TF-IDF over words (base forms where given, else words cut to their beginnings) and meanings of the term table, cosine
distance, average linkage. A topic is named by its most telling words; a person may name it better.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions.terms import meaning
from luotsi.engines.opinions.votes import Floats, Ints
from luotsi.engines.opinions.wording import COMMON, Lemmas, language_of, words

_CUT = 6
_SHORTEST = 3
_FAR = 0.93
_SMALLEST = 2
_NAMED_BY = 3
_ALWAYS_TELLING = 8
_MOST = 6_000


@dataclass(frozen=True, slots=True)
class Topic:
    """Statements that speak of the same, by identifier, and the words that tell them from the others."""

    statements: tuple[int, ...]
    words: tuple[str, ...]


def topics(
    statements: Sequence[tuple[int, str]],
    *,
    languages: Mapping[int, str] | None = None,
    lemmas: Lemmas | None = None,
) -> list[Topic]:
    """The topics of statements (identifier, text), the largest first; a statement like no other is in none.

    ``ValueError`` beyond 6,000 statements, where comparing all pairs is too much.
    """
    if len(statements) > _MOST:
        message = f"at most {_MOST} statements"
        raise ValueError(message)
    ordered = sorted(statements)
    read = [_read(text, (languages or {}).get(identifier) or language_of(text), lemmas) for identifier, text in ordered]
    if len(ordered) < _SMALLEST:
        return []
    weights, vocabulary = _weights([tokens for tokens, _ in read])
    of = _joined(weights)
    shown: Counter[tuple[str, str]] = Counter()
    for _, surface in read:
        shown.update(surface)
    found = []
    for label in np.unique(of):
        members = np.flatnonzero(of == label)
        if len(members) >= _SMALLEST and weights[members].sum() > 0:
            found.append(Topic(tuple(ordered[at][0] for at in members), _named(weights[members], vocabulary, shown)))
    return sorted(found, key=lambda topic: (-len(topic.statements), topic.statements))


def _read(text: str, language: str, lemmas: Lemmas | None) -> tuple[list[str], list[tuple[str, str]]]:
    """The tokens of a text, and each with the word that it stands for."""
    common = COMMON.get(language, frozenset())
    plain = list(lemmas(text, language)) if lemmas else words(text)
    surface = []
    for word in plain:
        if len(word) < _SHORTEST or word in common:
            continue
        number = meaning(word, language)
        surface.append((f"#{number}" if number is not None else word if lemmas else word[:_CUT], word))
    return [token for token, _ in surface], surface


def _weights(documents: Sequence[Sequence[str]]) -> tuple[Floats, list[str]]:
    """Unit rows of TF-IDF over tokens that two statements or more share."""
    spread = Counter(token for tokens in documents for token in set(tokens))
    vocabulary = sorted(
        token for token, count in spread.items() if _SMALLEST <= count <= max(0.4 * len(documents), _ALWAYS_TELLING)
    )
    place = {token: at for at, token in enumerate(vocabulary)}
    weights = np.zeros((len(documents), len(vocabulary)))
    for row, tokens in enumerate(documents):
        for token, count in Counter(tokens).items():
            if token in place:
                weights[row, place[token]] = (1 + math.log(count)) * math.log(len(documents) / spread[token])
    norm = np.linalg.norm(weights, axis=1, keepdims=True)
    return np.divide(weights, norm, out=np.zeros_like(weights), where=norm > 0), vocabulary


def _joined(weights: Floats) -> Ints:
    """Average linkage on cosine distance, cut where clusters share next to nothing."""
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - slow to load

    rows, columns = np.triu_indices(len(weights), 1)
    distance = 1 - (weights @ weights.T)[rows, columns]
    tree = linkage(np.clip(distance, 0, 1), method="average")
    labels: Ints = fcluster(tree, t=_FAR, criterion="distance").astype(np.int64)
    return labels


def _named(weights: Floats, vocabulary: Sequence[str], shown: Counter[tuple[str, str]]) -> tuple[str, ...]:
    total = weights.sum(axis=0)
    best = [at for at in np.argsort(-total, kind="stable")[:_NAMED_BY] if total[at] > 0]
    names = []
    for at in best:
        of_token = [(count, word) for (token, word), count in shown.items() if token == vocabulary[at]]
        names.append(max(of_token, key=lambda item: (item[0], item[1]))[1])
    return tuple(names)
