"""What the child's service-need assessment promises: headings, the child's view, the clock, and what it never does."""

import io
import json
from argparse import ArgumentParser
from datetime import date

import pytest

from luotsi.engines.casefile.invented import Invented, Note, record
from luotsi.engines.language.model import Theme
from luotsi.kit.tool import Context, RecordSlice
from luotsi.tools.child_needs import cli
from luotsi.tools.child_needs.demo import demos
from luotsi.tools.child_needs.engine import prohibited
from luotsi.tools.child_needs.engine.assemble import assembled
from luotsi.tools.child_needs.engine.childs_view import not_to_share, said
from luotsi.tools.child_needs.engine.pending import pending_of
from luotsi.tools.child_needs.engine.rules import DOMAINS, DOMAINS_OF, SIDES, adversity, rules, triangle
from luotsi.tools.child_needs.engine.sections import HEADINGS, section_of
from luotsi.tools.child_needs.tool import OWN_WORDS, TOOL
from tests.engines.casefile.made import case, finding, paper

DEMOS = {demo.key: demo for demo in demos()}
ON = date(2026, 11, 23)
CHILD = Invented(key="c", given="Venla", family="Malli", gender="female", born="2017-02-11", code="110217A9004")


def compiled(key):
    demo = DEMOS[key]
    rows = tuple(entry["resource"] for entry in demo.bundle["entry"])
    return TOOL.assess(RecordSlice(rows, demo.on), Context.on(demo.on))


def of_notes(*notes, on=ON):
    rows = tuple(entry["resource"] for entry in record(CHILD, *notes)["entry"])
    return TOOL.assess(RecordSlice(rows, on), Context.on(on))


@pytest.mark.parametrize("key", sorted(DEMOS))
def test_the_demo_shows_what_it_is_there_for(key):
    assert set(DEMOS[key].expects) <= {made.key for made in compiled(key).suggestions}


@pytest.mark.parametrize("key", sorted(DEMOS))
def test_the_draft_follows_the_document_and_the_conclusion_is_empty(key):
    order = list(HEADINGS)
    sections = [made.content["section"] for made in compiled(key).suggestions]
    assert sections == sorted(sections, key=order.index)
    assert "conclusion" not in sections


@pytest.mark.parametrize("key", sorted(DEMOS))
def test_no_child_is_scored_ranked_or_coloured(key):
    result = compiled(key)
    assert {made.severity for made in result.suggestions} <= {None}
    assert {made.strength for made in result.suggestions} <= {None}
    assert not {"score", "tier", "risk", "level", "probability"} & set(
        json.dumps(dict(result.summary)).replace('"', " ").split()
    )


def test_the_conclusion_and_the_own_view_are_a_persons():
    fields = {field.key: field for field in OWN_WORDS}
    assert fields["conclusion"].needed
    assert {"risk", "question", "contradiction"} <= fields["own_view"].opens
    assert all(made.kind not in {"conclusion", "decision"} for made in compiled("venla").suggestions)


def test_the_child_s_own_view_is_there_and_what_it_asked_not_to_share_is_marked():
    made = {item.key: item for item in compiled("venla").suggestions}
    assert "ettei tätä kerrota" in made["child_view:private"].why.fi
    quotes = [item.location.quote for item in made["child_view:private"].evidence]
    assert quotes == ["Venla sanoi, että äiti nukkuu päivisin sohvalla.", "Venla pyysi, ettei tätä kerrota äidille."]
    shared = [
        item for item in made.values() if item.content["section"] == "child_view" and item.key != "child_view:private"
    ]
    words = " ".join(item.proposal.fi for item in shared)
    assert "sirkuskoulussa" in words
    assert "sohvalla" not in words


def test_a_missing_view_of_the_child_is_a_visible_gap():
    gaps = {made.key: made for made in compiled("alvar").abstentions}
    assert "Barnets egen syn saknas" in gaps["child_view"].reason.sv


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Venla sanoi, että koulussa on kivaa.", 1),
        ("Venlan mielestä mummola on paras paikka.", 1),
        ("Lapsi kertoo pelkäävänsä pimeää.", 1),
        ("Barnet säger att skolan är rolig.", 1),
        ("The child wants to see her grandmother.", 1),
        ("Äiti kertoi, että Venla nukkuu.", 0),
        ("Venlan äiti on väsynyt.", 0),
    ],
)
def test_the_child_s_words_are_found_whatever_they_are_about(words, who):
    row = paper("a", f"Asiakas: Venla, 9 v. Kirjaus 1.11.2026.\n{words}\n")
    assert len(said(case([row]))) == who


