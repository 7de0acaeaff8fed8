"""What to mend in a statement before others vote on it: length, one idea, a question, personal data, links."""

import re
from dataclasses import dataclass
from enum import StrEnum

from luotsi.engines.opinions.wording import plain, words
from luotsi.kit.text import Text

LONGEST = 200
_LONG = 140
_FEWEST_WORDS = 3
_MANY_CAPITALS = 12


class Kind(StrEnum):
    """What was noticed."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    LONG = "long"
    SHORT = "short"
    TWO_IDEAS = "two-ideas"
    QUESTION = "question"
    PERSONAL_DATA = "personal-data"
    LINK = "link"
    SHOUTING = "shouting"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing noticed. ``blocks``: the statement cannot be sent as it is."""

    kind: Kind
    text: Text
    blocks: bool


_PATTERNS = (
    re.compile(r"\b\d{6}[-+ABCDEFYXWVU]\d{3}[0-9A-Y]\b", re.IGNORECASE),  # Finnish identity code, DVV's 2023 separators
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"(?<!\d)(?:\+358|0)[ -]?(?:\d[ -]?){6,10}(?!\d)"),
    re.compile(r"\bFI\d{2}(?: ?\d{4}){3} ?\d{2}\b", re.IGNORECASE),
)
_LINK_PATTERN = re.compile(r"https?://|www\.|</?\w+[^>]*>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?]+(?:\s+|$)")
_JOINING = re.compile(
    r",? (?:ja samalla|ja lisäksi|sekä lisäksi|mutta|och samtidigt|och dessutom|men|and also|and furthermore|but|;) |; "
)


def check_statement(text: str) -> list[Remark]:
    """What to mend in a statement, what blocks it first. Empty when nothing was noticed.

    Only patterns are read: a name of a person is not found by this, so moderation must look for those.

    >>> [remark.kind.value for remark in check_statement("AI should help professionals. It must be cheap.")]
    ['two-ideas']
    """
    stripped = text.strip()
    if not words(stripped):
        return [Remark(Kind.EMPTY, _EMPTY, True)]
    found: list[Remark] = []
    length = len(stripped)
    if length > LONGEST:
        found.append(Remark(Kind.TOO_LONG, _TOO_LONG.format(n=length, most=LONGEST), True))
    elif length > _LONG:
        found.append(Remark(Kind.LONG, _LONG_TEXT.format(n=length, most=_LONG), False))
    if any(pattern.search(stripped) for pattern in _PATTERNS):
        found.append(Remark(Kind.PERSONAL_DATA, _PERSONAL, True))
    if _LINK_PATTERN.search(stripped):
        found.append(Remark(Kind.LINK, _LINKED, True))
    sentences = [part for part in _SENTENCE_END.split(stripped) if words(part)]
    if len(sentences) > 1 or _JOINING.search(plain(stripped)):
        found.append(Remark(Kind.TWO_IDEAS, _TWO_IDEAS, False))
    if stripped.endswith("?"):
        found.append(Remark(Kind.QUESTION, _QUESTION, False))
    if len(words(stripped)) < _FEWEST_WORDS:
        found.append(Remark(Kind.SHORT, _SHORT, False))
    letters = [letter for letter in stripped if letter.isalpha()]
    if len(letters) >= _MANY_CAPITALS and all(letter.isupper() for letter in letters):
        found.append(Remark(Kind.SHOUTING, _SHOUTING, False))
    return sorted(found, key=lambda remark: not remark.blocks)


_EMPTY = Text("Kirjoita väittämä.", "Skriv ett påstående.", "Write a statement.")
_TOO_LONG = Text(
    "Väittämä on liian pitkä: {n} merkkiä, enintään {most}.",
    "Påståendet är för långt: {n} tecken, högst {most}.",
    "The statement is too long: {n} characters, at most {most}.",
)
_LONG_TEXT = Text(
    "Lyhyempi väittämä on helpompi arvioida: {n} merkkiä, hyvä pituus on enintään {most}.",
    "Ett kortare påstående är lättare att bedöma: {n} tecken, högst {most} är bra.",
    "A shorter statement is easier to judge: {n} characters, at most {most} is good.",
)
_PERSONAL = Text(
    "Väittämässä näyttää olevan henkilötieto (henkilötunnus, sähköposti, puhelin- tai tilinumero). Poista se.",
    "Påståendet verkar innehålla en personuppgift (personbeteckning, e-post, telefon- eller kontonummer). Ta bort den.",
    "The statement seems to hold personal data (identity code, e-mail, telephone or account number). Remove it.",
)
_LINKED = Text(
    "Väittämässä on linkki tai koodia. Sano asia sanoin.",
    "Påståendet innehåller en länk eller kod. Säg saken med ord.",
    "The statement holds a link or code. Say it in words.",
)
_TWO_IDEAS = Text(
    "Väittämässä näyttää olevan kaksi ajatusta. Jaa ne kahdeksi väittämäksi, jotta kumpaankin voi vastata.",
    "Påståendet verkar innehålla två tankar. Dela dem i två påståenden, så att man kan svara på båda.",
    "There seem to be two ideas. Make two statements of them, so that each can be answered.",
)
_QUESTION = Text(
    "Kysymykseen ei voi vastata samaa tai eri mieltä. Kirjoita se väittämäksi.",
    "En fråga kan inte besvaras med samma eller annan åsikt. Skriv den som ett påstående.",
    "A question cannot be agreed with. Write it as a statement.",
)
_SHORT = Text(
    "Kirjoita kokonainen ajatus, jotta muut ymmärtävät sen samoin.",
    "Skriv en hel tanke, så att andra förstår den på samma sätt.",
    "Write a whole thought, so that others understand it the same way.",
)
_SHOUTING = Text(
    "Älä kirjoita pelkin isoin kirjaimin.", "Skriv inte med bara stora bokstäver.", "Do not write in capitals only."
)
