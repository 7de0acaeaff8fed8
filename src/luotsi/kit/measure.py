"""Measures: defined outcome figures, and the Aggregate message in which they leave the county."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luotsi.kit.canonical import JsonObject, JsonValue
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

SCHEMA = "luotsi-aggregate/1"
SMALLEST_K = 5


class MeasureKind(StrEnum):
    """What the figure is: a share of n, a mean over n, or a count."""

    SHARE = "share"
    MEAN = "mean"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A defined outcome figure. ``definition`` says numerator, denominator and exclusions; ``unit`` is UCUM."""

    key: str
    title: Text
    definition: Text
    kind: MeasureKind
    unit: str = "1"


SHARE_ACCEPTED = Measure(
    key="share_accepted",
    title=Text("Hyväksyttyjen osuus", "Andel godkända", "Share accepted"),
    definition=Text(
        "Sellaisenaan tai muokattuna hyväksytyt ehdotukset / allekirjoitettujen arvioiden kaikki ehdotukset.",
        "Förslag som godkänts som sådana eller redigerade / alla förslag i undertecknade granskningar.",
        "Proposals accepted as such or edited / all proposals of signed reviews.",
    ),
    kind=MeasureKind.SHARE,
)
EDIT_DISTANCE = Measure(
    key="edit_distance",
    title=Text("Muokkausten määrä", "Redigeringarnas omfattning", "Edit distance"),
    definition=Text(
        "Levenshtein-etäisyys merkkeinä ehdotetun ja hyväksytyn tekstin välillä; muokatut ehdotukset.",
        "Levenshtein-avstånd i tecken mellan föreslagen och godkänd text; redigerade förslag.",
        "Levenshtein distance in characters between the proposed and the accepted text; edited proposals.",
    ),
    kind=MeasureKind.MEAN,
    unit="{character}",
)
ACTIVE_MINUTES = Measure(
    key="active_minutes",
    title=Text("Arvion aktiivinen aika", "Aktiv tid för granskningen", "Active review time"),
    definition=Text(
        "Minuutit, joina arvio oli auki ja käytössä, avaamisesta allekirjoitukseen; allekirjoitetut arviot.",
        "Minuter då granskningen var öppen och i bruk, från öppning till underskrift; undertecknade granskningar.",
        "Minutes with the review open and in use, from opening to signing; signed reviews.",
    ),
    kind=MeasureKind.MEAN,
    unit="min",
)
SAFETY_EVENTS = Measure(
    key="safety_events",
    title=Text("Vaaratapahtumat", "Tillbud och olycksfall", "Safety events"),
    definition=Text(
        "Ammattilaisten ilmoittamat vaaratapahtumat, joissa työkalu oli osallisena; n = allekirjoitetut arviot ja ne"
        " allekirjoittamattomat, joista ilmoitettiin tapahtuma. Ilmoitettu ei ole sama kuin tapahtunut.",
        "Tillbud och olycksfall som yrkespersoner har anmält och där verktyget varit inblandat; n = undertecknade"
        " granskningar och de ej undertecknade som anmälan gäller. Anmält är inte detsamma som inträffat.",
        "Safety events in which the tool had a part, as reported by professionals; n = signed reviews and the unsigned"
        " ones with a report. Reported is not the same as happened.",
    ),
    kind=MeasureKind.COUNT,
)
OWN_VIEW_DIFFERS = Measure(
    key="own_view_differs",
    title=Text("Oma näkemys ja ehdotukset", "Egen syn och förslag", "Own view against proposals"),
    definition=Text(
        "Asiat, jotka on vain ammattilaisen ennen ehdotuksia kirjaamassa näkemyksessä tai vain ehdotuksissa / kaikki asiat"
        " jommassakummassa; allekirjoitetut arviot.",
        "Saker som finns bara i den yrkesverksammas syn, skriven före förslagen, eller bara i förslagen / alla saker i"
        " någondera; undertecknade granskningar.",
        "Matters only in the professional's view, written before the proposals, or only in the proposals / all matters"
        " in either; signed reviews.",
    ),
    kind=MeasureKind.SHARE,
)
STANDARD_MEASURES = (SHARE_ACCEPTED, EDIT_DISTANCE, ACTIVE_MINUTES, SAFETY_EVENTS)


@dataclass(frozen=True, slots=True)
class Cell:
    """Count, sum and sum of squares of one group; all empty when suppressed."""

    group: str
    n: int | None
    total: float | None
    squares: float | None

    @property
    def suppressed(self) -> bool:
        """True when the cell was withheld because n was under k."""
        return self.n is None


