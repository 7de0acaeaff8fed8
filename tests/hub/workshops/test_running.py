"""Running a workshop: who may, the wall and the cards, outcomes, and a report that tells nothing of few people."""

import csv
import datetime as dt
import io
import json

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base import jobs
from luotsi.base.roles import Role
from luotsi.hub.recommendations.models import Recommendation
from luotsi.hub.spine.models import Initiative, Link, StageChange
from luotsi.hub.workshops import starter
from luotsi.hub.workshops.domain import running, taking_part
from luotsi.hub.workshops.models import Idea, IdeaVote, Outcome, Participant, Phase, Workshop
from luotsi.hub.workshops.queries import public_results
from luotsi.kit.errors import ConflictError

pytestmark = pytest.mark.django_db
BASE = "/fi/tyopajat/kirjaaminen/"
DESK = BASE + "ohjaus/"


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def voted(workshop, people, ideas, to):
    """Ideas with so many votes each, by so many people."""

    def made(counts, number):
        rows = ideas(*(f"Idea {place}" for place in range(len(counts))))
        workshop.votes_each = 20
        workshop.save()
        crowd = people(number - 1)  # the writer is one of them
        to(Phase.VOTES)
        for row, count in zip(rows, counts, strict=True):
            IdeaVote.objects.bulk_create(IdeaVote(idea=row, participant=one) for one in crowd[:count])
        to(Phase.CLOSED)
        return rows

    return made


def test_a_workshop_is_prepared_announced_and_found(client, make_user, words_of):
    editor = make_user("erik@example.org", Role.EDITOR)
    client.force_login(editor)
    given = {"title_fi": "Uusi paja", "title_sv": "Ny workshop", "title_en": "", "day": "2030-05-06",
             "start_time": "09:00", "end_time": "11:00", "zone": "Europe/Helsinki", "place": "Oulu", "entry": "room",
             "votes_each": "3", "seats": "30"}  # fmt: skip
    assert client.post("/fi/tyopajat/omat/uusi/", given)["Location"] == "/fi/tyopajat/uusi-paja/ohjaus/"
    place = "/fi/tyopajat/uusi-paja/"
    assert client.get(place).status_code == 404
    assert client.post(place + "ohjaus/vaihe/", {"phase": "announced"}).status_code == 422  # English is missing
    row = Workshop.objects.get(slug="uusi-paja")
    assert client.post(place + "muokkaa/", given | {"title_en": "New", "seen": row.revision}).status_code == 302
    agenda = {"title_fi": "Avaus", "starts": "09:00", "minutes": "15", "order": "0", "seen": row.revision + 1}
    assert client.post(place + "osa/agenda/uusi/", agenda).status_code == 302
    assert client.post(place + "ohjaus/vaihe/", {"phase": "announced"}).status_code == 302
    client.logout()
    words = words_of(client.get(place))
    assert "6.5.2030 klo 9.00–11.00" in words
    assert "Avaus" in words
    assert "uusi-paja" in client.get("/sitemap.xml").content.decode()
    assert "Uusi paja" in words_of(client.get("/fi/tyopajat/?when=coming&q=oulu"))


@pytest.mark.parametrize("tail", ["", "seina/", "kortit/", "ideat/", "tulokset/", "raportti/", "tilanne/"])
def test_only_its_facilitators_and_the_coordinator_run_it(client, workshop, make_user, coordinator, tail):
    assert client.get(DESK + tail).status_code == 403
    client.force_login(make_user("toinen@example.org", Role.MEMBER, Role.EDITOR))
    assert client.get(DESK + tail).status_code == 403
    client.force_login(coordinator)
    assert client.get(DESK + tail).status_code == 200


