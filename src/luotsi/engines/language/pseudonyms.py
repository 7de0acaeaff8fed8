"""Taking identifiers out of text before it leaves the county, and putting them back into what returns.

Names become placeholders that say who the person is (``<LAPSI_1>``), one person one placeholder through the whole case; a
case ending follows it (``<LAPSI_1>:n``) so that a sentence keeps its grammar. Exact dates move by one constant that is a
whole number of weeks. Ages, years and months stay. The key that undoes all this stays in the county. Nothing can be
sent without :class:`Sealed`, which looks at the outgoing words a second time and refuses to exist when it finds anything.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from luotsi.engines.language.identifiers import DateForm, Identifier, Kind, dates_in, identifiers_in
from luotsi.engines.language.model import Doc
from luotsi.engines.language.name_finder import NameAt, bases, names_in
from luotsi.engines.language.placeholders import label_of, person_label, placeholder_pattern
from luotsi.engines.language.tongues import language_of
from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Language, Text

_WRITTEN = re.compile(
    r"(?:^|\n)[^\n]{0,80}?\b(?:kirjaus|kirjattu|päiväys|laadittu|pvm|päivämäärä|anteckning|antecknat|datum|upprättad|record(?:ed)?|date|written|note)"
    r"\b[: ]*(?:den )?$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:lla|llä|lta|ltä|lle|ssa|ssä|sta|stä|seen|hun|hin|han|hen|hon|een|iin|aan|ään|uun|oon|yyn|öön|n|a|ä|ta|tä|ksi|na|nä|ni|nsa|nsä)$"
)
_SHIFT_WEEKS = (4, 26)


class IdentifierLeakError(LuotsiError):
    """Identifiers would have left the county. Nothing was sent. Says of what kind and how many, never which."""


@dataclass(frozen=True, slots=True)
class Mask:
    """One place that was changed: where in which document, what stood there, and what stands there now."""

    doc: str
    start: int
    end: int
    kind: Kind
    original: str
    shown: str


@dataclass(frozen=True, slots=True)
class Key:
    """What undoes the masking. It holds every identifier: it never leaves the county and is never logged.

    ``people`` is the placeholder's plain name, ``forms`` the written form by placeholder and ending, ``shift`` the days by
    which dates were moved forward (negative: back).
    """

    masks: tuple[Mask, ...]
    people: Mapping[str, str]
    forms: Mapping[tuple[str, str], str]
    shift: int
    written: tuple[str, ...] = ()

    @property
    def shifted_dates(self) -> frozenset[str]:
        """Dates as they stand in the masked text, and the days of writing as shifted."""
        return frozenset(mask.shown for mask in self.masks if mask.kind is Kind.DATE) | frozenset(self.written)

    def restore(self, text: str) -> str:
        """Put the identifiers back into words that came back: placeholders with their endings, dates shifted home.

        A day that was written in several ways comes back as each was written when it stands as often as it did;
        otherwise as it was written first.
        """
        back = placeholder_pattern().sub(self._person, text)
        written: dict[str, list[str]] = {}
        for mask in self.masks:
            if mask.kind is Kind.DATE:
                written.setdefault(mask.shown, []).append(mask.original)
        dates = [(date, back[date.start : date.end]) for date in sorted(dates_in(back), key=lambda date: date.start)]
        stands = Counter(words for _, words in dates)
        left = stands.copy()
        for date, words in reversed(dates):
            ways = written.get(words, ())
            left[words] -= 1
            home = (
                ways[left[words] if len(ways) == stands[words] else 0]
                if ways
                else _moved(words, date, -self.shift, None)
            )
            back = back[: date.start] + home + back[date.end :]
        return back

    def _person(self, match: re.Match[str]) -> str:
        placeholder, ending = f"<{match['label']}>", match["ending"] or match["genitive"] or ""
        base = self.people.get(placeholder)
        if base is None:
            return match.group()
        known = self.forms.get((placeholder, ending))
        if known or not ending:
            return known or base
        vowel = "" if base[-1:].lower() in "aeiouyäöå" or ending.endswith("s") else "i"
        return f"{base}{vowel}{ending}"


@dataclass(frozen=True, slots=True)
class Masked:
    """A case's documents with their identifiers taken out (same ids and order), and the key."""

    docs: tuple[Doc, ...]
    key: Key
    originals: Mapping[str, str] = field(default_factory=dict, repr=False)

    def words(self, doc: str, start: int, end: int) -> str:
        """A stretch of an original document as it stands masked (offsets are the original's)."""
        pieces, at = [], start
        for mask in sorted((mask for mask in self.key.masks if mask.doc == doc), key=lambda mask: mask.start):
            if mask.end <= start or mask.start >= end:
                continue
            pieces += [self.originals[doc][at : max(at, mask.start)], mask.shown]
            at = mask.end
        return "".join([*pieces, self.originals[doc][at:end]]) if at < end else "".join(pieces)


