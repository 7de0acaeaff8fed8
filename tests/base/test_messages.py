"""Mail, notifications and rate limits."""

import time
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base import mail, notifications, ratelimit
from luotsi.base.models import Letter, Notification, RateCount
from luotsi.kit.text import Text

pytestmark = pytest.mark.django_db

READY = Text("Kooste on valmis", "Sammanställningen är klar", "The compilation is ready")


class Broken(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError(f"could not deliver to {messages[0].to}")


def test_mail_goes_in_the_readers_language_as_text_and_html(make_user):
    user = make_user("sv@example.org", language="sv")
    letter = mail.send(user, "notice", {"url": "https://luotsi.example.org/x/"})
    sent = outbox.outbox[0]
    assert sent.to == ["sv@example.org"]
    assert sent.subject == "Något väntar på dig i Luotsi"
    assert "https://luotsi.example.org/x/" in sent.body
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="sv">' in html
    assert letter.state == Letter.State.SENT


def test_what_was_sent_is_not_kept(user):
    letter = mail.send(user, "notice", {"url": "https://luotsi.example.org/secret/"})
    assert (letter.address, letter.context) == ("", {})


def test_a_failed_letter_is_tried_again_and_in_the_end_given_up(settings, user, caplog):
    settings.EMAIL_BACKEND = "tests.base.test_messages.Broken"
    letter = mail.send(user, "notice", {"url": "https://luotsi.example.org/"})
    assert (letter.state, letter.attempts, letter.error) == (Letter.State.QUEUED, 1, "ConnectionRefusedError")
    assert letter.due_at > timezone.now()
    assert mail.send_due() == 0
    for _ in range(4):
        Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert mail.send_due() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.address) == (Letter.State.FAILED, 5, "")
    assert mail.send_due() == 0
    assert "user@example.org" not in caplog.text


def test_a_letter_that_failed_once_goes_at_the_next_try(settings, user):
    settings.EMAIL_BACKEND = "tests.base.test_messages.Broken"
    mail.send(user, "notice", {"url": "https://luotsi.example.org/"})
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    mail.send_due()
    assert len(outbox.outbox) == 1
    assert Letter.objects.get().state == Letter.State.SENT


def test_a_letter_is_sent_once_however_often_it_is_queued(user):
    letter = mail.send(user, "notice", {"url": "https://luotsi.example.org/"})
    mail.deliver.enqueue(str(letter.pk))
    assert len(outbox.outbox) == 1


# Notifications --------------------------------------------------------------------------------------------------------


def test_a_notification_is_seen_by_its_reader_in_their_language(signed_in, user):
    notifications.notify(user, READY, "/w/c/x/")
    page = signed_in.get("/notifications/").content.decode()
    assert '<a href="/w/c/x/">Kooste on valmis</a>' in page
    assert notifications.unread_count(user) == 1


def test_only_ones_own_notifications_can_be_marked_read(signed_in, user, make_user):
    other = notifications.notify(make_user("other@example.org"), READY)
    first, second = notifications.notify(user, READY), notifications.notify(user, READY)
    signed_in.post("/notifications/read/", {"id": other.pk})
    signed_in.post("/notifications/read/", {"id": first.pk})
    assert set(Notification.objects.filter(read_at=None)) == {other, second}
    signed_in.post("/notifications/read/")
    assert set(Notification.objects.filter(read_at=None)) == {other}
    assert signed_in.get("/notifications/read/").status_code == 405


# Rate limits ----------------------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(1, 6), st.integers(0, 10))
def test_exactly_so_many_tries_pass_in_a_minute(db, allowed, tries):
    RateCount.objects.all().delete()
    waits = [refused("key", allowed) for _ in range(tries)]
    assert waits[:allowed] == [0] * min(allowed, tries)
    assert all(0 < wait <= 60 for wait in waits[allowed:])


def refused(key, allowed):
    """0 when the try passes, else how long to wait."""
    try:
        ratelimit.limit(key, allowed)
    except ratelimit.TooManyError as error:
        return error.retry_after_s
    return 0


def test_a_new_minute_begins_anew_and_old_counts_are_removed(monkeypatch):
    now = time.time()
    monkeypatch.setattr(ratelimit.time, "time", lambda: now)
    ratelimit.limit("key", 1)
    with pytest.raises(ratelimit.TooManyError):
        ratelimit.limit("key", 1)
    monkeypatch.setattr(ratelimit.time, "time", lambda: now + 60)
    ratelimit.limit("key", 1)
    assert ratelimit.forget_old() == 1


def test_the_key_itself_is_not_stored():
    ratelimit.limit("sign-in-from:192.0.2.7", 5)
    assert "192.0.2.7" not in RateCount.objects.get().key
