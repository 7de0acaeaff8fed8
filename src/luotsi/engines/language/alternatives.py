"""Alternatives within a pattern, ``a|b|(c d)``: read with their brackets, spelled out, and refused where two readings fit.

Without brackets ``a|b c`` means *a or b, then c*. Whoever writes it for *a, or b c* gets a pattern that matches next to
nothing and no message, so alternatives beside other words need brackets unless they are plainly forms of one word.
"""

import re
from itertools import product

_WORD = re.compile(r"(?:\([^()]*\)|[^\s()])+")
_BAR = re.compile(r"\|(?![^(]*\))")
_MOST = 64
"""A pattern that spells out to more patterns than this is surely a mistake."""


PHRASE = "\x01"
"""Stands for a space within a phrase that is one of several alternatives of an element."""


class PatternError(ValueError):
    """A pattern that cannot be read; the message tells why, in English, for the one who edits the data."""


def spelled_out(pattern: str) -> list[str]:
    """The patterns without brackets that a pattern stands for; PatternError when it can be read in two ways.

    Phrases in the first part give a pattern each, so that what is found tells their words; in the other parts they stay
    alternatives of one element, with :data:`PHRASE` for their spaces.

    >>> spelled_out("rikki|(ei toimi*)|poikki & lämmitys")
    ['rikki|poikki & lämmitys', 'ei toimi* & lämmitys']
    >>> spelled_out("lämmitys & rikki|(ei toimi*)") == [f"lämmitys & rikki|ei{PHRASE}toimi*"]
    True
    >>> spelled_out("(oma|vanha) koti"), spelled_out("koti & !siisti|(ei sotku*)")
    (['oma|vanha koti'], ['koti & !siisti & !ei sotku*'])
    """
    if "(" not in pattern and not any("|" in part and " " in part.strip() for part in pattern.split("&")):
        return [pattern]
    parts: list[list[str]] = []
    for part in (part.strip() for part in pattern.split("&")):
        without = part.startswith("!")
        readings = _readings(part.removeprefix("!"))
        if without:
            parts.extend([f"!{reading}"] for reading in readings)
        elif parts and len(readings) > 1 and _is_one(part):
            parts.append(["|".join(reading.replace(" ", PHRASE) for reading in readings)])
        else:
            parts.append(readings)
    answer = [" & ".join(chosen) for chosen in product(*parts)]
    if len(answer) > _MOST:
        raise PatternError(f"its brackets spell out to {len(answer)} patterns; write fewer")
    return answer


def _is_one(part: str) -> bool:
    """Whether a part is one choice between words and phrases, which a table keeps as one element: ``a|(b c)|d``."""
    return len(_WORD.findall(part)) == 1 and ".." not in part


def _readings(part: str) -> list[str]:
    """What one part between ``&`` signs may be: its bracketed phrases each by itself, its plain words together."""
    words = _WORD.findall(part)
    if "".join("".join(words).split()) != "".join(part.split()):
        raise PatternError("a bracket is open or empty, or brackets stand within brackets")
    options: list[list[str]] = []
    for word in words:
        if word.startswith("(") and word.endswith(")") and "|" in word and " " not in word:
            options.append([word[1:-1]])  # "(a|b) c": said in so many words
            continue
        alternatives = _BAR.split(word)
        phrases = [one[1:-1] for one in alternatives if one.startswith("(")]
        if any("|" in phrase or not phrase.strip() for phrase in phrases):
            raise PatternError("brackets hold either words, (a|b), or one phrase, a|(b c)")
        plain = [one for one in alternatives if not one.startswith("(")]
        if len(words) > 1 and not phrases and len(plain) > 1 and not _forms_of_one(plain):
            raise PatternError(
                f"“{word}” beside other words can be read in two ways: put brackets around the phrase, a|(b c), "
                "or around the alternatives, (a|b) c"
            )
        options.append(["|".join(plain), *phrases] if plain else phrases)
    return [" ".join(chosen) for chosen in product(*options)]


def _forms_of_one(words: list[str]) -> bool:
    """Whether alternatives look like forms of one word: the same first letter, and all of them whole words or all stems."""
    bare = [word.strip("=~*") for word in words]
    return len({word[:1] for word in bare}) == 1 and len({"*" in word for word in words}) == 1
