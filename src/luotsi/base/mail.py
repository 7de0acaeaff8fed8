"""Mail: written in the reader's language, as plain text and simple HTML, sent by the worker, tried again when it fails."""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from luotsi.base.models import Letter, User
from luotsi.kit.canonical import JsonValue, canonical_json

_log = logging.getLogger(__name__)

ATTEMPTS = 5
_WAIT_MIN = (1, 5, 30, 120)


def send(to: User | str, template: str, context: Mapping[str, JsonValue] | None = None, language: str = "") -> Letter:
    """Queue a letter made from ``mail/<template>.subject.txt``, ``.txt`` and ``.html``.

    To a user it goes in the user's language unless one is given. ``context`` is JSON. What was sent is not kept.
    """
    user = to if isinstance(to, User) else None
    letter = Letter.objects.create(
        user=user,
        address=user.email if user else str(to),
        template=template,
        context=json.loads(canonical_json(dict(context or {}))),
        language=language or (user.language if user else "fi"),
    )
    deliver.enqueue(str(letter.pk))
    letter.refresh_from_db()
    return letter


@task()
def deliver(letter_id: str) -> None:
    """Send one letter; on failure write down why and when to try again."""
    claimed = Letter.objects.filter(pk=UUID(letter_id), state=Letter.State.QUEUED, due_at__lte=timezone.now()).update(
        attempts=F("attempts") + 1, due_at=timezone.now() + timedelta(minutes=_WAIT_MIN[0])
    )
    if not claimed:
        return
    letter = Letter.objects.get(pk=UUID(letter_id))
    try:
        message(letter).send()
    except Exception as error:  # noqa: BLE001 - whatever the mail server or a template answers is a failed letter
        _failed(letter, error)
        return
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.SENT, sent_at=timezone.now(), address="", context={}, error=""
    )


def message(letter: Letter) -> EmailMultiAlternatives:
    """The letter as it is sent."""
    with translation.override(letter.language):
        context = letter.context | {"language": letter.language, "recipient": letter.user}
        subject = " ".join(render_to_string(f"mail/{letter.template}.subject.txt", context).split())
        made = EmailMultiAlternatives(
            subject=subject, body=render_to_string(f"mail/{letter.template}.txt", context), to=[letter.address]
        )
        made.attach_alternative(render_to_string(f"mail/{letter.template}.html", context), "text/html")
    return made


def send_due() -> int:
    """Queue again the letters whose time to be tried has come; how many. The worker calls this."""
    due = Letter.objects.filter(state=Letter.State.QUEUED, attempts__gt=0, due_at__lte=timezone.now())
    for letter in due:
        deliver.enqueue(str(letter.pk))
    return len(due)


def _failed(letter: Letter, error: Exception) -> None:
    """The class of the error only: its message may quote the address."""
    _log.warning("letter %s (%s), try %d: %s", letter.pk, letter.template, letter.attempts, type(error).__name__)
    last = letter.attempts >= ATTEMPTS
    wait = timedelta(minutes=_WAIT_MIN[min(letter.attempts, len(_WAIT_MIN)) - 1])
    Letter.objects.filter(pk=letter.pk).update(
        error=type(error).__name__,
        due_at=timezone.now() + wait,
        **({"state": Letter.State.FAILED, "address": "", "context": {}} if last else {}),
    )
