"""The papers of one client: as handed over from a record, or as loose files."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from luotsi.engines.clinical import age_years, parse_bundle
from luotsi.engines.documents import FhirDocument, Unreadable, documents_of, header_of
from luotsi.engines.language.model import Doc
from luotsi.kit.canonical import JsonObject
from luotsi.kit.text import Text

_WORD: Final = re.compile(r"[^\W\d_]+")
_AGE: Final = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")
_NO_NAMES: Final = frozenset(
    [
        "v",
        "vuotta",
        "vuotias",
        "kk",
        "år",
        "månader",
        "age",
        "aged",
        "years",
        "months",
        "yrs",
        "old",
        "y",
        "s",
        "synt",
        "född",
        "born",
        "poika",
        "tyttö",
        "pojke",
        "flicka",
        "boy",
        "girl",
        "mies",
        "nainen",
    ]
)
OTHER_NAME: Final = Text(
    "Asiakirjan alussa on toisen asiakkaan nimi: {name}.",
    "I början av dokumentet står en annan klients namn: {name}.",
    "The document begins with another client's name: {name}.",
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A paper that seems to be about somebody else, and why."""

    doc: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """The papers, oldest first. ``sources`` tells more of each by its id; ``notes`` are (document, remark)."""

    docs: tuple[Doc, ...]
    client: str = ""
    born: dt.date | None = None
    on: dt.date | None = None
    sources: Mapping[str, FhirDocument] = field(default_factory=dict)
    by_id: Mapping[str, Doc] = field(default_factory=dict)
    strangers: tuple[Stranger, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[tuple[str, Text], ...] = ()

    def doc(self, identity: str) -> Doc:
        """The document of that id; KeyError when there is none."""
        return self.by_id[identity]

    @property
    def child(self) -> bool | None:
        """Whether the client is under 18 on the day; None when the age is not known."""
        ages = [age for age in (self._age(), *(age_in(doc.client) for doc in self.docs)) if age is not None]
        return ages[0] < 18 if ages else None  # noqa: PLR2004 - years

    def _age(self) -> int | None:
        return age_years(self.born, self.on) if self.born and self.on and self.born <= self.on else None


def pile_of(resources: Sequence[JsonObject], on: dt.date) -> Pile:
    """The papers among the resources of one client's record; InputError when there is no client.

    A document dated after the day of assessment is left out: it was not there to be read.
    """
    entries = [{"resource": dict(resource)} for resource in resources]
    patient = parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": entries}).patient
    born = patient.birth_date.earliest if patient.birth_date else None
    documents, unreadable = documents_of(resources)
    present = [item for item in documents if item.document.date is None or item.document.date <= on]
    return pile_of_documents(present, client=patient.name, born=born, on=on, unreadable=unreadable)


def pile_of_documents(
    documents: Iterable[FhirDocument],
    *,
    client: str = "",
    born: dt.date | None = None,
    on: dt.date | None = None,
    unreadable: tuple[Unreadable, ...] = (),
) -> Pile:
    """The papers as they are; ``client`` is whom they should be about, as far as is known."""
    rows = tuple(documents)
    docs = tuple(_doc(item, client, born) for item in rows)
    return Pile(
        docs=docs,
        client=client,
        born=born,
        on=on,
        sources={item.id: item for item in rows},
        by_id={doc.id: doc for doc in docs},
        strangers=tuple(_strangers(docs, rows, client)),
        unreadable=unreadable,
        notes=tuple((item.id, note) for item in rows for note in item.document.notes),
    )


def _doc(item: FhirDocument, client: str, born: dt.date | None) -> Doc:
    found = item.document
    named = found.client or header_of(found.text).client or _called(client, born, found.date)
    return Doc(
        id=item.id,
        text=found.text,
        date=found.date,
        client=named,
        born=born,
        kind=item.kind,
        author_role=item.author_role,
        title=item.title or found.title,
    )


def _called(client: str, born: dt.date | None, day: dt.date | None) -> str:
    """The client as a header names one: "Siiri, 9 v"."""
    if not client or born is None or day is None or day < born:
        return client
    return f"{client}, {age_years(born, day)} v"


def age_in(client: str) -> int | None:
    """The age in years in "Siiri, 9 v"; months count as 0; None when none is told.

    >>> age_in("Siiri, 9 v"), age_in("Milla, 8 kk"), age_in("Siiri")
    (9, 0, None)
    """
    match = _AGE.search(client)
    if not match:
        return None
    months = re.match(r"\s*(kk|mån|months?|mo)\b", client[match.end() :], re.IGNORECASE)
    return 0 if months else int(match.group(1))


def names_in(client: str) -> frozenset[str]:
    """The names in "Siiri Malli, 9 v", lower-case."""
    return frozenset(word.lower() for word in _WORD.findall(client)) - _NO_NAMES


def _strangers(docs: Sequence[Doc], rows: Sequence[FhirDocument], client: str) -> Iterable[Stranger]:
    known = names_in(client)
    if not known:
        return
    for doc, item in zip(docs, rows, strict=True):
        told = names_in(item.document.client)
        if told and not any(_same(one, other) for one in told for other in known):
            yield Stranger(doc.id, OTHER_NAME.format(name=item.document.client))


def _same(one: str, other: str) -> bool:
    """Whether two names are one name, perhaps inflected ("Siirin") or shortened."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= 3 and len(short) > 1  # noqa: PLR2004 - a case ending
