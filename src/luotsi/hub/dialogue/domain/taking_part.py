"""What a participant does: votes, withdraws, comes back."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luotsi.base import ratelimit
from luotsi.hub.dialogue import pseudonyms
from luotsi.hub.dialogue.domain import chain
from luotsi.hub.dialogue.models import (
    Choice,
    DaySalt,
    Discussion,
    Invitation,
    LogEntry,
    NetworkCount,
    Participant,
    Result,
    Statement,
    Tier,
    Vote,
)
from luotsi.hub.dialogue.models.discussion import Phase
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.text import Text

# A person who reads a statement before answering needs at least two seconds; forty a minute leaves room for the fast.
VOTES_PER_MINUTE = 40
# New participants from one network in a minute: a whole meeting room may start at the same time.
NEW_PER_MINUTE = 60
# How often somebody may change a vote: twice a statement, and some on top.
CHANGES_EACH, CHANGES_FREE = 2, 20

_CLOSED = Text(
    "Keskustelu ei ole nyt auki. Ääntä ei tallennettu.",
    "Dialogen är inte öppen nu. Rösten sparades inte.",
    "The discussion is not open now. The vote was not stored.",
)
_NOT_VOTABLE = Text(
    "Väittämä ei ole mukana keskustelussa. Lataa sivu uudelleen.",
    "Påståendet är inte med i dialogen. Ladda om sidan.",
    "The statement is not part of the discussion. Reload the page.",
)
_CHOICE = Text(
    "Valitse samaa mieltä, eri mieltä, en osaa sanoa tai ohita.",
    "Välj samma åsikt, annan åsikt, vet inte eller hoppa över.",
    "Choose agree, disagree, unsure or skip.",
)
_INVITED_ONLY = Text(
    "Tähän keskusteluun osallistutaan kutsulla. Avaa saamasi kutsun osoite.",
    "I den här dialogen deltar man med inbjudan. Öppna adressen i din inbjudan.",
    "This discussion is by invitation. Open the address of your invitation.",
)
_USED = Text("Kutsu on jo käytetty.", "Inbjudan har redan använts.", "The invitation has been used already.")
_ENOUGH = Text(
    "Olet muuttanut ääniäsi jo monta kertaa. Äänesi ovat tallessa; uusia muutoksia ei oteta vastaan.",
    "Du har redan ändrat dina röster många gånger. Rösterna är sparade; fler ändringar tas inte emot.",
    "You have changed your votes many times already. They are stored; no further changes are taken.",
)
_CROWDED = Text(
    "Tästä verkosta on tänään tullut jo {n} osallistujaa. Pyydä järjestäjältä oma kutsu tai palaa huomenna.",
    "Från det här nätet har det redan kommit {n} deltagare i dag. Be arrangören om en inbjudan eller kom tillbaka i morgon.",
    "{n} participants have already come from this network today. Ask the organiser for an invitation, or come back tomorrow.",
)
_WITHDRAWN = Text(
    "Olet perunut äänesi tässä keskustelussa. Uusia ääniä ei oteta vastaan.",
    "Du har återkallat dina röster i den här dialogen. Nya röster tas inte emot.",
    "You have withdrawn your votes in this discussion. No new votes are taken.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is at the door: the token, the tier it opens, and the network (empty where it is not counted)."""

    token: str
    tier: Tier = Tier.OPEN
    network: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A stored vote: the participant and the log entry, None when the same vote already stood."""

    participant: Participant
    entry: LogEntry | None


def name_of(discussion: Discussion, token: str) -> str:
    """The pseudonym of a token; empty when the key has been destroyed."""
    return pseudonyms.pseudonym(discussion.key, token, str(discussion.pk)) if discussion.key and token else ""


def find(discussion: Discussion, token: str) -> Participant | None:
    """The participant of a token, if there is one."""
    name = name_of(discussion, token)
    return Participant.objects.filter(discussion=discussion, pseudonym=name).first() if name else None


def invitation(discussion: Discussion, token: str) -> Invitation | None:
    """The invitation of a token, used or not."""
    return Invitation.objects.filter(discussion=discussion, token_hash=pseudonyms.invitation_hash(token)).first()


def accept_invitation(discussion: Discussion, token: str) -> str:
    """Use an invitation up. The browser gets a fresh secret of its own, which is given back.

    Whoever made the invitation knows its token, so nothing more hangs on it: with it nobody can see or change votes.
    """
    with transaction.atomic():
        locked = Discussion.objects.select_for_update().get(pk=discussion.pk)
        visitor = Visitor(token=pseudonyms.new_token(), tier=Tier.INVITED)
        _check_open(locked, visitor)
        hashed = pseudonyms.invitation_hash(token)
        if not Invitation.objects.filter(discussion=locked, token_hash=hashed, used=False).update(used=True):
            raise NotPermittedError(_USED)
        _participant(locked, visitor)
        locked.save(update_fields=["participant_count"])
    return visitor.token


def vote(discussion: Discussion, visitor: Visitor, number: int, choice: str, *, important: bool = False) -> Ballot:
    """Store one vote: with its log entry, in one transaction, or not at all."""
    if choice not in Choice:
        raise InputError(_CHOICE, [Problem("choice", _CHOICE)])
    _count(discussion, visitor)
    with transaction.atomic():
        locked = Discussion.objects.select_for_update().get(pk=discussion.pk)
        _check_open(locked, visitor)
        statement = Statement.objects.filter(discussion=locked, number=number, state=Statement.State.ACCEPTED).first()
        if statement is None:
            raise InputError(_NOT_VOTABLE, [Problem("statement", _NOT_VOTABLE)])
        who = _participant(locked, visitor)
        ballot = _stored(locked, who, statement, choice, important=important)
        locked.save(update_fields=["sequence", "chain", "participant_count"])
    discussion.sequence, discussion.chain = locked.sequence, locked.chain
    discussion.participant_count = locked.participant_count
    return ballot


def vote_all(discussion: Discussion, visitor: Visitor, answers: dict[int, str]) -> int:
    """Store a whole ballot at once, or nothing of it; how many answers changed something."""
    with transaction.atomic():
        made = [vote(discussion, visitor, number, choice) for number, choice in answers.items()]
    return sum(ballot.entry is not None for ballot in made)


def _count(discussion: Discussion, visitor: Visitor) -> None:
    """Refuse what comes too fast. Counted under keys that hold neither token nor address."""
    if visitor.tier == Tier.PAPER:
        return
    name = name_of(discussion, visitor.token)
    ratelimit.limit(f"dialogue-vote:{name}", VOTES_PER_MINUTE)


def _check_open(discussion: Discussion, visitor: Visitor) -> None:
    phase = discussion.phase()
    late_paper = visitor.tier == Tier.PAPER and phase == Phase.CLOSED and discussion.key
    if (phase != Phase.OPEN and not late_paper) or not discussion.key:
        raise ConflictError(_CLOSED)


def admitted(discussion: Discussion, visitor: Visitor) -> Participant:
    """The participant of a visitor, made when there is none. The caller holds the discussion locked, and saves it."""
    _check_open(discussion, visitor)
    return _participant(discussion, visitor)


def _participant(discussion: Discussion, visitor: Visitor) -> Participant:
    name = name_of(discussion, visitor.token)
    found = Participant.objects.select_for_update().filter(discussion=discussion, pseudonym=name).first()
    if found is not None:
        if found.withdrawn:
            raise ConflictError(_WITHDRAWN)
        return found
    _admit(discussion, visitor)
    discussion.participant_count += 1
    code = pseudonyms.withdrawal_code(discussion.key, visitor.token, str(discussion.pk))
    return Participant.objects.create(
        discussion=discussion,
        number=discussion.participant_count,
        pseudonym=name,
        withdrawal=pseudonyms.code_hash(code),
        tier=visitor.tier,
    )


def _admit(discussion: Discussion, visitor: Visitor) -> None:
    """Whether somebody new may come in by this door."""
    if visitor.tier == Tier.OPEN:
        if not discussion.open_door:
            raise NotPermittedError(_INVITED_ONLY)
        _count_network(discussion, visitor.network)


def _count_network(discussion: Discussion, network: str) -> None:
    if not network:
        return
    today = timezone.localdate()
    DaySalt.objects.bulk_create([DaySalt(day=today, salt=pseudonyms.new_key())], ignore_conflicts=True)
    hashed = pseudonyms.salted(DaySalt.objects.get(day=today).salt, f"{discussion.pk}\n{network}")
    ratelimit.limit(f"dialogue-new:{hashed}", NEW_PER_MINUTE)
    row, _made = NetworkCount.objects.get_or_create(discussion=discussion, day=today, network=hashed)
    if row.count >= discussion.network_limit:
        raise NotPermittedError(_CROWDED.format(n=row.count))
    NetworkCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def forget_networks() -> int:
    """Remove the salts and counts of past days; how many counts. Every night."""
    today = timezone.localdate()
    DaySalt.objects.filter(day__lt=today).delete()
    return NetworkCount.objects.filter(day__lt=today).delete()[0]


def _stored(discussion: Discussion, who: Participant, statement: Statement, choice: str, *, important: bool) -> Ballot:
    before = Vote.objects.filter(participant=who, statement=statement).first()
    if before is not None and (before.choice, before.important) == (choice, important):
        return Ballot(who, None)
    if before is not None and before.choice != Choice.SKIP:
        _count_change(discussion, who)
    cast = chain.Cast(
        person=who.number, statement=statement.number, choice=choice, important=important, at=timezone.now()
    )
    entry = chain.votes(discussion, [cast])[0]
    entry.save(force_insert=True)
    values = {"choice": choice, "important": important, "sequence": entry.sequence}
    if before is None:
        Vote.objects.create(participant=who, statement=statement, **values)
    else:
        Vote.objects.filter(pk=before.pk).update(**values)
    change = int(choice != Choice.SKIP) - int(before is not None and before.choice != Choice.SKIP)
    if change:
        Statement.objects.filter(pk=statement.pk).update(votes_cast=F("votes_cast") + change)
    return Ballot(who, entry)


def _count_change(discussion: Discussion, who: Participant) -> None:
    most = CHANGES_EACH * discussion.statement_count + CHANGES_FREE
    if who.changes >= most and who.tier != Tier.PAPER:
        raise NotPermittedError(_ENOUGH)
    Participant.objects.filter(pk=who.pk).update(changes=F("changes") + 1)


# Withdrawing --------------------------------------------------------------------------------------------------------
_NO_CODE = Text(
    "Tällä koodilla ei löydy ääniä. Tarkista koodi: viisi neljän merkin ryhmää.",
    "Inga röster hittades med koden. Kontrollera den: fem grupper om fyra tecken.",
    "No votes were found by this code. Check it: five groups of four characters.",
)


def withdraw(discussion: Discussion, who: Participant) -> int:
    """Take all votes of a participant away as if they had never been given; how many log entries were emptied."""
    with transaction.atomic():
        locked = Discussion.objects.select_for_update().get(pk=discussion.pk)
        current = Participant.objects.select_for_update().get(pk=who.pk)
        if current.withdrawn:
            return 0
        entries = chain.emptied(LogEntry.objects.filter(discussion=locked, person=current.number))
        LogEntry.objects.bulk_update(
            entries, ["person", "statement", "choice", "important", "at_ms", "nonce"], batch_size=200
        )
        for row in Vote.objects.filter(participant=current).exclude(choice=Choice.SKIP).values_list("statement_id"):
            Statement.objects.filter(pk=row[0]).update(votes_cast=F("votes_cast") - 1)
        Vote.objects.filter(participant=current).delete()
        Statement.objects.filter(author=current).update(author=None)
        chain.withdrawal(locked, timezone.now()).save(force_insert=True)
        # Results of past days were made with these votes: they are made anew from the log when somebody asks for them
        Result.objects.filter(discussion=locked, day__isnull=False).delete()
        locked.computed_sequence = 0
        locked.save(update_fields=["sequence", "chain", "computed_sequence"])
        Participant.objects.filter(pk=current.pk).update(withdrawn=True, withdrawal="", changes=0)
    discussion.refresh_from_db()
    return len(entries)


def by_code(discussion: Discussion, typed: str) -> Participant:
    """The participant whose withdrawal code was typed."""
    code = pseudonyms.read_code(typed)
    found = (
        Participant.objects.filter(discussion=discussion, withdrawal=pseudonyms.code_hash(code)).first()
        if code
        else None
    )
    if found is None:
        raise InputError(_NO_CODE, [Problem("code", _NO_CODE)])
    return found


def code_of(discussion: Discussion, token: str) -> str:
    """The withdrawal code of a token; empty after closing."""
    return pseudonyms.withdrawal_code(discussion.key, token, str(discussion.pk)) if discussion.key else ""


def no_votes() -> InputError:
    """The error when neither browser nor code leads to votes."""
    return InputError(_NO_CODE, [Problem("code", _NO_CODE)])
