"""Nothing leaves the county that a person has not read and approved, and nothing of fewer than k clients."""

import json

import pytest

from luotsi.base.models import AuditRow
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.kit.measure import Aggregate
from luotsi.workbench.border.domain import outbox
from luotsi.workbench.border.domain.sending import export
from luotsi.workbench.border.models import Message
from luotsi.workbench.models import Client, Run
from tests.workbench.border.conftest import MONTH, signed_review

pytestmark = pytest.mark.django_db
SHARE = "e08.toy.share_accepted.2026-11"


def draft():
    return {row.aggregate: row for row in outbox.draft(MONTH, by=None)}


def cells(row):
    return {cell.group: cell for cell in Aggregate.from_json(row.body).cells}


def approve_all(user):
    for row in Message.objects.filter(state="drafted"):
        outbox.approve(user, row.pk, row.sha256)


def test_a_draft_tells_counts_sums_and_squares_of_the_signed_reviews(sign_reviews):
    sign_reviews(12)
    everybody = cells(draft()[SHARE])["all"]
    assert (everybody.n, everybody.total, everybody.squares) == (24, 12.0, 12.0)


def test_few_clients_are_withheld_however_many_values_they_have(sign_reviews, liisa):
    (client,) = sign_reviews(1)
    for _ in range(20):
        signed_review(client, liisa)
    assert all(cell.suppressed for cell in cells(draft()[SHARE]).values())


def test_a_small_group_takes_another_with_it_so_that_it_cannot_be_worked_out(sign_reviews):
    sign_reviews(20)
    sign_reviews(3, sex="M")
    found = cells(draft()[SHARE])
    assert not found["all"].suppressed
    assert found["sex:male"].suppressed
    assert found["sex:female"].suppressed


def test_drafting_again_makes_nothing_new(sign_reviews):
    sign_reviews(12)
    assert draft()
    assert not draft()


def test_a_draft_that_nobody_decided_on_is_made_anew_in_its_place(sign_reviews):
    sign_reviews(12)
    draft()
    sign_reviews(1)
    row = draft()[SHARE]
    assert row.version == 1
    assert cells(row)["all"].n == 26


def test_a_restatement_that_concerns_one_client_waits(sign_reviews, privacy):
    sign_reviews(12)
    draft()
    approve_all(privacy)
    sign_reviews(1)
    assert not draft()
    sign_reviews(5)
    row = draft()[SHARE]
    assert row.version == 2
    assert cells(row)["all"].n == 36


def test_a_group_withheld_once_stays_withheld_in_restatements(sign_reviews, privacy):
    sign_reviews(20)
    sign_reviews(3, sex="M")
    draft()
    approve_all(privacy)
    sign_reviews(10, sex="M")
    assert cells(draft()[SHARE])["sex:male"].suppressed


def test_a_withheld_version_was_never_told_and_does_not_bind(sign_reviews, privacy):
    sign_reviews(12)
    row = draft()[SHARE]
    outbox.withhold(privacy, row.pk, row.sha256, "tarkistetaan ensin")
    assert SHARE not in draft()
    sign_reviews(1)
    assert draft()[SHARE].version == 2


def test_only_the_content_that_was_read_is_approved(sign_reviews, privacy):
    sign_reviews(12)
    row = draft()[SHARE]
    sign_reviews(1)
    draft()
    with pytest.raises(ConflictError):
        outbox.approve(privacy, row.pk, row.sha256)
    assert not export()


def test_a_professional_does_not_approve(sign_reviews, liisa):
    sign_reviews(12)
    row = draft()[SHARE]
    with pytest.raises(NotPermittedError):
        outbox.approve(liisa, row.pk, row.sha256)


def test_withholding_needs_a_reason(sign_reviews, privacy):
    sign_reviews(12)
    row = draft()[SHARE]
    with pytest.raises(InputError):
        outbox.withhold(privacy, row.pk, row.sha256, " ")


def test_every_message_that_leaves_has_only_the_fields_of_the_schema_and_no_trace_of_a_client(sign_reviews, privacy):
    sign_reviews(12, name="Salanimi")
    sign_reviews(7, sex="M", born=2015, name="Peitenimi")
    draft()
    approve_all(privacy)
    leaving = export()
    assert len(leaving) == Message.objects.count() >= 2
    secrets = {"Salanimi", "Peitenimi", "Eila", *(str(pk) for pk in Client.objects.values_list("pk", flat=True))}
    secrets |= {str(pk) for pk in Run.objects.values_list("pk", flat=True)}
    for content in leaving:
        message = json.loads(content)
        assert set(message) == {"schema", "key_id", "sent_at", "sequence", "body", "signature"}
        assert set(message["body"]) == {
            "schema", "id", "county", "experiment", "tool", "measure", "start", "end", "version", "k", "cells",
        }  # fmt: skip
        for cell in message["body"]["cells"]:
            assert set(cell) == {"group", "n", "total", "squares"}
        assert not [secret for secret in secrets if secret in content.decode()]


def test_deciding_is_audited(sign_reviews, privacy):
    sign_reviews(12)
    draft()
    approve_all(privacy)
    assert AuditRow.objects.filter(action="border.approve", actor=str(privacy.pk)).exists()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_officer_reads_the_table_and_the_exact_message_and_approves(sign_reviews, privacy, browser_of, language):
    words = {
        "fi": ("Odottaa päätöstäsi", "Hyväksy ja lähetä", "Naiset"),
        "sv": ("Väntar på ditt beslut", "Godkänn och skicka", "Kvinnor"),
        "en": ("Waiting for your decision", "Approve and send", "Women"),
    }[language]
    privacy.language = language
    privacy.save()
    sign_reviews(12)
    browser = browser_of(privacy)
    assert browser.post("/w/border/draft/", follow=True).status_code == 200
    row = Message.objects.get(aggregate=SHARE)
    assert words[0] in browser.get("/w/border/").text
    page = browser.get(f"/w/border/messages/{row.pk}/").text
    assert words[1] in page
    assert words[2] in page
    assert "luotsi-aggregate/1" in page
    answer = browser.post(f"/w/border/messages/{row.pk}/", {"verdict": "approve", "sha256": row.sha256})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.decided_by == privacy
    assert row.state != "drafted"


def test_the_reason_that_is_missing_is_asked_for_and_nothing_changes(sign_reviews, privacy, browser_of):
    sign_reviews(12)
    row = draft()[SHARE]
    answer = browser_of(privacy).post(f"/w/border/messages/{row.pk}/", {"verdict": "withhold", "sha256": row.sha256})
    assert answer.status_code == 422
    assert "Kirjoita peruste" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "drafted"


def test_the_outbox_is_not_for_professionals(county, liisa, browser_of):
    assert browser_of(liisa).get("/w/border/").status_code == 403
    assert browser_of(liisa).post("/w/border/draft/").status_code == 403
