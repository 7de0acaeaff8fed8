"""The planner's knowledge of the tables."""

import pytest
from django.db import connection

from luotsi.base import planner
from luotsi.base.models import User


@pytest.mark.django_db
def test_the_planner_learns_how_full_a_table_is():
    for number in range(30):
        User.objects.create_user(f"u{number}@example.org", "a long enough phrase")
    planner.refresh()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [User._meta.db_table])
            assert any(row[0].split()[0] == str(User.objects.count()) for row in cursor.fetchall())
