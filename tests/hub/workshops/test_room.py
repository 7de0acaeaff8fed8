"""In the room: codes without accounts, ideas, votes, notes; and what is refused says why."""

import pytest
from django.test import Client

from luotsi.base.models import AuditRow
from luotsi.hub.workshops.domain import joining, running, taking_part
from luotsi.hub.workshops.models import Idea, IdeaVote, Note, Participant, Phase, Workshop
from luotsi.hub.workshops.queries import in_own_order, ranked
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError

pytestmark = pytest.mark.django_db
BASE = "/fi/tyopajat/kirjaaminen/"
JOIN, BOARD = BASE + "mukaan/", BASE + "taulu/"


def card(workshop, facilitator):
    return joining.make_cards(workshop, 1, facilitator)[0]


def test_a_card_lets_in_however_it_is_typed(client, workshop, facilitator):
    code = card(workshop, facilitator)
    typed = joining.spoken(code).lower().replace("0", "o").replace("1", "l")
    answer = client.post(JOIN, {"code": f"  {typed} "})
    assert (answer.status_code, answer["Location"]) == (302, BOARD)
    cookie = answer.cookies[f"luotsi_workshop_{workshop.pk}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get(BOARD).status_code == 200


def test_opening_the_address_of_a_card_changes_nothing_before_it_is_sent(client, workshop, facilitator):
    code = card(workshop, facilitator)
    page = client.get(f"{JOIN}{code}/")
    assert joining.spoken(code) in page.content.decode()
    assert not Participant.objects.filter(joined=True).exists()
    assert not page.cookies.keys() & {f"luotsi_workshop_{workshop.pk}"}
    switch = page.content.decode().partition('class="languages"')[2].partition("</ul>")[0]
    assert code not in switch


def test_only_a_hash_of_a_code_is_stored(workshop, facilitator):
    codes = joining.make_cards(workshop, 5, facilitator)
    stored = str(list(Participant.objects.values()))
    assert len(set(codes)) == 5
    assert not any(code in stored for code in codes)
    assert not any(code in str(list(AuditRow.objects.values())) for code in codes)


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "<script>", "x" * 41, "åäö \u0000", "' OR 1=1"])
def test_a_wrong_code_is_refused_and_kept_on_the_form(client, workshop, code):
    answer = client.post(JOIN, {"code": code})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert client.get(BOARD)["Location"] == JOIN


def test_a_code_of_another_workshop_does_not_open_this_one(client, workshop, facilitator):
    other = Workshop.objects.create(slug="muu", title_fi="Muu", day=workshop.day, phase=Phase.IDEAS)
    assert client.post(JOIN, {"code": card(other, facilitator)}).status_code == 422


def test_one_card_on_two_devices_is_one_person(workshop, facilitator, ideas, to):
    code = card(workshop, facilitator)
    devices = [Client(), Client()]
    for device in devices:
        device.post(JOIN, {"code": code})
    first, second, third = ideas("Yksi", "Kaksi", "Kolme")
    to(Phase.VOTES)
    assert devices[0].post(f"{BOARD}idea/{first.pk}/", {"act": "vote"}).status_code == 302
    assert devices[1].post(f"{BOARD}idea/{second.pk}/", {"act": "vote"}).status_code == 302
    refused = devices[1].post(f"{BOARD}idea/{third.pk}/", {"act": "vote"})
    assert refused.status_code == 409
    assert "Kaikki 2 ääntäsi on käytetty." in refused.content.decode()
    assert IdeaVote.objects.count() == 2


def test_the_rooms_code_gives_each_a_secret_of_their_own_until_it_is_changed_or_full(workshop, facilitator):
    Workshop.objects.filter(pk=workshop.pk).update(entry="room", seats=2)
    joining.renew_room(workshop, facilitator)
    workshop.refresh_from_db()
    old = workshop.room_secret
    assert len({joining.join(workshop, old), joining.join(workshop, old)}) == 2
    with pytest.raises(ConflictError):
        joining.join(workshop, old)
    Workshop.objects.filter(pk=workshop.pk).update(seats=9)
    joining.renew_room(workshop, facilitator)
    with pytest.raises(InputError):
        joining.join(workshop, old)


