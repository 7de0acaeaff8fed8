"""An invented county for the tests: two units, their people, and a toy tool beside the installed ones."""

import gzip
import json
from pathlib import Path

import pytest
from django.test import Client as Browser
from jsonschema import Draft6Validator

from luotsi.base import people
from luotsi.base.models import User
from luotsi.base.roles import Role
from luotsi.kit.registry import tools
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.models import Unit
from tests import toy

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def toy_tool():
    tools()["toy"] = toy.TOY
    yield
    del tools()["toy"]


def person(email, role, scope, language="fi", name=""):
    user = people.create_account(email, by=None, name=name or email.split("@")[0], language=language, password=PASSWORD)
    people.grant(user, role, by=None, scope=scope)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def home_care(db):
    return Unit.objects.create(slug="kotihoito", name_fi="Kotihoito", name_sv="Hemvård", name_en="Home care")


@pytest.fixture
def ward(db):
    return Unit.objects.create(slug="osasto", name_fi="Osasto", name_sv="Avdelning", name_en="Ward")


@pytest.fixture
def liisa(home_care):
    return person("liisa@example.org", Role.PROFESSIONAL, home_care.scope, name="Liisa Malli")


@pytest.fixture
def lauri(home_care):
    return person("lauri@example.org", Role.PROFESSIONAL, home_care.scope, name="Lauri Laine")


@pytest.fixture
def stranger(ward):
    return person("outi@example.org", Role.PROFESSIONAL, ward.scope)


@pytest.fixture
def coach(home_care):
    return person("ville@example.org", Role.COACH, home_care.scope)


@pytest.fixture
def officer(db):
    return person("tiina@example.org", Role.PRIVACY_OFFICER, "")


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def browser_of():
    return signed_in


@pytest.fixture
def client_of_liisa(liisa):
    data = json.dumps(toy.bundle(("Na", 120), ("K", 4))).encode()
    return import_record(liisa, data, source="test").record_import.client


@pytest.fixture
def ready(liisa, client_of_liisa):
    """A run of the toy with two proposals."""
    return start_run(liisa, client_of_liisa, "toy", on=toy.ON)


@pytest.fixture(scope="session")
def r4_schema():
    """A check against the official JSON schema of FHIR R4 (4.0.1)."""
    file = Path(__file__).parents[1] / "engines/clinical/published/fhir-r4.schema.json.gz"
    return Draft6Validator(json.loads(gzip.decompress(file.read_bytes()))).validate
