"""The hub with its starter content, loaded once for the whole run."""

import re
from html import unescape

import pytest
from django.core.cache import cache

from luotsi.base import people
from luotsi.hub import starter


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        starter.load()


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    """A test's changes are rolled back, the number of the content with them: kept pages must go too."""
    cache.clear()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there


@pytest.fixture
def make_user(db):
    def made(email, *roles):
        return people.create_account(email, by=None, password="a long and quiet password", roles=roles)

    return made


@pytest.fixture
def words_of():
    """The visible words of a page."""

    def words(response):
        page = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", response.content.decode())
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))

    return words
