"""Simplemma's dictionaries (MIT) as words: every base form with all its forms.

Millions of forms pass here when a table is made, so the forms of a word are held as one text, each closed by a line
break: that takes a tenth of the memory, and much can be asked of all of them at once.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from luotsi.engines.language.wordbook import LONGEST
from luotsi.kit.text import Language

Words = Mapping[str, str]
"""Each base form with the text of its forms."""


def forms_of(text: str) -> list[str]:
    """The forms that stand in a text of forms."""
    return text[:-1].split("\n")


def text_of(forms: Iterable[str]) -> str:
    """The text of some forms, at least one."""
    return "\n".join(forms) + "\n"


def read_words(language: Language) -> tuple[dict[str, str], dict[str, str]]:
    """The common words, in the order of their first forms, and the forms of names with the base form of each. Names are
    in lower case.
    """
    grouped = _grouped(language)
    common: dict[str, str] = {}
    named: list[tuple[bytes, str]] = []
    while grouped:
        raw, keys = grouped.popitem()
        for lemma, forms in _bare(raw.decode(), keys, keeps_dots=language is Language.EN):
            if not lemma or "|" in lemma:
                continue
            names = forms if lemma[:1].isupper() else [form for form in forms if form[:1].isupper()]
            if names:
                named += [(form.encode(), lemma.lower()) for form in names if len(form) <= LONGEST]
                forms = [] if names is forms else [form for form in forms if not form[:1].isupper()]  # noqa: PLW2901
            if len(max(forms, key=len, default="")) > LONGEST:
                forms = [form for form in forms if len(form) <= LONGEST]  # noqa: PLW2901
            if forms:
                common[lemma] = text_of(sorted([*forms_of(common[lemma]), *forms]) if lemma in common else forms)
    named.sort()  # as in the dictionary: of "EU" and "Eu" the later one counts
    return dict(sorted(common.items(), key=itemgetter(1))), {form.decode().lower(): lemma for form, lemma in named}


def _grouped(language: Language) -> dict[bytes, list[bytes]]:
    """The dictionary's base forms as they stand there, and the forms of each in their order."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415 - only for building

    found = DefaultDictionaryFactory().get_dictionary(language.value)
    packed = getattr(found, "_dict", None)  # all at once is several times faster than one by one
    pairs = packed.items() if packed else ((form.encode(), lemma.encode()) for form, lemma in found.items())
    grouped: dict[bytes, list[bytes]] = defaultdict(list)
    for form, lemma in pairs:
        grouped[lemma].append(form)
    del found, packed, pairs
    gc.collect()  # the factory's cache holds itself, and with it hundreds of megabytes
    return grouped


def _bare(lemma: str, keys: list[bytes], *, keeps_dots: bool) -> Iterator[tuple[str, list[str]]]:
    """A base form without a dot at its end, with its forms: "pm" is p.m. in English, but in Finnish the dot is a slip."""
    forms = b"\n".join(keys).decode().split("\n")
    if keeps_dots or not lemma.endswith("."):
        yield lemma, forms
        return
    yield lemma, [form for form in forms if form.endswith(".")]
    yield lemma.rstrip("."), [form for form in forms if not form.endswith(".")]
