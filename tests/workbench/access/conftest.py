"""People of the invented county whom the tests of access need."""

import pytest

from luotsi.base.roles import Role
from tests.workbench.conftest import person


@pytest.fixture
def admin(db):
    return person("paavo@example.org", Role.COUNTY_ADMIN, "", name="Paavo Pääkäyttäjä", language="en")


@pytest.fixture
def second_admin(db):
    return person("pirkko@example.org", Role.COUNTY_ADMIN, "", name="Pirkko Pääkäyttäjä")
