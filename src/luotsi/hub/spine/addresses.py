"""Addresses in the reader's language. They are contracts, so they stand in code and not in translators' catalogues."""

from typing import Any

from django.urls import reverse
from django.utils.functional import lazystr
from django.utils.translation import get_language, override

from luotsi.kit.text import Language, Text


class Segment:
    """A part of an address that differs by language; Django asks for its text in each."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text.in_(get_language() or "fi")


def address(fi: str, sv: str, en: str) -> Any:
    """For ``path()``: the route in the three languages."""
    return lazystr(Segment(Text(fi, sv, en)))


def in_every_language(url_name: str, **kwargs: Any) -> dict[str, str]:
    """The address of one page in the three languages, for the language switch and the site map."""
    found = {}
    for language in Language:
        with override(language.value):
            found[language.value] = reverse(url_name, kwargs=kwargs or None)
    return found
