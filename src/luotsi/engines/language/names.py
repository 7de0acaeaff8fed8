"""Names bound to roles, found again in their inflected forms (Aatu: Aadun, Aatulla; Virtanen: Virtasen; Alva: Alvas)."""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from luotsi.kit.text import Language

_ENDINGS_FI = re.compile(
    r"(?:i|e)?(?:n|a|ä|ta|tä|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|na|nä|t|ja|jä|[aeiouyäö]n|seen)?"
    r"(?:nsa|nsä|kin|kaan|kään|han|hän)?\Z"
)
_ENDINGS = re.compile(r"(?:'s|’s|s|')?\Z")
_GRADES = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nt", "nn"), ("nk", "ng"), ("mp", "mm"), ("lt", "ll"), ("rt", "rr"),
    ("t", "d"), ("p", "v"), ("k", ""),
)  # fmt: skip
_LONGEST_ENDING = 8
_SHORTEST_STEM = 2


def stems_of(name: str, language: Language) -> set[str]:
    """The stems, in lower case, to which the endings of a name are added.

    >>> sorted(stems_of("Aatu", Language.FI))
    ['aadu', 'aatu']
    """
    low = name.lower()
    stems = {low}
    if language is not Language.FI:
        return stems
    if low.endswith("nen"):
        stems.add(low[:-3] + "s")
        stems.add(low[:-3] + "se")
    elif low.endswith("s"):
        stems.update({low[:-1] + "kse", low[:-1] + "ks", low[:-1], low + "i"})
    elif low[-1] not in "aeiouyäöå":
        stems.add(low + "i")
    elif low.endswith("i"):
        stems.add(low[:-1] + "e")
    stems.update(_weakened(low))
    return stems


def _weakened(low: str) -> set[str]:
    body, last = low[:-1], low[-1]
    for strong, weak in _GRADES:
        if last in "aeiouyäö" and body.endswith(strong) and len(body) > len(strong) + 1:
            return {body[: -len(strong)] + weak + last}
    return set()


@cache
def gazetteer(name: str) -> frozenset[str]:
    """The names of ``data/names/<name>.txt`` in small letters, read once."""
    text = files("luotsi.engines.language").joinpath("data", "names", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word.lower() for line in text.splitlines() if not line.startswith("#") for word in line.split())


@dataclass(slots=True)
class NameBook:
    """Names and the roles they stand for in one document."""

    language: Language
    _stems: dict[str, str] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def bind(self, name: str, role: str) -> None:
        """From now on this name means that role; a name once bound keeps its role."""
        for stem in stems_of(name, self.language):
            self._stems.setdefault(stem, role)
        self._known.clear()

    def is_base(self, low: str) -> bool:
        """Whether a form in small letters is a bound name without an ending."""
        return low in self._stems

    def role(self, form: str) -> str:
        """The role of a written form of a bound name; empty when it is none."""
        known = self._known.get(form)
        if known is None:
            known = self._known[form] = self._looked_up(form.lower())
        return known

    def _looked_up(self, low: str) -> str:
        endings = _ENDINGS_FI if self.language is Language.FI else _ENDINGS
        for length in range(len(low), max(_SHORTEST_STEM, len(low) - _LONGEST_ENDING) - 1, -1):
            role = self._stems.get(low[:length])
            if role and endings.match(low[length:]):
                return role
        return ""
