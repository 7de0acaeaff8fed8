"""Where the apps of the hub meet without knowing each other: kinds, timelines, front-page bands, main menu."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from luotsi.hub.spine.models import Initiative, Source
from luotsi.kit.lifecycle import Stage
from luotsi.kit.text import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that links can name. ``offered`` lists (identifier, title) of what an editor may choose."""

    key: str
    label: Text
    find: Callable[[str], Any | None]
    address: Callable[[Any], str]
    offered: Callable[[], Iterable[tuple[str, str]]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What one app hands to another: words by language as far as written, where it comes from, and by whom.

    ``origin`` is (kind, identifier). ``details`` are the further things that the intake asks for.
    """

    words: Mapping[str, str]
    origin: tuple[str, str]
    actor: Any
    ground: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A door where an app takes in what another hands over; ``accept`` gives the identifier of what it made of it.

    ``kind`` is the kind that is made. ``accept`` runs in the caller's transaction and raises InputError when the words
    will not do. ``targets`` lists (identifier, title) when one must be chosen (a discussion for a statement): it comes
    as ``details["target"]``. ``languages`` are those in which the words must be written; ``organisation`` says that
    ``details["organisation"]`` must name who is responsible.
    """

    kind: str
    label: Text
    accept: Callable[[Handover], str]
    languages: tuple[str, ...] = ()
    targets: Callable[[], Iterable[tuple[str, str]]] | None = None
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event in the history of an initiative. ``on`` is ISO, as exact as known: year, year-month or date."""

    on: str
    text: Text
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A band that an app offers to the pages of the editors."""

    key: str
    title: Text
    template: str
    context: Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An item of the main menu: the name of its address, and its place."""

    title: Text
    url_name: str
    order: int


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """A public page for the site map: its address by language, and when it last changed."""

    by_language: Mapping[str, str]
    changed: dt.date | None = None


Timeline = Callable[[Initiative], Iterable[TimelineItem]]

_kinds: dict[str, Kind] = {}
_intakes: dict[str, Intake] = {}
_timelines: dict[str, Timeline] = {}
_bands: dict[str, Band] = {}
_menu: dict[str, MenuItem] = {}
_stage_notes: dict[Stage, Callable[[], Text | None]] = {}
_public: dict[str, Callable[[], Iterable[PublicAddress]]] = {}


def register_kind(kind: Kind) -> None:
    """Make ``kind`` linkable."""
    _kinds[kind.key] = kind


def kind(key: str) -> Kind | None:
    """The kind named ``key``; None when no app registered it."""
    return _kinds.get(key)


def kinds() -> tuple[Kind, ...]:
    """Every kind, in order of registration."""
    return tuple(_kinds.values())


def register_intake(intake: Intake) -> None:
    """Let other apps hand things over to this one."""
    _intakes[intake.kind] = intake


def intake(key: str) -> Intake | None:
    """The door that makes things of the kind ``key``; None when no app has one."""
    return _intakes.get(key)


def intakes() -> tuple[Intake, ...]:
    """Every door, in order of registration."""
    return tuple(_intakes.values())


def register_timeline(key: str, provider: Timeline) -> None:
    """Add what ``provider`` tells to every timeline."""
    _timelines[key] = provider


def timelines() -> tuple[Timeline, ...]:
    """Every provider, in order of registration."""
    return tuple(_timelines.values())


def register_band(band: Band) -> None:
    """Offer ``band`` to the editors."""
    _bands[band.key] = band


def bands() -> tuple[Band, ...]:
    """Every band, in order of registration."""
    return tuple(_bands.values())


def register_menu(item: MenuItem) -> None:
    """Put ``item`` into the main menu."""
    _menu[item.url_name] = item


def menu() -> tuple[MenuItem, ...]:
    """The main menu in order."""
    return tuple(sorted(_menu.values(), key=lambda item: item.order))


def register_stage_note(stage: Stage, note: Callable[[], Text | None]) -> None:
    """Let an app say, in a few words, what stands at ``stage`` now; None leaves the general description."""
    _stage_notes[stage] = note


def stage_note(stage: Stage) -> Text | None:
    """What stands at ``stage`` now, when an app has something to say."""
    return _stage_notes[stage]() if stage in _stage_notes else None


def register_public(key: str, addresses: Callable[[], Iterable[PublicAddress]]) -> None:
    """Put an app's public pages on the site map."""
    _public[key] = addresses


def public_addresses() -> list[PublicAddress]:
    """Every public page, app by app."""
    return [address for addresses in _public.values() for address in addresses()]
