"""Calendars: RFC 5545 to the octet, and wall clocks that mean what they say."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.hub.workshops.calendar import escaped, folded
from luotsi.hub.workshops.domain.preparing import rewrite
from luotsi.hub.workshops.forms import WorkshopForm, exists

LINE = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=400)


@given(LINE)
def test_folding_loses_nothing_and_keeps_every_line_within_75_octets(line):
    out = folded(line)
    assert out.endswith("\r\n")
    lines = out[:-2].split("\r\n")
    assert all(len(one.encode()) <= 75 for one in lines)
    assert all(one.startswith(" ") for one in lines[1:])
    assert lines[0] + "".join(one[1:] for one in lines[1:]) == line


@given(st.text(alphabet="a\\,;\n", max_size=30))
def test_escaped_text_is_one_line_and_comes_back(text):
    out = escaped(text)
    assert "\n" not in out
    back = re.sub(r"\\(.)", lambda pair: "\n" if pair[1] == "n" else pair[1], out)
    assert back == text


def lines_of(client, address="/fi/tyopajat/kirjaaminen/kalenteri.ics"):
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(
    ("day", "zone", "starts"),
    [
        (dt.date(2027, 3, 1), "Europe/Helsinki", "DTSTART:20270301T070000Z"),
        (dt.date(2027, 7, 1), "Europe/Helsinki", "DTSTART:20270701T060000Z"),
        (dt.date(2027, 7, 1), "Europe/Stockholm", "DTSTART:20270701T070000Z"),
    ],
)
def test_the_moment_follows_the_zone_and_its_summer_time(client, workshop, day, zone, starts):
    workshop.day, workshop.zone = day, zone
    workshop.save()
    lines = lines_of(client)
    assert starts in lines
    assert "SUMMARY:Kirjaaminen" in lines
    assert "LOCATION:Kuopio" in lines
    assert "TRIGGER:-PT1H" in lines
    assert any(line.startswith("URL:http://testserver/fi/tyopajat/kirjaaminen/") for line in lines)


def test_a_moved_workshop_is_a_new_version_of_the_same_event(client, workshop, facilitator):
    before = lines_of(client)
    rewrite(workshop, {"start_time": dt.time(10)}, facilitator, seen=workshop.revision)
    after = lines_of(client)
    uid = next(line for line in before if line.startswith("UID:"))
    assert uid in after
    assert "SEQUENCE:0" in before
    assert "SEQUENCE:1" in after
    workshop.refresh_from_db()
    rewrite(workshop, {"lead_fi": "Muu teksti"}, facilitator, seen=workshop.revision)
    assert "SEQUENCE:1" in lines_of(client)


def test_a_day_without_a_time_is_a_whole_day(client, workshop):
    workshop.start_time = workshop.end_time = None
    workshop.save()
    lines = lines_of(client)
    assert "DTSTART;VALUE=DATE:20270301" in lines
    assert "DTEND;VALUE=DATE:20270302" in lines


def test_the_hour_that_spring_skips_does_not_exist():
    assert not exists(dt.date(2027, 3, 28), dt.time(3, 30), "Europe/Helsinki")
    assert exists(dt.date(2027, 3, 28), dt.time(4, 0), "Europe/Helsinki")
    assert exists(dt.date(2027, 10, 31), dt.time(3, 30), "Europe/Helsinki")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"start_time": "12:00", "end_time": "12:00"}, "end_time"),
        ({"start_time": "", "end_time": "12:00"}, "start_time"),
        ({"day": "2027-03-28", "start_time": "03:30", "end_time": "05:00"}, "start_time"),
        ({"day": "2027-02-30"}, "day"),
        ({"title_fi": ""}, "title_fi"),
        ({"votes_each": "0"}, "votes_each"),
        ({"seats": "501"}, "seats"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
    ],
)
@pytest.mark.django_db
def test_a_form_names_the_field_that_is_wrong(change, field):
    good = {"title_fi": "Otsikko", "day": "2027-03-01", "start_time": "09:00", "end_time": "12:00",
            "zone": "Europe/Helsinki", "entry": "cards", "votes_each": "3", "seats": "60"}  # fmt: skip
    assert WorkshopForm(good).is_valid()
    assert set(WorkshopForm(good | change).errors) == {field}