def test_parts_and_ideas_of_another_workshop_are_out_of_reach(desk, workshop):
    other = Workshop.objects.create(slug="muu", title_fi="Muu", day=workshop.day, phase=Phase.IDEAS)
    group = other.groups.create(title_fi="Vieras")
    idea = Idea.objects.create(workshop=other, text="Vieras idea")
    outcome = Outcome.objects.create(workshop=other, kind="recommendation", words_fi="Vieras")
    assert desk.get(f"{BASE}osa/group/{group.pk}/").status_code == 404
    assert desk.post(DESK + "ideat/", {"act": "hide", "idea": idea.pk, "reason": "insult"}).status_code == 404
    assert desk.post(DESK + "tulokset/", {"act": "drop", "outcome": outcome.pk}).status_code == 404
    assert desk.post("/fi/tyopajat/muu/ohjaus/vaihe/", {"phase": "votes"}).status_code == 403


@pytest.mark.parametrize("name", ["", "nonsense", "1", "' OR 1=1", "00000000-0000-0000-0000-000000000000"])
def test_a_form_that_names_nothing_finds_nothing(desk, ideas, name):
    (idea,) = ideas("Yksi")
    assert desk.post(DESK + "ideat/", {"act": "hide", "idea": name, "reason": "insult"}).status_code == 404
    assert desk.post(DESK + "ideat/", {"act": "merge", "idea": str(idea.pk), "into": name}).status_code == 404
    assert desk.post(DESK + "tulokset/", {"act": "hand", "outcome": name}).status_code == 404


def test_phases_go_in_order(desk, workshop):
    for phase, status in (("announced", 409), ("votes", 302), ("ideas", 302), ("closed", 302), ("nonsense", 404)):
        assert desk.post(DESK + "vaihe/", {"phase": phase}).status_code == status, phase


def test_the_wall_shows_a_code_for_the_room_and_nothing_inline(desk, workshop):
    Workshop.objects.filter(pk=workshop.pk).update(entry="room")
    page = desk.get(DESK + "seina/").content.decode()
    workshop.refresh_from_db()
    assert len(workshop.room_secret) == 16
    assert f"{workshop.room_secret[:4]}-{workshop.room_secret[4:8]}" in page
    assert '<svg role="img"' in page
    assert "style=" not in page
    assert desk.post(DESK + "huone/").status_code == 302
    old, _ = workshop.room_secret, workshop.refresh_from_db()
    assert workshop.room_secret != old


def test_cards_are_shown_once_and_each_is_its_own(desk, workshop):
    page = desk.post(DESK + "kortit/", {"number": 3}).content.decode()
    assert page.count('class="card-code"') == 3
    assert page.count('<svg role="img"') == 3
    assert 'class="card-code"' not in desk.get(DESK + "kortit/").content.decode()
    assert desk.post(DESK + "kortit/", {"number": 500}).status_code == 422
    assert Participant.objects.count() == 3


def test_an_older_form_is_refused_and_keeps_what_was_typed(desk, workshop, facilitator):
    typed = {"closing_fi": "Pitkät loppusanat", "seen": workshop.revision}
    running.move(workshop, Phase.VOTES, facilitator)
    answer = desk.post(DESK + "raportti/", typed)
    assert answer.status_code == 409
    assert "Pitkät loppusanat" in answer.content.decode()


# What comes of it -----------------------------------------------------------------------------------------------------
def test_an_outcome_becomes_a_recommendation_that_rests_on_the_workshop(desk, workshop):
    given = {
        "act": "add_and_hand",
        "kind": "recommendation",
        "words_fi": "Kirjataan ajomatkalla",
        "ground": "Eniten ääniä",
    }
    assert desk.post(DESK + "tulokset/", given).status_code == 302
    row = Recommendation.objects.get(title_fi="Kirjataan ajomatkalla")
    assert row.why_fi == "Eniten ääniä"
    link = Link.objects.get(from_kind="recommendation", from_id=row.slug)
    assert (link.relation, link.to_kind, link.to_id) == ("rests_on", "workshop", "kirjaaminen")
    outcome = Outcome.objects.get()
    assert (outcome.state, outcome.made) == ("handed", row.slug)
    assert desk.post(DESK + "tulokset/", {"act": "hand", "outcome": outcome.pk}).status_code == 409


