"""Library content as tools use it: items of a pack, a county's pack over the built-in one, and readable differences."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from luotsi.kit.canonical import JsonObject, JsonValue, canonical_json
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.evidence import RuleStatus
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text

_FIELDS = {
    "key", "family", "title", "body", "source", "licence", "status", "version", "reviewed_on", "valid_to",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of the Library: a rule, a phrase, a template. ``key`` names it within its kind, ``body`` is its content.

    ``version`` is the county's version number, 0 for what came with the tool. RETIRED takes the item out of use.
    """

    key: str
    family: str
    title: Text
    body: JsonObject
    source: str
    licence: str
    status: RuleStatus = RuleStatus.DRAFT
    version: int = 0
    reviewed_on: date | None = None
    valid_to: date | None = None

    def as_json(self) -> JsonObject:
        """Plain JSON, as it stands in a pack."""
        return {
            "key": self.key,
            "family": self.family,
            "title": self.title.as_json(),
            "body": self.body,
            "source": self.source,
            "licence": self.licence,
            "status": self.status.value,
            "version": self.version,
            "reviewed_on": self.reviewed_on.isoformat() if self.reviewed_on else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
        }

    @classmethod
    def from_json(cls, value: JsonValue, where: str = "item") -> "Item":
        """The inverse of :meth:`as_json`; InputError for an unknown or missing field or a value of the wrong kind."""
        if not isinstance(value, Mapping) or set(value) != _FIELDS:
            wrong = sorted(set(value) ^ _FIELDS) if isinstance(value, Mapping) else ["?"]
            raise InputError(_BAD_ITEM, [Problem(f"{where}.{name}", _WRONG_FIELD) for name in wrong])
        title, body, version = value["title"], value["body"], value["version"]
        if not isinstance(title, Mapping) or not isinstance(body, Mapping) or type(version) is not int or version < 0:
            raise InputError(_BAD_ITEM, [Problem(f"{where}.title, body, version", _WRONG_FIELD)])
        try:
            return cls(
                key=_words(value["key"]),
                family=_words(value["family"]),
                title=Text.from_json({str(name): _words(item) for name, item in title.items()}),
                body=body,
                source=_words(value["source"]),
                licence=_words(value["licence"]),
                status=RuleStatus(_words(value["status"])),
                version=version,
                reviewed_on=_day(value["reviewed_on"]),
                valid_to=_day(value["valid_to"]),
            )
        except ValueError as error:
            raise InputError(_BAD_ITEM, [Problem(where, Text.same(str(error)))]) from error


def _words(value: JsonValue) -> str:
    if not isinstance(value, str) or not value.strip():
        message = f"expected text, got {value!r}"
        raise ValueError(message)
    return value


def _day(value: JsonValue) -> date | None:
    return None if value is None else date.fromisoformat(_words(value))


def _no_problems(body: JsonObject) -> Sequence[Problem]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of Library content that a tool uses.

    ``starter`` gives the pack that comes with the tool. ``check`` tells what is wrong with an item's new body (places
    are paths in the body). ``families`` names the groups in which items are listed, ``fields`` the values of a body by their
    paths, for those who edit them.
    """

    name: str
    title: Text
    starter: Callable[[], Pack]
    families: Mapping[str, Text] = field(default_factory=dict)
    check: Callable[[JsonObject], Sequence[Problem]] = _no_problems
    fields: Mapping[str, Text] = field(default_factory=dict)


def items_of(pack: Pack) -> tuple[Item, ...]:
    """The items of a pack in order; InputError when its content is not a list of items or two share a key."""
    rows = pack.content.get("items")
    if set(pack.content) != {"items"} or not isinstance(rows, Sequence) or isinstance(rows, str):
        raise InputError(_BAD_ITEM, [Problem("content.items", _WRONG_FIELD)])
    items = tuple(Item.from_json(row, f"content.items[{n}]") for n, row in enumerate(rows))
    seen: set[str] = set()
    for item in items:
        if item.key in seen:
            raise InputError(_BAD_ITEM, [Problem(item.key, _TWICE)])
        seen.add(item.key)
    return items


def content_of(items: Sequence[Item]) -> JsonObject:
    """The content of a pack that holds the items."""
    return {"items": [item.as_json() for item in items]}


def overlay(base: Pack, over: Pack | None) -> Pack:
    """The pack in effect: ``base`` with the items of ``over`` in their place, new ones last, retired ones left out.

    Name, version and validity are those of ``over``; ``base`` itself when there is nothing to lay over it.
    """
    if over is None:
        return base
    own = {item.key: item for item in items_of(over)}
    found = [own.pop(item.key, item) for item in items_of(base)]
    kept = [item for item in (*found, *own.values()) if item.status is not RuleStatus.RETIRED]
    return Pack(
        id=over.id,
        version=over.version,
        kind=over.kind,
        licence=over.licence,
        maintainer=over.maintainer,
        valid_from=over.valid_from,
        valid_to=over.valid_to,
        content=content_of(kept),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the path of a value, and what stood there before and after (None: nothing)."""

    path: str
    before: JsonValue
    after: JsonValue


def leaves(value: JsonValue, path: str = "") -> Iterator[tuple[str, JsonValue]]:
    """Every plain value of a JSON value with its path (``rows.0.severity``), in order; an empty list or object too."""
    if isinstance(value, Mapping) and value:
        for key in value:
            yield from leaves(value[key], f"{path}.{key}" if path else str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        for number, item in enumerate(value):
            yield from leaves(item, f"{path}.{number}" if path else str(number))
    else:
        yield path, value


def differences(before: JsonValue, after: JsonValue) -> tuple[Change, ...]:
    """What changed between two JSON values, by path; empty if and only if the values are equal.

    >>> differences({"severity": "4"}, {"severity": "3"})
    (Change(path='severity', before='4', after='3'),)
    """
    return tuple(_differences(before, after, ""))


def _differences(before: JsonValue, after: JsonValue, path: str) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            place = f"{path}.{key}" if path else str(key)
            if key in before and key in after:
                yield from _differences(before[key], after[key], place)
            else:
                yield Change(place, before.get(key), after.get(key))
    elif _listed(before) and _listed(after):
        for number in range(max(len(before), len(after))):  # type: ignore[arg-type]
            place = f"{path}.{number}" if path else str(number)
            if number < min(len(before), len(after)):  # type: ignore[arg-type]
                yield from _differences(before[number], after[number], place)  # type: ignore[index]
            else:
                longer = [*before, *([None] * len(after))], [*after, *([None] * len(before))]  # type: ignore[misc,arg-type]
                yield Change(place, longer[0][number], longer[1][number])
    elif canonical_json(before) != canonical_json(after):
        yield Change(path, before, after)


def _listed(value: JsonValue) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


_BAD_ITEM = Text(
    "Paketin sisältö ei kelpaa kirjastoon.", "Paketets innehåll duger inte.", "The pack's content cannot be used."
)
_WRONG_FIELD = Text(
    "Kenttä puuttuu, ei kuulu tähän tai on väärää muotoa.",
    "Fältet saknas, hör inte hit eller har fel form.",
    "The field is missing, does not belong here or has the wrong form.",
)
_TWICE = Text("Tunnus on kahdesti.", "Beteckningen finns två gånger.", "The key occurs twice.")
