"""The few changes of wording that a draft may make, each recorded by name: nothing is added, nothing of substance lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from luotsi.engines.language.plain_yaml import plain_yaml
from luotsi.kit.text import Language

_BULLET = re.compile(r"^\s*(?:[-–—•*·]|\d{1,2}[.)])\s+")
_SPEAKER = re.compile(r"^\s*(?:[A-ZÅÄÖ]|[A-ZÅÄÖ][a-zåäö]{2,14}):\s+")
_SPACE = re.compile(r"[\s\u00ad]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """The rewriting of a language, compiled."""

    fillers: re.Pattern[str]
    spoken: Mapping[str, str]
    spoken_word: re.Pattern[str]
    question: re.Pattern[str]
    negative: re.Pattern[str]
    negated: str


@cache
def wording(language: Language) -> Wording:
    """``data/rewrites.yaml`` of a language, read once."""
    text = files("luotsi.engines.language").joinpath("data", "rewrites.yaml").read_text(encoding="utf-8")
    raw = plain_yaml(text)[language.value]
    fillers = "|".join(sorted(map(re.escape, raw["fillers"]), key=len, reverse=True))
    spoken = "|".join(sorted(map(re.escape, raw["spoken"]), key=len, reverse=True))
    return Wording(
        re.compile(rf"(?:,\s*)?\b(?:{fillers})\b(?:\s*,)?\s*", re.IGNORECASE),
        raw["spoken"],
        re.compile(rf"(?<![\w'])(?:{spoken})(?!\w)", re.IGNORECASE),
        re.compile(raw["question"], re.IGNORECASE),
        re.compile(raw["negative"], re.IGNORECASE),
        raw["negated"],
    )


def rewritten(words: str, language: Language) -> tuple[str, tuple[str, ...]]:
    """The sentence as a draft shows it, and the names of what was done to it, in order; none when it stands as it was.

    >>> rewritten("- Mä oon niinku aika väsynyt.", Language.FI)
    ('Minä olen aika väsynyt.', ('bullet', 'filler', 'spoken'))
    """
    done: list[str] = []
    rules = wording(language)
    text = words
    for name, pattern in (("bullet", _BULLET), ("speaker", _SPEAKER)):
        changed = pattern.sub("", text, count=1)
        text = _noted(name, text, changed, done)
    spaced = _SPACE.sub(lambda match: "" if match.group() == "\u00ad" else " ", text).strip()
    text = _noted("space", text, spaced, done)
    text = _noted("filler", text, rules.fillers.sub(" ", text).strip().replace("  ", " "), done)
    text = _noted("spoken", text, rules.spoken_word.sub(lambda match: _cased(match.group(), rules), text), done)
    return (text[:1].upper() + text[1:] if done and text else text) or words, tuple(done)


def answered(question: str, answer: str, language: Language) -> str | None:
    """A question and its short "no" told as one sentence; None when they are no such pair.

    >>> answered("Onko kuumetta?", "Ei.", Language.FI)
    'Ei kuumetta.'
    """
    rules = wording(language)
    asked = rules.question.match(_SPEAKER.sub("", question).strip())
    if asked is None or not rules.negative.match(_SPEAKER.sub("", answer).strip()):
        return None
    return rules.negated.format(rest=asked["rest"].strip())


def _noted(name: str, before: str, after: str, done: list[str]) -> str:
    if after != before and after:
        done.append(name)
        return after
    return before


def _cased(word: str, rules: Wording) -> str:
    new = rules.spoken[word.lower()]
    return new[:1].upper() + new[1:] if word[:1].isupper() else new
