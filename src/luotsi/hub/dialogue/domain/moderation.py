"""Statements of participants: proposed, accepted or rejected for a reason from the list, appealed."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.notifications import notify
from luotsi.hub.dialogue import analysis
from luotsi.hub.dialogue.domain import authoring, taking_part, words
from luotsi.hub.dialogue.models import Appeal, Discussion, ModerationEvent, Participant, Reason, Statement, Steward
from luotsi.hub.dialogue.models.discussion import Phase
from luotsi.hub.spine.domain import touch_content
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.text import Language, Text

# The text of these is not shown in the public log, so two people must agree to hide it.
HIDING = frozenset({Reason.UNLAWFUL.value, Reason.PERSONAL.value})
MOST_WAITING, MOST_IN_ALL = 5, 15

_Act, _State = ModerationEvent.Act, Statement.State

_NOT_TAKEN = Text(
    "Tähän keskusteluun ei oteta uusia väittämiä.",
    "I den här dialogen tas inga nya påståenden emot.",
    "This discussion takes no new statements.",
)
_QUOTA = Text(
    "Sinulta odottaa jo {n} väittämää tarkistusta. Voit lähettää lisää, kun ne on käsitelty.",
    "Du har redan {n} påståenden som väntar på granskning. Du kan skicka fler när de är behandlade.",
    "{n} statements of yours are already waiting. You can send more when they have been dealt with.",
)
_ENOUGH = Text(
    "Olet lähettänyt jo {n} väittämää. Enempää ei oteta vastaan yhdeltä osallistujalta.",
    "Du har redan skickat {n} påståenden. Fler tas inte emot av en deltagare.",
    "You have sent {n} statements already. No more are taken from one participant.",
)
_SAME = Text(
    "Täsmälleen sama väittämä on jo mukana: numero {n}. Äänestä siitä.",
    "Exakt samma påstående är redan med: nummer {n}. Rösta om det.",
    "Exactly the same statement is already here: number {n}. Vote on it.",
)
_REASON = Text("Valitse syy luettelosta.", "Välj en orsak i listan.", "Choose a reason from the list.")
_DECIDED = Text(
    "Joku muu on jo käsitellyt väittämän. Lataa sivu uudelleen.",
    "Någon annan har redan behandlat påståendet. Ladda om sidan.",
    "Somebody else has already dealt with the statement. Reload the page.",
)
_SECOND = Text(
    "Hylkäystä ehdottanut ei voi vahvistaa sitä. Toinen moderaattori vahvistaa.",
    "Den som föreslog avvisningen kan inte bekräfta den. En annan moderator bekräftar.",
    "Whoever proposed the rejection cannot confirm it. Another moderator does.",
)
_OTHER = Text(
    "Oikaisupyynnön ratkaisee toinen kuin se, joka hylkäsi väittämän.",
    "En annan än den som avvisade påståendet avgör begäran om omprövning.",
    "An appeal is decided by another person than the one who rejected the statement.",
)
_NO_APPEAL = Text(
    "Vain hylätystä omasta väittämästä voi pyytää oikaisua, ja kerran.",
    "Omprövning kan begäras bara av ett eget avvisat påstående, och en gång.",
    "Only a rejected statement of one's own can be appealed, and once.",
)
_EMPTY_APPEAL = Text(
    "Kirjoita, miksi väittämä pitäisi hyväksyä (enintään {n} merkkiä).",
    "Skriv varför påståendet borde godkännas (högst {n} tecken).",
    "Write why the statement should be accepted (at most {n} characters).",
)
_APPEAL_NOTE = Text(
    "Väittämän hylkäyksestä on pyydetty oikaisua.",
    "Omprövning har begärts av ett avvisat påstående.",
    "A rejected statement has been appealed.",
)
APPEAL_LENGTH = 500


def propose(
    discussion: Discussion, visitor: taking_part.Visitor, text: str, language: str, submission: uuid.UUID
) -> Statement:
    """A participant's own statement, into the queue. Sending the same form twice stores it once."""
    found = Statement.objects.filter(submission=submission, discussion=discussion).first()
    if found is not None:
        return found
    tidy = words.tidied(text)
    if problem := words.length_problem(tidy, discussion.statement_length, "text"):
        raise InputError(problem.text, [problem])
    if blocking := [remark for remark in analysis.remarked(tidy) if remark.blocks]:
        raise InputError(blocking[0].text, [Problem("text", remark.text) for remark in blocking])
    with transaction.atomic():
        locked = authoring.lock(discussion)
        if locked.phase() != Phase.OPEN or not locked.own_statements:
            raise ConflictError(_NOT_TAKEN)
        _refuse_same(locked, tidy)
        author = taking_part.admitted(locked, visitor)
        _check_quota(author)
        locked.save(update_fields=["participant_count"])
        made = authoring.add_statement(
            locked, versions={language: tidy}, language=language, author=author, submission=submission
        )
    discussion.refresh_from_db()
    return made


def _refuse_same(discussion: Discussion, text: str) -> None:
    folded = text.casefold()
    for row in discussion.statements.exclude(state=_State.REJECTED):
        if any(row.text.in_(language.value).casefold() == folded for language in Language):
            problem = Problem("text", _SAME.format(n=row.number))
            raise InputError(problem.text, [problem])


def _check_quota(author: Participant) -> None:
    sent = Statement.objects.filter(author=author)
    waiting = sent.filter(state=_State.PENDING).count()
    if waiting >= MOST_WAITING:
        raise NotPermittedError(_QUOTA.format(n=waiting))
    if (total := sent.count()) >= MOST_IN_ALL:
        raise NotPermittedError(_ENOUGH.format(n=total))


