import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base.models import AuditRow
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.models import Client, RecordImport, Resource, Run
from luotsi.workbench.queries import clients_of, current_resources
from tests import toy

pytestmark = pytest.mark.django_db


def data(*values, **fields):
    return json.dumps(toy.bundle(*values, **fields)).encode()


def test_a_bundle_becomes_a_client_with_a_record(liisa):
    done = import_record(liisa, data(("Na", 120), ("K", 4)), source="a.json").record_import
    assert (done.added, done.unchanged) == (3, 0)
    assert done.client.name == "Esimerkki, Eila"
    assert done.client.identity_code == "140342-982Y"
    assert list(clients_of(liisa)) == [done.client]


def test_the_same_bundle_again_changes_nothing(liisa):
    first = import_record(liisa, data(("Na", 120)), source="a.json")
    second = import_record(liisa, data(("Na", 120)), source="b.json")
    assert second.repeated
    assert second.record_import == first.record_import
    assert Resource.objects.count() == 2


def test_a_newer_version_supersedes_the_older_and_both_are_kept(liisa):
    client = import_record(liisa, data(("Na", 120)), source="a").record_import.client
    import_record(liisa, data(("Na", 131)), source="b")
    import_record(liisa, data(("Na", 120), ("K", 4)), source="c")
    values = {row.logical_id: row.body["valueQuantity"]["value"] for row in current_resources(client, ("Observation",))}
    assert values == {"o0": 120, "o1": 4}
    assert Resource.objects.filter(type="Observation", logical_id="o0").count() == 2


def test_a_broken_bundle_leaves_nothing_behind(liisa):
    broken = toy.bundle(("Na", 120))
    broken["entry"].append({"resource": {"resourceType": "Observation", "id": "bad", "status": "final", "code": "x"}})
    with pytest.raises(InputError) as raised:
        import_record(liisa, json.dumps(broken).encode(), source="a")
    assert any("bad" in problem.where for problem in raised.value.problems)
    assert (Client.objects.count(), Resource.objects.count(), RecordImport.objects.count()) == (0, 0, 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 400))
def test_a_truncated_bundle_is_refused_wherever_it_was_cut(liisa, cut):
    whole = data(("Na", 120))
    with pytest.raises(InputError):
        import_record(liisa, whole[: min(cut, len(whole) - 1)], source="a")
    assert Client.objects.count() == 0


def test_a_client_of_another_unit_cannot_be_written_to_or_seen(liisa, stranger):
    import_record(liisa, data(("Na", 120)), source="a")
    with pytest.raises(NotPermittedError):
        import_record(stranger, data(("Na", 999)), source="b")
    assert not clients_of(stranger).exists()
    assert Resource.objects.filter(body__valueQuantity__value=999).count() == 0


def test_two_clients_without_identity_codes_stay_two(liisa, stranger):
    one = import_record(liisa, data(hetu="", ident="1"), source="a").record_import.client
    other = import_record(stranger, data(hetu="", ident="1"), source="b").record_import.client
    assert one != other


def test_a_second_source_with_its_own_names_joins_the_same_client_and_overwrites_nothing(liisa):
    client = import_record(liisa, data(("Na", 120)), source="a").record_import.client
    again = import_record(liisa, data(("Na", 140), ("K", 4), ident="other-system"), source="b").record_import
    assert again.client == client
    values = sorted(row.body["valueQuantity"]["value"] for row in current_resources(client, ("Observation",)))
    assert values == [4, 120, 140]
    assert current_resources(client, ("Patient",)).count() == 1
    run = start_run(liisa, client, "toy", on=toy.ON)
    assert run.state == Run.State.READY, run.failure
    assert import_record(liisa, data(("Na", 140), ("K", 4), ident="other-system"), source="b").repeated


