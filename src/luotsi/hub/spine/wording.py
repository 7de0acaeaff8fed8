"""Words that people of the network write: in the languages written so far, never shown in a wrong language unmarked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils.translation import get_language

from luotsi.kit.text import Language

# Where the reader's language is missing: Finnish first, then English, then Swedish.
_ORDER = ("fi", "en", "sv")


@dataclass(frozen=True, slots=True)
class Shown:
    """Words as a page shows them. ``language`` is that of the words when it is not the reader's, else empty."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Words:
    """Up to three languages; an unwritten one is empty."""

    fi: str = ""
    sv: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.fi or self.sv or self.en)

    def in_(self, language: str) -> str:
        """The words in one language, perhaps empty."""
        value: str = getattr(self, language)
        return value

    def shown(self, language: str = "") -> Shown:
        """In the reader's language, else in another with its name."""
        wanted = Language.parse(language or get_language() or "fi").value
        if self.in_(wanted):
            return Shown(self.in_(wanted))
        other = next((code for code in _ORDER if self.in_(code)), "")
        return Shown(self.in_(other), other) if other else Shown("")

    def missing(self) -> tuple[str, ...]:
        """The languages not written yet."""
        return tuple(language.value for language in Language if not self.in_(language.value))

    def as_json(self) -> dict[str, str | None]:
        """``{"fi": …, "sv": …, "en": …}``; an unwritten language is null."""
        return {language.value: self.in_(language.value) or None for language in Language}

    @classmethod
    def from_json(cls, value: Mapping[str, str | None]) -> Self:
        """The inverse of :meth:`as_json`."""
        return cls(*(value.get(language.value) or "" for language in Language))


class Written:
    """Reads ``title_fi``, ``title_sv``, ``title_en`` as :class:`Words`: ``title = Written()`` beside the columns."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return Words(*(getattr(instance, f"{self.name}_{language.value}") for language in Language))


def now_behind(before: Mapping[str, Words], after: Mapping[str, Words], behind: list[str], holds: bool) -> list[str]:
    """The languages that lag after an edit of some texts.

    A language that was rewritten is up to date. One that was left while an up-to-date one changed lags, unless the
    editor says that it still ``holds``; a lagging language that catches up leaves the others as they were. What was
    never written cannot lag.
    """
    tags = [language.value for language in Language]
    changed = {tag for tag in tags if any(before[name].in_(tag) != after[name].in_(tag) for name in after)}
    if not changed:
        return [] if holds else sorted(behind)
    written = {tag for tag in tags if any(words.in_(tag) for words in after.values())}
    new_content = bool(changed - set(behind))
    lagging = set() if holds else (set(tags) if new_content else set(behind)) - changed
    return sorted(lagging & written)
