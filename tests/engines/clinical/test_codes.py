import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.clinical import (
    Coding,
    Concept,
    atc_of,
    icd10_codes,
    icd10_of,
    is_atc,
    is_icd10,
    normalise_atc,
    normalise_icd10,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [("a10ba02", "A10BA02"), ("A10 BA 02", "A10BA02"), ("n02be.01", "N02BE01"), ("C", "C"), ("B01A", "B01A")],
)
def test_atc_is_forgiving_about_form(text, code):
    assert normalise_atc(text) == code


@pytest.mark.parametrize("text", ["", "A1", "A10BA2", "A10BA021", "10BA02", "Ä10BA02", "A10BA0２"])
def test_what_is_no_atc_code_is_refused(text):
    assert normalise_atc(text) is None


def test_levels_of_atc():
    assert [is_atc("B01AA03", level) for level in (1, 2, 3, 4, 5)] == [False, False, False, False, True]
    assert is_atc("B01", 2)


@pytest.mark.parametrize(
    ("text", "codes"),
    [("i489", ("I48.9",)), ("E11.3+H36.0", ("E11.3", "H36.0")), ("F00.1*G30.1", ("F00.1", "G30.1")), ("T88.7#N02BE01", ("T88.7",)),
     ("M81.05", ("M81.05",)), ("I10", ("I10",)), ("diabetes", ()), ("", ())],
)  # fmt: skip
def test_icd10_pairs_and_forms_are_read(text, codes):
    assert icd10_codes(text) == codes


def test_one_icd10_code():
    assert (is_icd10("i48.9"), is_icd10("E11.3+H36.0"), normalise_icd10("E11.3+H36.0")) == (True, False, "E11.3")


def concept(*codings: tuple[str, str]) -> Concept:
    return Concept(tuple(Coding(system, code) for system, code in codings))


def test_systems_are_known_by_every_address_and_shape_only_without_system():
    known = [
        "http://www.whocc.no/atc",
        "https://www.whocc.no/atc/",
        "WHOCC.NO/ATC",
        "urn:oid:1.2.246.537.6.32",
        "urn:oid:2.16.840.1.113883.6.73",
        "",
    ]
    for system in known:
        assert atc_of(concept((system, "b01aa03"))) == ("B01AA03",)
    assert atc_of(concept(("http://snomed.info/sct", "B01AA03"))) == ()
    assert atc_of(concept(("", "B01"))) == ()
    for system in ("http://hl7.org/fhir/sid/icd-10", "urn:oid:1.2.246.537.6.1.1999", ""):
        assert icd10_of(concept((system, "i489"))) == ("I48.9",)
    assert icd10_of(concept(("urn:oid:1.2.246.537.6.12", "I48.9"))) == ()


@given(st.text(max_size=12))
def test_normalising_twice_changes_nothing(text):
    for normalise in (normalise_atc, normalise_icd10):
        once = normalise(text)
        assert once is None or normalise(once) == once