def test_two_people_under_one_patient_id_stay_two_when_nothing_but_the_id_is_the_same(liisa):
    one = import_record(liisa, data(hetu="", ident="1"), source="a").record_import.client
    other = import_record(liisa, data(hetu="", ident="1", family="Toinen"), source="b").record_import.client
    assert one != other


def test_an_identity_code_with_another_date_of_birth_is_refused(liisa):
    import_record(liisa, data(("Na", 120)), source="a")
    wrong = toy.bundle(("Na", 120))
    wrong["entry"][0]["resource"]["birthDate"] = "1950-01-01"
    with pytest.raises(InputError) as raised:
        import_record(liisa, json.dumps(wrong).encode(), source="b")
    assert raised.value.problems[0].where.endswith("birthDate")


def test_someone_without_a_care_role_imports_nothing(officer):
    with pytest.raises(NotPermittedError):
        import_record(officer, data(("Na", 120)), source="a")


def test_the_import_is_in_the_audit_log_without_a_name(liisa):
    client = import_record(liisa, data(("Na", 120)), source="a").record_import.client
    row = AuditRow.objects.get(action="record.import")
    assert (row.actor, row.client) == (str(liisa.pk), str(client.pk))
    assert "Esimerkki" not in json.dumps(row.detail)


# On screen --------------------------------------------------------------------------------------------------------------
def test_the_page_imports_a_pasted_bundle_and_opens_the_record(liisa, browser_of):
    browser = browser_of(liisa)
    unit = browser.get("/w/clients/import/").context["form"].fields["unit"].queryset.get().pk
    answer = browser.post("/w/clients/import/", {"text": data(("Na", 120)).decode(), "unit": unit}, follow=True)
    assert answer.status_code == 200
    assert "Esimerkki, Eila" in answer.text


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ('{"resourceType": "Bundle", ', "fi", "Mitään ei tuotu"),
        ('{"resourceType": "Bundle", ', "sv", "Inget importerades"),
        ('{"resourceType": "Bundle", ', "en", "Nothing was imported"),
    ],
)
def test_a_refused_bundle_stays_on_the_page_with_what_is_wrong(liisa, browser_of, text, language, words):
    liisa.language = language
    liisa.save()
    browser = browser_of(liisa)
    unit = browser.get("/w/clients/import/").context["form"].fields["unit"].queryset.get().pk
    answer = browser.post("/w/clients/import/", {"text": text, "unit": unit})
    assert answer.status_code == 422
    assert words in answer.text
    assert "&quot;resourceType&quot;" in answer.text, "what was pasted is gone"


def test_an_empty_form_says_what_to_do(liisa, browser_of):
    browser = browser_of(liisa)
    unit = browser.get("/w/clients/import/").context["form"].fields["unit"].queryset.get().pk
    answer = browser.post("/w/clients/import/", {"unit": unit})
    assert answer.status_code == 422
    assert "Valitse tiedosto" in answer.text


def test_a_client_one_may_not_see_is_not_found(client_of_liisa, stranger, officer, browser_of):
    for user, status in ((stranger, 404), (officer, 403)):
        assert browser_of(user).get(f"/w/c/{client_of_liisa.pk}/").status_code == status


def test_opening_a_record_is_audited(client_of_liisa, liisa, browser_of):
    before = AuditRow.objects.filter(action="record.open").count()
    assert browser_of(liisa).get(f"/w/c/{client_of_liisa.pk}/").status_code == 200
    assert AuditRow.objects.filter(action="record.open", client=str(client_of_liisa.pk)).count() == before + 1


def test_a_name_is_searched_without_standing_in_an_address(client_of_liisa, liisa, browser_of):
    browser = browser_of(liisa)
    assert "Esimerkki, Eila" in browser.post("/w/clients/", {"q": "esimer"}).text
    assert "Esimerkki, Eila" not in browser.post("/w/clients/", {"q": "toinen"}).text
    assert "Esimerkki, Eila" in browser.get("/w/clients/?q=toinen").text, "the address must carry no search"
