"""The medication rules living in the Library: taken in, edited, read by two, published, used, and replayed."""

import hashlib

import pytest
from django.utils import timezone

from luotsi.base.models import AuditRow, Notification
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.kit.library import items_of
from luotsi.kit.pack import Pack
from luotsi.workbench.domain.runs import replay, start_run
from luotsi.workbench.stores.domain import library, publishing
from luotsi.workbench.stores.domain.packs import in_effect
from luotsi.workbench.stores.models import ItemVersion, LibraryItem, RunPack
from tests.workbench.stores.conftest import KIND, draft_of, edited, item, newest, published, retired, reviewed


def rules_of(run):
    """The rules that a run's proposals cite: rule → (pack, version, status)."""
    found = {}
    for row in run.suggestions.all():
        for evidence in row.body["evidence"]:
            if evidence["kind"] == "rule":
                found[evidence["rule_id"]] = (evidence["pack"], evidence["version"], evidence["status"])
    return found


def item_of_rule(rule):
    return LibraryItem.objects.filter(kind=KIND, key__endswith=f"/{rule}").get()


def test_every_rule_of_the_tool_is_taken_in_as_a_draft_with_its_source(editor, kind):
    taken_in = library.take_in(editor, kind.starter())
    assert taken_in.added == len(items_of(kind.starter())) == LibraryItem.objects.count()
    version = newest("ddi/DDI001")
    assert (version.state, version.author, version.number) == ("draft", None, 1)
    assert version.source == "SmPC warfarin; ONC-HP; STOPP-C10 family"
    assert version.body["rows"][0]["severity"] == "4"


def test_taking_the_same_content_in_again_changes_nothing(taken_in, editor, some):
    again = library.take_in(editor, some)
    assert (again.added, again.changed) == (0, 0)
    assert ItemVersion.objects.count() == taken_in.added


def test_an_author_does_not_approve_and_nobody_approves_twice(taken_in, editor, second, third):
    version = edited(editor, "ddi/DDI001", severity="2")
    library.submit(editor, version, seen=0)
    with pytest.raises(NotPermittedError):
        library.approve(editor, version, seen=1)
    assert library.approve(second, version, seen=1) is False
    with pytest.raises(ConflictError):
        library.approve(second, version, seen=2)
    assert library.approve(third, version, seen=2) is True
    version.refresh_from_db()
    assert version.state == "reviewed"
    assert version.reviewed_on is not None


def test_only_a_knowledge_editor_writes_or_reviews(taken_in, liisa, editor):
    version = edited(editor, "ddi/DDI001", severity="2")
    library.submit(editor, version, seen=0)
    with pytest.raises(NotPermittedError):
        edited(liisa, "ddi/DDI002", severity="2")
    with pytest.raises(NotPermittedError):
        library.approve(liisa, version, seen=1)


def test_the_second_editor_of_the_same_version_meets_a_conflict(taken_in, editor, second):
    version = newest("ddi/DDI001")
    draft = draft_of(version, source="Another source")
    library.save(editor, version.item, draft, seen=1)
    with pytest.raises(ConflictError):
        library.save(second, version.item, draft_of(version, source="A third source"), seen=1)
    assert item("ddi/DDI001").newest == 2


def test_an_approval_after_an_unseen_act_is_refused(taken_in, editor, second, third):
    version = edited(editor, "ddi/DDI001", severity="2")
    library.submit(editor, version, seen=0)
    library.approve(second, version, seen=1)
    with pytest.raises(ConflictError):
        library.approve(third, version, seen=1)


def test_a_returned_version_starts_its_review_anew(taken_in, editor, second, third):
    version = edited(editor, "ddi/DDI001", severity="2")
    library.submit(editor, version, seen=0)
    library.approve(second, version, seen=1)
    library.send_back(third, version, "Check the source.", seen=2)
    version.refresh_from_db()
    assert version.state == "draft"
    library.submit(editor, version, seen=3)
    assert library.approve(third, version, seen=4) is False
    assert Notification.objects.filter(user=editor).exists()


def test_a_broken_rule_is_refused_with_the_place_named(taken_in, editor):
    with pytest.raises(InputError) as refused:
        edited(editor, "ddi/DDI001", severity="9", condition="G:")
    places = {problem.where for problem in refused.value.problems}
    assert places == {"rows.0.severity", "rows.0.condition"}
    assert item("ddi/DDI001").newest == 1


def test_an_unchanged_version_is_not_saved(taken_in, editor):
    with pytest.raises(InputError):
        edited(editor, "ddi/DDI001")


def test_a_retired_rule_changes_the_next_run_and_the_older_one_replays(
    taken_in, editor, second, third, kind, liisa, patient, day
):
    before = start_run(liisa, patient, "medication", on=day)
    key = next(
        item_of_rule(rule).key
        for rule in sorted(rules_of(before))
        if LibraryItem.objects.filter(key__endswith=f"/{rule}", family="ddi").exists()
    )
    rule = key.rpartition("/")[2]
    reviewed(retired(editor, key), editor, second, third)
    publication = published(editor, kind)
    after = start_run(liisa, patient, "medication", on=day)
    assert rule in rules_of(before)
    assert rule not in rules_of(after)
    assert after.version.startswith("medication-rules.county 1.0.0 (")
    used = RunPack.objects.get(run=after).packs[KIND]
    assert (used["id"], used["version"], used["builtin"]) == ("medication-rules.county", "1.0.0", False)
    assert RunPack.objects.get(run=before).packs[KIND]["builtin"] is True
    for run in (before, after):
        assert hashlib.sha256(replay(run).canonical()).hexdigest() == run.result_sha256
    assert publication.regression["failure"] is None
    assert any(case["changes"] for case in publication.regression["cases"])


