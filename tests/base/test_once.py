"""What is worked out once a request, and never longer."""

import uuid

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from luotsi.base import audit, people
from luotsi.base.models import User
from luotsi.base.once import OnceMiddleware, once

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A question that counts how often it is worked out, and the tally."""
    tally = []

    @once
    def question(*given):
        tally.append(given)
        return len(tally)

    return question, tally


def during(method, work):
    answers = []

    def page(_request):
        answers.extend(work())
        return HttpResponse()

    OnceMiddleware(page)(RequestFactory().generic(method, "/"))
    return answers


def test_the_same_question_on_a_page_is_worked_out_once(asked):
    question, tally = asked
    name = uuid.uuid4()
    assert during("GET", lambda: [question(name, "a"), question(uuid.UUID(str(name)), "a"), question(name, "b")]) == [
        1,
        1,
        2,
    ]
    assert during("GET", lambda: [question(name, "a")]) == [3]
    assert len(tally) == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_request_that_changes_something_asks_every_time(asked, method):
    question, _ = asked
    assert during(method, lambda: [question("a"), question("a")]) == [1, 2]


def test_outside_a_request_nothing_is_kept(asked):
    question, _ = asked
    assert [question("a"), question("a")] == [1, 2]


def test_an_argument_without_a_sure_name_is_never_kept(asked):
    question, _ = asked
    assert during(
        "GET", lambda: [question([]), question([]), question(User(email="x")), question(User(email="y"))]
    ) == [1, 2, 3, 4]


def test_a_write_within_a_reading_request_forgets_everything_but_a_row_of_the_log_does_not(asked):
    question, _ = asked

    def work():
        yield question("a")
        audit.record("test.seen", actor=None)
        yield question("a")
        people.create_account("uusi@example.org", by=None, name="Uusi", language="fi", password="x" * 20)
        yield question("a")

    assert during("GET", lambda: list(work())) == [1, 1, 2]