def detect(text: str, known: Sequence[str] = ()) -> tuple[Identifier, ...]:
    """Identifiers of a text in order, without overlaps. ``known`` are names that the caller already knows.

    >>> [(i.start, i.end, i.kind.value) for i in detect("Äiti soitti Eetun puhelimeen 040 1234567.")]
    [(12, 17, 'NAME'), (29, 40, 'PHONE')]
    """
    formed = [_with_heading(text, identifier) for identifier in identifiers_in(text)]
    taken = bytearray(len(text))
    for identifier in formed:
        taken[identifier.start : identifier.end] = b"\1" * (identifier.end - identifier.start)
    names = [
        Identifier(name.start, name.end, Kind.NAME, heading=name.heading)
        for name in names_in(text, known)
        if not any(taken[name.start : name.end])
    ]
    return tuple(sorted([*formed, *names]))


def _with_heading(text: str, identifier: Identifier) -> Identifier:
    if identifier.kind is Kind.DATE and _WRITTEN.search(text[max(0, identifier.start - 120) : identifier.start]):
        return Identifier(identifier.start, identifier.end, Kind.DATE, heading=True)
    return identifier


def shift_of(seed: int) -> int:
    """Days by which a case's dates move back: 4 to 26 whole weeks, so that weekdays stay what they were."""
    least, most = _SHIFT_WEEKS
    return -7 * (least + seed % (most - least + 1))


class _Masking:
    """One case under way: people met so far, numbers given so far."""

    def __init__(self, client: str, shift: int, known: Sequence[str]) -> None:
        self.client = client
        self.known = [name for name in (*known, _name_of(client)) if name]
        self.shift = shift
        self.people: dict[str, list[set[str]]] = {}
        self.bases: dict[str, str] = {}
        self.forms: dict[tuple[str, str], str] = {}
        self.counts: dict[str, int] = {}
        self.others: dict[tuple[Kind, str], str] = {}
        self.spelled: dict[tuple[str, str], str] = {}
        self.masks: list[Mask] = []

    def doc(self, doc: Doc) -> Doc:
        language = doc.language or language_of(doc.text)
        names = {name.start: name for name in names_in(doc.text, self.known)}
        dates = {date.start: date for date in dates_in(doc.text)}
        pieces, at = [], 0
        for identifier in detect(doc.text, self.known):
            words = doc.text[identifier.start : identifier.end]
            if identifier.kind is Kind.NAME and identifier.start in names:
                line = doc.text[doc.text.rfind("\n", 0, identifier.start) + 1 :].partition("\n")[0]
                shown = self._person(names[identifier.start], words, language_of(line))
            elif identifier.kind is Kind.DATE and identifier.start in dates:
                shown = _moved(words, dates[identifier.start], self.shift, doc.date)
            else:
                shown = self._other(identifier.kind, words, language)
            self.masks.append(Mask(doc.id, identifier.start, identifier.end, identifier.kind, words, shown))
            pieces += [doc.text[at : identifier.start], shown]
            at = identifier.end
        text = "".join([*pieces, doc.text[at:]])
        date = doc.date + dt.timedelta(days=self.shift) if doc.date else None
        return Doc(doc.id, text, date, doc.language, "", None, doc.kind, doc.author_role, "")

    def _person(self, name: NameAt, words: str, language: Language) -> str:
        parts = {part for word in words.split() for part in bases(word) if len(part) > 1} | set(
            name.base.lower().split()
        )
        plain = set(name.base.lower().split())
        placeholder = next(
            (given for given, seen in self.people.items() if any(plain <= other or other <= parts for other in seen)),
            "",
        )
        if not placeholder:
            mine = bool(self.client) and any(part in _name_of(self.client).lower().split() for part in plain)
            placeholder = self._number(person_label(name.role, self.client if mine else "", language))
            self.bases[placeholder] = name.base
        self.people.setdefault(placeholder, []).append(plain)
        return self._inflected(placeholder, name.base, words, language)

    def _inflected(self, placeholder: str, base: str, words: str, language: Language) -> str:
        """The placeholder with the case ending of the words, so that the same words come back."""
        if words.lower() == base.lower():
            plain = self.forms.setdefault((placeholder, ""), words)
            return placeholder if plain == words else self._of_its_own(placeholder, words)
        if language is Language.FI:
            found = _ENDING.search(words)
            ending, joint = (found.group() if found else ""), ":"
        else:
            genitive = re.search(r"['’]?s$", words)
            ending, joint = (genitive.group().replace("’", "'") if genitive else ""), ""
        if ending and self.forms.setdefault((placeholder, ending), words) == words:
            return f"{placeholder}{joint}{ending}"
        return self._of_its_own(placeholder, words)

    def _of_its_own(self, placeholder: str, words: str) -> str:
        """The same placeholder with a number for another writing: a first name alone, a phone number without spaces."""
        key = (placeholder, words)
        if key not in self.spelled:
            forms = sum(1 for other, _ in self.spelled if other == placeholder)
            self.spelled[key] = f"{placeholder[:-1]}.{forms + 2}>"
            self.bases[self.spelled[key]] = words
        return self.spelled[key]

    def _other(self, kind: Kind, words: str, language: Language) -> str:
        same = (kind, re.sub(r"[\s-]", "", words).casefold())
        if same not in self.others:
            self.others[same] = self._number(label_of(kind, language))
            self.bases[self.others[same]] = words
        placeholder = self.others[same]
        return placeholder if self.bases[placeholder] == words else self._of_its_own(placeholder, words)

    def _number(self, label: str) -> str:
        self.counts[label] = self.counts.get(label, 0) + 1
        return f"<{label}_{self.counts[label]}>"


