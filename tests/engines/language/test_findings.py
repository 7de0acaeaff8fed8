"""Findings, compilation and the language data, from outside: sentences in, attributes out."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.compilation import Compiler, compile_documents, summary_json
from luotsi.engines.language.dates import times_in
from luotsi.engines.language.findings import findings
from luotsi.engines.language.lexicon import Lexicons, lexicon, lexicons_with
from luotsi.engines.language.model import Doc, Theme
from luotsi.kit.errors import InputError
from luotsi.kit.text import Language
from tests.shared import SHARED

CASES = Path(__file__).parent / "cases"
CLIENTS = {
    Language.FI: ("Siiri, 9 v", "Matti, 80 v"),
    Language.SV: ("Alva, 9 år", "Rolf, 80 år"),
    Language.EN: ("Tom, age 9", "Joan, 80"),
}


def read(text, language=Language.FI, client="Siiri, 9 v", lexicons=None):
    doc = Doc("a", text, date(2025, 2, 10), language, client=client)
    return findings(analyse(doc), lexicons)


def told(text, **more):
    return {
        " ".join((one.theme, one.polarity, one.assertion, one.experiencer, one.temporality))  # noqa: FLY002
        for one in read(text, **more)
    }


def example(line, language, only):
    words, _, expected = line.partition(" => ")
    child, adult = CLIENTS[language]
    client = adult if only == "adult" else child
    for mark, named in (("adult: ", adult), ("child: ", child)):
        if words.startswith(mark):
            words, client = words.removeprefix(mark), named
    return words, expected.strip(), client


FINNISH = lexicon(Language.FI).concepts


@pytest.mark.parametrize("theme", sorted({row.theme for row in FINNISH}))
def test_the_examples_of_the_finnish_lexicon_hold(theme):
    wrong = []
    for row in (row for row in FINNISH if row.theme is theme):
        for line in row.yes:
            words, expected, client = example(line, Language.FI, row.clients)
            got = told(words, client=client)
            if not any(one.endswith(expected) for one in got):
                wrong.append((row.name, line, got))
        for line in row.no:
            words, _, client = example(line, Language.FI, row.clients)
            hit = [
                one.concept for one in read(words, client=client) if (one.theme, one.concept) == (row.theme, row.name)
            ]
            if hit:
                wrong.append((row.name, "no:", line))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Isä lopetti juomisen kaksi vuotta sitten.", {"SUBST R P FA H", "SUBST R N FA N"}),
        ("Äidin mukaan isä juo joka viikonloppu.", {"SUBST R P FA N"}),
        ("Isällä ei ole työtä.", {"WORK R P FA N"}),
        ("Isä ei ole työtön.", {"WORK R N FA N"}),
        ("Jos äiti joutuu osastolle, Siiri muuttaa isän luo.", {"PMH R U MO F"}),
        ("Siiri ei halua muuttaa.", {"WISH N P C N"}),
        ("Väkivaltaa ei voida sulkea pois.", {"VIOL R U C N"}),
        ("Äidin veljellä on alkoholiongelma.", {"SUBST R P GP N"}),
        ("Äiti juo edelleen, vaikka kävi hoidossa vuonna 2020.", {"SUBST R P MO N"}),
    ],
)
def test_what_is_said_of_whom_and_when(text, expected):
    assert expected <= told(text)


def test_an_unknown_field_of_a_county_file_is_named_with_file_entry_and_field():
    with pytest.raises(InputError) as caught:
        lexicons_with(
            "language: fi\nthemes:\n - theme: SUBST\n   concepts:\n    x: {class: risq, wordz: a}\n", "T.yaml"
        )
    lines = "\n".join(caught.value.lines("en"))
    assert "T.yaml, SUBST.x.class" in lines
    assert "T.yaml, SUBST.x.wordz" in lines


def test_a_county_adds_and_takes_out_words_without_code():
    county = lexicons_with(
        "language: fi\nuse: [SUBST]\nthemes:\n - theme: SUBST\n   concepts:\n"
        "    local: {class: risk, words: tsäkäri*}\n    smoking: {off: true}\n",
        "T.yaml",
    )
    assert "SUBST R P FA N" in told("Isä vetää tsäkäriä.", lexicons=county)
    assert told("Isä vetää tsäkäriä.") == set()
    assert "smoking" in {one.concept for one in read("Äiti tupakoi röökiä.")}
    assert "smoking" not in {one.concept for one in read("Äiti tupakoi röökiä.", lexicons=county)}
    assert county.themes == {Theme.SUBST}


def test_broken_yaml_is_an_input_error():
    with pytest.raises(InputError):
        lexicons_with("{", "T.yaml")


@pytest.mark.parametrize("name", ["dev", "fi", "sv", "en"])
def test_labelled_cases_are_found_well_enough(name):
    from benchmarks.findings import tables_of  # noqa: PLC0415 - slow

    path = SHARED / "data/language/dev_cases.jsonl" if name == "dev" else CASES / f"{name}.jsonl"
    if not path.exists():
        pytest.skip("the development cases are not here")
    tables, _ = tables_of([path])
    for table in tables.values():
        assert table.invalid == 0
        assert table.theme.f1 >= 0.85
        assert table.theme.recall >= 0.90


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_findings_that_cite_their_words(text):
    doc = Doc("a", f"Äiti juo. {text}", date(2025, 2, 10))
    made = compile_documents([doc])
    for one in made.findings:
        assert one.span.of(doc.text) == one.quote
        assert one.span.start <= one.trigger.start < one.trigger.end <= one.span.end
    for claim in made.summary:
        assert all(cite.end <= len(doc.text) for cite in claim.cites)


def pile():
    rows = [json.loads(line) for line in (CASES / "fi.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Doc(row["id"], row["text"].split("\n", 1)[1], date.fromisoformat(row["date"]), client="Onni, 15 v")
        for row in rows[:5]
    ]


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_documents_changes_nothing_but_order(order):
    docs = pile()
    one, other = compile_documents(docs), compile_documents([docs[n] for n in order])
    assert set(one.findings) == set(other.findings)
    assert one.contradictions == other.contradictions
    assert one.timeline == other.timeline
    assert one.unknown == other.unknown
    assert {claim.text for claim in one.summary} == {claim.text for claim in other.summary}


def test_a_further_document_takes_no_finding_away_and_costs_only_itself():
    docs, compiler = pile(), Compiler()
    before = compiler.compile(docs[:4])
    after = compiler.compile(docs)
    assert set(before.findings) <= set(after.findings)
    assert compiler.compile(docs) == compile_documents(docs)


def test_two_clients_papers_in_one_pile_are_noticed():
    mine = [Doc(f"m{n}", f"Asiakas: Siiri, 9 v. Kirjaus {n}.2.2025.\nÄiti on työtön.") for n in (1, 2)]
    made = compile_documents([*mine, Doc("x", "Asiakas: Pekka, 40 v. Kirjaus 1.3.2025.\nPekka juo viinaa.")])
    assert set(made.strangers) == {"x"}
    assert Theme.SUBST in made.unknown


def test_opposite_statements_stand_side_by_side():
    docs = [
        Doc("a", "Asiakas: Siiri, 9 v.\nIsä juo joka viikonloppu.", date(2025, 1, 1)),
        Doc("b", "Asiakas: Siiri, 9 v.\nIsä ei juo.", date(2025, 2, 1)),
    ]
    found = compile_documents(docs).contradictions
    assert [(one.theme, one.one.doc, one.other.doc) for one in found] == [(Theme.SUBST, "a", "b")]


def test_the_answer_of_a_document_holds_valid_places_and_unknown_themes():
    doc = Doc("a", "Asiakas: Siiri, 9 v. Kirjaus 10.2.2025.\nÄiti on työtön.")
    answer = summary_json(compile_documents([doc]), doc)
    first = answer["evidence"][0]
    assert doc.text[first["start"] : first["end"]] == first["quote"] == "Äiti on työtön."
    assert answer["summary"][0]["cites"] == [[first["start"], first["end"]]]
    assert "SUBST" in answer["unknown"]
    assert "WORK" not in answer["unknown"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("3.2.2025", date(2025, 2, 3), date(2025, 2, 3)),
        ("eilen", date(2025, 2, 9), date(2025, 2, 9)),
        ("viime vuonna", date(2024, 1, 1), date(2024, 12, 31)),
        ("kesällä 2023", date(2023, 6, 1), date(2023, 8, 31)),
        ("4.11.", date(2024, 11, 4), date(2024, 11, 4)),
        ("vuodesta 2019", date(2019, 1, 1), date(2025, 2, 10)),
    ],
)
def test_dates_count_from_the_day_of_the_note(text, first, last):
    when = times_in(text, date(2025, 2, 10), None, Language.FI)[0]
    assert (when.date_from, when.date_to) == (first, last)


def test_the_31st_of_february_is_no_date():
    assert not any(when.granularity == "day" for when in times_in("31.2.2025", date(2025, 2, 10), None, Language.FI))


def test_lexicons_of_all_languages_are_read():
    for language in Language:
        assert {row.theme for row in Lexicons().of(language).concepts} == set(Theme)


@pytest.mark.parametrize(
    ("client", "words", "only"),
    [
        ("Aino, 82 v", "Aino kaipaa juttuseuraa eikä tapaa enää ystäviään.", Theme.LONE),
        ("Aada, 2 v", "Paino nousee hyvin ja Aada syö ikätasoisesti.", Theme.NUTR),
    ],
)
def test_a_broad_theme_yields_to_a_longer_match_of_another(client, words, only):
    assert {one.theme for one in read(words, client=client)} == {only}
