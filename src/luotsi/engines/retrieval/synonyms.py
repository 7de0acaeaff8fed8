"""Words that mean the same: ward slang and official term, and the same matter in the three languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of lower-case lemmas. A county adds groups of its own with :meth:`with_groups`."""

    table: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]]) -> "Synonyms":
        """From groups; a word in two groups has both groups' words."""
        table: dict[str, set[str]] = {}
        for group in groups:
            words = {word.lower() for word in group}
            for word in words:
                table.setdefault(word, set()).update(words - {word})
        return cls({word: frozenset(others) for word, others in table.items()})

    def with_groups(self, groups: Iterable[Iterable[str]]) -> "Synonyms":
        """These and the groups given."""
        mine = [[word, *others] for word, others in self.table.items()]
        return Synonyms.of([*mine, *groups])

    def of_word(self, lemma: str) -> frozenset[str]:
        """Other words for it."""
        return self.table.get(lemma, frozenset())


@cache
def own_synonyms() -> Synonyms:
    """The groups that come with the engine: all languages of a group together."""
    text = files("luotsi.engines.retrieval").joinpath("data", "synonyms.yaml").read_text(encoding="utf-8")
    return Synonyms.of([word for words in group.values() for word in words] for group in yaml.safe_load(text))