def test_the_code_of_the_room_lets_nobody_in_where_cards_are_used(workshop, facilitator):
    joining.renew_room(workshop, facilitator)
    workshop.refresh_from_db()
    with pytest.raises(InputError):
        joining.join(workshop, workshop.room_secret)


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.DRAFT])
def test_nobody_joins_before_or_after(client, workshop, facilitator, to, phase):
    code = card(workshop, facilitator)
    to(phase)
    assert client.post(JOIN, {"code": code}).status_code in {404, 409}


def test_no_more_cards_than_seats(workshop, facilitator):
    with pytest.raises(InputError):
        joining.make_cards(workshop, 41, facilitator)
    joining.make_cards(workshop, 40, facilitator)
    with pytest.raises(InputError, match="No cards"):
        joining.make_cards(workshop, 1, facilitator)


def test_an_idea_stands_on_the_board_in_the_language_it_was_written_in(phone):
    browser = phone()
    answer = browser.post("/sv/workshoppar/kirjaaminen/tavla/", {"text": "Ett  utkast\r\ntill anteckning"})
    assert answer.status_code == 302
    page = browser.get(BOARD).content.decode()
    assert 'lang="sv">Ett utkast till anteckning</p>' in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Kirjoita ensin"),
        ("x" * 281, "281 merkkiä"),
        ("x" * 10_000, "10000 merkkiä"),
        ("Asiakas 010190-905X kertoi", "henkilötunnus"),
        ("Kysy: matti.meikalainen@example.fi", "sähköpostiosoite"),
    ],
)
def test_an_idea_that_cannot_stand_is_refused_and_kept(phone, text, says):
    answer = phone().post(BOARD, {"text": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert text in page
    assert not Idea.objects.exists()


def test_the_same_idea_stands_once(phone):
    browser = phone()
    browser.post(BOARD, {"text": "Ajomatkan aikana"})
    assert browser.post(BOARD, {"text": "ajomatkan AIKANA"}).status_code == 422
    assert Idea.objects.count() == 1


def test_script_in_an_idea_is_shown_as_text(phone):
    browser = phone()
    browser.post(BOARD, {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in browser.get(BOARD).content.decode()


def test_ideas_and_votes_have_their_time(phone, ideas, to):
    (idea,) = ideas("Yksi")
    browser = phone()
    assert browser.post(f"{BOARD}idea/{idea.pk}/", {"act": "vote"}).status_code == 409
    to(Phase.VOTES)
    late = browser.post(BOARD, {"text": "Myöhästynyt ajatus"})
    assert late.status_code == 409
    assert "Myöhästynyt ajatus" in late.content.decode()
    assert browser.post(f"{BOARD}idea/{idea.pk}/", {"act": "vote"}).status_code == 302
    assert browser.post(f"{BOARD}idea/{idea.pk}/", {"act": "vote"}).status_code == 302
    assert IdeaVote.objects.count() == 1
    browser.post(f"{BOARD}idea/{idea.pk}/", {"act": "unvote"})
    assert not IdeaVote.objects.exists()


def test_votes_left_are_told_after_each(phone, ideas, to, words_of):
    first, _second = ideas("Yksi", "Kaksi")
    to(Phase.VOTES)
    browser = phone()
    answer = browser.post(f"{BOARD}idea/{first.pk}/", {"act": "vote"}, follow=True)
    words = words_of(answer)
    assert "Ääniä jäljellä: 1." in words
    assert "Äänistäsi annettu 1/2" in words


def test_an_idea_is_taken_back_by_its_writer_alone(phone, people, workshop):
    writer, other = people(2)
    idea = taking_part.propose(writer, "Oma", "fi")
    with pytest.raises(NotPermittedError):
        taking_part.take_back(other, idea)
    taking_part.take_back(writer, idea)
    assert not Idea.objects.exists()


def test_nobody_votes_in_another_workshop(workshop, people, ideas, to):
    (idea,) = ideas("Yksi")
    to(Phase.VOTES)
    other = Workshop.objects.create(slug="muu", title_fi="Muu", day=workshop.day, phase=Phase.VOTES)
    stranger = Participant.objects.create(workshop=other, secret_hash="0" * 64, joined=True)
    with pytest.raises(ConflictError):
        taking_part.vote(stranger, idea)


def test_while_voting_each_sees_an_order_of_their_own_that_stays(workshop, people, ideas, to):
    ideas(*(f"Idea {number}" for number in range(8)))
    to(Phase.VOTES)
    orders = [[idea.pk for idea in in_own_order(workshop, person)] for person in people(4)]
    assert len({tuple(order) for order in orders}) > 1
    assert len({frozenset(order) for order in orders}) == 1
    person = people(1)[0]
    assert in_own_order(workshop, person) == in_own_order(workshop, person)


def test_votes_follow_a_merged_idea_and_a_doubled_one_goes_back(workshop, people, ideas, facilitator, to):
    keep, join = ideas("Pidetään", "Liitetään")
    to(Phase.VOTES)
    both, only = people(2)
    for idea in (keep, join):
        taking_part.vote(both, idea)
    taking_part.vote(only, join)
    running.merge(join, keep, facilitator)
    assert [(idea.pk, count) for idea, count in ranked(workshop)] == [(keep.pk, 2)]
    assert both.votes.count() == 1
    with pytest.raises(ConflictError):
        taking_part.vote(only, join)
    for wrong in (keep, join):
        with pytest.raises(InputError):
            running.merge(keep, wrong, facilitator)


def test_a_hidden_idea_gives_its_votes_back_and_has_one_of_the_reasons(workshop, people, ideas, facilitator, to):
    (idea,) = ideas("Poistuva")
    to(Phase.VOTES)
    (person,) = people(1)
    taking_part.vote(person, idea)
    with pytest.raises(InputError):
        running.hide(idea, "en pidä tästä", facilitator)
    running.hide(idea, "off_topic", facilitator)
    assert person.votes.count() == 0
    assert ranked(workshop) == []
    running.restore(idea, facilitator)
    assert [count for _, count in ranked(workshop)] == [0]


def test_a_groups_note_is_kept_version_by_version_and_no_text_is_lost(phone, group, words_of):
    first, second = phone(), phone()
    for browser in (first, second):
        browser.post(f"{BOARD}ryhma/", {"group": group.pk})
    place = f"{BOARD}muistio/"
    assert first.post(place, {"text": "Ensimmäinen", "seen": 0}).status_code == 302
    clash = second.post(place, {"text": "Yhtä aikaa kirjoitettu", "seen": 0})
    assert clash.status_code == 409
    words = words_of(clash)
    assert "Yhtä aikaa kirjoitettu" in words
    assert "Ensimmäinen" in words
    assert second.post(place, {"text": "Yhdistetty", "seen": 1}).status_code == 302
    assert list(Note.objects.values_list("number", "text")) == [(1, "Ensimmäinen"), (2, "Yhdistetty")]


def test_a_note_needs_a_group_and_a_group_of_this_workshop(phone, workshop):
    other = Workshop.objects.create(slug="muu", title_fi="Muu", day=workshop.day, phase=Phase.IDEAS)
    foreign = other.groups.create(title_fi="Vieras")
    browser = phone()
    browser.post(f"{BOARD}ryhma/", {"group": foreign.pk})
    assert not Participant.objects.filter(group=foreign).exists()
    assert browser.get(f"{BOARD}muistio/")["Location"] == BOARD


def test_a_vote_without_its_token_is_refused(workshop, facilitator, ideas, to):
    (idea,) = ideas("Yksi")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[f"luotsi_workshop_{workshop.pk}"] = joining.join(workshop, card(workshop, facilitator))
    to(Phase.VOTES)
    assert strict.post(f"{BOARD}idea/{idea.pk}/", {"act": "vote"}).status_code == 403
    assert not IdeaVote.objects.exists()


def test_leaving_forgets_the_secret_on_the_device(phone):
    browser = phone()
    browser.post(f"{BOARD}poistu/")
    assert browser.get(BOARD)["Location"] == JOIN


def test_what_people_do_in_the_room_is_not_in_the_audit_log(phone, ideas, to):
    browser = phone()
    browser.post(BOARD, {"text": "Salainen ajatus"})
    before = AuditRow.objects.count()
    to(Phase.VOTES)
    browser.post(f"{BOARD}idea/{Idea.objects.get().pk}/", {"act": "vote"})
    assert AuditRow.objects.count() == before
    assert "Salainen" not in str(list(AuditRow.objects.values()))
