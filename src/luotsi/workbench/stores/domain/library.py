"""Writing and reviewing Library content: every change a new version, read by two others before it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.notifications import notify
from luotsi.base.permissions import require
from luotsi.kit.canonical import JsonObject, digest
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.evidence import RuleStatus
from luotsi.kit.library import Item, items_of
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text
from luotsi.workbench.stores.models import ItemVersion, LibraryItem, LibraryReview
from luotsi.workbench.stores.queries import AHEAD, due_among, editors, kind_named, kinds, newest_versions

APPROVALS = 2
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an editor writes: the whole content of the next version."""

    title: Text
    body: JsonObject
    source: str
    licence: str
    note: str = ""
    retires: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    review_due: date | None = None


def save(user: User, item: LibraryItem, draft: Draft, *, seen: int) -> ItemVersion:
    """Save the next version as a draft. ``seen`` is the newest version that the user's screen showed.

    InputError names what is wrong by field or path in the body; ConflictError when another version came in between.
    """
    require(user, "library.edit")
    _check(item.kind, draft)
    with transaction.atomic():
        locked = LibraryItem.objects.select_for_update().get(pk=item.pk)
        if locked.newest != seen:
            raise ConflictError(_NEWER)
        before = locked.versions.filter(number=seen).first()
        if before and _same(before, draft):
            raise InputError(_NOT_SAVED, [Problem("note", _NOTHING_CHANGED)])
        version = ItemVersion.objects.create(
            item=locked,
            number=seen + 1,
            title=draft.title.as_json(),
            body=draft.body,
            source=draft.source.strip(),
            licence=draft.licence.strip(),
            note=draft.note.strip(),
            retires=draft.retires,
            valid_from=draft.valid_from,
            valid_to=draft.valid_to,
            review_due=draft.review_due,
            author=user,
        )
        LibraryItem.objects.filter(pk=locked.pk).update(newest=version.number)
        _log(user, "library.save", version)
    version.item.newest = version.number
    return version


def create(user: User, kind: str, key: str, family: str, draft: Draft) -> ItemVersion:
    """A new item with its first version."""
    require(user, "library.edit")
    families = kind_named(kind).families
    if families and family not in families:
        raise InputError(_NOT_SAVED, [Problem("family", Text.same(", ".join(families)))])
    if not key.strip():
        raise InputError(_NOT_SAVED, [Problem("key", _NEEDED)])
    _check(kind, draft)
    with transaction.atomic():
        item, made = LibraryItem.objects.get_or_create(kind=kind, key=key.strip()[:200], defaults={"family": family})
        if not made:
            raise InputError(_NOT_SAVED, [Problem("key", _TAKEN)])
        return save(user, item, draft, seen=0)


def _check(kind: str, draft: Draft) -> None:
    problems = [
        Problem(name, _NEEDED) for name, value in (("source", draft.source), ("licence", draft.licence)) if not value
    ]
    if draft.valid_from and draft.valid_to and draft.valid_to < draft.valid_from:
        problems.append(Problem("valid_to", _BACKWARDS))
    if not draft.retires:
        problems += kind_named(kind).check(draft.body)
    if problems:
        raise InputError(_NOT_SAVED, problems)


def _same(before: ItemVersion, draft: Draft) -> bool:
    fields = ("source", "licence", "retires", "valid_from", "valid_to", "review_due")
    plain = all(getattr(before, name) == getattr(draft, name) for name in fields)
    return plain and before.title == draft.title.as_json() and digest(before.body) == digest(draft.body)


def submit(user: User, version: ItemVersion, *, seen: int) -> None:
    """Hand the newest draft over for review; the other editors are told. ``seen`` counts the acts that were shown."""
    with transaction.atomic():
        locked = _locked(user, version, seen, ItemVersion.State.DRAFT)
        _act(user, locked, LibraryReview.Act.SUBMIT, "", ItemVersion.State.IN_REVIEW)
    url = reverse("stores:version", args=[locked.item.kind, locked.item_id, locked.number])
    for editor in editors():
        if editor.pk not in {user.pk, locked.author_id}:
            notify(editor, _WAITS, url)


