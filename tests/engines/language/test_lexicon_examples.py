"""Every example sentence of the Swedish and English theme lexicons does what it says; labelled cases keep their floor."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks.findings import tables_of
from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.findings import findings
from luotsi.engines.language.lexicon import lexicon
from luotsi.engines.language.lexicon_files import ConceptRow
from luotsi.engines.language.model import Doc, Finding
from luotsi.kit.text import Language

CASES = Path(__file__).with_name("cases")
CLIENTS = {
    Language.SV: {"child": "Klient, 9 år", "adult": "Klient, 80 år"},
    Language.EN: {"child": "Client, age 9", "adult": "Client, 80"},
}
MIND = {"PMH", "EMOT"}  # one matter, told apart by whose it is
FLOORS = {"fi": 0.80, "sv": 0.88, "en": 0.88}


def found_in(sentence: str, concept: ConceptRow, language: Language) -> tuple[Finding, ...]:
    kind = "adult" if concept.clients == "adult" else "child"
    for prefix in ("adult", "child"):
        if sentence.startswith(f"{prefix}:"):
            kind, sentence = prefix, sentence.partition(":")[2].strip()
    doc = Doc("x", sentence, date(2025, 6, 1), language=language, client=CLIENTS[language][kind])
    return findings(analyse(doc))


def is_of(finding: Finding, concept: ConceptRow) -> bool:
    themes = {concept.theme.value, *(theme.value for theme in concept.also)}
    return finding.theme.value in (themes | MIND if themes & MIND else themes)


@pytest.mark.parametrize("language", [Language.SV, Language.EN])
def test_affirming_examples_are_found_with_their_attributes(language):
    missed = []
    for concept in lexicon(language).concepts:
        for example in concept.yes:
            sentence, _, wanted = example.partition("=>")
            keys = [one.key[1:] for one in found_in(sentence.strip(), concept, language) if is_of(one, concept)]
            if not keys or (wanted and tuple(wanted.split()) not in keys):
                missed.append((concept.id, example, keys))
    assert missed == []


@pytest.mark.parametrize("language", [Language.SV, Language.EN])
def test_excluding_examples_do_not_find_their_concept(language):
    found = [
        (concept.id, example)
        for concept in lexicon(language).concepts
        for example in concept.no
        if any(concept.id in one.rule_ids for one in found_in(example, concept, language))
    ]
    assert found == []


@pytest.mark.parametrize("language", list(FLOORS))
@pytest.mark.parametrize("part", ["", "_held"])
def test_labelled_cases_keep_their_theme_f1_and_cite_exactly(language, part):
    tables, _ = tables_of([CASES / f"{language}{part}.jsonl"])
    row = tables[language].row()
    assert row["bad cites"] == 0
    assert row["theme F1"] >= FLOORS[language]
