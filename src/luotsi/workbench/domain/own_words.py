"""Writing in own words on a review. Some of it opens proposals that were closed until then, against anchoring."""

from collections.abc import Sequence

from django.db import transaction

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import OwnWords
from luotsi.workbench.domain.runs import tool_named
from luotsi.workbench.models import OwnWordsRow, Run, Sighting
from luotsi.workbench.own_words import differences
from luotsi.workbench.queries import purpose_now

MOST_CHARACTERS = 20_000


def write_own_words(user: User, run: Run, key: str, text: str, chosen: Sequence[str] = ()) -> OwnWordsRow:
    """Append what the user wrote. InputError when it is empty, too long or ticks what is not there.

    How it differs from the proposals that it opens is logged as counts: what was written stays on the review.
    """
    field = own_words_field(run, key)
    text = text.strip()
    _check(field, text, chosen)
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        require(user, "workbench.review", run)
        if locked.state != Run.State.READY:
            raise ConflictError(
                Text(
                    "Arvio on suljettu. Tekstiäsi ei tallennettu.",
                    "Granskningen är stängd. Din text sparades inte.",
                    "The review is closed. Your text was not stored.",
                )
            )
        row = OwnWordsRow.objects.create(
            run=run, key=key, text=text, chosen=sorted(set(chosen), key=list(field.choices).index), written_by=user
        )
        Sighting.objects.create(run=run, user=user)
        audit.record(
            "review.own_words",
            actor=user,
            target=f"run:{run.pk}",
            client=str(run.case.client_id),
            purpose=purpose_now(user, run.case.client),
            detail={"key": key, "characters": len(text), **differences(run, field, row.chosen)},
        )
    return row


def own_words_field(run: Run, key: str) -> OwnWords:
    """The card's field of the key; InputError when there is none."""
    for field in tool_named(run.tool).card.own_words:
        if field.key == key:
            return field
    raise InputError(
        Text("Tällaista kohtaa ei ole.", "Det finns ingen sådan punkt.", "There is no such field."),
        [Problem("key", Text.same(key[:64] or "?"))],
    )


def _check(field: OwnWords, text: str, chosen: Sequence[str]) -> None:
    problems = []
    if not text:
        problems.append(
            Problem(
                "text", Text("Kirjoita tähän omin sanoin.", "Skriv här med egna ord.", "Write here in your own words.")
            )
        )
    elif len(text) > MOST_CHARACTERS:
        message = Text(
            "Teksti on {n} merkkiä. Enintään {most}.",
            "Texten är {n} tecken. Högst {most}.",
            "{n} characters; at most {most}.",
        )
        problems.append(Problem("text", message.format(n=len(text), most=MOST_CHARACTERS)))
    if unknown := [item for item in chosen if item not in field.choices]:
        problems.append(Problem("chosen", Text.same(", ".join(unknown)[:200])))
    if problems:
        raise InputError(Text("Teksti on vajaa.", "Texten är ofullständig.", "The text is incomplete."), problems)
