"""Publishing Library content: a candidate pack, what it changes on the demo clients, and the pack that then stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.canonical import JsonObject, JsonValue
from luotsi.kit.errors import ConflictError, InputError, LuotsiError, Problem
from luotsi.kit.evidence import RuleStatus
from luotsi.kit.library import Item, Kind, content_of, items_of, overlay
from luotsi.kit.pack import Pack
from luotsi.kit.registry import tools
from luotsi.kit.text import Text
from luotsi.kit.tool import Context, DemoCase, RecordSlice, Result, Tool
from luotsi.workbench.stores.domain.packs import effective, in_effect, pack_of
from luotsi.workbench.stores.models import ItemVersion, LibraryItem, Publication
from luotsi.workbench.stores.queries import kind_named, publication_on

_STATES = (ItemVersion.State.REVIEWED, ItemVersion.State.PUBLISHED, ItemVersion.State.RETIRED)
_COMPARED = ("severity", "title", "proposal", "why", "steps")


@dataclass(frozen=True, slots=True)
class Candidate:
    """The pack that publishing would make, and the versions in it that are not yet published."""

    pack: Pack
    versions: tuple[ItemVersion, ...]
    fresh: tuple[ItemVersion, ...]


def candidate(kind: Kind, valid_from: date) -> Candidate:
    """The county's pack of a kind: of each item the newest reviewed version that is valid on the day."""
    versions = _chosen(kind.name, valid_from)
    number = Publication.objects.filter(kind=kind.name).count()
    pack = Pack(
        id=f"{kind.name}.county",
        version=f"1.{number}.0",
        kind=kind.name,
        licence=kind.starter().licence,
        maintainer=settings.LUOTSI_COUNTY_NAME["fi"],
        valid_from=valid_from,
        valid_to=None,
        content=content_of([item_of(version) for version in versions]),
    )
    fresh = tuple(version for version in versions if version.state == ItemVersion.State.REVIEWED)
    return Candidate(pack, tuple(versions), fresh)


def _chosen(kind: str, day: date) -> list[ItemVersion]:
    rows = ItemVersion.objects.filter(item__kind=kind, state__in=_STATES).select_related("item")
    newest: dict[int, ItemVersion] = {}
    for row in rows.order_by("item__family", "item__key", "number"):
        superseded = row.state == ItemVersion.State.RETIRED and not row.retires
        if not superseded and (row.valid_from is None or row.valid_from <= day):
            newest[row.item_id] = row
    return list(newest.values())


def item_of(version: ItemVersion) -> Item:
    """A version as it stands in a pack."""
    return Item(
        key=version.item.key,
        family=version.item.family,
        title=version.text,
        body=version.body,
        source=version.source,
        licence=version.licence,
        status=RuleStatus.RETIRED if version.retires else RuleStatus.PUBLISHED,
        version=version.number,
        reviewed_on=version.reviewed_on,
        valid_to=version.valid_to,
    )


def regression(kind: Kind, pack: Pack) -> JsonObject:
    """What the candidate would change on the tools' demo clients, case by case.

    ``failure`` holds a Text when a tool cannot use the pack: then it must not be published.
    """
    before, after = in_effect(kind, pack.valid_from), overlay(kind.starter(), pack)
    cases: list[JsonValue] = []
    for name, tool in tools().items():
        if kind.name not in {declared.name for declared in tool.library}:
            continue
        for demo in tool.demos():
            try:
                cases.append(_case(name, tool, demo, {kind.name: before}, {kind.name: after}))
            except LuotsiError as error:
                return {"failure": error.text.as_json(), "cases": cases}
            except (ValueError, KeyError, TypeError) as error:  # a value that the tool's own loader cannot read
                return {"failure": _UNREADABLE.format(why=repr(error)).as_json(), "cases": cases}
    return {"failure": None, "cases": cases}


def _case(
    name: str, tool: Tool[Any], demo: DemoCase, before: Mapping[str, Pack], after: Mapping[str, Pack]
) -> JsonObject:
    old, new = _assessed(tool, demo, before), _assessed(tool, demo, after)
    rows: list[JsonValue] = []
    for key in dict.fromkeys((*old, *new)):
        if key not in new or key not in old:
            there = old.get(key) or new[key]
            rows.append({"key": key, "what": "added" if key in new else "removed", "title": there["title"],
                         "before": _severity(old.get(key)), "after": _severity(new.get(key))})  # fmt: skip
        elif any(old[key][field] != new[key][field] for field in _COMPARED):
            rows.append({"key": key, "what": "changed", "title": new[key]["title"],
                         "before": _severity(old[key]), "after": _severity(new[key])})  # fmt: skip
    return {
        "tool": name,
        "demo": demo.key,
        "title": demo.title.as_json(),
        "suggestions": len(new),
        "changes": rows,
    }


