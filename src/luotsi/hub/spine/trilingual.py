"""Text of ours in three plain columns (``title_fi``, ``title_sv``, ``title_en``), read as one kit Text."""

from typing import Any

from django.db import models
from django.utils.translation import get_language

from luotsi.kit.text import Language, Text

COLUMNS = tuple(language.value for language in Language)


class Trilingual:
    """Reads three columns as a Text: ``title = Trilingual()`` beside ``title_fi``, ``title_sv``, ``title_en``."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return Text(*(getattr(instance, f"{self.name}_{language}") for language in COLUMNS))

    def __set__(self, instance: models.Model, value: Text) -> None:
        for language in COLUMNS:
            setattr(instance, f"{self.name}_{language}", value.in_(language))


def columns(name: str, value: Text) -> dict[str, str]:
    """The keyword arguments that store ``value`` under ``name``."""
    return {f"{name}_{language}": value.in_(language) for language in COLUMNS}


def here(text: Text) -> str:
    """The text in the language of the page being made."""
    return text.in_(get_language() or "fi")
