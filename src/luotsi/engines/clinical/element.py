"""Typed reading of one JSON object of a FHIR resource: a wrong type is noted with its place, and reading goes on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from luotsi.engines.clinical import messages
from luotsi.engines.clinical.datatypes import (
    NO_CONCEPT,
    Coding,
    Concept,
    Identifier,
    PartialDate,
    Period,
    Precision,
    Quantity,
    Range,
    Ratio,
    Reference,
)
from luotsi.kit.errors import Problem
from luotsi.kit.text import Text

LARGEST_NUMBER: Final = 1e18
"""FHIR R4 asks readers for at most 18 significant digits (datatypes, decimal); a larger figure is no measurement."""


@dataclass(slots=True)
class Findings:
    """What the reading has found so far: problems refuse the whole, notes say what was tolerated."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def problem(self, where: str, text: Text) -> None:
        """Something that must be mended before the data can be used."""
        self.problems.append(Problem(where, text))

    def note(self, where: str, text: Text) -> None:
        """Something odd that was read all the same."""
        self.notes.append(Problem(where, text))


class Element:
    """One JSON object and its place (``entry[3].resource (Observation/obs-1).valueQuantity``)."""

    __slots__ = ("data", "findings", "root", "where")

    def __init__(
        self, data: Mapping[str, object], where: str, findings: Findings, root: "Element | None" = None
    ) -> None:
        self.data = data
        self.where = where
        self.findings = findings
        self.root = root if root is not None else self
        """The resource that this object belongs to; its contained resources are looked up there."""

    def wrong(self, name: str, expected: str, found: object) -> None:
        """Note that ``name`` holds something of another type than ``expected`` (a key of ``messages.KINDS``)."""
        text = messages.WRONG_TYPE.format(expected=messages.KINDS[expected], found=messages.kind_of(found))
        self.findings.problem(f"{self.where}.{name}", text)

    def problem(self, name: str, text: Text) -> None:
        """Note a problem at the field ``name``."""
        self.findings.problem(f"{self.where}.{name}", text)

    def note(self, name: str, text: Text) -> None:
        """Note something tolerated at the field ``name``."""
        self.findings.note(f"{self.where}.{name}", text)

    # Primitives

    def text(self, name: str) -> str:
        """A string, stripped; empty when absent."""
        value = self.data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(name, "text", value)
            return ""
        return value.strip()

    def status(self, name: str, allowed: frozenset[str]) -> str:
        """A code of a closed list; empty when absent."""
        value = self.text(name)
        if value and value not in allowed:
            words = messages.BAD_CODE.format(value=messages.shortened(value), allowed=", ".join(sorted(allowed)))
            self.problem(name, words)
            return ""
        return value

    def boolean(self, name: str) -> bool | None:
        """``true`` or ``false``; ``None`` when absent."""
        value = self.data.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(name, "boolean", value)
        return None

    def number(self, name: str) -> float | None:
        """A finite number; ``None`` when absent."""
        value = self.data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(name, "number", value)
            return None
        if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            self.problem(name, messages.HUGE_NUMBER)
            return None
        return float(value)

    def positive(self, name: str) -> float | None:
        """A number above zero; ``None`` when absent."""
        value = self.number(name)
        if value is not None and value <= 0:
            self.wrong(name, "positive number", value)
            return None
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self.data.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(name, "list", value)
            return ()
        for index, item in enumerate(value):
            if item is not None and not isinstance(item, str):
                self.wrong(f"{name}[{index}]", "text", item)
        return tuple(item.strip() for item in value if isinstance(item, str))

    def when(self, name: str) -> PartialDate | None:
        """A FHIR date or dateTime; ``None`` when absent or wrong."""
        value = self.text(name)
        if not value:
            return None
        try:
            found = PartialDate.parse(value)
        except ValueError:
            self.problem(name, messages.BAD_DATE.format(value=messages.shortened(value)))
            return None
        if found.precision is Precision.TIME and found.moment is not None and found.moment.tzinfo is None:
            self.note(name, messages.NO_ZONE)
        return found

    # Objects

    def child(self, name: str) -> "Element | None":
        """The object under ``name``."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(name, "object", value)
            return None
        return Element(value, f"{self.where}.{name}", self.findings, self.root)

    def children(self, name: str) -> "Iterator[Element]":
        """The objects of the list under ``name``."""
        value = self.data.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(name, "list", value)
            return
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield Element(item, f"{self.where}.{name}[{index}]", self.findings, self.root)
            else:
                self.wrong(f"{name}[{index}]", "object", item)

    def only_one_of(self, names: Iterable[str]) -> str:
        """The name of a choice element (``value[x]``) that is present; more than one is a problem."""
        data = self.data
        present = [name for name in names if name in data and data[name] is not None]
        if len(present) > 1:
            self.problem(present[1], messages.ONE_OF.format(names=", ".join(present)))
        return present[0] if present else ""

    # Data types

    def concept(self, name: str) -> Concept:
        """A CodeableConcept; an empty one when absent."""
        found = self.child(name)
        return NO_CONCEPT if found is None else found.as_concept()

    def concepts(self, name: str) -> tuple[Concept, ...]:
        """A list of CodeableConcepts."""
        return tuple(item.as_concept() for item in self.children(name))

    def as_concept(self) -> Concept:
        """The object read as a CodeableConcept."""
        return Concept(tuple(item.as_coding() for item in self.children("coding")), self.text("text"))

    def as_coding(self) -> Coding:
        """The object read as a Coding."""
        return Coding(self.text("system"), self.text("code"), self.text("display"))

    def quantity(self, name: str) -> Quantity | None:
        """A Quantity."""
        found = self.child(name)
        return None if found is None else found.as_quantity()

    def as_quantity(self) -> Quantity:
        """The object read as a Quantity."""
        return Quantity(
            self.number("value"),
            self.text("unit"),
            self.status("comparator", frozenset({"<", "<=", ">=", ">"})),
            self.text("system"),
            self.text("code"),
        )

    def ratio(self, name: str) -> Ratio | None:
        """A Ratio; ``None`` when either side is absent."""
        found = self.child(name)
        if found is None:
            return None
        numerator, denominator = found.quantity("numerator"), found.quantity("denominator")
        return None if numerator is None or denominator is None else Ratio(numerator, denominator)

    def as_range(self) -> Range:
        """The object read as a Range (or an Observation's referenceRange)."""
        return Range(self.quantity("low"), self.quantity("high"), self.text("text"))

    def period(self, name: str) -> Period | None:
        """A Period; a period that ends before it starts is a problem."""
        found = self.child(name)
        if found is None:
            return None
        start, end = found.when("start"), found.when("end")
        if start is not None and end is not None and end.latest < start.earliest:
            found.problem("end", messages.BAD_PERIOD)
        return Period(start, end)

    def identifiers(self, name: str) -> tuple[Identifier, ...]:
        """A list of Identifiers."""
        return tuple(Identifier(item.text("system"), item.text("value")) for item in self.children(name))

    def reference(self, name: str) -> Reference | None:
        """A Reference."""
        found = self.child(name)
        return None if found is None else found.as_reference()

    def references(self, name: str) -> tuple[Reference, ...]:
        """A list of References."""
        return tuple(item.as_reference() for item in self.children(name))

    def as_reference(self) -> Reference:
        """The object read as a Reference."""
        known = self.child("identifier")
        identifier = None if known is None else Identifier(known.text("system"), known.text("value"))
        return Reference(self.text("reference"), self.text("type"), identifier, self.text("display"))
