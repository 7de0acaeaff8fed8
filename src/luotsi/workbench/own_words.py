"""What has been written in own words on a review, what is still closed to a reader, and how views differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from luotsi.base.models import User
from luotsi.kit.measure import OWN_VIEW_DIFFERS
from luotsi.kit.registry import tools
from luotsi.kit.tool import OwnWords
from luotsi.workbench.measures import Source, register_source
from luotsi.workbench.models import OwnWordsRow, Run


@dataclass(frozen=True, slots=True)
class Closed:
    """What stays closed to a reader: kinds of proposals, and parts of the summary."""

    kinds: frozenset[str] = frozenset()
    summary: frozenset[str] = frozenset()


def fields_of(run: Run) -> tuple[OwnWords, ...]:
    """The fields of the tool's card; none when the tool is no longer installed."""
    tool = tools().get(run.tool)
    return tool.card.own_words if tool else ()


def newest(run: Run) -> Mapping[str, OwnWordsRow]:
    """The newest writing of each field, by key."""
    if not fields_of(run):
        return {}
    return {row.key: row for row in run.own_words.select_related("written_by")}


def closed_to(user: User, run: Run) -> Closed:
    """What the user has not opened yet by writing. A signed review is closed to nobody who may read it."""
    guarding = [field for field in fields_of(run) if field.opens or field.opens_summary]
    if not guarding or run.state == Run.State.SIGNED:
        return Closed()
    written = set(run.own_words.filter(written_by=user).values_list("key", flat=True))
    left = [field for field in guarding if field.key not in written]
    return Closed(
        frozenset(kind for field in left for kind in field.opens),
        frozenset(part for field in left for part in field.opens_summary),
    )


def differences(run: Run, field: OwnWords, chosen: Sequence[str]) -> dict[str, int]:
    """How many matters are in both views, only in the writer's, only in the proposals; nothing when there is no choice."""
    if not field.choices:
        return {}
    bodies = run.suggestions.filter(kind__in=field.opens).values_list("body", flat=True)
    proposed = {str(body["content"]["matter"]) for body in bodies if body["content"].get("matter")}
    own = set(chosen)
    return {"both": len(own & proposed), "only_own": len(own - proposed), "only_proposed": len(proposed - own)}


def _values(run: Run) -> list[float]:
    """1 for each matter in one view only, 0 for each in both; the first view of each writer, before the proposals."""
    found: list[float] = []
    for field in fields_of(run):
        if not (field.opens and field.choices):
            continue
        first: dict[object, OwnWordsRow] = {}
        for row in run.own_words.filter(key=field.key):
            first.setdefault(row.written_by_id, row)
        for row in first.values():
            counts = differences(run, field, row.chosen)
            found += [0.0] * counts["both"] + [1.0] * (counts["only_own"] + counts["only_proposed"])
    return found


def register() -> None:
    """Feed the measure."""
    register_source(Source(OWN_VIEW_DIFFERS.key, _values, lambda _tool, _first, _last: []))
