"""One client out of many lines: read as a Bundle, whole, or rejected with the line and element of every problem."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from luotsi.engines.clinical import Bundle, parse_bundle
from luotsi.kit.errors import InputError
from luotsi.kit.text import Text
from luotsi.workbench.intake.scratch import Group, Place, Scratch

ENTRY = re.compile(r"entry\[(\d+)\](?:\.resource)?(?: \(([^)]*)\))?\.?")
SHARED_LEVELS: Final = 2
MOST_SHARED_KEPT: Final = 20_000

TOO_MUCH = Text(
    "Asiakkaan tiedot ovat liian suuret luettaviksi kerralla: {mb} Mt. Enintään {limit} Mt.",
    "Klientens uppgifter är för stora för att läsas på en gång: {mb} MB. Högst {limit} MB.",
    "The client's record is too large to be read at once: {mb} MB. At most {limit} MB.",
)
NO_PATIENT = Text(
    "Tiedostoissa ei ole asiakasta {key}, jota rivi koskee. Lisää hänen Patient-resurssinsa.",
    "Filerna saknar klienten {key} som raden gäller. Lägg till klientens Patient-resurs.",
    "The files lack the client {key} whom the line is about. Add the client's Patient resource.",
)
NO_SUBJECT = Text(
    "Rivi ei kerro, ketä se koskee. Lisää viittaus asiakkaaseen (Patient).",
    "Raden säger inte vem den gäller. Lägg till en referens till klienten (Patient).",
    "The line does not say whom it is about. Add a reference to the client (Patient).",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: position of the file, line, element of the resource, and why."""

    file: int
    line: int
    element: str
    reason: Text

    def as_json(self) -> list[Any]:
        """As it is stored with the rejection."""
        return [self.file, self.line, self.element, self.reason.as_json()]


class RejectedError(Exception):
    """The client is not imported; every fault is told."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Assembled:
    """A client's record as read, and the line of each resource by its reference."""

    bundle: Bundle
    lines: Mapping[str, int]
    file: int


class Assembly:
    """Reads the lines of a group from the files and makes them one record."""

    def __init__(self, paths: Sequence[Path], scratch: Scratch, limit: int) -> None:
        self.scratch = scratch
        self.limit = limit
        self.descriptors = [os.open(path, os.O_RDONLY) for path in paths]
        self._shared = lru_cache(MOST_SHARED_KEPT)(self._find_shared) if scratch.has_shared else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for descriptor in self.descriptors:
            os.close(descriptor)

    def read(self, group: Group) -> Assembled:
        """The record of the group; RejectedError when anything is wrong with any line of it."""
        faults = [Fault(file, number, "", reason) for file, number, reason in group.broken]
        size = sum(place.length for place in group.lines)
        if size > self.limit and group.lines:
            mb, limit = -(-size // 1_000_000), self.limit // 1_000_000
            first = group.lines[0]
            faults.append(Fault(first.file, first.number, "", TOO_MUCH.format(mb=mb, limit=limit)))
        if faults:
            raise RejectedError(faults)
        return self._bundle_line(group) if group.is_bundle else self._resource_lines(group)

    def _bytes(self, place: Place) -> bytes:
        return os.pread(self.descriptors[place.file], place.length, place.offset).strip()

    def _bundle_line(self, group: Group) -> Assembled:
        place = group.lines[0]
        try:
            bundle = parse_bundle(self._bytes(place), max_bytes=self.limit)
        except InputError as error:
            raise RejectedError(
                [Fault(place.file, place.number, problem.where, problem.text) for problem in error.problems]
                or [Fault(place.file, place.number, "", error.text)]
            ) from error
        return Assembled(bundle, dict.fromkeys(bundle.raw, place.number), place.file)

    def _resource_lines(self, group: Group) -> Assembled:
        known: dict[bytes, Place] = {}
        for place in group.lines:  # the very same line twice is said once
            known.setdefault(self._bytes(place), place)
        places = list(known.values())
        texts = list(known)
        if self._shared is not None:
            for text, place in self._needed(texts):
                texts.append(text)
                places.append(place)
        whole = b'{"resourceType":"Bundle","type":"collection","entry":[{"resource":%b}]}'
        try:
            bundle = parse_bundle(whole % b'},{"resource":'.join(texts), max_bytes=self.limit + (self.limit >> 1))
        except InputError as error:
            raise RejectedError(self._faults(group, error, places)) from error
        lines = {reference: place.number for reference, place in zip(bundle.raw, places, strict=True)}
        return Assembled(bundle, lines, places[0].file)

    def _faults(self, group: Group, error: InputError, places: Sequence[Place]) -> list[Fault]:
        if group.key.startswith(("unknown:", "identifier:")):
            return [Fault(place.file, place.number, "", NO_SUBJECT) for place in places]
        found = []
        for problem in error.problems:
            match = ENTRY.match(problem.where)
            place = places[int(match[1])] if match else places[0]
            rest = problem.where[match.end() :] if match else ""
            element = ".".join(part for part in (match[2] if match else "", rest) if part)
            # "entry" as a whole lacks a Patient
            reason = NO_PATIENT.format(key=group.key) if problem.where == "entry" else problem.text
            found.append(Fault(place.file, place.number, element, reason))
        return found or [Fault(places[0].file, places[0].number, "", error.text)]

    # Resources that are nobody's own --------------------------------------------------------------------------------
    def _find_shared(self, reference: str) -> tuple[bytes, Place] | None:
        place = self.scratch.shared(reference)
        return (self._bytes(place), place) if place else None

    def _needed(self, texts: Sequence[bytes]) -> list[tuple[bytes, Place]]:
        """The shared resources that the lines refer to, and those that these refer to."""
        if self._shared is None:
            return []
        needed: dict[str, tuple[bytes, Place]] = {}
        asked = set().union(*(_references(text) for text in texts))
        for _ in range(SHARED_LEVELS):
            found = {name: item for name in asked - set(needed) if (item := self._shared(name))}
            needed |= found
            asked = set().union(*(_references(text) for text, _place in found.values()))
        return [needed[name] for name in sorted(needed)]


REFERENCE = re.compile(rb'"reference"\s*:\s*"([A-Za-z]+/[A-Za-z0-9\-._]{1,64})"')


def _references(text: bytes) -> set[str]:
    return {found.decode() for found in REFERENCE.findall(text)}


def patient_of(data: bytes) -> str:
    """The reference of the Patient in a Bundle, for the report; empty when there is none."""
    try:
        entries = json.loads(data).get("entry", [])
        found = next(entry["resource"] for entry in entries if entry["resource"]["resourceType"] == "Patient")
        return f"Patient/{found['id']}"
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return ""
