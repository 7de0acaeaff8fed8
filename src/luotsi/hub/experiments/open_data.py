"""The portfolio as open data: CSV, JSON and an Atom feed."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from luotsi.hub.experiments.models import Experiment, Fact
from luotsi.hub.spine.models import Organisation, Source
from luotsi.hub.spine.trilingual import here

COLUMNS = (
    "code",
    "slug",
    "title",
    "stage",
    "area",
    "lead",
    "lead_name",
    "partners",
    "aim",
    "aim_source",
    "evidence_level",
    "tool",
    "tool_state",
    "reviewed_on",
    "address",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet reads as a formula (CSV injection): such text gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def as_csv(experiments: Sequence[Experiment], addresses: dict[str, str]) -> str:
    """RFC 4180, UTF-8, one row an experiment, texts in the active language."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for experiment in experiments:
        row = (
            experiment.code,
            experiment.initiative.slug,
            here(experiment.initiative.title),
            experiment.initiative.stage,
            experiment.area,
            experiment.lead_id,
            here(experiment.lead.name),
            " ".join(partner.id for partner in experiment.partners.all()),
            here(experiment.aim),
            experiment.aim_source_id,
            experiment.evidence_level,
            experiment.tool,
            experiment.tool_state,
            experiment.reviewed_on.isoformat(),
            addresses[experiment.code],
        )
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()


def as_json(experiments: Sequence[Experiment], addresses: dict[str, str]) -> str:
    """Everything, in all three languages, with every fact's source."""
    return json.dumps(
        {"experiments": [_experiment(row, addresses[row.code]) for row in experiments]}, ensure_ascii=False, indent=1
    )


def as_atom(experiments: Sequence[Experiment], addresses: dict[str, str], *, home: str, own: str, language: str) -> str:
    """An Atom feed; an entry's time is the day on which its facts were last reviewed."""
    feed = Atom1Feed(title=_("Experiments"), link=home, description="", language=language, feed_url=own)
    for experiment in experiments:
        reviewed = dt.datetime.combine(experiment.reviewed_on, dt.time(), tzinfo=dt.UTC)
        feed.add_item(
            title=here(experiment.initiative.title),
            link=addresses[experiment.code],
            description=here(experiment.aim),
            unique_id=f"urn:uuid:{experiment.initiative_id}",
            author_name=here(experiment.lead.name),
            updateddate=reviewed,
            pubdate=reviewed,
        )
    return feed.writeString("utf-8")


def _organisation(row: Organisation) -> dict[str, Any]:
    return {"id": row.id, "type": row.type, "name": row.name.as_json(), "names_verified": row.verified}


def _source(row: Source | None) -> dict[str, Any] | None:
    if row is None:
        return None
    read = row.retrieved_on.isoformat() if row.retrieved_on else None
    return {"id": row.id, "title": row.title.as_json(), "publisher": row.publisher, "url": row.url, "read_on": read}


def _fact(row: Fact) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "text": row.text.as_json(),
        "source": _source(row.source),
        "certainty": row.certainty,
        "reviewed_on": row.reviewed_on.isoformat(),
    }


def _experiment(row: Experiment, address: str) -> dict[str, Any]:
    milestones = [
        {"key": m.key, "state": m.state, "on": m.on.isoformat() if m.on else None, "source": _source(m.source)}
        for m in row.milestones.all()
    ]
    return {
        "code": row.code,
        "id": str(row.initiative_id),
        "slug": row.initiative.slug,
        "address": address,
        "title": row.initiative.title.as_json(),
        "stage": row.initiative.stage,
        "area": row.area,
        "lead": _organisation(row.lead),
        "partners": [_organisation(partner) for partner in row.partners.all()],
        "aim": {"text": row.aim.as_json(), "source": _source(row.aim_source), "certainty": row.aim_certainty},
        "evidence_level": row.evidence_level,
        "tool": {"name": row.tool, "state": row.tool_state, "does": row.tool_does.as_json()},
        "facts": [_fact(fact) for fact in row.facts.all()],
        "milestones": milestones,
        "reviewed_on": row.reviewed_on.isoformat(),
    }