def approve(user: User, version: ItemVersion, note: str = "", *, seen: int) -> bool:
    """One reader's approval. True when it was the last needed and the version is reviewed.

    NotPermittedError for the author; ConflictError for a second approval by the same person or an unseen act.
    """
    with transaction.atomic():
        locked = _locked(user, version, seen, ItemVersion.State.IN_REVIEW)
        if locked.author_id == user.pk:
            raise NotPermittedError(_OWN)
        approvals = approvers(locked)
        if user.pk in {act.by_id for act in approvals}:
            raise ConflictError(_TWICE)
        done = len(approvals) + 1 >= APPROVALS
        _act(user, locked, LibraryReview.Act.APPROVE, note, ItemVersion.State.REVIEWED if done else None)
        if done:
            ItemVersion.objects.filter(pk=locked.pk).update(reviewed_on=timezone.localdate())
    if done and locked.author:
        url = reverse("stores:version", args=[locked.item.kind, locked.item_id, locked.number])
        notify(locked.author, _REVIEWED, url)
    return done


def send_back(user: User, version: ItemVersion, note: str, *, seen: int) -> None:
    """Return a version to its author with a note; it is a draft again and its approvals no longer count."""
    if not note.strip():
        raise InputError(_NOT_SAVED, [Problem("note", _NEEDED)])
    with transaction.atomic():
        locked = _locked(user, version, seen, ItemVersion.State.IN_REVIEW)
        _act(user, locked, LibraryReview.Act.RETURN, note, ItemVersion.State.DRAFT)
    if locked.author and locked.author != user:
        url = reverse("stores:version", args=[locked.item.kind, locked.item_id, locked.number])
        notify(locked.author, _RETURNED, url)


def approvers(version: ItemVersion) -> list[LibraryReview]:
    """The approvals that count: those since the version was last handed over."""
    found: list[LibraryReview] = []
    for act in version.reviews.order_by("sequence"):
        found = [*found, act] if act.act == LibraryReview.Act.APPROVE else []
    return found


def _locked(user: User, version: ItemVersion, seen: int, state: str) -> ItemVersion:
    require(user, "library.edit")
    item = LibraryItem.objects.select_for_update().get(pk=version.item_id)
    fresh = ItemVersion.objects.select_related("item", "author").get(pk=version.pk)
    if fresh.number != item.newest:
        raise ConflictError(_NEWER)
    if fresh.state != state or fresh.reviews.count() != seen:
        raise ConflictError(_MOVED)
    return fresh


def _act(user: User, version: ItemVersion, act: str, note: str, state: str | None) -> None:
    LibraryReview.objects.create(
        version=version, sequence=version.reviews.count() + 1, act=act, note=note.strip(), by=user
    )
    if state:
        ItemVersion.objects.filter(pk=version.pk).update(state=state)
        version.state = state
    _log(user, f"library.{act}", version)


def _log(user: User, action: str, version: ItemVersion) -> None:
    detail: dict[str, Any] = {"kind": version.item.kind, "key": version.item.key, "version": version.number}
    audit.record(action, actor=user, target=f"library:{version.item_id}", detail=detail)


# Packs in -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a pack into the Library did."""

    added: int
    changed: int
    unchanged: int


def take_in(user: User, pack: Pack, *, origin: str = "") -> Taken:
    """Take a pack's items into the Library as drafts: nothing is in use before its review here.

    Raises InputError when the kind is unknown or an item does not hold; then nothing is stored. Taking the same pack
    again changes nothing.
    """
    require(user, "library.edit")
    kind = kind_named(pack.kind)
    items = items_of(pack)
    problems = [
        Problem(f"{item.key} {problem.where}".strip(), problem.text)
        for item in items
        if item.status is not RuleStatus.RETIRED
        for problem in kind.check(item.body)
    ]
    if problems:
        raise InputError(_NOT_SAVED, problems[:50])
    with transaction.atomic():
        taken = _store(items, pack.kind, origin or f"{pack.id} {pack.version}")
        detail = {"kind": pack.kind, "pack": pack.id, "version": pack.version, "added": taken.added}
        audit.record("library.take_in", actor=user, target=f"pack:{pack.sha256[:16]}", detail=detail)
    return taken


def _store(items: Sequence[Item], kind: str, origin: str) -> Taken:
    known = {item.key: item for item in LibraryItem.objects.select_for_update().filter(kind=kind)}
    newest = {
        version.item.key: version
        for version in ItemVersion.objects.filter(item__kind=kind).select_related("item")
        if version.number == version.item.newest
    }
    fresh = [
        LibraryItem(kind=kind, key=item.key, family=item.family, newest=1) for item in items if item.key not in known
    ]
    LibraryItem.objects.bulk_create(fresh, batch_size=_BATCH)
    added = {row.key: row for row in LibraryItem.objects.filter(kind=kind)} if fresh else {}
    versions, changed = [], []
    for item in items:
        if item.key not in known:
            versions.append(_version(added[item.key], 1, item, origin))
        elif not _equal(newest.get(item.key), item):
            row = known[item.key]
            row.newest += 1
            changed.append(row)
            versions.append(_version(row, row.newest, item, origin))
    LibraryItem.objects.bulk_update(changed, ["newest"], batch_size=_BATCH)
    ItemVersion.objects.bulk_create(versions, batch_size=_BATCH)
    return Taken(len(fresh), len(changed), len(items) - len(versions))


