"""What the first lines of a note tell: the day it was written, and whom it is about."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

_LINES: Final = 12
_LONGEST: Final = 900
_DAY: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DATED: Final = re.compile(
    r"\b(?:kirjaus|kirjattu|kirjauspäivä|kirjoitettu|laadittu|laatimispäivä|päiväys|päivämäärä|päivä|pvm|asiakirjan päiväys|"
    r"anteckning(?:en)?|antecknat|antecknad|datum|daterad|dag|skriven|upprättad|"
    r"record(?:ed)?|date|dated|written|note(?: of)?)\b[^\n\d]{0,25}",
    re.IGNORECASE,
)
_CLIENT: Final = re.compile(
    r"^[\s>*#|]*(?:asiakas|asiakkaan nimi|lapsi|lapsen nimi|potilas|klient(?:en)?|klientens namn|barn(?:et)?|barnets namn|patient|client|"
    r"client name|child|name|nimi|namn)\s*[:\t]\s*([^\n\t;|]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
_AFTER_CLIENT: Final = re.compile(
    r"\s*(?:\.\s|\bkirjaus\b|\banteckning\b|\brecord\b|\bpvm\b|\bdatum\b|\bdate\b|\(|\d{6}[-+A-FU-Y]).*$", re.IGNORECASE
)
_IN_NAME: Final = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_EARLIEST: Final = 1950


@dataclass(frozen=True, slots=True)
class Header:
    """The day of writing and the client ("Siiri, 9 v"), as far as they are told."""

    date: dt.date | None = None
    client: str = ""


def header_of(text: str, name: str = "") -> Header:
    r"""Read the first lines; a day in the file's ``name`` counts when the text has none.

    A day after a word such as *Kirjaus* goes before the first other full date of the first three lines.

    >>> header_of("Asiakas: Siiri, 9 v. Kirjaus 10.2.2025.\nKoulu soitti 3.2.2025.")
    Header(date=datetime.date(2025, 2, 10), client='Siiri, 9 v')
    """
    head = "\n".join(text[:_LONGEST].splitlines()[:_LINES])
    return Header(_dated(head) or _first(head) or _named(name), _client(head))


def _dated(head: str) -> dt.date | None:
    for match in _DATED.finditer(head):
        found = _DAY.match(head, match.end())
        day = _day(found) if found else None
        if day:
            return day
    return None


def _first(head: str) -> dt.date | None:
    for line in head.splitlines()[:3]:
        # A line of running text is not a heading: a date in it tells of what happened
        if len(line) > 80 and line.rstrip().endswith("."):  # noqa: PLR2004
            return None
        match = _DAY.search(line)
        day = (
            _day(match)
            if match
            and not re.search(r"\bs(?:ynt|yntynyt|\.)|\bfödd|\bborn|\bf\.", line[: match.start()], re.IGNORECASE)
            else None
        )
        if day:
            return day
    return None


def _named(name: str) -> dt.date | None:
    match = _IN_NAME.search(name)
    return _made(*match.groups()) if match else None


def _day(match: re.Match[str]) -> dt.date | None:
    day, month, year, *iso = match.groups()
    return _made(year, month, day) if year else _made(*iso)


def _made(year: str, month: str, day: str) -> dt.date | None:
    try:
        made = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= _EARLIEST else None


def _client(head: str) -> str:
    match = _CLIENT.search(head)
    if not match:
        return ""
    return _AFTER_CLIENT.sub("", match.group(1)).strip(" .,:")