def _severity(suggestion: Mapping[str, Any] | None) -> int | None:
    return suggestion["severity"] if suggestion else None


def _assessed(tool: Tool[Any], demo: DemoCase, library: Mapping[str, Pack]) -> dict[str, Mapping[str, Any]]:
    noon = datetime(demo.on.year, demo.on.month, demo.on.day, 12, tzinfo=UTC)
    entries = demo.bundle.get("entry", ())
    resources = tuple(entry["resource"] for entry in entries)  # type: ignore[union-attr,index,call-overload]
    result: Result = tool.assess(RecordSlice(resources, demo.on), Context(now=noon, library=library))
    return {suggestion.key: suggestion.as_json() for suggestion in result.suggestions}


def publish(user: User, kind_name: str, *, valid_from: date, seen: str, note: str = "") -> Publication:
    """Publish the candidate. ``seen`` is the hash of the candidate whose effects the user was shown.

    ConflictError when the candidate has changed since, InputError when there is nothing new or a tool cannot use it.
    """
    require(user, "library.edit")
    kind = kind_named(kind_name)
    if valid_from < timezone.localdate():
        raise InputError(_NOT_PUBLISHED, [Problem("valid_from", _PAST)])
    with transaction.atomic():
        list(LibraryItem.objects.select_for_update().filter(kind=kind.name).values_list("pk", flat=True))
        chosen = candidate(kind, valid_from)
        if not chosen.fresh:
            raise InputError(_NOT_PUBLISHED, [Problem("", _NOTHING)])
        if chosen.pack.sha256 != seen:
            raise ConflictError(_MOVED)
        effects = regression(kind, chosen.pack)
        if effects["failure"]:
            raise InputError(_NOT_PUBLISHED, [Problem("", Text.from_json(effects["failure"]))])  # type: ignore[arg-type]
        publication = Publication.objects.create(
            kind=kind.name,
            number=Publication.objects.filter(kind=kind.name).count() + 1,
            message=chosen.pack.as_json(),
            sha256=chosen.pack.sha256,
            valid_from=valid_from,
            note=note.strip(),
            regression=effects,
            published_by=user,
        )
        _move_states(chosen)
        effective(kind, publication)
        detail = {"kind": kind.name, "version": publication.pack_version, "sha256": publication.sha256,
                  "items": len(chosen.versions), "new": len(chosen.fresh)}  # fmt: skip
        audit.record("library.publish", actor=user, target=f"publication:{publication.pk}", detail=detail)
    return publication


def _move_states(chosen: Candidate) -> None:
    states = ItemVersion.State
    items = [version.item_id for version in chosen.fresh]
    ItemVersion.objects.filter(item__in=items, state=states.PUBLISHED).update(state=states.RETIRED)
    for version in chosen.fresh:
        state = states.RETIRED if version.retires else states.PUBLISHED
        ItemVersion.objects.filter(pk=version.pk).update(state=state)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the county has in its pack against the built-in one: keys replaced, added and taken out of use."""

    replaced: tuple[Item, ...]
    added: tuple[Item, ...]
    retired: tuple[Item, ...]


def overrides(kind: Kind, day: date) -> tuple[Publication | None, Overrides]:
    """The publication in force and how it differs from the built-in pack."""
    publication = publication_on(kind.name, day)
    if publication is None:
        return None, Overrides((), (), ())
    base = {item.key for item in items_of(kind.starter())}
    own = items_of(pack_of(publication.message))
    alive = [item for item in own if item.status is not RuleStatus.RETIRED]
    return publication, Overrides(
        tuple(item for item in alive if item.key in base),
        tuple(item for item in alive if item.key not in base),
        tuple(item for item in own if item.status is RuleStatus.RETIRED),
    )


_NOT_PUBLISHED = Text("Ei julkaistu.", "Inte publicerat.", "Not published.")
_PAST = Text("Päivä on menneisyydessä.", "Datumet har passerat.", "The day has passed.")
_NOTHING = Text(
    "Ei ole tarkistettuja versioita, joita ei olisi jo julkaistu.",
    "Det finns inga granskade versioner som inte redan är publicerade.",
    "There are no reviewed versions that are not published already.",
)
_MOVED = Text(
    "Kirjasto on muuttunut sen jälkeen, kun näit vaikutukset. Mitään ei julkaistu: katso vaikutukset uudelleen.",
    "Biblioteket har ändrats sedan du såg effekterna. Inget publicerades: se effekterna på nytt.",
    "The Library has changed since you saw the effects. Nothing was published: look at the effects again.",
)
_UNREADABLE = Text(
    "Työkalu ei pysty lukemaan pakettia: {why}.",
    "Verktyget kan inte läsa paketet: {why}.",
    "The tool cannot read the pack: {why}.",
)
