"""Three knowledge editors, a client of the medication tool's demo, and an edit of one rule of it."""

import dataclasses
import json
from datetime import date

import pytest
from django.utils import timezone

from luotsi.base.roles import Role
from luotsi.kit.library import content_of, items_of
from luotsi.kit.registry import tools
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.stores.domain import library, publishing
from luotsi.workbench.stores.forms import head_of
from luotsi.workbench.stores.models import LibraryItem
from luotsi.workbench.stores.queries import kinds
from tests.workbench.conftest import person

KIND = "medication-rules"


@pytest.fixture
def editor(db):
    return person("eeva@example.org", Role.KNOWLEDGE_EDITOR, "", name="Eeva Editori")


@pytest.fixture
def second(db):
    return person("toni@example.org", Role.KNOWLEDGE_EDITOR, "", name="Toni Toinen")


@pytest.fixture
def third(db):
    return person("kaija@example.org", Role.KNOWLEDGE_EDITOR, "", name="Kaija Kolmas")


@pytest.fixture
def kind():
    return kinds()[KIND]


@pytest.fixture
def some(kind):
    """The interactions and kidney doses of the built-in pack."""
    starter = kind.starter()
    items = [row for row in items_of(starter) if row.family in {"ddi", "renal"}]
    return dataclasses.replace(starter, content=content_of(items))


@pytest.fixture
def taken_in(editor, some):
    return library.take_in(editor, some)


@pytest.fixture
def day(demo):
    return min(demo.on, timezone.localdate())


@pytest.fixture
def demo():
    return tools()["medication"].demos()[0]


@pytest.fixture
def patient(liisa, demo):
    data = json.dumps(demo.bundle).encode()
    return import_record(liisa, data, source="demo").record_import.client


def item(key):
    return LibraryItem.objects.get(kind=KIND, key=key)


def newest(key):
    row = item(key)
    return row.versions.select_related("item").get(number=row.newest)


def draft_of(version, **changes):
    head = {name: value for name, value in head_of(version).items() if name != "seen" and not name.startswith("title_")}
    base = library.Draft(title=version.text, body=version.body, **head)
    return dataclasses.replace(base, **changes)


def edited(user, key, **row):
    """The next version of a rule with other values in its first row, saved as a draft."""
    version = newest(key)
    body = {"rows": [{**version.body["rows"][0], **row}, *version.body["rows"][1:]]}
    return library.save(user, version.item, draft_of(version, body=body, note="test"), seen=version.number)


def retired(user, key):
    version = newest(key)
    return library.save(user, version.item, draft_of(version, retires=True, note="test"), seen=version.number)


def reviewed(version, author, *readers):
    library.submit(author, version, seen=version.reviews.count())
    for reader in readers:
        library.approve(reader, version, seen=version.reviews.count())
    version.refresh_from_db()
    return version


def published(user, kind, day: date | None = None):
    day = day or timezone.localdate()
    chosen = publishing.candidate(kind, day)
    return publishing.publish(user, kind.name, valid_from=day, seen=chosen.pack.sha256)
