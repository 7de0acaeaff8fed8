"""Words of statements as people type them: tidied, measured, and what is wrong with them."""

import unicodedata
from collections.abc import Mapping

from luotsi.kit.errors import Problem
from luotsi.kit.text import Language, Text

SHORTEST = 8

_EMPTY = Text("Kirjoita väittämä.", "Skriv ett påstående.", "Write a statement.")
_SHORT = Text(
    "Kirjoita kokonainen väittämä, vähintään {n} merkkiä.",
    "Skriv ett helt påstående, minst {n} tecken.",
    "Write a whole statement, at least {n} characters.",
)
_LONG = Text(
    "Väittämässä on {n} merkkiä. Enintään {most}.",
    "Påståendet har {n} tecken. Högst {most}.",
    "The statement has {n} characters. The most is {most}.",
)


def tidied(text: str) -> str:
    """One line of composed characters, without control characters and doubled spaces."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in composed)
    kept = "".join(letter for letter in visible if unicodedata.category(letter) not in {"Cf", "Co", "Cs", "Cn"})
    return " ".join(kept.split())


def length_problem(text: str, most: int, where: str) -> Problem | None:
    """What is wrong with the length of a tidied statement."""
    if not text:
        return Problem(where, _EMPTY)
    if len(text) < SHORTEST:
        return Problem(where, _SHORT.format(n=SHORTEST))
    return Problem(where, _LONG.format(n=len(text), most=most)) if len(text) > most else None


def version_problems(versions: Mapping[str, str], language: str, most: int) -> list[Problem]:
    """What is wrong with the versions of a statement: the original must be there, none may be too long."""
    problems = [length_problem(versions.get(language, ""), most, f"text_{language}")]
    problems += [
        length_problem(versions[tag], most, f"text_{tag}")
        for tag in (each.value for each in Language)
        if tag != language and versions.get(tag)
    ]
    return [problem for problem in problems if problem is not None]
