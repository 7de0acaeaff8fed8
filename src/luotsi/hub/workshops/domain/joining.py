"""Coming into the room: secrets on cards or one for the room, kept only as keyed hashes and tied to no person."""

import secrets
from typing import Any

from django.db import transaction

from luotsi.hub.workshops.domain.preparing import locked, stored
from luotsi.hub.workshops.models import Participant, Phase, Workshop
from luotsi.hub.workshops.queries import participant_of, secret_hash
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Text

# Crockford's base 32: no I, L, O or U. Sixteen signs are 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\t": ""})

_OVER = Text(
    "Työpajaan ei voi enää liittyä.", "Det går inte längre att komma med.", "The workshop can no longer be joined."
)


def new_secret() -> str:
    """A secret as it is printed on a card, without its dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spoken(secret: str) -> str:
    """In fours, to be read and typed: ``K7QF-2MXP-9TRB-4HWD``."""
    return "-".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def heard(typed: str) -> str:
    """What was typed as the secret it means: capitals, dashes and look-alike letters do not matter."""
    return typed.strip().upper().translate(_MISREAD)


@transaction.atomic
def make_cards(workshop: Workshop, number: int, actor: Any) -> list[str]:
    """New secrets for cards. They are given here once and can never be shown again."""
    current = locked(workshop)
    free = current.seats - current.participants.count()
    if not 1 <= number <= free:
        raise InputError(
            Text("Kortteja ei tehty.", "Inga kort gjordes.", "No cards were made."),
            [
                Problem(
                    "number",
                    Text("Kortteja voi tehdä 1–{n}.", "1–{n} kort kan göras.", "1 to {n} cards can be made.").format(
                        n=free
                    )
                    if free > 0
                    else Text(
                        "Kaikki paikat on jaettu. Lisää enimmäismäärää.",
                        "Alla platser har delats ut. Höj det högsta antalet.",
                        "All seats are given out. Raise the most participants.",
                    ),
                )
            ],
        )
    made = [new_secret() for _ in range(number)]
    Participant.objects.bulk_create(
        Participant(workshop=current, secret_hash=secret_hash(current, secret)) for secret in made
    )
    stored(current, actor, "cards", [str(number)])
    return made


@transaction.atomic
def renew_room(workshop: Workshop, actor: Any) -> None:
    """A new code for the room; the old one no longer lets anybody in. Those who are in stay."""
    current = locked(workshop)
    current.room_secret = new_secret()
    stored(current, actor, "renew_room", [])


@transaction.atomic
def join(workshop: Workshop, typed: str) -> str:
    """Come in with a secret: the one on a card, or the room's, which gives a secret of one's own. The secret to keep."""
    current = locked(workshop)
    if current.phase in {Phase.DRAFT, Phase.CLOSED}:
        raise ConflictError(_OVER)
    secret = heard(typed)
    found = participant_of(current, secret)
    if found is not None:
        Participant.objects.filter(pk=found.pk).update(joined=True)
        return secret
    by_room = current.entry == Workshop.Entry.ROOM and current.room_secret
    if not by_room or not secrets.compare_digest(secret.encode(), current.room_secret.encode()):
        raise InputError(
            Text("Koodi ei kelpaa.", "Koden gäller inte.", "The code is not valid."),
            [
                Problem(
                    "code",
                    Text(
                        "Koodi ei ole tämän työpajan. Tarkista merkit tai pyydä vetäjältä uusi.",
                        "Koden hör inte till den här workshoppen. Kontrollera tecknen eller be ledaren om en ny.",
                        "The code is not of this workshop. Check the signs, or ask the facilitator for a new one.",
                    ),
                )
            ],
        )
    if current.participants.count() >= current.seats:
        raise ConflictError(
            Text(
                "Kaikki paikat on täynnä. Pyydä vetäjää lisäämään paikkoja.",
                "Alla platser är upptagna. Be ledaren om fler platser.",
                "All seats are taken. Ask the facilitator for more.",
            )
        )
    own = new_secret()
    Participant.objects.create(workshop=current, secret_hash=secret_hash(current, own), joined=True)
    return own
