"""People of the base app's tests."""

import pytest

from luotsi.base import people
from luotsi.base.roles import Role

PASSWORD = "a long and quiet password"


@pytest.fixture(autouse=True)
def own_addresses(settings):
    """The base app on its own: without the addresses and menus of the half above it."""
    options = settings.TEMPLATES[0]["OPTIONS"]
    lower = [name for name in options["context_processors"] if not name.startswith(("luotsi.hub", "luotsi.workbench"))]
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": options | {"context_processors": lower}}]
    settings.ROOT_URLCONF = "tests.base.urls"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there


@pytest.fixture
def make_user(db):
    """``make_user("a@example.org", Role.COACH)``: an account that can sign in with PASSWORD."""

    def made(email="user@example.org", *roles, **fields):
        return people.create_account(email, by=None, password=PASSWORD, roles=roles, **fields)

    return made


@pytest.fixture
def user(make_user):
    return make_user("user@example.org", Role.PROFESSIONAL, name="Uuno Käyttäjä")


@pytest.fixture
def officer(make_user, settings):
    role = Role.AUDITOR if settings.IS_HUB else Role.PRIVACY_OFFICER
    return make_user("officer@example.org", role, name="Olga Valvoja")


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client