def test_a_use_case_needs_three_languages_and_somebody_responsible(desk, workshop, words_of):
    given = {"act": "add_and_hand", "kind": "initiative", "words_fi": "Kirjauksen luonnos"}
    answer = desk.post(DESK + "tulokset/", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Kirjauksen luonnos"' in page
    for field in ("words_sv", "words_en", "organisation"):
        assert f'href="#id_{field}"' in page
    assert not Outcome.objects.exists()
    whole = given | {"words_sv": "Utkast", "words_en": "Draft note", "organisation": "luvn"}
    assert desk.post(DESK + "tulokset/", whole).status_code == 302
    initiative = Initiative.objects.get(title_en="Draft note")
    assert (initiative.stage, initiative.responsible_id) == ("use_case", "luvn")
    assert list(StageChange.objects.filter(initiative=initiative).values_list("stage", flat=True)) == [
        "need",
        "use_case",
    ]


def test_an_outcome_waits_and_is_handed_over_or_dropped(desk, workshop):
    desk.post(DESK + "tulokset/", {"act": "add", "kind": "recommendation", "words_sv": "Väntar"})
    outcome = Outcome.objects.get()
    assert outcome.state == "waiting"
    assert desk.post(DESK + "tulokset/", {"act": "hand", "outcome": outcome.pk}).status_code == 302
    assert Recommendation.objects.filter(title_sv="Väntar").exists()
    assert desk.post(DESK + "tulokset/", {"act": "drop", "outcome": outcome.pk}).status_code == 409
    assert desk.post(DESK + "tulokset/", {"act": "add", "kind": "recommendation"}).status_code == 422


# The report -----------------------------------------------------------------------------------------------------------
def test_the_report_tells_no_count_under_ten_and_destroys_single_votes(desk, client, workshop, voted, words_of, group):
    voted([12, 9, 3, 0], 14)
    taking = group.notes.create(number=1, text="Muistiin", language="fi")
    assert desk.post(DESK + "raportti/", {"publish": "1"}).status_code == 302
    assert not Participant.objects.exists()
    assert not IdeaVote.objects.exists()
    assert set(Idea.objects.values_list("author", flat=True)) == {None}
    assert sorted(Idea.objects.values_list("counted", flat=True)) == [0, 3, 9, 12]
    client.logout()
    words = words_of(client.get(BASE + "raportti/"))
    assert "Osallistui: 14" in words
    assert words.count("alle 10") == 3  # two counts, and the rule
    assert taking.text in words
    table = list(csv.DictReader(io.StringIO(client.get(BASE + "ideat.csv").content.decode())))
    assert [row["votes"] for row in table] == ["12", "", "", "0"]
    document = json.loads(client.get("/fi/tyopajat.json").content)
    report = next(row for row in document["workshops"] if row["slug"] == "kirjaaminen")["report"]
    assert [one["votes"] for one in report["ideas"]] == [12, None, None, 0]
    assert report["took_part"] == 14
    workshop.refresh_from_db()
    assert running.next_phases(workshop) == set()


def test_where_few_took_part_no_count_is_told(desk, client, voted, words_of):
    voted([8, 8, 0], 9)
    desk.post(DESK + "raportti/", {"publish": "1"})
    client.logout()
    words = words_of(client.get(BASE + "raportti/"))
    assert "Osallistui: alle 10" in words
    document = json.loads(client.get("/fi/tyopajat.json").content)
    report = next(row for row in document["workshops"] if row["slug"] == "kirjaaminen")["report"]
    assert ([one["votes"] for one in report["ideas"]], report["took_part"]) == ([None, None, None], None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(0, 30), max_size=6), took_part=st.integers(0, 30))
