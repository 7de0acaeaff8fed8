"""Who saw whom and why, what is unusual, and the report for the client; never what the record says."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from luotsi.base import audit
from luotsi.base.models import AuditRow, User
from luotsi.kit.errors import NotPermittedError
from luotsi.kit.text import Language
from luotsi.workbench.access.domain import relationships, unusual
from luotsi.workbench.access.domain.emergency import Wanted, find_client, open_emergency
from luotsi.workbench.access.domain.report import access_report
from luotsi.workbench.access.domain.seen import SeenFilter, lines, seen
from luotsi.workbench.access.models import AccessSettings
from luotsi.workbench.access.reasons import EmergencyReason, EndReason, StartReason
from luotsi.workbench.domain.records import import_record, open_client
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.models import CareRelationship, Client
from tests import toy

pytestmark = pytest.mark.django_db
CODE = "140342-982Y"
T0 = datetime(2026, 11, 20, 8, tzinfo=UTC)


def period():
    now = timezone.now()
    return {"since": now - timedelta(days=2), "until": now + timedelta(minutes=1)}


def found(key):
    return [item for item in unusual.unusual(**period()) if item.rule.key == key]


def test_the_tool_and_the_parts_it_was_handed_are_told(ready, client_of_liisa, liisa):
    rows = list(seen(SeenFilter(client=str(client_of_liisa.pk))))
    handed = next(line for line in lines(rows) if line.parts)
    assert handed.what.en == "parts handed to the tool: Toy tool"
    assert [(part.en, count) for part, count in handed.parts] == [("measurements", 2), ("basic data", 1)]
    assert (handed.user, handed.unit.en, handed.role.en) == ("Liisa Malli", "Home care", "professional")
    assert handed.client == "Esimerkki, Eila"
    assert handed.basis == "relationship"


def test_an_act_on_access_is_not_taken_for_an_opening(liisa, client_of_liisa, stranger, ward):
    open_client(liisa, client_of_liisa, target="page:record")
    find_client(liisa, Wanted(identity_code=CODE))
    open_emergency(
        stranger, client_of_liisa, unit=ward, reason=EmergencyReason.LIFE, note="päivystys yöllä", purpose="care"
    )
    told = [(line.what.en, line.basis, line.role.en) for line in lines(list(seen(SeenFilter())))[:3]]
    assert told == [
        ("emergency access started", "emergency", "professional"),
        ("search for the client", "", "professional"),
        ("the client's record", "relationship", "professional"),
    ]


def test_only_declared_parts_are_handed_over(ready):
    row = AuditRow.objects.get(action="run.hand_over")
    assert set(row.detail["parts"]) <= {"Patient", "Observation"}
    assert set(ready.handed.values_list("type", flat=True)) == set(row.detail["parts"])


def test_the_screen_narrows_by_client_user_and_period(ready, officer, lauri, client_of_liisa, browser_of):
    open_client(lauri, client_of_liisa, target="page:record")
    browser = browser_of(officer)
    everything = browser.get("/w/access/seen/").text
    assert "Liisa Malli" in everything
    assert "Lauri Laine" in everything
    to = browser.post("/w/access/seen/", {"client": CODE})
    assert to["Location"] == f"/w/access/seen/?client={client_of_liisa.pk}"
    mine = browser.get(f"/w/access/seen/?client={client_of_liisa.pk}&user={lauri.pk}")
    assert {item["line"].user for item in mine.context["lines"]} == {"Lauri Laine"}
    assert not browser.get("/w/access/seen/?since=2020-01-01&until=2020-02-01").context["lines"]
    assert browser.get("/w/access/seen/?since=2026-02-01&until=2026-01-01").status_code == 422
    assert browser.post("/w/access/seen/", {"client": "010101-900X"}).status_code == 422
    looked = AuditRow.objects.filter(action="access.seen", client=str(client_of_liisa.pk))
    assert looked.exists(), "looking is logged"


def test_no_screen_of_the_officer_shows_what_the_record_says(liisa, officer, browser_of):
    bundle = json.dumps(toy.bundle(("Salainen koe", 120))).encode()
    client = import_record(liisa, bundle, source="lähetetiedosto").record_import.client
    start_run(liisa, client, "toy", on=toy.ON)
    browser = browser_of(officer)
    pages = [browser.get(f"/w/access/{name}/").text for name in ("seen", "unusual", "reviews", "report")]
    pages.append(b"".join(browser.get("/w/access/seen/access.csv").streaming_content).decode())
    pages += [browser.post("/w/access/report/", report_form(form=form)).text for form in ("page", "text", "json")]
    for page in pages:
        for content in ("Salainen koe", "mmol", "Tarkista Salainen", "lähetetiedosto"):
            assert content not in page


def test_the_csv_is_safe_in_a_spreadsheet(liisa, client_of_liisa, officer, browser_of):
    User.objects.filter(pk=liisa.pk).update(name='=HYPERLINK("http://x")')
    open_client(liisa, client_of_liisa, target="page:record")
    answer = browser_of(officer).get("/w/access/seen/access.csv")
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(table) == 1 + seen(SeenFilter(client=str(client_of_liisa.pk))).count()
    names = {row[1] for row in table[1:]}
    assert names == {'\'=HYPERLINK("http://x")'}
    assert "Esimerkki" not in str(table), "clients stand by their identifier alone"


def test_the_log_is_read_in_pages(liisa, client_of_liisa, officer, browser_of):
    for _ in range(60):
        open_client(liisa, client_of_liisa, target="page:record")
    browser = browser_of(officer)
    first = browser.get("/w/access/seen/")
    assert len(first.context["lines"]) == 50
    second = browser.get(f"/w/access/seen/?{first.context['older']}")
    assert second.context["lines"][0]["line"].sequence < first.context["lines"][-1]["line"].sequence


@pytest.mark.parametrize("name", ["seen", "unusual", "reviews", "report", "seen/access.csv"])
def test_oversight_is_for_the_privacy_officer(name, liisa, coach, admin, browser_of):
    address = f"/w/access/{name}" if name.endswith("csv") else f"/w/access/{name}/"
    for user in (liisa, coach, admin):
        assert browser_of(user).get(address).status_code == 403


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_screens_speak_three_languages(language, officer, admin, stranger, ready, client_of_liisa, browser_of):
    words = {
        "fi": ("Kuka katsoi", "Yksiköt", "Hae asiakas"),
        "sv": ("Vem såg", "Enheter", "Sök en klient"),
        "en": ("Who saw whom", "Units", "Find a client"),
    }[language]
    User.objects.update(language=language)
    places = ((officer, "seen"), (admin, "units"), (stranger, "search"))
    for (user, name), word in zip(places, words, strict=True):
        page = browser_of(user).get(f"/w/access/{name}/")
        assert page.status_code == 200
        assert word in page.text


# unusual access -------------------------------------------------------------------------------------------------------
def test_the_same_family_name_is_noticed(liisa, client_of_liisa):
    assert not found("name")
    User.objects.filter(pk=liisa.pk).update(name="Liisa ESIMERKKI")
    open_client(liisa, client_of_liisa, target="page:record")
    assert [(item.user_id, item.client_id) for item in found("name")] == [(str(liisa.pk), str(client_of_liisa.pk))]


def test_emergency_access_is_listed(stranger, ward, client_of_liisa):
    open_emergency(
        stranger, client_of_liisa, unit=ward, reason=EmergencyReason.LIFE, note="päivystys yöllä", purpose="care"
    )
    assert [item.user_id for item in found("emergency")] == [str(stranger.pk)]


def test_an_opening_after_the_relationship_ended_is_noticed(liisa, home_care, client_of_liisa):
    open_client(liisa, client_of_liisa, target="page:record")
    assert not found("ended")
    relationships.end(liisa, CareRelationship.objects.get(), reason=EndReason.FINISHED)
    open_emergency(
        liisa, client_of_liisa, unit=home_care, reason=EmergencyReason.CONTACT, note="soitti takaisin", purpose="care"
    )
    open_client(liisa, client_of_liisa, target="page:record")
    assert [item.count for item in found("ended")] == [1]


def test_a_relationship_that_one_starts_for_oneself_is_noticed(stranger, liisa, ward, client_of_liisa):
    relationships.start(stranger, client_of_liisa, ward, reason=StartReason.CONTACT)
    assert not found("self_started")
    open_client(stranger, client_of_liisa, target="page:record")
    open_client(liisa, client_of_liisa, target="page:record")
    assert [item.user_id for item in found("self_started")] == [str(stranger.pk)]


def test_many_clients_in_an_hour_are_noticed_and_thirty_are_not(liisa, home_care):
    for n in range(unusual.MANY_CLIENTS):
        _opened(liisa, home_care, n)
    assert not found("many")
    _opened(liisa, home_care, 99)
    assert [item.count for item in found("many")] == [unusual.MANY_CLIENTS + 1]


def _opened(user, unit, n):
    client = Client.objects.create(family_name=f"Asiakas{n}")
    CareRelationship.objects.create(client=client, unit=unit)
    open_client(user, client, target="page:record")


def test_every_rule_is_stated_on_screen(officer, browser_of):
    page = browser_of(officer).get("/w/access/unusual/").text
    for rule in unusual.RULES.values():
        assert rule.what.fi in page


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from("abcdefgh")), max_size=40))
def test_the_busiest_stretch_equals_a_count_by_hand(pairs):
    openings = [(T0 + timedelta(minutes=minute), client) for minute, client in sorted(pairs)]
    hour = timedelta(minutes=60)
    by_hand = max(
        (len({client for at, client in openings if start <= at <= start + hour}) for start, _ in openings), default=0
    )
    count, when = unusual.busiest(openings, hour)
    assert count == by_hand
    if when is not None:
        assert len({client for at, client in openings if when <= at <= when + hour}) == count


# the client's report --------------------------------------------------------------------------------------------------
def report_form(**changes):
    today = timezone.localdate().isoformat()
    return {"client": CODE, "since": today, "until": today, "spoken": "fi", "form": "page"} | changes


def test_the_report_tells_unit_and_profession_and_no_name(ready, liisa, officer, client_of_liisa, browser_of):
    User.objects.filter(pk=liisa.pk).update(title="farmaseutti")
    text = browser_of(officer).post("/w/access/report/", report_form(form="text")).text
    assert "Kotihoito" in text
    assert "farmaseutti" in text
    assert "Liisa" not in text
    assert "tietoja työkalulle: Lelutyökalu (mittaukset 2, perustiedot 1)" in text
    assert AuditRow.objects.get(action="access.report").client == str(client_of_liisa.pk)


def test_the_county_may_choose_to_name_the_users(ready, officer, client_of_liisa):
    AccessSettings.objects.create(names_in_report=True)
    made = access_report(officer, client_of_liisa, **period(), language=Language.EN, form="text")
    assert "Liisa Malli, professional" in made.as_text()


@pytest.mark.parametrize(
    ("language", "title", "tool"),
    [
        ("fi", "Asiakastietojen käytön loki", "Lelutyökalu"),
        ("sv", "Logg över användningen av klientuppgifter", "Leksaksverktyg"),
        ("en", "Log of the use of records", "Toy tool"),
    ],
)
def test_the_report_is_in_the_clients_language(language, title, tool, ready, officer, browser_of):
    page = browser_of(officer).post("/w/access/report/", report_form(spoken=language)).text
    assert f'lang="{language}"' in page
    assert title in page
    assert tool in page


def test_the_same_events_stand_in_each_form(ready, officer, browser_of):
    browser = browser_of(officer)
    answer = browser.post("/w/access/report/", report_form(form="json"))
    told = json.loads(answer.content)
    assert "Esimerkki" not in answer["Content-Disposition"]
    page = browser.post("/w/access/report/", report_form())
    assert len(told["events"]) == len(page.context["report"].rows())
    assert {"at", "unit", "who", "purpose", "what", "basis"} == set(told["events"][0])
    assert datetime.fromisoformat(told["events"][0]["at"]).tzinfo


def test_a_wrong_code_keeps_the_form(officer, browser_of):
    page = browser_of(officer).post("/w/access/report/", report_form(client="010101-900X"))
    assert page.status_code == 422
    assert "010101-900X" in page.text


def test_nobody_else_makes_the_report(liisa, admin, client_of_liisa):
    for user in (liisa, admin):
        with pytest.raises(NotPermittedError):
            access_report(user, client_of_liisa, **period(), language=Language.FI, form="text")


def test_the_chain_holds_after_all_this(ready, officer, browser_of):
    browser_of(officer).post("/w/access/report/", report_form())
    browser_of(officer).get(reverse("access:unusual"))
    assert audit.verify() is None
