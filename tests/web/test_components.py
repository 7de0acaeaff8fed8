import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.utils import translation

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.review import State
from luotsi.kit.text import Text
from luotsi.web.catalogue import SampleForm
from luotsi.web.icons import ICONS
from luotsi.web.parts import Client, Finding, Link, Source, SourceKind, Step, StepState, links


def drawn(template, language="fi", **values):
    with translation.override(language):
        return engines["django"].from_string(template).render(values)


NOTE = Source(kind=SourceKind.NOTE, text="Kaatui", link="Kotihoito", url="/s/1/")


def finding(**changes):
    values = {"id": "f1", "title": "Kaatumisvaara", "state": State.PROPOSED, "url": "/v/1/", "sources": [NOTE]}
    return drawn("{% ui_finding finding %}", finding=Finding(**(values | changes)))


def test_a_button_posts_and_a_link_leads():
    assert 'type="submit"' in drawn('{% ui_button "Save" %}')
    link = drawn('{% ui_button "Open" "primary" href="/x/" %}')
    assert link.startswith('<a class="btn primary" href="/x/"')


def test_a_blocked_button_stays_focusable_and_tells_why():
    body = drawn('{% ui_button "Sign" blocked="Decide first." id="s" %}')
    assert 'aria-disabled="true"' in body
    assert 'aria-describedby="s-blocked"' in body
    assert 'id="s-blocked">Decide first.<' in body
    assert " disabled" not in body
    assert 'type="button"' in body


def test_attributes_of_htmx_pass_through_and_are_escaped():
    body = drawn("{% ui_button 'x' hx_post=url data_on=True hidden=False %}", url='/a"b/')
    assert ' hx-post="/a&quot;b/"' in body
    assert " data-on" in body
    assert "hidden" not in body


@pytest.mark.parametrize("tag", ["ui_badge x", "ui_notice title=x %}{% endui_notice", "ui_card x %}{% endui_card"])
def test_what_a_user_wrote_is_escaped(tag):
    assert "<script" not in drawn(f"{{% {tag} %}}", x="<script>alert(1)</script>")


def test_severity_has_a_shape_and_a_word_of_its_own_at_each_level():
    bodies = [drawn(f"{{% ui_severity {level} %}}") for level in (4, 3, 2, 1)]
    words = [re.sub("<[^>]+>", "", body) for body in bodies]
    assert words == ["Vakava", "Merkittävä", "Lievä", "Tiedoksi"]
    assert len({re.findall(" d=.*| cx=.*", body)[0] if "svg" in body else "" for body in bodies}) == 4


def test_the_evidence_level_tells_number_and_design_and_fills_as_many_marks():
    for level in range(6):
        body = drawn(f"{{% ui_evidence_level {level} %}}", "sv")
        assert f"Evidens {level}/5" in body
        assert body.count('class="on"') == level
    assert "inte mätt" in drawn("{% ui_evidence_level 0 %}", "sv")


def test_only_a_machine_s_proposal_is_marked_as_one():
    proposed = finding()
    assert 'class="finding proposed"' in proposed
    assert "badge proposal" in proposed
    for state in (State.ACCEPTED, State.EDITED, State.REJECTED, State.POSTPONED):
        assert "badge proposal" not in finding(state=state)


def test_four_ways_are_offered_and_none_is_chosen_beforehand():
    body = finding()
    assert re.findall(r'data-act="(\w+)"', body) == ["accept", "edit", "reject", "postpone"]
    assert "checked" not in body
    assert "autofocus" not in body
    assert body.count('name="reason"') == 5
    assert body.count('name="csrfmiddlewaretoken"') == 4


def test_a_decided_finding_offers_only_undo_until_it_is_signed():
    decided = finding(state=State.REJECTED, reason="seurataan jo", by="L. Malli")
    assert re.findall(r'data-act="(\w+)"', decided) == ["undo"]
    assert "seurataan jo" in decided
    assert "data-act" not in finding(state=State.REJECTED, locked=True)


def test_a_finding_without_a_source_says_so():
    assert "Lähde puuttuu" in finding(sources=[])


def test_each_verdict_button_names_its_finding_for_a_screen_reader():
    assert finding().count('<span class="visually-hidden">: Kaatumisvaara</span>') == 4


def test_the_client_banner_tells_who_and_that_viewing_is_logged():
    client = Client(name="ESIMERKKI, Eila", facts=[("Ikä", "84")], alerts=["Allergia: x"], basis="Hoitosuhde.")
    body = drawn("{% ui_client_banner client %}", client=client)
    places = [body.index(part) for part in ("ESIMERKKI", "Ikä", "Allergia", "Hoitosuhde", "Katselu kirjataan lokiin.")]
    assert places == sorted(places)


