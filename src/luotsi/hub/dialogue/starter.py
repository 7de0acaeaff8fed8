"""Demo: an invented discussion with simulated votes, labelled so everywhere. Everywhere: an open one on the vision."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luotsi.hub.dialogue.domain import authoring, computing, importing
from luotsi.hub.dialogue.domain.importing import Given, Written
from luotsi.hub.dialogue.models import Choice, Discussion, Statement, Tier
from luotsi.hub.spine.models import StarterMark

_SEED = 20250901
_TAGS = ("fi", "sv", "en")


def load() -> None:
    """Load what has not been loaded yet. The simulated discussion is made in the demo only."""
    given = yaml.safe_load(files(__package__).joinpath("starter.yaml").read_text("utf-8"))
    _once("dialogue:vision", lambda: _vision(given["vision"]))
    if settings.LUOTSI_DEMO:
        _once("dialogue:simulated", lambda: _simulated(given["simulated"]))


@transaction.atomic
def _once(key: str, make: Any) -> None:
    if not StarterMark.objects.filter(pk=key).exists():
        make()
        StarterMark.objects.create(pk=key)


def _created(entry: dict[str, Any], **more: Any) -> Discussion:
    words = {f"{name}_{tag}": entry[name][tag] for name in ("title", "about", "use") for tag in _TAGS}
    return authoring.create({"slug": entry["slug"], **words, **more}, None)


def _vision(entry: dict[str, Any]) -> None:
    """A draft where people run Luotsi for real: they decide when it opens. Open in the demo."""
    row = _created(entry)
    for statement in entry["statements"]:
        versions = {tag: statement[tag] for tag in _TAGS}
        authoring.add_statement(row, versions=versions, language="fi", seed=True, state=Statement.State.ACCEPTED)
    if settings.LUOTSI_DEMO:
        authoring.publish(row, None)


def _simulated(entry: dict[str, Any]) -> None:
    row = _created(entry, invented=True, open_door=False, own_statements=False, attribution=entry["attribution"])
    written = [
        Written(number=number, versions={tag: each[tag] for tag in _TAGS}, language="fi", seed=True)
        for number, each in enumerate(entry["statements"], 1)
    ]
    opened = timezone.make_aware(datetime.combine(entry["first_day"], time(8)))
    closed = opened + timedelta(days=entry["days"])
    importing.bring_in(row, written, list(_votes(entry, opened)), Tier.SIMULATED)
    Discussion.objects.filter(pk=row.pk).update(
        published_at=opened, opens_at=opened, closes_at=closed, closed_at=closed, key=""
    )
    row.refresh_from_db()
    computing.compute(row)


def _votes(entry: dict[str, Any], opened: datetime) -> Iterator[Given]:
    """Votes drawn from the leanings of the file, the same every time; people come over the days, in any order."""
    chance = random.Random(_SEED)  # noqa: S311 - a simulation that is to be the same every time
    people = [leaning for leaning, count in enumerate(entry["people"]) for _ in range(count)]
    chance.shuffle(people)
    span = entry["days"] * 86_400_000 - 36_000_000
    arrivals = sorted(chance.randrange(span) for _ in people)
    drawn = []
    for person, (leaning, arrival) in enumerate(zip(people, arrivals, strict=True), 1):
        at = int(opened.timestamp() * 1000) + arrival
        numbers = [number for number in range(1, len(entry["statements"]) + 1) if chance.random() < entry["answered"]]
        chance.shuffle(numbers)
        for number in numbers:
            at += chance.randrange(3000, 25_000)
            drawn.append(Given(person, number, _choice(chance, entry, number, leaning), at))
    yield from sorted(drawn, key=lambda vote: vote.at_ms)


def _choice(chance: random.Random, entry: dict[str, Any], number: int, leaning: int) -> str:
    if chance.random() < entry["unsure"]:
        return Choice.UNSURE
    agrees = chance.random() < entry["statements"][number - 1]["agree"][leaning]
    return Choice.AGREE if agrees else Choice.DISAGREE
