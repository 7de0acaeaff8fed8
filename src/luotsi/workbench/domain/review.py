"""Giving verdicts: append-only, one act at a time, and never over somebody else's act unseen."""

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.review import Act, State, Verdict
from luotsi.kit.suggestion import Suggestion
from luotsi.kit.text import Language, Text
from luotsi.workbench.models import Run, Sighting, SuggestionRow, VerdictRow
from luotsi.workbench.own_words import closed_to
from luotsi.workbench.queries import purpose_now, standing_of

WRITE_FIRST = Text(
    "Tämä ehdotus avautuu vasta, kun olet kirjannut oman näkemyksesi.",
    "Det här förslaget öppnas först när du har skrivit din egen syn.",
    "This proposal opens only when you have written your own view.",
)


def give_verdict(user: User, suggestion_id: int, verdict: Verdict, *, seen: int) -> State:
    """Append the verdict. ``seen`` is how many acts the user's screen showed.

    Raises ConflictError when another act came in between or the run is no longer open, InputError when the verdict
    makes no sense here; in both cases nothing is stored.
    """
    with transaction.atomic():
        suggestion = SuggestionRow.objects.select_related("run__case__client").get(pk=suggestion_id)
        run = Run.objects.select_for_update().get(pk=suggestion.run_id)
        require(user, "workbench.review", suggestion.run)
        rows = list(suggestion.verdicts.select_related("given_by").order_by("sequence"))
        _check_open(run)
        _check_opened(user, suggestion)
        _check_seen(rows, seen)
        _check_sense(suggestion, verdict)
        VerdictRow.objects.create(
            suggestion=suggestion,
            sequence=len(rows) + 1,
            act=verdict.act,
            reason=verdict.reason or "",
            note=verdict.note.strip(),
            text=verdict.text.strip(),
            until=verdict.until,
            given_by=user,
        )
        Sighting.objects.create(run=run, user=user)
        audit.record(
            f"review.{verdict.act.value}",
            actor=user,
            target=f"run:{run.id}/{suggestion.position}",
            client=str(suggestion.run.case.client_id),
            purpose=purpose_now(user, suggestion.run.case.client),
            detail={"key": suggestion.key, "severity": suggestion.severity, "reason": verdict.reason},
        )
    fresh = SuggestionRow.objects.prefetch_related("verdicts").get(pk=suggestion_id)
    return standing_of(fresh)[0]


def see(user: User, run: Run) -> None:
    """Note that the user has the review open; active time is computed from these moments."""
    if run.state == Run.State.READY:
        Sighting.objects.create(run=run, user=user)


def _check_open(run: Run) -> None:
    if run.state == Run.State.SIGNED:
        raise ConflictError(
            Text(
                "Arvio on jo allekirjoitettu. Päätöstäsi ei tallennettu.",
                "Granskningen är redan undertecknad. Ditt avgörande sparades inte.",
                "The review has been signed already. Your verdict was not stored.",
            )
        )
    if run.state != Run.State.READY:
        raise ConflictError(
            Text("Arvio ei ole avoinna.", "Granskningen är inte öppen.", "The review is not open."),
        )


def _check_opened(user: User, suggestion: SuggestionRow) -> None:
    if suggestion.kind in closed_to(user, suggestion.run).kinds:
        raise NotPermittedError(WRITE_FIRST)


def _check_seen(rows: list[VerdictRow], seen: int) -> None:
    if len(rows) == seen:
        return
    last = rows[-1] if rows else None
    who = last.given_by.get_full_name() if last else ""
    at = timezone.localtime(last.given_at).strftime("%H.%M") if last else ""
    raise ConflictError(
        Text(
            "{who} teki päätöksen tästä ehdotuksesta klo {at}. Omaa päätöstäsi ei tallennettu: katso tilanne ja päätä.",
            "{who} avgjorde det här förslaget kl. {at}. Ditt avgörande sparades inte: se läget och avgör.",
            "{who} decided on this proposal at {at}. Your own verdict was not stored: look and decide again.",
        ).format(who=who, at=at)
    )


def _check_sense(suggestion: SuggestionRow, verdict: Verdict) -> None:
    if verdict.act is Act.UNDO and standing_of(suggestion)[0] is State.PROPOSED:
        raise InputError(Text("Ei ole mitään kumottavaa.", "Det finns inget att ångra.", "There is nothing to undo."))
    if verdict.act is Act.POSTPONE and verdict.until and verdict.until <= timezone.localdate():
        raise InputError(
            Text("Päätös on vajaa.", "Avgörandet är ofullständigt.", "The verdict is incomplete."),
            [Problem("until", Text("Anna tuleva päivä.", "Ange ett kommande datum.", "Give a day to come."))],
        )
    if verdict.act is Act.EDIT:
        proposal = Suggestion.from_json(suggestion.body).proposal
        if verdict.text.strip() in {proposal.in_(language) for language in Language}:
            raise InputError(
                Text("Päätös on vajaa.", "Avgörandet är ofullständigt.", "The verdict is incomplete."),
                [
                    Problem(
                        "text",
                        Text(
                            "Teksti on sama kuin ehdotus. Muuta sitä tai hyväksy.",
                            "Texten är densamma som förslaget. Ändra den eller godkänn.",
                            "The text is the same as the proposal. Change it, or accept.",
                        ),
                    )
                ],
            )