def _version(row: LibraryItem, number: int, item: Item, origin: str) -> ItemVersion:
    return ItemVersion(
        item=row,
        number=number,
        title=item.title.as_json(),
        body=item.body,
        source=item.source,
        licence=item.licence,
        origin=origin[:120],
        retires=item.status is RuleStatus.RETIRED,
        valid_to=item.valid_to,
    )


def _equal(version: ItemVersion | None, item: Item) -> bool:
    if version is None:
        return False
    same = version.title == item.title.as_json() and version.source == item.source and version.licence == item.licence
    retires = version.retires == (item.status is RuleStatus.RETIRED)
    return same and retires and version.valid_to == item.valid_to and digest(version.body) == digest(item.body)


# Expiry ---------------------------------------------------------------------------------------------------------------
def remind(on: date) -> int:
    """Tell the editors of versions whose expiry or review day comes within :data:`AHEAD`; once a version. How many."""
    told = 0
    for kind in kinds():
        with transaction.atomic():
            rows = due_among(newest_versions(kind), on).filter(reminded_on=None)
            count = ItemVersion.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_on=on)
        if count:
            url = f"{reverse('stores:items', args=[kind])}?due=1"
            for editor in editors():
                notify(editor, _DUE.format(n=count, days=AHEAD.days), url)
        told += count
    return told


_NOT_SAVED = Text("Ei tallennettu.", "Inte sparat.", "Not saved.")
_NEEDED = Text("Täytä tämä.", "Fyll i detta.", "Fill this in.")
_TAKEN = Text("Tunnus on jo käytössä.", "Beteckningen är redan upptagen.", "The key is in use already.")
_BACKWARDS = Text("Loppuu ennen alkua.", "Slutar före början.", "Ends before it begins.")
_NOTHING_CHANGED = Text(
    "Mikään ei muuttunut edelliseen versioon.", "Inget ändrades från förra versionen.", "Nothing changed."
)
_NEWER = Text(
    "Tästä on tullut uudempi versio. Muutostasi ei tallennettu: katso uusin versio ja tee muutos siihen.",
    "Det finns en nyare version. Din ändring sparades inte: se den nyaste versionen och ändra den.",
    "There is a newer version. Your change was not stored: look at the newest version and change that.",
)
_MOVED = Text(
    "Joku muu käsitteli tätä versiota. Omaa merkintääsi ei tallennettu: katso tilanne.",
    "Någon annan har behandlat versionen. Din anteckning sparades inte: se läget.",
    "Somebody else acted on this version. Yours was not stored: look where it stands.",
)
_OWN = Text(
    "Et voi hyväksyä omaa tekstiäsi. Pyydä kahta muuta tietosisällön toimittajaa.",
    "Du kan inte godkänna din egen text. Be två andra kunskapsredaktörer.",
    "You cannot approve your own text. Ask two other knowledge editors.",
)
_TWICE = Text(
    "Olet jo hyväksynyt tämän version. Toinen hyväksyntä tulee toiselta henkilöltä.",
    "Du har redan godkänt versionen. Det andra godkännandet ges av en annan person.",
    "You have approved this version already. The second approval is another person's.",
)
_WAITS = Text(
    "Kirjaston sisältö odottaa tarkistusta.", "Innehåll i biblioteket väntar på granskning.", "Library content waits for review."
)  # fmt: skip
_REVIEWED = Text(
    "Kirjoittamasi kirjaston sisältö on tarkistettu.",
    "Bibliotekets innehåll som du skrev är granskat.",
    "The Library content you wrote has been reviewed.",
)
_RETURNED = Text(
    "Kirjoittamasi kirjaston sisältö palautettiin.",
    "Bibliotekets innehåll som du skrev återsändes.",
    "The Library content you wrote was returned.",
)
_DUE = Text(
    "Kirjastossa vanhenee {n} kohtaa {days} päivän sisällä.",
    "{n} punkter i biblioteket föråldras inom {days} dagar.",
    "{n} Library items expire within {days} days.",
)
