"""Preparing a workshop. Every verb is one transaction with its line in the audit log."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.hub.spine.domain import touch_content
from luotsi.hub.workshops.models import Phase, Workshop
from luotsi.kit.errors import ConflictError
from luotsi.kit.text import Text

# What a calendar shows: a change of these is a new version of the event (RFC 5545, SEQUENCE).
_IN_CALENDARS = frozenset({"day", "start_time", "end_time", "zone", "place", "online_url"})


@transaction.atomic
def open_workshop(values: Mapping[str, Any], actor: User) -> Workshop:
    """A new workshop, being prepared; whoever opens it is its first facilitator."""
    title = next(values[f"title_{tag}"] for tag in ("fi", "en", "sv") if values.get(f"title_{tag}"))
    made = Workshop.objects.create(slug=_free_slug(title), **values)
    made.facilitators.add(actor)
    _recorded(made, actor, "open")
    return made


def _free_slug(words: str) -> str:
    base = slugify(words)[:60].strip("-") or "tyopaja"
    taken = set(Workshop.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for number in count(1) if (slug := base if number == 1 else f"{base}-{number}") not in taken)


@transaction.atomic
def rewrite(workshop: Workshop, values: Mapping[str, Any], actor: Any, *, seen: int) -> Workshop:
    """Store what a facilitator wrote; ``seen`` is the revision that the facilitator saw."""
    current = locked(workshop, seen)
    changed = {name for name, value in values.items() if getattr(current, name) != value}
    for name, value in values.items():
        setattr(current, name, value)
    if changed & _IN_CALENDARS and current.phase != Phase.DRAFT:
        current.sequence += 1
    return stored(current, actor, "edit", sorted(changed))


@transaction.atomic
def keep_part(workshop: Workshop, store: Callable[[], models.Model], actor: Any, *, seen: int) -> None:
    """Store an item of the agenda or a group."""
    current = locked(workshop, seen)
    store()
    stored(current, actor, "part", [])


@transaction.atomic
def remove_part(workshop: Workshop, part: models.Model, actor: Any, *, seen: int) -> None:
    """Take an item or a group away; the group's ideas stay on the board."""
    current = locked(workshop, seen)
    part.delete()
    stored(current, actor, "remove_part", [])


@transaction.atomic
def name_facilitators(workshop: Workshop, users: list[User], actor: Any, *, seen: int) -> None:
    """Who may run it."""
    current = locked(workshop, seen)
    current.facilitators.set(users)
    stored(current, actor, "facilitators", [f"user:{user.pk}" for user in users])


def locked(workshop: Workshop, seen: int | None = None) -> Workshop:
    """The workshop as it is now, held until the transaction ends."""
    current = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if seen is not None and current.revision != seen:
        raise ConflictError(
            Text(
                "Joku muu on tallentanut muutoksen tällä välin. Mitään ei tallennettu. Lataa sivu toiseen välilehteen ja vertaa.",
                "Någon annan har sparat en ändring under tiden. Ingenting sparades. Ladda sidan i en annan flik och jämför.",
                "Somebody else has saved a change in the meantime. Nothing was stored. Load the page in another tab and compare.",
            )
        )
    return current


def stored(current: Workshop, actor: Any, act: str, detail: list[str]) -> Workshop:
    """Store it with its line in the log; cached pages go stale."""
    current.revision += 1
    current.save()
    _recorded(current, actor, act, detail)
    touch_content()
    return current


def _recorded(workshop: Workshop, actor: Any, act: str, detail: list[str] | None = None) -> None:
    audit.record(f"workshop.{act}", actor=actor, target=f"workshop:{workshop.slug}", detail={"what": detail or []})
