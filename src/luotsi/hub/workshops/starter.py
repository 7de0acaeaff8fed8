"""The vision's two workshops as their source tells them; in the demo, an invented one whose board is open for trying."""

import datetime as dt
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from luotsi.base.roles import Role
from luotsi.hub.spine.domain import touch_content
from luotsi.hub.spine.models import StarterMark
from luotsi.hub.spine.trilingual import columns
from luotsi.hub.workshops.domain.joining import new_secret
from luotsi.hub.workshops.models import Idea, IdeaVote, Participant, Phase, Workshop
from luotsi.hub.workshops.queries import secret_hash
from luotsi.kit.text import Text

HELD, INVENTED = "workshops:held", "workshops:invented"
_DAYS_AHEAD = 14


@transaction.atomic
def load() -> None:
    """Load what has not been loaded yet."""
    given = yaml.safe_load(files(__package__).joinpath("starter.yaml").read_text("utf-8"))
    if _first_time(HELD):
        for entry in given["held"]:
            _held(entry, given["source"])
    if settings.LUOTSI_DEMO and _first_time(INVENTED):
        _invented(given["invented"])
    touch_content()


def _first_time(mark: str) -> bool:
    return StarterMark.objects.get_or_create(pk=mark)[1]


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["fi"], entry["sv"], entry["en"])


def _held(entry: Mapping[str, Any], source: str) -> None:
    Workshop.objects.create(
        slug=entry["slug"],
        day=entry["day"],
        place=entry["place"],
        online=entry.get("online", False),
        phase=Phase.CLOSED,
        elsewhere=True,
        source_id=source,
        **columns("title", _text(entry["title"])),
        **columns("lead", _text(entry["lead"])),
    )


def _invented(entry: Mapping[str, Any]) -> None:
    row = Workshop.objects.create(
        slug=entry["slug"],
        day=timezone.localdate() + dt.timedelta(days=_DAYS_AHEAD),
        start_time=dt.time.fromisoformat(entry["start"]),
        end_time=dt.time.fromisoformat(entry["end"]),
        place=entry["place"],
        phase=Phase.VOTES,
        invented=True,
        entry=Workshop.Entry.ROOM,
        room_secret=new_secret(),
        **columns("title", _text(entry["title"])),
        **columns("lead", _text(entry["lead"])),
    )
    row.facilitators.set(get_user_model().objects.filter(grants__role=Role.EDITOR.value, grants__ended_at=None))
    for order, one in enumerate(entry["agenda"]):
        row.agenda.create(
            order=order,
            starts=dt.time.fromisoformat(one["starts"]),
            minutes=one["minutes"],
            **columns("title", _text(one)),
        )
    groups = [
        row.groups.create(order=order, **columns("title", _text(one))) for order, one in enumerate(entry["groups"])
    ]
    for one in entry["notes"]:
        groups[one["group"]].notes.create(number=1, text=one["text"], language=one["language"])
    people = [
        Participant.objects.create(workshop=row, secret_hash=secret_hash(row, new_secret()), joined=True)
        for _ in range(entry["people"])
    ]
    for one in entry["ideas"]:
        idea = Idea.objects.create(workshop=row, group=groups[one["group"]], text=one["text"], language=one["language"])
        IdeaVote.objects.bulk_create(IdeaVote(idea=idea, participant=person) for person in people[: one["votes"]])
