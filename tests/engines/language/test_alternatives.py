"""Alternatives in patterns: what is plain is read, what can be read in two ways is refused with file, entry and advice."""

import pytest

from luotsi.engines.language.alternatives import PatternError, spelled_out
from luotsi.engines.language.lexicon import lexicons_with
from luotsi.kit.errors import InputError


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("juoda & alkohol*", ["juoda & alkohol*"]),
        ("hela|hel natten|natt", ["hela|hel natten|natt"]),
        ("a|(b c)|d & e", ["a|d & e", "b c & e"]),
        ("(vanha|oma) koti", ["vanha|oma koti"]),
        ("koti & !siisti|(ei sotku*)", ["koti & !siisti & !ei sotku*"]),
    ],
)
def test_a_pattern_is_spelled_out(pattern, meant):
    assert spelled_out(pattern) == meant


@pytest.mark.parametrize(
    "pattern", ["laite & rikki|ei toimi", "jalat & heik*|eivät kanna", "a|(b|c d) e", "(a b", "a|()"]
)
def test_a_pattern_with_two_readings_is_refused(pattern):
    with pytest.raises(PatternError):
        spelled_out(pattern)


def test_the_refusal_names_file_entry_and_what_to_do():
    with pytest.raises(InputError) as caught:
        lexicons_with(
            "language: fi\nthemes:\n - theme: HOUS\n   concepts:\n    heating: {class: risk, words: lämmitys & rikki|ei toimi}\n",
            "T.yaml",
        )
    (line,) = caught.value.lines("en")[1:]
    assert "T.yaml, HOUS.heating.words" in line
    assert "put brackets" in line
