"""What a citizen does in a discussion, over HTTP: no account, no script needed."""

import re

import pytest
from django.test import Client

from luotsi.hub.dialogue.domain import authoring, chain
from luotsi.hub.dialogue.models import LogEntry, NetworkCount, Participant, Statement, Vote

pytestmark = pytest.mark.django_db
PAGE = "/fi/keskustelut/koe/"


def test_a_vote_is_stored_at_once_and_the_next_statement_is_shown(voter, words_of, asked):
    client, answer = voter()
    first = asked(client.get(PAGE))
    response = answer(first, "agree")
    assert response.status_code == 303
    page = client.get(response.url.partition("#")[0])
    assert "Tallennettu, 1 / 12." in words_of(page)
    assert asked(page) != first
    assert Vote.objects.get().choice == "agree"


def test_reading_sets_no_cookie_and_the_first_answer_does(voter, discussion):
    client, answer = voter()
    client.get(PAGE)
    assert discussion.cookie not in client.cookies
    answer(1)
    kept = client.cookies[discussion.cookie]
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"


def test_with_a_script_only_the_card_comes_back(voter, asked):
    client, _ = voter()
    response = client.post(f"{PAGE}vastaa/", {"statement": 1, "choice": "agree"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert "<html" not in page
    assert 'data-said="Tallennettu, 1 / 12."' in page
    assert asked(response) != 1


def test_every_statement_is_asked_once_and_skipped_ones_come_back_last(voter, asked, words_of):
    client, answer = voter()
    seen = []
    for turn in range(12):
        number = asked(client.get(PAGE))
        seen.append(number)
        answer(number, "skip" if turn == 0 else "unsure")
    assert sorted(seen) == list(range(1, 13))
    assert asked(client.get(PAGE)) == seen[0]
    answer(seen[0], "agree")
    assert "Olet vastannut kaikkiin väittämiin" in words_of(client.get(PAGE))


def test_the_same_card_stays_until_it_is_answered(voter, asked):
    client, answer = voter()
    answer(1)
    assert len({asked(client.get(PAGE)) for _ in range(4)}) == 1


def test_a_changed_vote_replaces_the_earlier_and_both_stay_in_the_log(voter, discussion):
    _, answer = voter()
    answer(1, "agree")
    answer(1, "disagree", important="on")
    vote = Vote.objects.get()
    assert (vote.choice, vote.important) == ("disagree", True)
    assert list(LogEntry.objects.values_list("choice", flat=True)) == ["agree", "disagree"]
    discussion.refresh_from_db()
    assert chain.recount(discussion).broken is None


def test_the_same_vote_sent_twice_is_stored_once(voter):
    _, answer = voter()
    answer(1)
    answer(1)
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "choice"), [(99, "agree"), ("", "agree"), ("x", "agree"), (1, "maybe"), (1, ""), ("9" * 40, "agree")]
)
def test_a_vote_that_makes_no_sense_is_refused_and_nothing_is_stored(voter, number, choice):
    _, answer = voter()
    assert answer(number, choice).status_code == 422
    assert LogEntry.objects.count() == Participant.objects.count() == 0


def test_a_vote_on_a_rejected_statement_is_refused(voter, discussion):
    discussion.statements.filter(number=2).update(state=Statement.State.REJECTED)
    _, answer = voter()
    assert answer(2).status_code == 422


def test_a_vote_without_the_forms_token_is_refused(discussion):
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"{PAGE}vastaa/", {"statement": 1, "choice": "agree"}).status_code == 403
    assert LogEntry.objects.count() == 0


def test_nothing_is_taken_before_opening_or_after_closing(voter, discussion):
    _, answer = voter()
    authoring.close(discussion, None)
    assert answer(1).status_code == 409
    discussion.refresh_from_db()
    assert discussion.key == ""


