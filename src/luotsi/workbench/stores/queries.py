"""Reads of the stores: newest versions by filter, what is due, whose tasks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from luotsi.base.models import User
from luotsi.base.roles import Role
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.library import Kind
from luotsi.kit.registry import tools
from luotsi.kit.text import Text
from luotsi.workbench.models import Client, Unit
from luotsi.workbench.queries import clients_of, unit_keys, units_of
from luotsi.workbench.stores.models import Entry, EntryVersion, ItemVersion, Publication, Task

# How long before its day an expiry or a review is warned of
AHEAD = timedelta(days=60)


def kinds() -> dict[str, Kind]:
    """Every kind of Library content that an installed tool declares, by name."""
    return {kind.name: kind for tool in tools().values() for kind in tool.library}


def kind_named(name: str) -> Kind:
    """The kind; InputError that names those there are."""
    found = kinds().get(name)
    if found is None:
        raise InputError(
            Text("Sisältölajia ei ole.", "Innehållstypen finns inte.", "There is no such kind of content."),
            [Problem("kind", Text.same(", ".join(sorted(kinds())) or "-"))],
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryFilter:
    """What to list; empty means any. ``due`` keeps what expires or must be reviewed within :data:`AHEAD`."""

    family: str = ""
    state: str = ""
    due: bool = False
    words: str = ""


def newest_versions(kind: str, wanted: LibraryFilter | None = None) -> QuerySet[ItemVersion]:
    """The newest version of every item of a kind that matches, by family and key."""
    chosen = wanted or LibraryFilter()
    found = ItemVersion.objects.filter(item__kind=kind, number=F("item__newest")).select_related("item", "author")
    if chosen.family:
        found = found.filter(item__family=chosen.family)
    if chosen.state:
        found = found.filter(state=chosen.state)
    for word in chosen.words.split():
        titles = Q(title__fi__icontains=word) | Q(title__sv__icontains=word) | Q(title__en__icontains=word)
        found = found.filter(titles | Q(item__key__icontains=word))
    found = found.order_by("item__family", "item__key")
    return due_among(found) if chosen.due else found


def due_among(versions: QuerySet[ItemVersion], on: date | None = None) -> QuerySet[ItemVersion]:
    """Those whose validity or review day comes within :data:`AHEAD` of the day, or has passed; soonest first."""
    limit = (on or timezone.localdate()) + AHEAD
    alive = versions.exclude(state=ItemVersion.State.RETIRED)
    return alive.filter(Q(valid_to__lte=limit) | Q(review_due__lte=limit)).order_by("valid_to", "review_due")


def publication_on(kind: str, day: date) -> Publication | None:
    """What the county has in force of a kind on a day; None while the built-in pack stands alone."""
    return Publication.objects.filter(kind=kind, valid_from__lte=day).order_by("-number").first()


def editors() -> list[User]:
    """Everyone who may review the Library's content."""
    holders = User.objects.filter(is_active=True, grants__role=Role.KNOWLEDGE_EDITOR.value, grants__ended_at=None)
    return list(holders.distinct().order_by("pk"))


# Tasks ----------------------------------------------------------------------------------------------------------------
def tasks_of(user: User) -> QuerySet[Task]:
    """The tasks a user may see: own ones, those of own units, and those of clients whose record the user may open."""
    of_client = Q(client__in=clients_of(user))
    of_unit = Q(client=None, unit__in=unit_keys(user))
    return (
        Task.objects.filter(of_client | of_unit | Q(client=None, owner=user))
        .select_related("client", "owner", "unit", "suggestion", "run")
        .order_by("due", "created_at")
    )


def open_tasks_of(user: User) -> QuerySet[Task]:
    """The user's own open tasks, the soonest first."""
    return tasks_of(user).filter(owner=user, state=Task.State.OPEN)


def unit_tasks(user: User) -> QuerySet[Task]:
    """The open tasks of the user's units, whoever owns them."""
    return tasks_of(user).filter(unit__in=unit_keys(user), state=Task.State.OPEN)


def colleagues(user: User) -> QuerySet[User]:
    """Those to whom a task may be given: the people of the user's units, and the user."""
    scopes = [unit.scope for unit in units_of(user)]
    people = User.objects.filter(is_active=True, grants__scope__in=scopes, grants__ended_at=None)
    return (people | User.objects.filter(pk=user.pk, is_active=True)).distinct().order_by("name", "pk")


def shared_unit(user: User, client: Client) -> Unit | None:
    """The unit of the user that has the care relationship to the client."""
    of_client = client.care_relationships.filter(ended_at=None).values("unit")
    return units_of(user).filter(pk__in=of_client).first()


# Entries --------------------------------------------------------------------------------------------------------------
def entries_of(client: Client) -> QuerySet[Entry]:
    """What has been written to the client's record here, newest first, with its versions."""
    versions = EntryVersion.objects.select_related("resource", "by").order_by("number")
    return Entry.objects.filter(client=client).prefetch_related(Prefetch("versions", versions)).select_related("run")
