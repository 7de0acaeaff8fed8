"""Statements: near-duplicates across languages, what to mend, topics; next statement and sentences of tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.opinions import (
    Candidate,
    Statement,
    VoteTable,
    analyse,
    check_statement,
    jeffreys,
    language_of,
    near_duplicates,
    next_statement,
    plain_sentence,
    routing_candidates,
    statement_rows,
    topics,
    wilson,
)
from tests.engines.opinions.material import planted

EARLIER = [
    (1, {"fi": "Tekoälyn käytöstä on aina kerrottava asiakkaalle."}),
    (2, {"sv": "Dokumentationen tar för mycket tid av personalen."}),
    (3, {"en": "Professionals should stay responsible for decisions."}),
]


@pytest.mark.parametrize(
    ("text", "language", "nearest", "across"),
    [
        ("Tekoälyn käytöstä pitää aina kertoa asiakkaalle", "fi", 1, False),
        ("Klienten ska alltid informeras om användning av artificiell intelligens", "sv", 1, True),
        ("Documentation takes too much time from professionals", "en", 2, True),
        ("Ansvaret för besluten ska ligga hos den yrkesverksamma personalen", "sv", 3, True),
    ],
)
def test_the_same_in_other_words_or_another_language_is_noticed(text, language, nearest, across):
    assert language_of(text) == language
    found = near_duplicates(text, EARLIER)
    assert (found[0].statement, found[0].across) == (nearest, across)


def test_another_matter_is_no_duplicate_and_a_denial_is_told_as_one():
    assert near_duplicates("Pysäköinti sairaalan edessä on kallista.", EARLIER) == []
    assert near_duplicates("Tekoälyn käytöstä ei tarvitse kertoa asiakkaalle.", EARLIER)[0].opposite


def test_base_forms_of_a_language_engine_are_used_when_given():
    lemmas = {"Koirat juoksevat": ["koira", "juosta"], "Koira juoksi": ["koira", "juosta"]}
    found = near_duplicates(
        "Koira juoksi", [(1, {"fi": "Koirat juoksevat"})], language="fi", lemmas=lambda text, _: lemmas[text]
    )
    assert found[0].likeness == 1.0


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Tekoälyn käytöstä on kerrottava asiakkaalle", []),
        ("  ", ["empty"]),
        ("x" * 10_000, ["too-long", "short"]),
        ("Asiakas 131052-308T odotti liian kauan", ["personal-data"]),
        ("Soita numeroon 040 123 4567 heti", ["personal-data"]),
        ("Kirjoita osoitteeseen matti@example.org asiasta", ["personal-data"]),
        ("<script>alert(1)</script> on väittämä", ["link"]),
        ("Katso https://example.org ja lue", ["link"]),
        ("Hoito paranee. Kulut laskevat.", ["two-ideas"]),
        ("Onko tekoäly hyvä asia?", ["question"]),
        ("TEKOÄLY ON AINA HYVÄ ASIA", ["shouting"]),
        ("Tekoäly " * 20, ["long"]),
    ],
)
def test_what_to_mend_in_a_statement(text, kinds):
    assert [remark.kind.value for remark in check_statement(text)] == kinds


def test_topics_gather_what_speaks_of_the_same():
    said = [
        (1, "Kirjaaminen vie liikaa aikaa"),
        (2, "Tekoäly voisi vähentää kirjaamista"),
        (3, "Kirjaamisen aika pitää puolittaa"),
        (4, "Tulkki pitää saada heti"),
        (5, "Tulkkaus toimii huonosti yöllä"),
        (6, "Tulkkien laatu vaihtelee"),
    ]
    assert [topic.statements for topic in topics(said)] == [(1, 2, 3), (4, 5, 6)]
    assert topics(said[:1]) == []
    with pytest.raises(ValueError, match="6000"):
        topics([(at, "x") for at in range(6_001)])


def test_the_floor_gives_half_of_the_draws_to_statements_with_few_votes():
    candidates = [Candidate(1, 10.0, 50), Candidate(2, 1.0, 0), Candidate(3, 1.0, 50, seed=True)]
    drawn = [next_statement(candidates, draw=at / 1_000) for at in range(1_000)]
    assert drawn.count(2) == pytest.approx(500 + 500 / 12, abs=5)
    assert drawn.count(1) == pytest.approx(5_000 / 12, abs=5)
    assert next_statement(candidates, draw=0.2, seeds_first=True) == 3
    assert next_statement(candidates, draw=0.2, done={1, 2, 3}) is None
    with pytest.raises(ValueError, match="draw"):
        next_statement(candidates, draw=1.0)


@given(st.lists(st.tuples(st.floats(0, 50), st.integers(0, 30)), min_size=1, max_size=9), st.floats(0, 0.999999))
def test_a_draw_always_gives_a_statement_that_may_be_shown(weights, draw):
    candidates = [Candidate(at, priority, votes) for at, (priority, votes) in enumerate(weights)]
    assert next_statement(candidates, draw=draw, done={0} if len(weights) > 1 else ()) in range(len(weights))


def test_candidates_are_what_moderation_lets_through():
    votes, _ = planted(60, 10, 0.6, groups=2)
    statements = [Statement(0), Statement(1, moderated=0), Statement(2, moderated=-1), Statement(99)]
    result = analyse(votes, statements, mode="polis")
    assert [c.statement for c in routing_candidates(result, statements)] == [0, 1, 99]
    assert [c.statement for c in routing_candidates(result, statements, strict=True)] == [0, 99]
    assert routing_candidates(result, statements)[2] == Candidate(99)


def test_a_group_s_view_in_a_sentence_has_its_n():
    log = [(p, 0, 1 if p < 9 else -1, p) for p in range(30)]
    result = analyse(VoteTable.of(log), mode="polis", groups={p: int(p >= 11) for p in range(30)})
    row = statement_rows(result)[0]
    assert plain_sentence(row, row.groups[0], "A").fi == "Ryhmä A: 82 % samaa mieltä (n = 11), muut 0 % (n = 19)."
    assert row.divisive == pytest.approx(9 / 11)
    assert row.groups[0].stands_out == "agree"
    assert row.groups[0].holds
    assert row.everybody.agree_interval.low < 9 / 30 < row.everybody.agree_interval.high


def test_intervals_are_those_of_the_books():
    # Brown, Cai and DasGupta 2001 and common tables: 15 of 50
    found = wilson(15, 50)
    assert (found.low, found.high) == (pytest.approx(0.1910, abs=5e-4), pytest.approx(0.4375, abs=5e-4))
    assert (jeffreys(0, 20).low, jeffreys(20, 20).high) == (0.0, 1.0)
    assert jeffreys(15, 50).low == pytest.approx(0.188, abs=2e-3)
