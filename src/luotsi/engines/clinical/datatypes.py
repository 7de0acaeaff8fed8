"""The FHIR R4 data types that we read: narrow, typed, immutable."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from re import compile as pattern
from typing import Self

DATE_SHAPE = pattern(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?P<time>T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?\Z"
)


class Precision(StrEnum):
    """How exactly a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A FHIR date or dateTime with the precision it was written in.

    A dateTime counts for the calendar day as written, in its own time zone: no conversion is made.

    >>> PartialDate.parse("2024-02").latest
    datetime.date(2024, 2, 29)
    """

    text: str
    earliest: date
    latest: date
    precision: Precision
    moment: datetime | None = None

    @property
    def day(self) -> date | None:
        """The exact calendar day, or ``None`` when only the month or year is known."""
        return self.earliest if self.earliest == self.latest else None

    def __str__(self) -> str:
        return self.text

    @classmethod
    def of(cls, day: date) -> Self:
        """The whole day ``day``."""
        return cls(day.isoformat(), day, day, Precision.DAY)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read FHIR's ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or a dateTime; ``ValueError`` for anything else."""
        found = DATE_SHAPE.match(text)
        if found is None or not text.isascii():
            message = "not a FHIR date"
            raise ValueError(message)
        year, month, day = found["year"], found["month"], found["day"]
        if month is None:
            return cls(text, date(int(year), 1, 1), date(int(year), 12, 31), Precision.YEAR)
        if day is None:
            first = date(int(year), int(month), 1)
            last = first.replace(day=monthrange(first.year, first.month)[1])
            return cls(text, first, last, Precision.MONTH)
        whole = date(int(year), int(month), int(day))
        if found["time"] is None:
            return cls(text, whole, whole, Precision.DAY)
        moment = datetime.fromisoformat(_six_digits(text))
        return cls(text, whole, whole, Precision.TIME, moment)


def _six_digits(text: str) -> str:
    """Cut a fraction of a second to microseconds: ``fromisoformat`` reads no more."""
    head, dot, tail = text.partition(".")
    if not dot:
        return text
    digits = tail[: len(tail) - len(tail.lstrip("0123456789"))]
    return f"{head}.{digits[:6].ljust(6, '0')}{tail[len(digits) :]}"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both included; an open end is ``None``."""

    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a code system; ``system`` is empty when the sender left it out."""

    system: str = ""
    code: str = ""
    display: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """FHIR CodeableConcept: the same meaning in zero or more code systems, and as words."""

    codings: tuple[Coding, ...] = ()
    text: str = ""

    @property
    def label(self) -> str:
        """Words for a person: the text, else the first display, else the first code, else empty."""
        if self.text:
            return self.text
        return next((coding.display for coding in self.codings if coding.display), "") or next(
            (coding.code for coding in self.codings if coding.code), ""
        )

    def code_in(self, *systems: str) -> str | None:
        """The first code whose system is one of ``systems``."""
        return next((coding.code for coding in self.codings if coding.system in systems and coding.code), None)

    @property
    def codes(self) -> frozenset[str]:
        """Every code, whatever its system."""
        return frozenset(coding.code for coding in self.codings if coding.code)


NO_CONCEPT = Concept()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured amount. ``code`` is the UCUM code when ``system`` says UCUM; ``unit`` is what people read."""

    value: float | None = None
    unit: str = ""
    comparator: str = ""
    system: str = ""
    code: str = ""

    @property
    def measure(self) -> str:
        """The unit to convert from: the coded one, else the written one."""
        return self.code or self.unit

    def __str__(self) -> str:
        figure = "" if self.value is None else f"{self.value:g}"
        return f"{self.comparator}{figure} {self.unit or self.code}".strip()


@dataclass(frozen=True, slots=True)
class Ratio:
    """One amount per another, such as 500 mg per 1 tablet."""

    numerator: Quantity
    denominator: Quantity


@dataclass(frozen=True, slots=True)
class Range:
    """A low and a high limit with the words that explain them."""

    low: Quantity | None = None
    high: Quantity | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A business identifier, such as a personal identity code in its system."""

    system: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A FHIR reference: literal (``Patient/p1``, ``urn:uuid:…``, ``#m1``), by identifier, or by words only."""

    reference: str = ""
    type: str = ""
    identifier: Identifier | None = None
    display: str = ""
