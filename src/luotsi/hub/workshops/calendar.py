"""A workshop as an iCalendar event (RFC 5545), for calendars of all kinds."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from luotsi.hub.workshops.models import Workshop

_LINE = 75


def calendar(workshops: Iterable[Workshop], addresses: dict[str, str], host: str) -> str:
    """A VCALENDAR with one event a workshop. Moments are in UTC; a day without a known time is a whole-day event."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Luotsi//Workshops//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for workshop in workshops:
        lines += _event(workshop, addresses[workshop.slug], host)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def _event(workshop: Workshop, address: str, host: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:workshop-{workshop.pk}@{host}"
    yield f"SEQUENCE:{workshop.sequence}"
    yield f"DTSTAMP:{_utc(workshop.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(workshop.changed_at)}"
    starts, ends = workshop.starts, workshop.ends
    if starts is None:
        yield f"DTSTART;VALUE=DATE:{workshop.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{workshop.day + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{_utc(starts)}"
        if ends is not None:
            yield f"DTEND:{_utc(ends)}"
    yield f"SUMMARY:{escaped(workshop.title.shown().text)}"
    if lead := workshop.lead.shown().text:
        yield f"DESCRIPTION:{escaped(lead)}"
    where = ", ".join(part for part in (workshop.place, workshop.online_url) if part)
    if where:
        yield f"LOCATION:{escaped(where)}"
    yield f"URL:{address}"
    yield "STATUS:CONFIRMED"
    if starts is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(workshop.title.shown().text)}")
        yield from ("TRIGGER:-PT1H", "END:VALARM")
    yield "END:VEVENT"


def escaped(text: str) -> str:
    r"""TEXT of RFC 5545, section 3.3.11: backslash, comma, semicolon and line end are escaped.

    >>> escaped("a,b;c\nd")
    'a\\,b\\;c\\nd'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """A content line, folded so that no physical line is over 75 octets and no UTF-8 sign is cut (section 3.1)."""
    rest, parts, room = line, [], _LINE
    while len(rest.encode()) > room:
        cut = len(rest.encode()[:room].decode("utf-8", "ignore"))
        parts.append(rest[:cut])
        rest, room = rest[cut:], _LINE - 1
    parts.append(rest)
    return "\r\n ".join(parts) + "\r\n"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
