"""The guard against anchoring: what a professional writes first, what opens then, and what is measured of it."""

import json

import pytest

from luotsi.base.models import AuditRow
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.kit.registry import tools
from luotsi.kit.review import Act, Verdict
from luotsi.workbench.domain.own_words import write_own_words
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.review import give_verdict
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.domain.signing import sign
from luotsi.workbench.measures import values
from luotsi.workbench.review_view import review_for
from tests import reader
from tests.workbench.test_commands import luotsi

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_run(liisa):
    tools()["reader"] = reader.READER
    data = json.dumps(reader.bundle(reader.NOTE)).encode()
    client = import_record(liisa, data, source="test").record_import.client
    yield start_run(liisa, client, "reader", on=reader.ON)
    del tools()["reader"]


@pytest.fixture
def address(read_run):
    return f"/w/c/{read_run.case.client_id}/reader/{read_run.pk}/"


def risks(run):
    return list(run.suggestions.filter(kind="risk"))


def test_risks_are_closed_on_the_page_until_the_reader_has_written(liisa, read_run, address, browser_of):
    browser = browser_of(liisa)
    page = browser.get(address).text
    assert "Mummi auttaa" in page
    assert "Riski" not in page
    assert "Isä juo myös" not in page
    posted = browser.post(f"{address}own/view/", {"text": "Näen juomisen.", "chosen": ["drink"]}, follow=True)
    assert "Riski" in posted.text
    assert "Näen juomisen." in posted.text


def test_what_is_closed_is_closed_in_every_door(liisa, read_run, address, browser_of):
    browser = browser_of(liisa)
    row = risks(read_run)[0]
    assert browser.get(f"/w/suggestions/{row.pk}/sources/1/").status_code == 404
    assert browser.post(f"/w/suggestions/{row.pk}/verdict/", {"act": "accept", "seen": 0}).status_code == 404
    assert "Isä juo" not in browser.get(f"{address}export.txt").text
    told = browser.get(f"/w/api/runs/{read_run.pk}").json()
    assert [item["suggestion"]["kind"] for item in told["proposals"]] == ["strength"]
    assert told["summary"] == {"papers": 1}
    assert told["closed"] == ["risk"]
    document = browser.get(f"{address}documents/1/").text
    assert document.count("<mark") == 1
    with pytest.raises(NotPermittedError):
        give_verdict(liisa, row.pk, Verdict(act=Act.ACCEPT), seen=0)


def test_a_colleagues_view_opens_nothing_and_is_not_shown(liisa, lauri, read_run, address, browser_of):
    write_own_words(liisa, read_run, "view", "Ankkuri.", ["home"])
    assert "Riski" not in browser_of(lauri).get(address).text
    assert "Ankkuri." not in browser_of(lauri).get(address).text
    assert "Ankkuri." not in browser_of(lauri).get(f"{address}export.txt").text
    assert "Riski" in browser_of(liisa).get(address).text


@pytest.mark.parametrize("given", [{"text": ""}, {"text": "x", "chosen": ["nonsense"]}, {"text": "x" * 20_001}])
def test_what_cannot_be_taken_comes_back_as_it_was(liisa, read_run, address, browser_of, given):
    answer = browser_of(liisa).post(f"{address}own/view/", given)
    assert answer.status_code == 422
    assert given["text"][:50] in answer.text
    assert "Riski" not in answer.text
    assert read_run.own_words.count() == 0


def test_a_field_that_the_card_does_not_have_is_not_found(liisa, read_run, address, browser_of):
    assert browser_of(liisa).post(f"{address}own/other/", {"text": "x"}).status_code == 404
    with pytest.raises(InputError):
        write_own_words(liisa, read_run, "other", "x")


def test_a_stranger_writes_nothing(stranger, read_run, address, browser_of):
    assert browser_of(stranger).post(f"{address}own/view/", {"text": "x"}).status_code == 404
    with pytest.raises(NotPermittedError):
        write_own_words(stranger, read_run, "view", "x")
    assert read_run.own_words.count() == 0


def test_the_difference_is_logged_as_counts_and_not_as_words(liisa, read_run):
    write_own_words(liisa, read_run, "view", "Koti huolettaa.", ["home"])
    row = AuditRow.objects.get(action="review.own_words")
    assert row.detail == {"key": "view", "characters": 15, "both": 0, "only_own": 1, "only_proposed": 1}
    assert "huolettaa" not in json.dumps(row.detail)


def test_the_first_view_of_each_writer_is_measured(liisa, lauri, read_run):
    write_own_words(liisa, read_run, "view", "a", ["home"])
    write_own_words(liisa, read_run, "view", "b", ["drink"])
    write_own_words(lauri, read_run, "view", "c", ["drink"])
    assert sorted(values(read_run)["own_view_differs"]) == [0.0, 1.0, 1.0]


def test_signing_waits_for_the_persons_own_conclusion(liisa, read_run, address, browser_of):
    for position in (2,):
        give_verdict(liisa, read_run.suggestions.get(position=position).pk, Verdict(act=Act.ACCEPT), seen=0)
    with pytest.raises(InputError, match="own view"):
        sign(liisa, read_run)
    write_own_words(liisa, read_run, "view", "Näkemys.", ["drink"])
    for row in risks(read_run):
        give_verdict(liisa, row.pk, Verdict(act=Act.ACCEPT), seen=0)
    with pytest.raises(InputError) as raised:
        sign(liisa, read_run)
    assert [problem.where for problem in raised.value.problems] == ["own-end"]
    assert "Johtopäätös" in browser_of(liisa).get(address).text
    write_own_words(liisa, read_run, "end", "Tuki alkaa.")
    assert sign(liisa, read_run).bundle["resourceType"] == "Bundle"
    with pytest.raises(ConflictError):
        write_own_words(liisa, read_run, "end", "Myöhässä.")
    assert "Tuki alkaa." in browser_of(liisa).get(f"{address}export.txt").text


def test_signing_does_not_tell_what_is_still_closed(liisa, read_run, address, browser_of):
    give_verdict(liisa, read_run.suggestions.get(kind="strength").pk, Verdict(act=Act.ACCEPT), seen=0)
    page = browser_of(liisa).get(f"{address}sign/").text
    assert "Riski" not in page


def test_a_signed_review_is_open_to_all_who_may_read_it(liisa, lauri, read_run):
    write_own_words(liisa, read_run, "view", "Näkemys.", ["drink"])
    write_own_words(liisa, read_run, "end", "Tuki.")
    for row in read_run.suggestions.all():
        give_verdict(liisa, row.pk, Verdict(act=Act.ACCEPT), seen=0)
    sign(liisa, read_run)
    read_run.refresh_from_db()
    assert len(review_for(lauri, read_run, "fi").proposals) == 3


def test_the_api_takes_own_words_and_answers_with_what_opened(liisa, read_run, browser_of):
    answer = browser_of(liisa).post(
        f"/w/api/runs/{read_run.pk}/own-words/view",
        json.dumps({"text": "Oma.", "chosen": ["drink"]}),
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert [item["suggestion"]["kind"] for item in answer.json()["proposals"]] == ["risk", "strength", "risk"]


def test_the_command_line_writes_and_shows_what_opened(liisa, read_run):
    assert "Isä juo" not in luotsi("run show", str(read_run.pk), "--as", liisa.email).text
    words = (str(read_run.pk), "view", "--text", "Oma.", "--chosen", "drink", "--as", liisa.email)
    assert "Isä juo" in luotsi("run write", *words).text