@transaction.atomic
def accept(statement: Statement, actor: User, *, meta: bool = False) -> None:
    """Let it be voted on."""
    current = _locked(statement, {_State.PENDING, _State.SECOND})
    if current.state == _State.SECOND:
        _refuse_self(current, actor)
    act = _Act.RETURN if current.state == _State.SECOND else _Act.ACCEPT
    if act == _Act.RETURN:
        _note(current, act, actor)
    current.state, current.hidden, current.meta = _State.ACCEPTED, False, meta or current.meta
    current.save(update_fields=["state", "hidden", "meta"])
    _note(current, _Act.ACCEPT, actor)
    if current.replaces is not None and current.replaces.state == _State.ACCEPTED:
        old = current.replaces
        old.state = _State.REJECTED
        old.save(update_fields=["state"])
        _note(old, _Act.REJECT, actor, reason=Reason.DUPLICATE, note=f"→ {current.number}")
    _moderated(current.discussion)


@transaction.atomic
def reject(statement: Statement, reason: str, actor: User, note: str = "") -> Statement:
    """Take it out, or keep it out. A reason that hides the text only proposes it, until a second person confirms."""
    if reason not in Reason:
        raise InputError(_REASON, [Problem("reason", _REASON)])
    current = _locked(statement, {_State.PENDING, _State.ACCEPTED})
    hides = reason in HIDING
    current.state = _State.SECOND if hides else _State.REJECTED
    current.hidden = hides
    current.save(update_fields=["state", "hidden"])
    _note(current, _Act.PROPOSE if hides else _Act.REJECT, actor, reason=reason, note=note)
    _moderated(current.discussion)
    return current


@transaction.atomic
def confirm(statement: Statement, actor: User) -> None:
    """The second person agrees that the text is to be hidden."""
    current = _locked(statement, {_State.SECOND})
    proposal = _refuse_self(current, actor)
    current.state, current.hidden = _State.REJECTED, True
    current.save(update_fields=["state", "hidden"])
    _note(current, _Act.CONFIRM, actor, reason=proposal.reason)
    _moderated(current.discussion)


@transaction.atomic
def send_back(statement: Statement, actor: User) -> None:
    """The second person does not agree: the statement waits again."""
    current = _locked(statement, {_State.SECOND})
    _refuse_self(current, actor)
    current.state, current.hidden = _State.PENDING, False
    current.save(update_fields=["state", "hidden"])
    _note(current, _Act.RETURN, actor)
    _moderated(current.discussion)


def appeal(statement: Statement, author: Participant, text: str) -> Appeal:
    """The author says why the statement should have been accepted."""
    tidy = words.tidied(text)
    if not tidy or len(tidy) > APPEAL_LENGTH:
        problem = Problem("words", _EMPTY_APPEAL.format(n=APPEAL_LENGTH))
        raise InputError(problem.text, [problem])
    with transaction.atomic():
        current = Statement.objects.select_for_update().get(pk=statement.pk)
        mine = current.author_id == author.pk and current.state == _State.REJECTED
        if not mine or Appeal.objects.filter(statement=current).exists():
            raise NotPermittedError(_NO_APPEAL)
        made = Appeal.objects.create(statement=current, words=tidy)
        ModerationEvent.objects.create(statement=current, act=_Act.APPEAL)
        url = f"/fi/keskustelut/{current.discussion.slug}/moderointi/"
        parts = (Steward.Part.MODERATOR, Steward.Part.OWNER)
        for steward in current.discussion.stewards.filter(part__in=parts).select_related("user"):
            notify(steward.user, _APPEAL_NOTE, url)
    return made


@transaction.atomic
def decide(made: Appeal, actor: User, *, upheld: bool, answer: str) -> None:
    """Answer an appeal; not by whoever rejected the statement."""
    current = Statement.objects.select_for_update().get(pk=made.statement_id)
    if made.decided_at is not None or current.state != _State.REJECTED:
        raise ConflictError(_DECIDED)
    decisions = current.events.filter(act__in=(_Act.REJECT, _Act.PROPOSE, _Act.CONFIRM))
    if decisions.filter(by=actor).exists():
        raise NotPermittedError(_OTHER)
    made.decided_at, made.upheld, made.answer = timezone.now(), upheld, words.tidied(answer)[:APPEAL_LENGTH]
    made.save()
    if upheld:
        current.state, current.hidden = _State.ACCEPTED, False
        current.save(update_fields=["state", "hidden"])
    _note(current, _Act.UPHOLD if upheld else _Act.DISMISS, actor)
    _moderated(current.discussion)


def _locked(statement: Statement, states: set[str]) -> Statement:
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    if current.state not in states:
        raise ConflictError(_DECIDED)
    return current


def _refuse_self(statement: Statement, actor: User) -> ModerationEvent:
    proposal = statement.events.filter(act=_Act.PROPOSE).first()
    if proposal is None or proposal.by_id == actor.pk:
        raise NotPermittedError(_SECOND)
    return proposal


def _note(statement: Statement, act: str, actor: User, *, reason: str = "", note: str = "") -> None:
    ModerationEvent.objects.create(statement=statement, act=act, reason=reason, note=words.tidied(note)[:300], by=actor)
    detail: Mapping[str, str] = {"act": str(act), "reason": str(reason)}
    audit.record("statement.moderate", actor=actor, target=f"statement:{statement.identifier}", detail=detail)


def _moderated(discussion: Discussion) -> None:
    """What was computed before no longer holds."""
    Discussion.objects.filter(pk=discussion.pk).update(moderated_at=timezone.now(), computed_sequence=0)
    touch_content()
