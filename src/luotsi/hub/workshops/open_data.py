"""Workshops as open data. Votes and numbers of people under ten are withheld; nothing is given row by row."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from luotsi.hub.workshops.models import Phase, Workshop
from luotsi.hub.workshops.queries import SMALLEST, newest_notes, public_results, taking_part

SCHEMA = "luotsi-workshop/1"
COLUMNS = ("slug", "title", "day", "start", "end", "zone", "place", "host", "phase", "invented", "source", "address")
IDEA_COLUMNS = ("rank", "idea", "language", "votes", "withheld")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet reads as a formula (CSV injection): such text gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _written(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def as_csv(rows: Sequence[Workshop], addresses: dict[str, str]) -> str:
    """RFC 4180, UTF-8, one row a workshop, texts in the active language."""
    return _written([COLUMNS, *(_row(row, addresses[row.slug]) for row in rows)])


def _row(row: Workshop, address: str) -> Sequence[object]:
    times = [at.isoformat("minutes") if at else "" for at in (row.start_time, row.end_time)]
    return (
        row.slug, row.title.shown(), row.day.isoformat(), *times, row.zone, row.place, row.host_id or "",
        "elsewhere" if row.elsewhere else row.phase, "yes" if row.invented else "no", row.source_id or "", address,
    )  # fmt: skip


def ideas_csv(row: Workshop) -> str:
    """The ideas by votes; a withheld count is empty and says why."""
    lines = [
        (
            one.rank,
            one.idea.text,
            one.idea.language,
            *(("", f"under {SMALLEST}") if one.votes is None else (one.votes, "")),
        )
        for one in public_results(row)
    ]
    return _written([IDEA_COLUMNS, *lines])


def as_json(rows: Sequence[Workshop], addresses: dict[str, str]) -> str:
    """Everything public; ideas, notes and outcomes only of workshops whose report is published."""
    return json.dumps(
        {"schema": SCHEMA, "workshops": [_whole(row, addresses[row.slug]) for row in rows]},
        ensure_ascii=False,
        indent=1,
    )


def _whole(row: Workshop, address: str) -> dict[str, Any]:
    plain = dict(zip(COLUMNS, _row(row, address), strict=True))
    body: dict[str, Any] = plain | {
        "title": row.title.as_json(),
        "lead": row.lead.as_json(),
        "invented": row.invented,
        "agenda": [
            {
                "title": item.title.as_json(),
                "starts": item.starts.isoformat("minutes") if item.starts else None,
                "minutes": item.minutes,
            }
            for item in row.agenda.all()
        ],
        "groups": [group.title.as_json() for group in row.groups.all()],
    }
    if row.phase == Phase.CLOSED and row.reported_at is not None:
        body["report"] = _report(row)
    return body


def _report(row: Workshop) -> dict[str, Any]:
    number = taking_part(row)
    assert row.reported_at is not None  # noqa: S101 - asked by the caller
    return {
        "published": row.reported_at.date().isoformat(),
        "smallest_number_told": SMALLEST,
        "took_part": number if number >= SMALLEST else None,
        "ideas": [
            {"rank": one.rank, "text": one.idea.text, "language": one.idea.language, "votes": one.votes}
            for one in public_results(row)
        ],
        "notes": [
            {"group": group.title.as_json(), "text": note.text, "language": note.language}
            for group, note in newest_notes(row)
            if note is not None
        ],
        "outcomes": [
            {"kind": one.kind, "words": one.words.as_json(), "state": one.state, "made": one.made or None}
            for one in row.outcomes.all()
        ],
        "closing": row.closing.as_json(),
    }


def as_atom(rows: Sequence[Workshop], addresses: dict[str, str], *, home: str, own: str, language: str) -> str:
    """An Atom feed of the workshops."""
    feed = Atom1Feed(title=_("Workshops"), link=home, description="", language=language, feed_url=own)
    for row in rows:
        feed.add_item(
            title=row.title.shown(language).text,
            link=addresses[row.slug],
            description=row.lead.shown(language).text,
            unique_id=addresses[row.slug],
            updateddate=row.changed_at,
            pubdate=row.changed_at,
        )
    return feed.writeString("utf-8")
