"""Entries: written to the record as FHIR, checked, versioned, marked as an error, and read by tools."""

import pytest

from luotsi.base.models import AuditRow
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.models import Resource
from luotsi.workbench.queries import current_resources
from luotsi.workbench.stores.domain import entries
from luotsi.workbench.stores.models import Entry
from tests import toy


def observation(name="Mg", figure=0.9, **more):
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": name},
        "effectiveDateTime": "2026-11-19",
        "valueQuantity": {"value": figure, "unit": "mmol/L"},
        **more,
    }


def test_what_is_written_is_in_the_record_with_its_source_and_tools_read_it(liisa, client_of_liisa, r4_schema):
    entry = entries.write(liisa, client_of_liisa, observation())
    row = current_resources(client_of_liisa).get(logical_id=str(entry.pk))
    assert row.body["subject"] == {"reference": "Patient/p1"}
    assert row.record_import.source == "luotsi"
    r4_schema(row.body)
    run = start_run(liisa, client_of_liisa, "toy", on=toy.ON)
    assert "Mg" in set(run.suggestions.values_list("key", flat=True))
    assert AuditRow.objects.filter(action="entry.write", client=str(client_of_liisa.id)).count() == 1


def test_an_amendment_supersedes_and_keeps_the_former(liisa, client_of_liisa):
    entry = entries.write(liisa, client_of_liisa, observation())
    entries.amend(liisa, entry, observation(figure=1.1), "Read wrongly", seen=1)
    rows = Resource.objects.filter(logical_id=str(entry.pk))
    assert rows.count() == 2
    assert rows.get(superseded_by=None).body["valueQuantity"]["value"] == 1.1
    with pytest.raises(ConflictError):
        entries.amend(liisa, entry, observation(figure=1.2), "Again", seen=1)


def test_an_error_stays_to_be_seen_and_no_tool_reads_it(liisa, client_of_liisa, r4_schema):
    entry = entries.write(liisa, client_of_liisa, observation())
    version = entries.enter_in_error(liisa, entry, "Another client's", seen=1)
    assert version.resource.body["status"] == "entered-in-error"
    r4_schema(version.resource.body)
    with pytest.raises(ConflictError):
        entries.amend(liisa, entry, observation(figure=2), "No", seen=2)
    assert Entry.objects.count() == 1


def test_a_condition_in_error_says_so_as_r4_does(liisa, client_of_liisa, r4_schema):
    condition = {"resourceType": "Condition", "code": {"text": "Kaatuilu"}}
    active = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
    entry = entries.write(liisa, client_of_liisa, {**condition, "clinicalStatus": active})
    body = entries.enter_in_error(liisa, entry, "Not so", seen=1).resource.body
    assert body["verificationStatus"]["coding"][0]["code"] == "entered-in-error"
    assert "clinicalStatus" not in body
    r4_schema(body)


@pytest.mark.parametrize(
    ("resource", "place"),
    [
        ({"resourceType": "Patient"}, "resourceType"),
        (observation(status="perhaps"), "status"),
        ({"resourceType": "Communication"}, "status"),
        (observation(effectiveDateTime="yesterday"), "effectiveDateTime"),
    ],
)
def test_what_is_not_sound_r4_is_refused_and_nothing_is_stored(liisa, client_of_liisa, resource, place):
    before = Resource.objects.count()
    with pytest.raises(InputError) as refused:
        entries.write(liisa, client_of_liisa, resource)
    assert any(place in problem.where for problem in refused.value.problems)
    assert (Resource.objects.count(), Entry.objects.count()) == (before, 0)


def test_a_stranger_writes_nothing(stranger, client_of_liisa):
    with pytest.raises(NotPermittedError):
        entries.write(stranger, client_of_liisa, observation())


def test_an_error_needs_a_reason(liisa, client_of_liisa):
    entry = entries.write(liisa, client_of_liisa, observation())
    with pytest.raises(InputError):
        entries.enter_in_error(liisa, entry, " ", seen=1)
