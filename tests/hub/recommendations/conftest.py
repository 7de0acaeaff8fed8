"""The recommendations and the vision as they come with the product, anew for each test."""

import pytest

from luotsi.base.roles import Role
from luotsi.hub.recommendations import starter
from luotsi.hub.recommendations.models import Recommendation


@pytest.fixture(autouse=True)
def loaded(db):
    starter.load()


@pytest.fixture
def ethics():
    return Recommendation.objects.get(number=6)


@pytest.fixture
def coordinator(make_user):
    return make_user("kaisa@example.org", Role.COORDINATOR)


@pytest.fixture
def editor(make_user):
    return make_user("erik@example.org", Role.EDITOR)


@pytest.fixture
def steward(make_user, ethics):
    user = make_user("hanna@example.org", Role.MEMBER)
    ethics.stewards.add(user)
    return user


@pytest.fixture
def signed_in(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter
