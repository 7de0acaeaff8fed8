"""A Polis export becomes a closed discussion of ours, with its numbers of statements and participants kept."""

import zipfile
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from luotsi.base import files
from luotsi.base.models import StoredFile, User
from luotsi.hub.dialogue.domain import authoring, importing
from luotsi.hub.dialogue.domain.importing import Given, Tell, Written
from luotsi.hub.dialogue.models import Choice, Discussion, Statement, Tier
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

_CHOICE = {1: Choice.AGREE, -1: Choice.DISAGREE, 0: Choice.UNSURE}
_STATE = {1: Statement.State.ACCEPTED, 0: Statement.State.ACCEPTED, -1: Statement.State.REJECTED}
MOST_TEXT = 2000
READ_AT_ONCE = 5_000_000

_AGAIN = Text("Keskusteluun on jo tuotu ääniä.", "Röster har redan importerats.", "Votes have already been imported.")
_NO_ZIP = Text(
    "Zip-tiedostossa ei ole Polis-vientiä: votes.csv puuttuu.",
    "Zip-filen innehåller ingen export från Polis: votes.csv saknas.",
    "The zip file holds no Polis export: votes.csv is missing.",
)
_UNREADABLE = Text("Vientiä ei voi lukea.", "Exporten kan inte läsas.", "The export cannot be read.")
_NO_VOTES = Text("Viennissä ei ole yhtään ääntä.", "Exporten innehåller inga röster.", "The export holds no votes.")


def prepare(values: dict[str, Any], actor: User | None) -> Discussion:
    """The discussion into which an export will be read: imported, closed, out of the list until somebody lists it."""
    language = values["language"]
    row = authoring.create(
        {
            "slug": values["slug"],
            f"title_{language}": values["title"],
            "attribution": values["attribution"],
            "imported": True,
            "listed": False,
            "open_door": False,
            "own_statements": False,
        },
        actor,
    )
    now = timezone.now()
    Discussion.objects.filter(pk=row.pk).update(published_at=now, opens_at=now, closes_at=now, closed_at=now, key="")
    row.refresh_from_db()
    return row


def check(path: Path) -> None:
    """Say at once what is wrong with an export; a large one is only looked into, and read by its job."""
    from luotsi.engines.opinions.exported import conversation, unzipped  # noqa: PLC0415 - slow: numpy

    if path.stat().st_size <= READ_AT_ONCE:
        found = conversation(unzipped(path.read_bytes()))
        if not len(found.votes):
            raise InputError(_NO_VOTES, [Problem("votes.csv", _NO_VOTES)])
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise InputError(_NO_ZIP) from error
    if not any(name.lower().endswith("votes.csv") for name in names):
        raise InputError(_NO_ZIP)


def _read(path: Path) -> Any:
    from luotsi.engines.opinions.exported import conversation, unzipped  # noqa: PLC0415 - slow: numpy

    try:
        if path.is_dir():
            return conversation({file.name: file.read_bytes() for file in sorted(path.glob("*.csv"))})
        return conversation(unzipped(path.read_bytes()))
    except OSError as error:
        problem = Problem(str(path), Text.same(error.strerror or str(error)))
        raise InputError(_UNREADABLE, [problem]) from error


def run(discussion: Discussion, sha256: str, *, tell: Tell) -> None:
    """Read a stored export into its discussion, and let go of the file."""
    holder = f"discussion:{discussion.pk}"
    read(discussion, files.path_of(sha256), tell=tell)
    stored = StoredFile.objects.filter(sha256=sha256).first()
    if stored is not None:
        files.release(stored, holder)


def read(discussion: Discussion, path: Path, *, tell: Tell, actor: User | None = None) -> None:
    """Read an export (zip or folder). InputError names file and line; nothing is stored by halves."""
    if discussion.sequence:
        return  # a second run after a killed worker
    conversation = _read(path)
    if not len(conversation.votes):
        raise InputError(_NO_VOTES, [Problem("votes.csv", _NO_VOTES)])
    language = next((tag for tag in ("fi", "sv", "en") if discussion.title.in_(tag)), "fi")
    known = {each.id for each in conversation.statements}
    statements = [
        Written(
            number=each.id,
            versions={language: (each.text or f"#{each.id}")[:MOST_TEXT]},
            language=language,
            state=_STATE[each.moderated],
            seed=each.seed,
            meta=each.meta,
        )
        for each in conversation.statements
    ]
    table = conversation.votes
    given = [
        Given(int(person), int(statement), _CHOICE[int(value)], int(at_ms))
        for person, statement, value, at_ms in zip(
            table.person.tolist(), table.statement.tolist(), table.value.tolist(), table.at_ms.tolist(), strict=True
        )
    ]
    gone = {vote.statement for vote in given} - known
    statements += [
        Written(number=number, versions={language: f"#{number}"}, language=language, state=Statement.State.REJECTED)
        for number in sorted(gone)
    ]
    with transaction.atomic():
        importing.bring_in(discussion, statements, given, Tier.IMPORTED, actor=actor, tell=tell)
        days = [row.day for row in discussion.roots.order_by("day")]
        if days:
            first = timezone.make_aware(datetime.combine(days[0], time.min))
            last = timezone.make_aware(datetime.combine(days[-1], time.max))
            Discussion.objects.filter(pk=discussion.pk).update(opens_at=first, closes_at=last)
            discussion.refresh_from_db()