def test_no_public_count_is_ever_between_one_and_nine(workshop, counts, took_part):
    Workshop.objects.filter(pk=workshop.pk).update(took_part=took_part)
    workshop.refresh_from_db()
    Idea.objects.filter(workshop=workshop).delete()
    Idea.objects.bulk_create(
        Idea(workshop=workshop, text=str(place), counted=count) for place, count in enumerate(counts)
    )
    shown = public_results(workshop)
    assert [one.rank for one in shown] == sorted(one.rank for one in shown)
    for one in shown:
        assert one.votes is None or one.votes == 0 or one.votes >= 10
        assert took_part >= 10 or one.votes is None


def test_a_report_needs_a_closed_workshop_and_is_published_once(workshop, facilitator, voted):
    with pytest.raises(ConflictError):
        running.publish_report(workshop, facilitator)
    (row,) = voted([1], 2)
    running.publish_report(workshop, facilitator)
    with pytest.raises(ConflictError):
        running.publish_report(workshop, facilitator)
    with pytest.raises(ConflictError):
        running.hide(row, "insult", facilitator)


def test_a_workshop_left_without_a_report_forgets_its_people_after_thirty_days(workshop, voted, desk):
    voted([12], 14)
    assert list(running.left_behind(workshop.day + dt.timedelta(days=30))) == []
    assert list(running.left_behind(workshop.day + dt.timedelta(days=31))) == [workshop]
    Workshop.objects.filter(pk=workshop.pk).update(day=timezone.localdate() - dt.timedelta(days=31))
    jobs.start("workshops.forget", owner=None, payload={})
    assert not Participant.objects.exists()
    assert list(Idea.objects.values_list("counted", "author")) == [(12, None)]
    assert desk.post(DESK + "raportti/", {"publish": "1"}).status_code == 302
    workshop.refresh_from_db()
    assert workshop.took_part == 14


def test_an_idea_that_a_spreadsheet_would_run_is_made_harmless(desk, client, people, to):
    taking_part.propose(people(1)[0], "=cmd|'/c calc'!A0", "fi")
    to(Phase.CLOSED)
    desk.post(DESK + "raportti/", {"publish": "1"})
    client.logout()
    table = list(csv.DictReader(io.StringIO(client.get(BASE + "ideat.csv").content.decode())))
    assert table[0]["idea"] == "'=cmd|'/c calc'!A0"


def test_before_the_report_nothing_of_the_room_is_public(client, voted, words_of):
    voted([12], 14)
    assert client.get(BASE + "raportti/").status_code == 404
    assert client.get(BASE + "ideat.csv").status_code == 404
    assert "Idea 0" not in words_of(client.get(BASE))
    assert "Idea 0" not in client.get("/fi/tyopajat.json").content.decode()


# Starter content ------------------------------------------------------------------------------------------------------
def test_the_two_held_workshops_say_what_is_known_and_what_is_not(client, words_of):
    starter.load()
    assert not Workshop.objects.filter(invented=True).exists()  # outside the demo nothing invented is loaded
    words = words_of(client.get("/fi/tyopajat/visiotyopaja-2025-03-26/"))
    assert "26.3.2025" in words
    assert "Helsinki" in words
    assert "Lähteet eivät kerro ohjelmaa." in words
    assert "klo" not in words.partition("Milloin ja missä")[2].partition("Tila")[0]
    assert "på nätet" in words_of(client.get("/sv/workshoppar/verkkotyopaja-2025-04-29/"))
    assert client.get("/fi/tyopajat/visiotyopaja-2025-03-26/mukaan/").status_code == 404


def test_the_invented_workshop_says_so_wherever_it_is_seen(client, settings, words_of):
    settings.LUOTSI_DEMO = True
    starter.load()
    slug = Workshop.objects.get(invented=True).slug
    for address in (f"/sv/workshoppar/{slug}/", f"/sv/workshoppar/{slug}/med/", "/sv/workshoppar/"):
        assert "påhittad" in words_of(client.get(address))
    rows = json.loads(client.get("/fi/tyopajat.json").content)["workshops"]
    assert {row["slug"]: row["invented"] for row in rows}[slug] is True
    before = Workshop.objects.count()
    starter.load()
    assert Workshop.objects.count() == before