def pseudonymise(docs: Sequence[Doc], *, shift: int, client: str = "", known: Sequence[str] = ()) -> Masked:
    """Take the identifiers out of a case. ``shift`` is in days (see :func:`shift_of`); ``client`` is as in ``Doc``."""
    masking = _Masking(client or next((doc.client for doc in docs if doc.client), ""), shift, known)
    masked = tuple(masking.doc(doc) for doc in docs)
    days = tuple(f"{doc.date.day}.{doc.date.month}.{doc.date.year}" for doc in masked if doc.date)
    key = Key(tuple(masking.masks), masking.bases, masking.forms, shift, days)
    return Masked(masked, key, {doc.id: doc.text for doc in docs})


def _name_of(client: str) -> str:
    return client.partition(",")[0].strip() if client[:1].isupper() else ""


def _moved(words: str, date: DateForm, days: int, writing: dt.date | None) -> str:
    """The date some days later in a like form; a date that does not exist becomes a mark."""
    day = date.on(writing)
    if day is None and date.year is None:
        try:
            day = dt.date(2001, date.month, date.day)  # without any year: 2001 stands for a common one
        except ValueError:
            return "<?>"
    if day is None:
        return "<?>"
    moved = day + dt.timedelta(days=days)
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", words):
        return moved.isoformat()
    return f"{moved.day}.{moved.month}." + (str(moved.year) if date.year is not None else "")


@dataclass(frozen=True, slots=True)
class Sealed:
    """Words that may leave. It looks at them itself when it is made: with an identifier in them it cannot exist.

    Raises :class:`IdentifierLeakError`. ``ours`` are capitalised words of our own instructions that are no names.
    """

    words: str
    key: Key = field(repr=False)

    def __post_init__(self) -> None:
        found = leaks(self.words, self.key)
        if found:
            kinds = ", ".join(f"{kind.value} {count}" for kind, count in sorted(found.items()))
            raise IdentifierLeakError(
                Text(
                    "Lähetys estettiin: tekstiin jäi tunnistetietoja ({kinds}). Mitään ei lähetetty.",
                    "Sändningen stoppades: texten innehöll identifierande uppgifter ({kinds}). Ingenting sändes.",
                    "Sending was blocked: identifiers were left in the text ({kinds}). Nothing was sent.",
                ).format(kinds=kinds)
            )


def leaks(words: str, key: Key) -> dict[Kind, int]:
    """What of the originals, or of anything that looks like an identifier, is left in outgoing words; by kind."""
    bare = placeholder_pattern().sub("\u2022", words)
    found: dict[Kind, int] = {}
    allowed = key.shifted_dates
    names = sorted({word for base in key.people.values() for word in base.split() if word[:1].isupper()})
    for identifier in detect(bare, names):
        if identifier.kind is Kind.DATE and bare[identifier.start : identifier.end] in allowed:
            continue
        found[identifier.kind] = found.get(identifier.kind, 0) + 1
    squeezed = re.sub(r"[\s–-]", "", bare).casefold()
    for mask in key.masks:
        plain = re.sub(r"[\s–-]", "", mask.original).casefold()
        if mask.kind not in {Kind.NAME, Kind.DATE} and len(plain) > 4 and plain in squeezed:  # noqa: PLR2004 - chance
            found[mask.kind] = max(1, found.get(mask.kind, 0))
    return found
