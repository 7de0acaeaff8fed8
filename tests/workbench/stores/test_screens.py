"""The screens of the stores and the first page: in three languages, with and without rights, and every act on them."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from luotsi.base.models import User
from luotsi.kit.review import Act, Verdict
from luotsi.workbench.domain.review import give_verdict
from luotsi.workbench.models import Run
from luotsi.workbench.stores.domain import library, tasks
from luotsi.workbench.stores.models import Entry, ItemVersion, LibraryItem, Publication, Task
from tests.workbench.conftest import signed_in
from tests.workbench.stores.conftest import KIND, edited, item, newest, published, reviewed

LIBRARY = {"fi": "Kirjasto", "sv": "Bibliotek", "en": "Library"}
TASKS = {"fi": "Tehtävät", "sv": "Uppgifter", "en": "Tasks"}


def speaking(user, language):
    User.objects.filter(pk=user.pk).update(language=language)
    return signed_in(User.objects.get(pk=user.pk))


def url(name, *args):
    return reverse(f"stores:{name}", args=args)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_screen_speaks_the_users_language(
    taken_in, editor, second, third, kind, liisa, client_of_liisa, language
):
    version = reviewed(edited(editor, "ddi/DDI001", severity="2"), editor, second, third)
    edited(editor, "ddi/DDI002", severity="2")
    publish_page = speaking(editor, language).get(url("publish", KIND))
    assert publish_page.status_code == 200
    publication = published(editor, kind)
    browser = speaking(editor, language)
    pages = [
        url("library"), url("items", KIND), url("new", KIND), url("import", KIND), url("packs", KIND),
        url("publish", KIND), url("publication", KIND, publication.number), url("edit", KIND, version.item_id),
        url("version", KIND, version.item_id, 2), url("version", KIND, version.item_id, 1),
    ]  # fmt: skip
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        assert f'lang="{language}"' in answer.content.decode()
    assert LIBRARY[language] in browser.get(url("library")).content.decode()
    task = tasks.create(liisa, tasks.Order(words="Call", due=timezone.localdate()), client_of_liisa)
    browser = speaking(liisa, language)
    for page in (
        url("tasks"), url("new_task"), url("task", task.pk), url("entries", client_of_liisa.pk),
        reverse("workbench:today"), reverse("workbench:client", args=[client_of_liisa.pk]),
        reverse("workbench:tool", args=["medication"]),
    ):  # fmt: skip
        assert browser.get(page).status_code == 200, page
    assert TASKS[language] in browser.get(url("tasks")).content.decode()


def test_those_without_the_right_are_refused(taken_in, editor, liisa, stranger, client_of_liisa):
    task = tasks.create(liisa, tasks.Order(words="Call", due=timezone.localdate()), client_of_liisa)
    browser = signed_in(stranger)
    assert browser.get(url("task", task.pk)).status_code == 404
    assert browser.get(url("entries", client_of_liisa.pk)).status_code == 404
    assert browser.post(url("task_act", task.pk), {"act": "done", "seen": 1}).status_code == 404
    row = item("ddi/DDI001")
    assert browser.get(url("version", KIND, row.pk, 1)).status_code == 200
    assert browser.get(url("edit", KIND, row.pk)).status_code == 403
    assert browser.post(url("review", KIND, row.pk, 1), {"act": "submit", "seen": 0}).status_code == 403
    assert browser.post(url("take_in", KIND)).status_code == 403
    assert browser.get(url("publish", KIND)).status_code == 403
    assert signed_in(editor).get(url("tasks")).status_code == 403
    assert browser.get(url("items", "no-such")).status_code == 404


def test_the_built_in_rules_are_taken_in_with_one_press(editor):
    browser = signed_in(editor)
    assert browser.post(url("take_in", KIND)).status_code == 302
    assert LibraryItem.objects.filter(kind=KIND).count() == 2980


def test_items_are_found_by_family_state_day_and_words(taken_in, editor):
    version = edited(editor, "renal/REN001", severity="3")
    library.submit(editor, version, seen=0)
    browser = signed_in(editor)

    def keys(query):
        page = browser.get(url("items", KIND) + query).context["page"]
        return [row.item.key for row in page.object_list]

    assert keys("?state=in_review") == ["renal/REN001"]
    assert all(key.startswith("renal/") for key in keys("?family=renal"))
    assert keys("?q=DDI001") == ["ddi/DDI001"]
    assert keys("?due=1") == []


def test_an_edit_on_screen_becomes_a_version_and_shows_what_changed(taken_in, editor):
    browser = signed_in(editor)
    row = item("ddi/DDI001")
    form = browser.get(url("edit", KIND, row.pk)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "retires"}
    data["body:rows.0.severity"] = "3"
    answer = browser.post(url("edit", KIND, row.pk), data)
    assert answer.status_code == 302
    assert newest("ddi/DDI001").body["rows"][0] == {
        **row.versions.get(number=1).body["rows"][0], "severity": "3",
    }  # fmt: skip
    page = browser.get(answer["Location"])
    assert [change.path for change in page.context["changes"]] == ["rows.0.severity"]
    late = browser.post(url("edit", KIND, row.pk), {**data, "note": "typed too late"})
    assert late.status_code == 409
    assert "typed too late" in late.content.decode()


def test_a_wrong_value_on_screen_is_named_and_nothing_typed_is_lost(taken_in, editor):
    browser = signed_in(editor)
    row = item("ddi/DDI001")
    form = browser.get(url("edit", KIND, row.pk)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "retires"}
    answer = browser.post(url("edit", KIND, row.pk), {**data, "body:rows.0.severity": "7", "note": "my words"})
    assert answer.status_code == 422
    assert "body:rows.0.severity" in answer.context["form"].errors
    assert "my words" in answer.content.decode()


def test_review_and_publishing_go_through_the_screens(taken_in, editor, second, third):
    version = edited(editor, "ddi/DDI001", severity="2")
    address = url("review", KIND, version.item_id, version.number)
    assert signed_in(editor).post(address, {"act": "submit", "seen": 0}).status_code == 302
    assert signed_in(editor).post(address, {"act": "approve", "seen": 1}).status_code == 403
    assert signed_in(second).post(address, {"act": "return", "seen": 1, "note": ""}).status_code == 422
    assert signed_in(second).post(address, {"act": "approve", "seen": 1}).status_code == 302
    assert signed_in(third).post(address, {"act": "approve", "seen": 1}).status_code == 409
    assert signed_in(third).post(address, {"act": "approve", "seen": 2}).status_code == 302
    browser = signed_in(editor)
    page = browser.get(url("publish", KIND))
    data = {"seen": page.context["sha256"], "valid_from": timezone.localdate().isoformat()}
    assert browser.post(url("publish", KIND), {**data, "seen": "0" * 64}).status_code == 409
    assert browser.post(url("publish", KIND), data).status_code == 302
    version.refresh_from_db()
    assert version.state == ItemVersion.State.PUBLISHED
    exported = json.loads(browser.get(url("export", KIND, 1)).content)
    assert exported["sha256"] == Publication.objects.get().sha256


def test_an_exported_pack_is_taken_in_again_and_a_tampered_one_is_not(taken_in, editor, second, third, kind):
    reviewed(edited(editor, "ddi/DDI001", severity="2"), editor, second, third)
    published(editor, kind)
    browser = signed_in(editor)
    data = browser.get(url("export", KIND, 1)).content
    assert browser.post(url("import", KIND), {"file": SimpleUploadedFile("p.json", data)}).status_code == 302
    assert newest("ddi/DDI001").number == 2
    for broken in (data.replace(b'"severity": "2"', b'"severity": "3"'), b"{}", b"\xff", b"[1]"):
        answer = browser.post(url("import", KIND), {"file": SimpleUploadedFile("p.json", broken)})
        assert answer.status_code == 422
        assert answer.context["form"].errors


def test_a_new_item_is_made_on_screen_and_its_json_is_checked(taken_in, editor):
    browser = signed_in(editor)
    row = {**newest("ddi/DDI001").body["rows"][0], "id": "OWN1"}
    data = {
        "seen": 0, "key": "ddi/OWN1", "family": "ddi", "title_fi": "a", "title_sv": "b", "title_en": "c",
        "source": "own", "licence": "own",
    }  # fmt: skip
    assert browser.post(url("new", KIND), {**data, "content": "{"}).status_code == 422
    assert browser.post(url("new", KIND), {**data, "content": json.dumps({"rows": [{"x": 1}]})}).status_code == 422
    assert browser.post(url("new", KIND), {**data, "content": json.dumps({"rows": [row]})}).status_code == 302
    assert browser.post(url("new", KIND), {**data, "content": json.dumps({"rows": [row]})}).status_code == 422


def test_a_task_is_made_done_and_undone_on_screen(liisa, lauri, client_of_liisa):
    browser = signed_in(liisa)
    due = (timezone.localdate() - timedelta(days=3)).isoformat()
    address = f"{url('new_task')}?client={client_of_liisa.pk}"
    assert browser.post(address, {"words": "", "due": due, "owner": f"user:{liisa.pk}"}).status_code == 422
    answer = browser.post(address, {"words": "Soita", "due": due, "reason": "annos", "owner": f"user:{liisa.pk}"})
    assert answer.status_code == 302
    task = Task.objects.get()
    assert "3 päivää myöhässä" in browser.get(url("tasks")).content.decode()
    today = browser.get(reverse("workbench:today")).content.decode()
    assert "Soita" in today
    assert "3 päivää myöhässä" in today
    home = reverse("workbench:today")
    answer = browser.post(url("task_act", task.pk), {"act": "done", "seen": 1, "next": home})
    assert answer["Location"] == home
    assert browser.post(url("task_act", task.pk), {"act": "cancel", "seen": 1}).status_code == 409
    answer = browser.post(url("task_act", task.pk), {"act": "reopen", "seen": 2, "next": "https://elsewhere.example/"})
    assert answer["Location"] == url("task", task.pk)
    answer = browser.post(url("task_act", task.pk), {"act": "reassign", "seen": 3, "owner": f"user:{lauri.pk}"})
    assert answer.status_code == 302
    assert "Soita" not in browser.get(url("tasks")).content.decode()
    assert "Soita" in browser.get(f"{url('tasks')}?view=unit").content.decode()
    assert browser.get(f"{url('new_task')}?client=x").status_code == 400


def test_notes_and_measurements_are_written_on_screen_and_marked_as_errors(liisa, client_of_liisa, r4_schema):
    browser = signed_in(liisa)
    client = client_of_liisa.pk
    assert browser.post(url("note", client), {"title": "Käynti", "text": ""}).status_code == 422
    assert browser.post(url("note", client), {"title": "Käynti", "text": "Voi hyvin."}).status_code == 302
    data = {"name": "weight", "value": "61.5", "on": timezone.localdate().isoformat()}
    assert browser.post(url("measurement", client), {**data, "value": "6150"}).status_code == 422
    assert browser.post(url("measurement", client), data).status_code == 302
    for entry in Entry.objects.all():
        r4_schema(entry.versions.get().resource.body)
        page = browser.get(url("entry", client, entry.pk))
        assert page.status_code == 200
    note = Entry.objects.get(type="DocumentReference")
    assert "Voi hyvin." in browser.get(url("entry", client, note.pk)).content.decode()
    assert "Käynti" in browser.get(url("entries", client)).content.decode()
    address = url("entry_error", client, note.pk)
    assert browser.post(address, {"seen": 1, "reason": ""}).status_code == 422
    assert browser.post(address, {"seen": 1, "reason": "Väärä asiakas"}).status_code == 302
    assert browser.post(address, {"seen": 1, "reason": "Väärä asiakas"}).status_code == 409


def test_a_note_and_a_measurement_are_corrected_and_the_earlier_version_stays(liisa, client_of_liisa, r4_schema):
    browser, client = signed_in(liisa), client_of_liisa.pk
    today = timezone.localdate().isoformat()
    browser.post(url("note", client), {"title": "Käynti", "text": "Voi hyvin."})
    browser.post(url("measurement", client), {"name": "weight", "value": "61.5", "on": today})
    note, weight = Entry.objects.get(type="DocumentReference"), Entry.objects.get(type="Observation")
    assert "Voi hyvin.</textarea>" in browser.get(url("entry", client, note.pk)).text
    changed = {"title": "Käynti", "text": "Voi melko hyvin.", "reason": "Sana puuttui", "seen": 1}
    assert browser.post(url("entry_amend", client, note.pk), {**changed, "reason": ""}).status_code == 422
    assert browser.post(url("entry_amend", client, note.pk), changed).status_code == 302
    late = browser.post(url("entry_amend", client, note.pk), {**changed, "text": "Myöhässä."})
    assert late.status_code == 409
    assert "Myöhässä.</textarea>" in late.text
    kilos = {"name": "weight", "value": "62", "on": today, "reason": "Luettiin väärin", "seen": 1}
    assert browser.post(url("entry_amend", client, weight.pk), {**kilos, "value": "6200"}).status_code == 422
    assert browser.post(url("entry_amend", client, weight.pk), kilos).status_code == 302
    assert [row.resource.body["valueQuantity"]["value"] for row in weight.versions.all()] == [61.5, 62.0]
    for entry in (note, weight):
        r4_schema(entry.versions.last().resource.body)
    assert "Sana puuttui" in browser.get(url("entry", client, note.pk)).text


def test_a_stranger_corrects_nothing(liisa, stranger, client_of_liisa):
    signed_in(liisa).post(url("note", client_of_liisa.pk), {"title": "Käynti", "text": "Voi hyvin."})
    note = Entry.objects.get()
    changed = {"title": "Käynti", "text": "Toisin.", "reason": "Muutan", "seen": 1}
    assert signed_in(stranger).post(url("entry_amend", client_of_liisa.pk, note.pk), changed).status_code == 404
    assert note.versions.count() == 1


def test_the_first_page_groups_what_waits_by_tool_and_says_what_was_looked_at(liisa, stranger, ready):
    page = signed_in(liisa).get(reverse("workbench:today"))
    assert [(group["tool"], len(group["runs"]), group["severe"]) for group in page.context["waiting"]] == [
        ("toy", 1, 1)
    ]
    assert list(page.context["clients"]) == [ready.case.client]
    empty = signed_in(stranger).get(reverse("workbench:today")).content.decode()
    assert empty.count('class="empty"') == 3


def test_the_first_page_shows_failed_runs_postponed_matters_and_the_editors_work(
    liisa, ready, editor, second, taken_in
):
    proposal = ready.suggestions.first()
    until = timezone.localdate() + timedelta(days=1)
    give_verdict(liisa, proposal.pk, Verdict(act=Act.POSTPONE, until=until), seen=0)
    Run.objects.filter(pk=ready.pk).update(state=Run.State.FAILED)
    page = signed_in(liisa).get(reverse("workbench:today"))
    html = page.content.decode()
    assert "huomenna" in html
    assert page.context["failed_count"] == 1
    library.submit(editor, edited(editor, "ddi/DDI001", severity="2"), seen=0)
    from luotsi.base import people  # noqa: PLC0415 - a nurse who is an editor too
    from luotsi.base.roles import Role  # noqa: PLC0415

    people.grant(liisa, Role.KNOWLEDGE_EDITOR, by=None)
    html = signed_in(User.objects.get(pk=liisa.pk)).get(reverse("workbench:today")).content.decode()
    assert url("version", KIND, item("ddi/DDI001").pk, 2) in html
