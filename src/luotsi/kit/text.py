"""Text in the three languages of the house: complete in Finnish, Swedish and English, or it does not construct."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Language(StrEnum):
    """A language of the interface (BCP 47 primary tag)."""

    FI = "fi"
    SV = "sv"
    EN = "en"

    @classmethod
    def parse(cls, tag: str) -> Self:
        """The language of a tag such as ``sv-FI``; Finnish when the tag names none of the three."""
        primary = tag.replace("_", "-").split("-", maxsplit=1)[0].lower()
        return cls(primary) if primary in cls._value2member_map_ else cls("fi")


_TAGS = frozenset(language.value for language in Language)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or term of ours, in Finnish, Swedish and English.

    Raises ``ValueError`` when a language is missing: an untranslated text is a defect, not a warning.

    >>> Text("lääke", "läkemedel", "medicine").in_("sv")
    'läkemedel'
    """

    fi: str
    sv: str
    en: str

    def __post_init__(self) -> None:
        for language in Language:
            value = getattr(self, language.value)
            if not isinstance(value, str) or not value.strip():
                message = f"Text lacks {language.value}: {self.fi!r} / {self.sv!r} / {self.en!r}"
                raise ValueError(message)

    def in_(self, language: str) -> str:
        """The text in ``language`` (any BCP 47 tag; Finnish when it is none of the three)."""
        value: str = getattr(self, language if language in _TAGS else Language.parse(language).value)
        return value

    def format(self, **values: "str | int | Text") -> "Text":
        """Fill ``{name}`` places in all three languages; a value that is itself a Text follows the language."""

        def filled(language: Language) -> str:
            words = {
                name: value.in_(language) if isinstance(value, Text) else str(value) for name, value in values.items()
            }
            return self.in_(language).format(**words)

        return Text(filled(Language.FI), filled(Language.SV), filled(Language.EN))

    def as_json(self) -> dict[str, str]:
        """``{"fi": …, "sv": …, "en": …}``."""
        return {"fi": self.fi, "sv": self.sv, "en": self.en}

    @classmethod
    def from_json(cls, value: Mapping[str, str]) -> Self:
        """The inverse of :meth:`as_json`; ``ValueError`` when a language is missing or there is another key."""
        if set(value) != {"fi", "sv", "en"}:
            message = f"a Text has exactly fi, sv and en, not {sorted(value)}"
            raise ValueError(message)
        return cls(value["fi"], value["sv"], value["en"])

    @classmethod
    def same(cls, word: str) -> Self:
        """A name that is alike in the three languages (an ATC code, a brand, a number with its unit)."""
        return cls(word, word, word)


def joined(parts: "tuple[Text, ...] | list[Text]", separator: str = ", ") -> Text:
    """The parts one after another in each language; ``ValueError`` when there are none."""
    if not parts:
        message = "nothing to join"
        raise ValueError(message)
    return Text(*(separator.join(part.in_(language) for part in parts) for language in Language))