@pytest.mark.parametrize(
    "words",
    [
        "Venla pyysi, ettei tätä kerrota isälle.",
        "Barnet vill inte att mamma får veta.",
        "She asked me not to tell her father.",
        "Lapsi kertoi asian luottamuksellisesti.",
    ],
)
def test_a_request_not_to_share_reaches_the_sentence_before_it(words):
    row = paper("a", f"Kirjaus 1.11.2026.\nÄiti nukkuu. {words}\nIsä tuli.\n")
    assert len(not_to_share(case([row]))) == 2


# The clock -----------------------------------------------------------------------------------------------------------
def test_the_matter_begins_with_the_first_paper_of_the_chain():
    papers = [
        paper("a", "Kirjaus 1.3.2026.\nx.\n", kind="Lastensuojeluilmoitus"),
        paper("b", "Kirjaus 1.10.2026.\nx.\n", kind="Lastensuojeluilmoitus"),
        paper("c", "Kirjaus 9.11.2026.\nx.\n", kind="Huoli-ilmoitus"),
        paper("d", "Kirjaus 10.11.2026.\nx.\n", kind="Päätös ilmoituksesta"),
    ]
    assert pending_of(case(papers), ON).day == date(2026, 10, 1)


def test_a_notification_told_in_the_text_begins_the_matter_when_no_paper_does():
    row = paper("a", "Kirjaus 10.2.2025.\nKuraattori teki ilmoituksen 3.2.2025.\n")
    told = finding(row, "Kuraattori teki ilmoituksen 3.2.2025.", "SERV N P C N", date_from=date(2025, 2, 3))
    assert pending_of(case([row], told), date(2025, 2, 10)).day == date(2025, 2, 3)


def test_an_unknown_beginning_is_asked_for_and_urgency_is_still_said():
    row = paper("a", "Kirjaus 10.2.2025.\nx.\n")
    result = assembled(case([row]), ON)
    assert [made.key for made in result.suggestions] == ["clock:urgent"]
    assert "clock" in {gap.key for gap in result.abstentions}
    assert assembled(case([row]), ON, date(2026, 11, 2)).summary["clock"]["start_by"] == "2026-11-11"


# What is no ground ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "trigger", "kind"),
    [
        ("Perhe saa toimeentulotukea.", "toimeentulotukea", "income_support"),
        ("Familjen får utkomststöd.", "utkomststöd", "income_support"),
        ("Family is on social assistance.", "social assistance", "income_support"),
        ("Äidin äidinkieli on somali.", "äidinkieli", "language"),
        ("Isä on maahanmuuttaja.", "maahanmuuttaja", "nationality"),
        ("Perhe on uskonnollinen.", "uskonnollinen", "religion"),
        ("Familjen bor i 00500.", "00500", "postcode"),
    ],
)
def test_a_prohibited_fact_is_dropped_and_said(words, trigger, kind):
    row = paper("a", f"Kirjaus 1.11.2026.\n{words}\n")
    made = case([row], finding(row, words, "ECON R P PA N", trigger=trigger))
    assert prohibited.allowed(made.findings, made) == ()
    assert set(prohibited.mentioned(made)) == {kind}
    assert f"not_used:{kind}" in {gap.key for gap in assembled(made, ON).abstentions}


def test_a_lawful_ground_in_the_same_sentence_stays():
    words = "Perhe saa toimeentulotukea, ja vuokrat ovat rästissä."
    row = paper("a", f"Kirjaus 1.11.2026.\n{words}\n")
    made = case([row], finding(row, words, "ECON R P PA N", trigger="rästissä"))
    assert len(prohibited.allowed(made.findings, made)) == 1


# The tables ----------------------------------------------------------------------------------------------------------
def test_every_theme_has_a_place_in_the_triangle():
    assert set(triangle()) == set(Theme)
    for side, domain in triangle().values():
        assert domain in DOMAINS_OF[side]
    assert set(DOMAINS_OF) == set(SIDES)
    assert {name for names in DOMAINS_OF.values() for name in names} == set(DOMAINS)


def test_rules_say_where_they_come_from_and_that_nobody_has_reviewed_them():
    for rule in rules().values():
        assert rule.mark in {"S", "mem"}
        assert rule.cited.status == "draft"
        assert rule.cited.reviewed_on is None
        assert ("memory" in rule.cited.locator) == (rule.mark == "mem")


