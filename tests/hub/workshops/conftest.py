"""Workshops as the tests need them: one in each phase, with people who hold codes."""

import datetime as dt

import pytest
from django.test import Client

from luotsi.base.roles import Role
from luotsi.hub.workshops.domain import joining, taking_part
from luotsi.hub.workshops.models import Participant, Phase, Workshop
from luotsi.hub.workshops.queries import secret_hash


@pytest.fixture
def facilitator(make_user):
    return make_user("vetaja@example.org", Role.MEMBER)


@pytest.fixture
def coordinator(make_user):
    return make_user("kaisa@example.org", Role.COORDINATOR)


@pytest.fixture
def workshop(facilitator):
    row = Workshop.objects.create(
        slug="kirjaaminen", title_fi="Kirjaaminen", title_sv="Dokumentation", title_en="Documentation",
        lead_fi="Mitä kone kirjaisi", day=dt.date(2027, 3, 1), start_time=dt.time(9), end_time=dt.time(12),
        place="Kuopio", phase=Phase.IDEAS, votes_each=2, seats=40,
    )  # fmt: skip
    row.facilitators.add(facilitator)
    return row


@pytest.fixture
def group(workshop):
    return workshop.groups.create(title_fi="Kotihoito", title_sv="Hemvården", title_en="Home care")


@pytest.fixture
def people(workshop):
    """Makes participants who have joined."""

    def made(number):
        return [
            Participant.objects.create(
                workshop=workshop, secret_hash=secret_hash(workshop, joining.new_secret()), joined=True
            )
            for _ in range(number)
        ]

    return made


@pytest.fixture
def ideas(workshop, people):
    """Makes ideas on the board, by one person."""

    def made(*texts):
        writer = people(1)[0]
        return [taking_part.propose(writer, text, "fi") for text in texts]

    return made


@pytest.fixture
def to(workshop):
    """Sets the phase, as the facilitator's button would."""

    def moved(phase):
        Workshop.objects.filter(pk=workshop.pk).update(phase=phase)
        workshop.refresh_from_db()

    return moved


@pytest.fixture
def phone(workshop, facilitator):
    """A browser of its own that has joined with a card."""

    def joined():
        browser = Client()
        (code,) = joining.make_cards(workshop, 1, facilitator)
        answer = browser.post("/fi/tyopajat/kirjaaminen/mukaan/", {"code": code})
        assert answer.status_code == 302
        return browser

    return joined
