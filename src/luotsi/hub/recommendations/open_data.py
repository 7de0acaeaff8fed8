"""The recommendations as open data: CSV, JSON and an Atom feed; the vision as JSON; the poll as CSV."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from luotsi.hub.recommendations.content import RECOMMENDATION_SCHEMA, VISION_SCHEMA, as_json, plain
from luotsi.hub.recommendations.models import Figure
from luotsi.hub.recommendations.queries import Names, Published, PublishedVision
from luotsi.hub.spine.models import Source

COLUMNS = (
    "number", "slug", "title", "why", "owner", "owner_name", "actions", "actions_done", "indicators",
    "indicators_measured", "source", "edition", "published", "address",
)  # fmt: skip
POLL_COLUMNS = ("recommendation", "statement", "percent", "n", "source", "certainty")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet reads as a formula (CSV injection): such text gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def as_csv(rows: Sequence[Published], named: Names, addresses: dict[str, str]) -> str:
    """RFC 4180, UTF-8, one row a recommendation, texts in the active language. An unnamed owner is empty."""
    return _table(
        COLUMNS,
        (
            (
                row.content.number,
                row.content.slug,
                row.content.title.shown(),
                row.content.why.shown(),
                row.content.owner,
                _owner(row, named),
                len(row.content.actions),
                row.content.done(),
                len(row.content.indicators),
                row.content.measured(),
                row.content.source,
                row.edition.number,
                _published(row).date().isoformat(),
                addresses[row.content.slug],
            )
            for row in rows
        ),
    )


def _owner(row: Published, named: Names) -> str:
    owner = named.organisations.get(row.content.owner)
    return owner.name.fi if owner else ""


def _published(row: Published | PublishedVision) -> Any:
    return row.edition.decided_at or row.edition.submitted_at


def as_document(rows: Sequence[Published], named: Names, addresses: dict[str, str]) -> str:
    """Everything, in all languages written, with every source."""
    return json.dumps(
        {
            "schema": RECOMMENDATION_SCHEMA,
            "recommendations": [
                {**as_json(row.content), **_edition(row), "address": addresses[row.content.slug]} for row in rows
            ],
            "sources": _sources(named),
        },
        ensure_ascii=False,
        indent=1,
    )


def vision_document(row: PublishedVision, named: Names, address: str) -> str:
    """The vision in all languages written, with its sources."""
    body = {"schema": VISION_SCHEMA, **as_json(row.content), **_edition(row), "address": address}
    return json.dumps({**body, "sources": _sources(named)}, ensure_ascii=False, indent=1)


def poll_csv(rows: Sequence[Published], loose: Sequence[Figure]) -> str:
    """Every result of the poll. ``n`` is empty where the source gives none: such a share has no interval."""
    lines: list[Sequence[object]] = [
        (row.content.number, one.text.shown(), plain(one.percent), _n(one.n), one.source, one.certainty)
        for row in rows
        for one in row.content.figures
    ]
    lines += [("", one.text.shown(), plain(one.percent), _n(one.n), one.source_id, one.certainty) for one in loose]
    return _table(POLL_COLUMNS, lines)


def _n(n: int | None) -> str:
    return "" if n is None else str(n)


def _edition(row: Published | PublishedVision) -> dict[str, Any]:
    return {
        "edition": row.edition.number,
        "published": _published(row).date().isoformat(),
        "digest": row.edition.digest,
    }


def _sources(named: Names) -> list[dict[str, Any]]:
    return [_source(row) for row in named.sources.values()]


def _source(row: Source) -> dict[str, Any]:
    read = row.retrieved_on.isoformat() if row.retrieved_on else None
    return {"id": row.id, "title": row.title.as_json(), "publisher": row.publisher, "url": row.url, "read_on": read}


def as_atom(rows: Sequence[Published], addresses: dict[str, str], *, home: str, own: str, language: str) -> str:
    """An Atom feed; an entry's time is when its newest edition was published."""
    feed = Atom1Feed(title=_("Recommendations"), link=home, description="", language=language, feed_url=own)
    for row in rows:
        feed.add_item(
            title=row.content.title.shown(language).text,
            link=addresses[row.content.slug],
            description=row.content.why.shown(language).text,
            unique_id=addresses[row.content.slug],
            updateddate=_published(row),
            pubdate=_published(row),
        )
    return feed.writeString("utf-8")
