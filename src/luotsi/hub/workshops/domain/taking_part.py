"""Taking part: an idea, a vote, a group, a note. Nothing here knows who it is; nothing of it goes to the audit log."""

import re

from django.db import models, transaction

from luotsi.base import ratelimit
from luotsi.hub.workshops.models import IDEA_LENGTH, Group, Idea, IdeaVote, Note, Participant, Phase, Workshop
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.text import Language, Text

IDEAS_EACH = 20
PER_MINUTE = 60
NOTE_LENGTH = 6000
# A Finnish personal identity code (also its new intermediate signs), and an e-mail address.
_IDENTITY = re.compile(r"\b\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Za-z]\b")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")

_NOT_NOW = Text(
    "Tämä ei ole auki juuri nyt. Kirjoittamasi on tallella lomakkeella.",
    "Det här är inte öppet just nu. Det du skrev finns kvar i formuläret.",
    "This is not open just now. What you wrote is still in the form.",
)


def safe_words(text: str, limit: int, where: str) -> str:
    """The text with its line ends made alike; InputError when it is empty, too long, or holds personal data."""
    words = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\x00", "").split("\n")).strip()
    problem = None
    if not words:
        problem = Text("Kirjoita ensin jotakin.", "Skriv något först.", "Write something first.")
    elif len(words) > limit:
        problem = Text(
            "Tekstissä on {n} merkkiä. Enintään {most}.",
            "Texten har {n} tecken. Högst {most}.",
            "The text has {n} signs. The most is {most}.",
        ).format(n=len(words), most=limit)
    elif _IDENTITY.search(words) or _EMAIL.search(words):
        problem = Text(
            "Tekstissä näyttää olevan henkilötunnus tai sähköpostiosoite. Poista se: taululla ei kerrota kenestäkään.",
            "Texten ser ut att innehålla en personbeteckning eller e-postadress. Ta bort den: tavlan berättar inte om någon.",
            "The text seems to hold an identity code or an e-mail address. Take it out: the board tells of nobody.",
        )
    if problem is not None:
        raise InputError(Text("Ei tallennettu.", "Inte sparat.", "Not stored."), [Problem(where, problem)])
    return words


@transaction.atomic
def propose(participant: Participant, text: str, language: str) -> Idea:
    """Put an idea on the board."""
    workshop = _open(participant, {Phase.IDEAS})
    words = safe_words(" ".join(text.split()), IDEA_LENGTH, "text")
    own = Idea.objects.filter(author=participant)
    if own.count() >= IDEAS_EACH:
        raise InputError(
            Text("Ei tallennettu.", "Inte sparat.", "Not stored."),
            [
                Problem(
                    "text",
                    Text(
                        "Olet kirjoittanut jo {n} ideaa. Äänestä nyt muiden ideoita.",
                        "Du har redan skrivit {n} idéer. Rösta nu på andras.",
                        "You have already written {n} ideas. Vote for those of others.",
                    ).format(n=IDEAS_EACH),
                )
            ],
        )
    same = Idea.objects.filter(workshop=workshop, state=Idea.State.SHOWN)
    if any(words.casefold() == other.casefold() for other in same.values_list("text", flat=True)):
        raise InputError(
            Text("Ei tallennettu.", "Inte sparat.", "Not stored."),
            [
                Problem(
                    "text",
                    Text(
                        "Sama idea on jo taululla. Voit äänestää sitä.",
                        "Samma idé finns redan på tavlan. Du kan rösta på den.",
                        "The same idea is already on the board. You can vote for it.",
                    ),
                )
            ],
        )
    return Idea.objects.create(
        workshop=workshop,
        group=participant.group,
        text=words,
        language=Language.parse(language).value,
        author=participant,
    )


@transaction.atomic
def take_back(participant: Participant, idea: Idea) -> None:
    """Take one's own idea off the board while ideas are gathered."""
    _open(participant, {Phase.IDEAS})
    if not Idea.objects.filter(pk=idea.pk, author=participant, merged=None).exists():
        raise NotPermittedError(Text("Tämä ei ole sinun ideasi.", "Det här är inte din idé.", "This is not your idea."))
    idea.delete()


@transaction.atomic
def vote(participant: Participant, idea: Idea) -> None:
    """Give one vote. At most one for an idea and as many in all as the workshop allows."""
    workshop = _open(participant, {Phase.VOTES})
    # The row of the participant is held, so two windows of one person cannot both spend the last vote.
    Participant.objects.select_for_update().get(pk=participant.pk)
    current = Idea.objects.select_for_update().get(pk=idea.pk)
    if current.workshop_id != workshop.pk or current.state != Idea.State.SHOWN:
        raise ConflictError(
            Text(
                "Idea ei ole enää taululla.", "Idén finns inte längre på tavlan.", "The idea is no longer on the board."
            )
        )
    if participant.votes.filter(idea=idea).exists():
        return
    if participant.votes.count() >= workshop.votes_each:
        raise ConflictError(
            Text(
                "Kaikki {n} ääntäsi on käytetty. Peru jokin ääni, niin voit antaa sen muualle.",
                "Alla dina {n} röster är använda. Ta tillbaka en röst så kan du ge den åt en annan.",
                "All your {n} votes are used. Take one back to give it elsewhere.",
            ).format(n=workshop.votes_each)
        )
    IdeaVote.objects.create(idea=idea, participant=participant)


@transaction.atomic
def unvote(participant: Participant, idea: Idea) -> None:
    """Take a vote back."""
    _open(participant, {Phase.VOTES})
    IdeaVote.objects.filter(idea=idea, participant=participant).delete()


@transaction.atomic
def choose_group(participant: Participant, group: Group | None) -> None:
    """Sit down in a group, or leave it."""
    workshop = _open(participant, {Phase.ANNOUNCED, Phase.IDEAS, Phase.VOTES})
    if group is not None and group.workshop_id != workshop.pk:
        raise NotPermittedError(
            Text(
                "Ryhmä on toisen työpajan.", "Gruppen hör till en annan workshop.", "The group is of another workshop."
            )
        )
    Participant.objects.filter(pk=participant.pk).update(group=group)


@transaction.atomic
def write_note(group: Group, text: str, language: str, *, seen: int) -> Note:
    """The next version of a group's note. ``seen`` is the version that the writer saw."""
    workshop = Workshop.objects.select_for_update().get(pk=group.workshop_id)
    if workshop.phase not in {Phase.ANNOUNCED, Phase.IDEAS, Phase.VOTES}:
        raise ConflictError(_NOT_NOW)
    words = safe_words(text, NOTE_LENGTH, "text")
    last = group.notes.aggregate(last=models.Max("number"))["last"] or 0
    if last != seen:
        raise ConflictError(
            Text(
                "Ryhmästäsi joku muu on tallentanut muistiinpanon tällä välin. Yhdistä tekstit ja tallenna uudelleen.",
                "Någon annan i gruppen har sparat anteckningen under tiden. Förena texterna och spara igen.",
                "Somebody else in the group has saved the note in the meantime. Join the texts and save again.",
            )
        )
    return group.notes.create(number=last + 1, text=words, language=Language.parse(language).value)


def _open(participant: Participant, phases: set[Phase]) -> Workshop:
    ratelimit.limit(f"workshop:{participant.pk}", PER_MINUTE)
    workshop = Workshop.objects.get(pk=participant.workshop_id)
    if Phase(workshop.phase) not in phases:
        raise ConflictError(_NOT_NOW)
    return workshop
