import io
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base import append_only, audit, commands
from luotsi.base.models import AuditRow
from luotsi.base.models.audit import AppendOnlyError
from luotsi.base.views.audit import safe_cell

pytestmark = pytest.mark.django_db

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcåäö", max_size=4), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def protected(db):
    append_only.install(connection)
    yield
    append_only.install(connection)


def tampered(statement):
    """What somebody with the database's password can do: take the triggers away and change a row."""
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    append_only.install(connection)


def test_events_are_numbered_without_gaps_and_the_chain_holds(user):
    for number in range(5):
        audit.record("client.open", actor=user, client="c-1", purpose="care", detail={"n": number})
    assert list(AuditRow.objects.values_list("sequence", flat=True)) == list(range(1, AuditRow.objects.count() + 1))
    assert audit.verify() is None


def test_an_event_stands_only_if_the_change_it_tells_of_stands(user):
    before = audit.head()
    with transaction.atomic():
        audit.record("client.open", actor=user)
        transaction.set_rollback(True)
    assert audit.head() == before
    assert audit.record("client.open", actor=user).sequence == before[0] + 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    detail=st.dictionaries(st.text("abcxyz", min_size=1, max_size=5), JSON, max_size=4),
    purpose=st.text("aåб 1", max_size=20),
)
def test_any_detail_comes_back_from_the_database_with_the_same_hash(db, detail, purpose):
    audit.record("x", actor=None, purpose=purpose, detail=detail)
    assert audit.verify() is None


def test_a_floating_point_number_in_the_detail_is_refused():
    with pytest.raises(ValueError, match="floating-point"):
        audit.record("x", actor=None, detail={"dose": 2.5})


@pytest.mark.parametrize(
    "statement",
    ["UPDATE base_auditrow SET action = 'other'", "DELETE FROM base_auditrow", "UPDATE base_auditrow SET hash = 'x'"],
)
def test_the_database_itself_refuses_to_change_or_remove_rows(protected, statement):
    audit.record("x", actor=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert audit.verify() is None


def test_the_model_refuses_to_change_or_remove_rows():
    row = audit.record("x", actor=None)
    for change in (row.save, row.delete, AuditRow.objects.all().delete, lambda: AuditRow.objects.update(action="y")):
        with pytest.raises(AppendOnlyError):
            change()


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE base_auditrow SET purpose = 'curiosity' WHERE sequence = 3", 3),
        ("UPDATE base_auditrow SET client = 'c-9' WHERE sequence = 5", 5),
        ("DELETE FROM base_auditrow WHERE sequence = 2", 2),
        ("DELETE FROM base_auditrow WHERE sequence = 1", 1),
        ("UPDATE base_auditrow SET sequence = 99 WHERE sequence = 4", 4),
    ],
)
def test_tampering_shows_at_the_first_row_that_was_touched(protected, statement, broken_at):
    for number in range(6):
        audit.record("client.open", actor=None, client=f"c-{number}")
    tampered(statement)
    found = audit.verify()
    assert found is not None
    assert found.sequence == broken_at
    out = io.StringIO()
    assert commands.audit_verify(out, "fi") == 1
    assert out.getvalue() == found.text.fi + "\n"


def test_who_opened_a_client_is_found_by_index(user, officer):
    audit.record("client.open", actor=user, client="c-1")
    audit.record("client.open", actor=officer, client="c-2")
    audit.record("client.export", actor=user, client="c-1")
    found = audit.rows(audit.AuditFilter(action="client.open", client="c-1"))
    assert [row.actor for row in found] == [str(user.pk)]
    assert "base_audit_client" in found.explain() or connection.vendor == "postgresql"


def test_progress_is_told_while_the_chain_is_walked():
    for _ in range(3):
        audit.record("x", actor=None)
    told = []
    audit.verify(lambda done, total: told.append((done, total)))
    assert told == [(AuditRow.objects.count(), AuditRow.objects.count())]


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_make_one_gapless_chain():
    """Eight threads, each with its own connection, some of them rolling back."""
    failures = []

    def write(place):
        try:
            for number in range(15):
                with transaction.atomic():
                    audit.record("x", actor=None, target=f"t-{place}-{number}")
                    transaction.set_rollback(number % 5 == 4)
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection; the worker's test covers files")
    threads = [threading.Thread(target=write, args=[place]) for place in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert failures == []
    assert AuditRow.objects.filter(action="x").count() == 8 * 12
    assert audit.verify() is None


# Pages ----------------------------------------------------------------------------------------------------------------


def test_only_those_who_watch_over_the_log_see_it(client, user, officer):
    client.force_login(user)
    assert client.get("/audit/").status_code == 403
    assert client.get("/audit/audit.csv").status_code == 403
    assert client.post("/audit/verify/").status_code == 403
    client.force_login(officer)
    assert client.get("/audit/").status_code == 200


def test_looking_at_the_log_is_logged_and_names_are_shown_but_not_exported(client, user, officer):
    audit.record("client.open", actor=user, client="c-1", purpose="=cmd|' /C calc'!A0")
    client.force_login(officer)
    page = client.get("/audit/", {"client": "c-1"}).content.decode()
    assert "Uuno Käyttäjä" in page
    looked = audit.rows(audit.AuditFilter(action="audit.view"))[0]
    assert (looked.actor, looked.client) == (str(officer.pk), "c-1")
    export = b"".join(client.get("/audit/audit.csv", {"client": "c-1"})).decode()
    assert "Uuno" not in export
    assert str(user.pk) in export
    assert "'=cmd" in export


@given(st.text(max_size=8))
def test_no_exported_cell_begins_as_a_formula(value):
    cell = safe_cell(value)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == value or cell == value


def test_the_log_is_paged_from_the_newest_on(client, officer):
    for number in range(60):
        audit.record("x", actor=None, target=f"target-{number}")
    client.force_login(officer)
    first = client.get("/audit/", {"action": "x"}).content.decode()
    assert "target-59" in first
    assert "target-9<" not in first
    older = client.get("/audit/", {"action": "x", "before": str(AuditRow.objects.get(target="target-10").sequence)})
    assert "target-9<" in older.content.decode()


def test_a_wrong_date_is_named_and_nothing_is_shown(client, officer):
    client.force_login(officer)
    page = client.get("/audit/", {"since": "yesterday"}).content.decode()
    assert 'class="error-summary"' in page
    assert client.get("/audit/audit.csv", {"since": "yesterday"}).status_code == 400


def test_the_check_runs_as_a_job_and_tells_its_result(client, officer):
    audit.record("x", actor=None)
    client.force_login(officer)
    page = client.post("/audit/verify/", follow=True).content.decode()
    assert "Loki on ehjä" in page
