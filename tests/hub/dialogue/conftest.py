"""An open discussion with twelve seeds, and hands to take part in it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from luotsi.base import append_only
from luotsi.base.roles import Role
from luotsi.hub.dialogue.domain import authoring, importing
from luotsi.hub.dialogue.domain.importing import Given
from luotsi.hub.dialogue.log_guard import VOTE_LOG
from luotsi.hub.dialogue.models import Discussion, Statement, Tier

SUBJECTS = (
    ("Kirjaaminen vie liikaa aikaa", "Dokumentationen tar för mycket tid", "Documentation takes too much time"),
    ("Lääkitys pitää tarkistaa koneella", "Medicineringen ska granskas med maskin", "Machines should check medication"),
    ("Tulkki voi olla etäyhteydellä", "Tolken kan vara på distans", "An interpreter may be remote"),
    ("Kotihoito tarvitsee uusia laitteita", "Hemvården behöver nya apparater", "Home care needs new devices"),
    (
        "Lastensuojelu hyötyy koosteista",
        "Barnskyddet har nytta av sammanställningar",
        "Child protection gains from summaries",
    ),
    ("Potilas päättää omista tiedoistaan", "Patienten bestämmer om sina uppgifter", "Patients decide on their data"),
    ("Kuvantaminen on jo nyt nopeaa", "Bilddiagnostiken är redan snabb", "Imaging is fast already"),
    (
        "Ruotsinkieliset palvelut kuuluvat kaikille",
        "Service på svenska hör till alla",
        "Services in Swedish are for all",
    ),
    ("Johtajien pitää osata ohjelmoida", "Chefer ska kunna programmera", "Managers should be able to program"),
    ("Kuntoutus alkaa liian myöhään", "Rehabiliteringen börjar för sent", "Rehabilitation starts too late"),
    ("Tutkimus on jokaisen työtä", "Forskning är allas arbete", "Research is everybody's work"),
    ("Yöpäivystys pitää säilyttää", "Nattjouren ska bevaras", "Night duty must be kept"),
)


@pytest.fixture
def discussion(db):
    row = authoring.create(
        {
            "slug": "koe",
            "title_fi": "Koe",
            "title_sv": "Prov",
            "title_en": "Trial",
            "about_fi": "Mistä",
            "results_after": 3,
        },
        None,
    )
    for fi, sv, en in SUBJECTS:
        versions = {"fi": f"{fi}.", "sv": f"{sv}.", "en": f"{en}."}
        authoring.add_statement(row, versions=versions, language="fi", seed=True, state=Statement.State.ACCEPTED)
    authoring.publish(row, None)
    row.refresh_from_db()
    return row


@pytest.fixture
def voter(discussion):
    """A browser of its own: ``voter()`` gives ``(client, answer)``; ``answer(number, choice)`` posts one vote."""

    def made(slug="koe", **headers):
        client = Client(**headers)

        def answer(number, choice="agree", **more):
            return client.post(f"/fi/keskustelut/{slug}/vastaa/", {"statement": number, "choice": choice, **more})

        return client, answer

    return made


@pytest.fixture
def crowd(discussion):
    """Many participants in two camps, straight into the log (the browser's way is tested elsewhere)."""

    def made(people=24, row=None):
        target, at = row or discussion, int(timezone.now().timestamp() * 1000)
        given = []
        for person in range(1, people + 1):
            for number in range(1, 13):
                if (person + number) % 5:
                    agrees = number <= 4 or number % 2 == person % 2
                    given.append(Given(person, number, "agree" if agrees else "disagree", at))
        importing.bring_in(target, [], given, Tier.OPEN)
        return Discussion.objects.get(pk=target.pk)

    return made


@pytest.fixture
def signed_in(make_user):
    """``signed_in("a@example.org", Role.COORDINATOR)``: the user and a browser in which they are signed in."""

    def made(email, *roles):
        user = make_user(email, *(roles or (Role.MEMBER,)))
        client = Client()
        client.force_login(user)
        return user, client

    return made


@pytest.fixture
def asked():
    """The number of the statement on the card of a page; None when there is no card."""

    def number(response):
        found = re.search(r'name="statement" value="(\d+)"', response.content.decode())
        return int(found[1]) if found else None

    return number


@pytest.fixture
def log_lifted(db):
    """The log of votes without its guard, as for somebody with the database's password."""
    append_only.remove(connection, VOTE_LOG)
    yield
    append_only.install(connection, VOTE_LOG)