def test_research_stands_beside_a_risk_and_weighs_nothing():
    row = paper("a", "Kirjaus 1.11.2026.\nÄiti juo. Isä on töissä.\n")
    made = assembled(
        case([row], finding(row, "Äiti juo.", "SUBST R P MO N"), finding(row, "Isä on töissä.", "WORK R P FA N")), ON
    )
    by_matter = {item.content.get("matter"): item for item in made.suggestions}
    assert [e.location.rule_id for e in by_matter["SUBST"].evidence if e.kind == "rule"] == [
        "ace-hughes-2017",
        "ace-strongest",
    ]
    assert [e.kind for e in by_matter["WORK"].evidence] == ["text_span"]
    assert Theme.WORK not in adversity()


@pytest.mark.parametrize(
    ("code", "source", "heading"),
    [
        ("WISH N P C N", "", "child_view"),
        ("CONFLICT R P PA N", "C", "child_view"),
        ("WISH N P MO N", "", "parents_views"),
        ("SERV N P C N", "", "earlier_services"),
        ("SERV N P C F", "", "needs"),
        ("NET S P GP N", "", "strengths"),
        ("SUBST R P MO N", "", "risks"),
        ("SUBST R P MO N", "MO", "risks"),
        ("SUBST R U MO N", "", "risks"),
        ("SUBST R N MO N", "MO", "parents_views"),
        ("SUBST R N MO N", "", "parenting"),
        ("HEALTH R N C N", "", "child_situation"),
        ("ECON R N PA N", "", "family_environment"),
    ],
)
def test_each_sentence_stands_under_one_heading(code, source, heading):
    row = paper("a", "Kirjaus 1.11.2026.\nLause.\n")
    assert section_of(finding(row, "Lause.", code, source=source)) == heading


def test_an_adult_s_papers_are_told_not_to_be_a_child_s_matter():
    adult = Invented(key="a", given="Aila", family="Aikuinen", gender="female", born="1980-01-01", code="010180-900X")
    rows = tuple(
        entry["resource"]
        for entry in record(adult, Note(day="2026-11-01", kind="Nota", author="A", text="Hyvin menee."))["entry"]
    )
    gaps = {gap.key for gap in TOOL.assess(RecordSlice(rows, ON), Context.on(ON)).abstentions}
    assert "age" in gaps


def test_a_non_disclosure_order_keeps_its_sentences_out():
    result = of_notes(
        Note(
            day="2026-11-01",
            kind="Lastensuojeluilmoitus",
            author="A",
            text="Perheellä on turvakielto. Perhe asuu osoitteessa Keksitynkatu 5, ja asunto on ahdas.\n",
        )
    )
    assert "Keksitynkatu" not in json.dumps(result.as_json(), ensure_ascii=False)
    assert "withheld" in {gap.key for gap in result.abstentions}


# The command ---------------------------------------------------------------------------------------------------------
def run(*words):
    parser = ArgumentParser()
    cli.configure_assess(parser)
    parser.add_argument("--lang", default="fi")
    out, err = io.StringIO(), io.StringIO()
    status = cli.run_assess(parser.parse_args([str(word) for word in words]), out, err)
    return status, out.getvalue(), err.getvalue()


NOTE = "Asiakas: Siiri, 9 v. Kirjaus 10.2.2025.\nKuraattori teki ilmoituksen 3.2.2025. Äiti juo alkoholia päivittäin. Siiri haluaa jatkaa harrastusta.\n"


def test_the_command_prints_evidence_and_the_draft(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(NOTE)
    status, out, _ = run(path, "--json", "--date", "2025-02-10", "--pending", "2025-02-03")
    made = json.loads(out)
    assert status == 0
    assert [NOTE[row["start"] : row["end"]] for row in made["evidence"]] == [row["quote"] for row in made["evidence"]]
    assert made["assessment"]["clock"] == {"pending": "2025-02-03", "start_by": "2025-02-12", "ready_by": "2025-05-03"}
    assert list(made["assessment"]["sections"]) == list(HEADINGS)
    assert made["assessment"]["sections"]["conclusion"] == []
    assert made["assessment"]["sections"]["child_view"]


def test_the_readable_form_has_every_heading(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(NOTE)
    out = run(path, "--lang", "en", "--date", "2025-02-10")[1]
    for title, _empty in HEADINGS.values():
        assert title.en.upper() in out


@pytest.mark.parametrize(
    "words", [["--date", "x"], ["--pending", "2030-01-01", "--date", "2025-01-01"], ["--pending", "3.2.2025"]]
)
def test_days_that_make_no_sense_are_exit_2(tmp_path, words):
    path = tmp_path / "a.txt"
    path.write_text(NOTE)
    status, out, err = run(path, *words)
    assert (status, out) == (2, "")
    assert words[0] in err