def test_a_field_ties_hint_and_error_to_its_control():
    form = SampleForm({"business_id": ""}, auto_id="x_%s")
    body = drawn("{% ui_field field %}", field=form["business_id"])
    assert 'aria-describedby="x_business_id-hint x_business_id-error"' in body
    assert 'id="x_business_id-hint"' in body
    assert 'id="x_business_id-error"' in body
    assert 'aria-invalid="true"' in body
    assert "Virhe" in body


def test_optional_fields_are_marked_and_required_ones_are_not():
    form = SampleForm()
    assert "(valinnainen)" in drawn("{% ui_field field %}", field=form["purpose"])
    assert "(valinnainen)" not in drawn("{% ui_field field %}", field=form["business_id"])


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    body = drawn("{% ui_field field %}", field=SampleForm()["stage"])
    assert body.count("<legend>") == 1
    assert body.count('type="radio"') == 3
    for identity in re.findall(r'<label class="check" for="([^"]+)"', body):
        assert f'id="{identity}"' in body


def test_what_was_typed_is_kept_and_escaped():
    form = SampleForm({"business_id": '"><b>x'})
    assert 'value="&quot;&gt;&lt;b&gt;x"' in drawn("{% ui_field field %}", field=form["business_id"])


def test_the_error_summary_links_to_each_field_in_the_order_of_the_form():
    form = SampleForm({"amount": "171000", "county": "04"})
    form.add_error(None, "Koko lomake.")
    body = drawn("{% ui_error_summary form %}", form=form)
    targets = re.findall('href="#([^"]+)"', body)
    assert targets == ["id_business_id", "id_amount", "id_stage_0", "id_languages_0", "id_consent"]
    assert "Koko lomake." in body
    assert "Korjaa 6 kohtaa" in body
    page = drawn("{% ui_form form %}", form=form)
    assert all(f'id="{target}"' in page for target in targets)


def test_the_error_summary_is_silent_when_nothing_is_wrong():
    assert drawn("{% ui_error_summary form %}", form=forms.Form({})).strip() == ""


def test_the_error_summary_takes_the_problems_of_the_house():
    error = InputError(Text("a", "b", "c"), [Problem("line 3", Text("Väärin.", "Fel.", "Wrong."))])
    assert "line 3: Fel." in drawn("{% ui_error_summary error %}", "sv", error=error)
    assert "Korjaa yksi kohta" in drawn("{% ui_error_summary error %}", error=error)


def test_the_stepper_marks_now_and_says_what_is_done_and_what_is_a_gate():
    steps = [Step(label="A", state=StepState.DONE), Step(label="B", state=StepState.NOW, gate=True), Step(label="C")]
    body = drawn('{% ui_steps steps "x" %}', steps=steps)
    assert body.count('aria-current="step"') == 1
    assert "tehty" in body
    assert "portti" in body


def test_progress_is_words_first_then_a_native_bar():
    body = drawn('{% ui_progress 2 4 "2 / 4" %}')
    assert body.index("<p>2 / 4</p>") < body.index('<progress value="2" max="4"')


@pytest.mark.parametrize("state", ["done", "failed", "cancelled", "lost"])
def test_a_job_that_has_ended_asks_no_more(state):
    body = drawn('{% ui_job "/j/" "x" state=state live="/l/" cancel="/c/" %}', state=state)
    assert "src=" not in body
    assert "/c/" not in body
    assert "<progress" not in body


def test_a_running_job_can_be_stopped_by_a_post():
    body = drawn('{% ui_job "/j/" "x" done=1 total=3 live="/l/" cancel="/c/" %}')
    assert 'src="/j/" live="/l/"' in body
    assert '<form method="post" action="/c/">' in body


def test_pages_of_a_list_keep_the_rest_of_the_query(rf):
    page = Paginator(range(100), 10).get_page(2)
    body = drawn("{% ui_pagination page %}", page=page, request=rf.get("/x/?q=a%26b&page=2"))
    assert 'href="?q=a%26b&amp;page=3" rel="next"' in body
    assert body.count('aria-current="page"') == 1
    assert drawn("{% ui_pagination page %}", page=Paginator([1], 10).get_page(1), request=rf.get("/")).strip() == ""


def test_menu_entries_may_be_tuples_or_links():
    assert links([("/a/", "A"), ("/b/", "B", True), ("/c/", "C", False, 3), Link(label="D", url="/d/")]) == [
        Link(label="A", url="/a/"),
        Link(label="B", url="/b/", current=True),
        Link(label="C", url="/c/", count=3),
        Link(label="D", url="/d/"),
    ]


def test_a_text_of_the_house_is_shown_in_the_language_of_the_reader():
    assert drawn("{{ x|text }}", "sv", x=Text("lääke", "läkemedel", "medicine")) == "läkemedel"


def test_every_icon_is_hidden_from_screen_readers_unless_it_speaks():
    for name in ICONS:
        assert 'aria-hidden="true"' in drawn("{% ui_icon name %}", name=name)
    assert 'role="img" aria-label="Lukittu"' in drawn('{% ui_icon "lock" label="Lukittu" %}')
