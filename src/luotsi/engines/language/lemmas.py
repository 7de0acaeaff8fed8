"""Base forms of words."""

from functools import lru_cache

from luotsi.kit.text import Language


@lru_cache(65536)
def lemma(form: str, language: Language) -> str:
    """The base form of a word."""
    import simplemma  # noqa: PLC0415 - slow

    return simplemma.lemmatize(form, lang=language.value, greedy=True)


def compound_parts(form: str, language: Language) -> tuple[str, ...]:
    """Lemmas of the parts of a compound."""
    return ()