def cell(group: str, values: Sequence[float], k: int = SMALLEST_K) -> Cell:
    """The cell of the values of one group; suppressed when 0 < n < k.

    This is primary suppression only: a table whose margins are published also needs complementary suppression.
    Raises ValueError when k is under 5, the smallest that the network allows.
    """
    if k < SMALLEST_K:
        message = f"k is at least {SMALLEST_K}"
        raise ValueError(message)
    if 0 < len(values) < k:
        return Cell(group, None, None, None)
    return Cell(group, len(values), float(sum(values)), float(sum(value * value for value in values)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """What a county tells the hub of one measure in one period. ``version`` rises when the county restates it."""

    id: str
    county: str
    experiment: str
    tool: str
    measure: str
    start: date
    end: date
    version: int
    k: int
    cells: tuple[Cell, ...]

    def as_json(self) -> JsonObject:
        """The message, of schema ``luotsi-aggregate/1``."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "county": self.county,
            "experiment": self.experiment,
            "tool": self.tool,
            "measure": self.measure,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "version": self.version,
            "k": self.k,
            "cells": [
                {"group": item.group, "n": item.n, "total": item.total, "squares": item.squares} for item in self.cells
            ],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, JsonValue]) -> "Aggregate":
        """Read a message. The schema is closed: an unknown, missing or ill-typed field raises InputError."""
        problems = list(_problems(value))
        if problems:
            raise InputError(
                Text(
                    "Viesti ei ole koosteviesti.", "Meddelandet är inget aggregat.", "The message is not an Aggregate."
                ),
                problems,
            )
        cells = value["cells"]
        assert isinstance(cells, list)  # noqa: S101 - checked by _problems, said again for the type checker
        return cls(
            **{name: str(value[name]) for name in _WORDS},
            start=date.fromisoformat(str(value["start"])),
            end=date.fromisoformat(str(value["end"])),
            version=int(str(value["version"])),
            k=int(str(value["k"])),
            cells=tuple(Cell(item["group"], item["n"], item["total"], item["squares"]) for item in cells),
        )


_WORDS = ("id", "county", "experiment", "tool", "measure")
_FIELDS = {"schema", *_WORDS, "start", "end", "version", "k", "cells"}
_NAME = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,63}")


def _problems(value: Mapping[str, JsonValue]) -> Iterable[Problem]:
    for name in sorted(set(value) ^ _FIELDS):
        known = name in _FIELDS
        yield Problem(
            name,
            Text("Kenttä puuttuu.", "Fältet saknas.", "The field is missing.")
            if known
            else Text(
                "Kenttä ei kuulu viestiin.", "Fältet hör inte till meddelandet.", "The field does not belong here."
            ),
        )
    if set(value) != _FIELDS:
        return
    if value["schema"] != SCHEMA:
        yield Problem("schema", Text.same(f"≠ {SCHEMA}"))
    for name in _WORDS:
        if not (isinstance(value[name], str) and _NAME.fullmatch(str(value[name]))):
            yield Problem(name, Text("Ei ole tunnus.", "Är ingen beteckning.", "Not an identifier."))
    for name in ("start", "end"):
        try:
            date.fromisoformat(str(value[name]))
        except ValueError:
            yield Problem(name, Text("Ei ole päivä.", "Är inget datum.", "Not a date."))
    for name, least in (("version", 1), ("k", SMALLEST_K)):
        if not _is_int(value[name]) or int(str(value[name])) < least:
            yield Problem(name, Text.same(f"≥ {least}"))
    yield from _cell_problems(value["cells"])


def _cell_problems(cells: JsonValue) -> Iterable[Problem]:
    if not isinstance(cells, list) or not cells:
        yield Problem("cells", Text("Ei ole luettelo.", "Är ingen lista.", "Not a list."))
        return
    for index, item in enumerate(cells):
        where = f"cells[{index}]"
        if not isinstance(item, Mapping) or set(item) != {"group", "n", "total", "squares"}:
            yield Problem(where, Text.same("group, n, total, squares"))
        elif not (isinstance(item["group"], str) and _NAME.fullmatch(item["group"])):
            yield Problem(f"{where}.group", Text("Ei ole tunnus.", "Är ingen beteckning.", "Not an identifier."))
        else:
            numbers = [item[name] for name in ("n", "total", "squares")]
            empty = [number is None for number in numbers]
            if not (all(empty) or (not any(empty) and _is_int(item["n"]) and all(_is_number(n) for n in numbers))):
                yield Problem(
                    where, Text("Luvut ovat vajaat.", "Talen är ofullständiga.", "The figures are incomplete.")
                )


def _is_int(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