def test_a_thousand_votes_from_one_browser_are_refused_politely(voter, words_of):
    _, answer = voter()
    answers = [answer(1 + turn % 12, ("agree", "disagree")[turn // 12 % 2]) for turn in range(60)]
    refused = [response for response in answers if response.status_code == 429]
    assert len(refused) >= 15
    assert "Liian monta yritystä" in words_of(refused[0])
    assert refused[0]["Retry-After"].isdigit()


def test_new_browsers_from_one_network_are_limited_and_no_address_is_stored(voter, discussion):
    type(discussion).objects.update(network_limit=3)
    answers = [voter(REMOTE_ADDR=f"192.0.2.{host}")[1](1) for host in range(1, 6)]
    assert [response.status_code for response in answers] == [303, 303, 303, 403, 403]
    assert voter(REMOTE_ADDR="198.51.100.7")[1](1).status_code == 303
    stored = " ".join(NetworkCount.objects.values_list("network", flat=True))
    assert "192.0.2" not in stored
    assert re.fullmatch(r"[0-9a-f]{64} [0-9a-f]{64}", stored)


def test_withdrawing_leaves_a_discussion_as_if_the_person_had_never_voted(voter, discussion, words_of):
    _, other = voter()
    other(1)
    before = list(Statement.objects.values_list("number", "votes_cast"))
    client, answer = voter()
    answer(1)
    answer(2, "disagree")
    assert client.post(f"{PAGE}peru/").status_code == 422
    assert client.post(f"{PAGE}peru/", {"sure": "on"}).status_code == 302
    assert list(Statement.objects.values_list("number", "votes_cast")) == before
    discussion.refresh_from_db()
    found = chain.recount(discussion)
    assert (found.broken, found.votes, found.emptied, found.withdrawals) == (None, 1, 2, 1)
    assert not LogEntry.objects.filter(person=2).exists()
    assert "Olet perunut äänesi" in words_of(client.get(PAGE))
    assert answer(3).status_code == 409


def test_votes_are_withdrawn_by_code_also_after_closing_and_from_another_browser(voter, discussion):
    client, answer = voter()
    answer(1)
    receipts = client.get(f"{PAGE}omat/kuitit.txt").content.decode()
    code = re.search(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){4}", receipts)[0]
    authoring.close(discussion, None)
    stranger = Client()
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert stranger.post(f"{PAGE}peru/", {"sure": "on", "code": wrong}).status_code == 422
    assert stranger.post(f"{PAGE}peru/", {"sure": "on", "code": code.lower().replace("-", " ")}).status_code == 302
    assert not Vote.objects.exists()


def test_a_receipt_is_found_in_the_log_and_tells_nothing_of_the_vote(voter, words_of):
    _, answer = voter()
    answer(3, "disagree")
    entry = LogEntry.objects.get()
    found = words_of(Client().post(f"{PAGE}loki/", {"receipt": f"{entry.sequence} {entry.leaf[:16]}"}))
    assert "Kuitti löytyy lokista" in found
    assert "mieltä" not in found
    assert Client().post(f"{PAGE}loki/", {"receipt": f"1 {'0' * 16}"}).status_code == 422
    public = Client().get(f"{PAGE}loki.json").json()
    assert public["entries"] == [
        {"sequence": 1, "day": entry.day.isoformat(), "leaf": entry.leaf, "chain": entry.chain}
    ]


def test_only_the_own_browser_sees_own_votes(voter, words_of):
    client, answer = voter()
    answer(1, "agree", important="on")
    assert "minulle tärkeä" in words_of(client.get(f"{PAGE}omat/"))
    assert "Tällä selaimella ei ole osallistuttu" in words_of(Client().get(f"{PAGE}omat/"))
    assert Client().get(f"{PAGE}omat/kuitit.txt").status_code == 403


def test_results_open_after_the_own_view_is_given(voter, words_of):
    client, answer = voter()
    assert "Tulokset avautuvat, kun olet äänestänyt" in words_of(client.get(f"{PAGE}tulokset/"))
    for number in (1, 2, 3):
        answer(number)
    page = words_of(client.get(f"{PAGE}tulokset/"))
    assert "alle 10 vastausta" not in page or "Kartta ja ryhmät näytetään" in page
    assert "Kartta ja ryhmät näytetään" in page


def test_a_translation_says_so_and_shows_the_original(discussion, voter):
    discussion.statements.filter(number=1).update(language="en", standing_en="original", standing_fi="machine")
    client, _ = voter()
    page = client.get(f"{PAGE}?statement=1").content.decode()
    assert "konekäännös, tarkistamatta" in page
    assert '<p class="original" lang="en">Documentation takes too much time.</p>' in page


def test_a_version_that_is_missing_is_shown_in_its_own_language(discussion, voter):
    discussion.statements.filter(number=1).update(text_sv="", standing_sv="")
    page = Client().get("/sv/dialoger/koe/?statement=1").content.decode()
    assert '<blockquote id="statement-words" lang="fi">' in page