def test_a_changed_severity_is_seen_on_the_next_run_with_its_review(
    taken_in, editor, second, third, kind, liisa, patient, day
):
    before = start_run(liisa, patient, "medication", on=day)
    rules = [
        row.key for row in LibraryItem.objects.filter(family="ddi") if row.key.rpartition("/")[2] in rules_of(before)
    ]
    rule = rules[0].rpartition("/")[2]
    old = int(newest(rules[0]).body["rows"][0]["severity"])
    reviewed(edited(editor, rules[0], severity="2" if old > 2 else "4"), editor, second, third)
    effects = publishing.regression(kind, publishing.candidate(kind, day).pack)
    published(editor, kind)
    after = start_run(liisa, patient, "medication", on=day)
    assert after.result_sha256 != before.result_sha256
    assert any(case["changes"] for case in effects["cases"])
    cited = rules_of(after)
    if rule in cited:
        assert cited[rule] == ("medication-rules.county", "1.0.0", "published")
    unchanged = next(name for name in cited if name != rule)
    assert cited[unchanged] == ("medication-rules.county", "1.0.0", "draft")


def test_a_publication_is_not_made_on_effects_that_nobody_saw(taken_in, editor, second, third, kind):
    reviewed(edited(editor, "ddi/DDI001", severity="2"), editor, second, third)
    day = timezone.localdate()
    seen = publishing.candidate(kind, day).pack.sha256
    reviewed(edited(editor, "ddi/DDI002", severity="2"), editor, second, third)
    with pytest.raises(ConflictError):
        publishing.publish(editor, KIND, valid_from=day, seen=seen)


def test_without_a_review_there_is_nothing_to_publish(taken_in, editor, kind):
    edited(editor, "ddi/DDI001", severity="2")
    with pytest.raises(InputError):
        published(editor, kind)


def test_a_rule_that_the_tool_cannot_load_is_not_published(taken_in, editor, second, third, kind):
    reviewed(edited(editor, "renal/REN001", below="much"), editor, second, third)
    with pytest.raises(InputError) as refused:
        published(editor, kind)
    assert "much" in refused.value.problems[0].text.en


def test_a_published_pack_is_immutable_readable_and_laid_over_the_built_in_one(taken_in, editor, second, third, kind):
    reviewed(edited(editor, "ddi/DDI001", severity="2"), editor, second, third)
    reviewed(retired(editor, "ddi/DDI002"), editor, second, third)
    publication = published(editor, kind)
    pack = Pack.from_json(publication.message)
    assert {row.key: row.status.value for row in items_of(pack)} == {"ddi/DDI001": "published", "ddi/DDI002": "retired"}
    whole = {row.key: row for row in items_of(in_effect(kind, publication.valid_from))}
    assert whole["ddi/DDI001"].body["rows"][0]["severity"] == "2"
    assert "ddi/DDI002" not in whole
    assert len(whole) == len(items_of(kind.starter())) - 1
    found, changed = publishing.overrides(kind, publication.valid_from)
    assert found == publication
    assert [row.key for row in changed.replaced] == ["ddi/DDI001"]
    assert [row.key for row in changed.retired] == ["ddi/DDI002"]


def test_a_second_publication_keeps_the_first_changes_and_retires_old_versions(taken_in, editor, second, third, kind):
    first = reviewed(edited(editor, "ddi/DDI001", severity="2"), editor, second, third)
    published(editor, kind)
    reviewed(edited(editor, "ddi/DDI001", severity="3"), editor, second, third)
    reviewed(edited(editor, "ddi/DDI002", severity="3"), editor, second, third)
    publication = published(editor, kind)
    first.refresh_from_db()
    assert first.state == "retired"
    assert publication.pack_version == "1.1.0"
    rows = {row["key"]: row["body"]["rows"][0]["severity"] for row in publication.message["content"]["items"]}
    assert rows == {"ddi/DDI001": "3", "ddi/DDI002": "3"}


def test_every_step_is_in_the_audit_log(taken_in, editor, second, third, kind):
    reviewed(edited(editor, "ddi/DDI001", severity="2"), editor, second, third)
    published(editor, kind)
    actions = list(AuditRow.objects.filter(action__startswith="library.").values_list("action", flat=True))
    wanted = {"library.take_in", "library.save", "library.submit", "library.approve", "library.publish"}
    assert wanted == set(actions)


def test_editors_are_told_once_of_what_expires(taken_in, editor, second):
    version = newest("ddi/DDI001")
    day = version.made_at.date()
    library.save(editor, version.item, draft_of(version, review_due=day), seen=1)
    assert library.remind(day) == 1
    assert library.remind(day) == 0
    assert Notification.objects.filter(user=second).count() == 1


def test_a_pack_file_of_another_hash_or_with_a_stray_field_is_refused(kind, editor):
    message = dict(kind.starter().as_json())
    with pytest.raises(InputError):
        Pack.from_json({**message, "sha256": "0" * 64})
    with pytest.raises(InputError):
        Pack.from_json({**message, "extra": 1})
    rows = [dict(row) for row in message["content"]["items"][:2]]
    stray = Pack(
        id="x", version="1.0.0", kind=KIND, licence="x", maintainer="x", valid_from=kind.starter().valid_from,
        valid_to=None, content={"items": [{**rows[0], "extra": 1}, rows[1]]},
    )  # fmt: skip
    with pytest.raises(InputError):
        library.take_in(editor, stray)
    assert LibraryItem.objects.count() == 0
