"""Base forms: of words by themselves, of words among their neighbours, and from the command line."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.cli import main
from luotsi.engines.language.building import BUILT, build, is_fresh, table_path
from luotsi.engines.language.lemmas import lemma, lemmas, word, wordbook
from luotsi.engines.language.table import WordTable, write_table
from luotsi.engines.language.wordbook import edit, value_of
from luotsi.kit.text import Language
from tests.shared import SHARED

DATA = SHARED / "data/language"

FINNISH = {
    "merkintöjen": "merkintä", "datan": "data", "vanhemmat": "vanhempi", "annettua": "antaa", "saapunut": "saapua",
    "auttavat": "auttaa", "tärkeämmät": "tärkeä", "kuuluisimman": "kuuluisa", "talossaan": "talo", "autonsa": "auto",
    "kädessäni": "käsi", "äidilläkin": "äiti", "onko": "olla", "eivätkö": "ei", "mun": "minä", "oon": "olla",
    "iskä": "isä", "faijalle": "isä", "oikeesti": "oikeasti", "ottanu": "ottaa", "EU:n": "EU", "liha-": "liha",
    "Siirillä": "Siiri", "kuuluminen": "kuuluminen", "kirjoittaessani": "kirjoittaa", "toivon": "toivoa",
    "tarvittaisiin": "tarvita", "H&M:n": "H&M", "2025": "2025", "%": "%",
}  # fmt: skip
SWEDISH = {
    "krävande": "krävande", "modern": "mor", "flickornas": "flicka", "sade": "säga", "barnets": "barn",
    "förnekade": "förneka", "utförda": "utförd", "mammas": "mamma", "ständigt": "ständig",
}  # fmt: skip
ENGLISH = {
    "thinking": "think", "children": "child", "cancelled": "cancel", "5,000": "5000", "mums": "mum", "was": "be",
    "n't": "not", "houses": "house",
}  # fmt: skip
GOALS = [("fi_tdt", "fi", 94.6), ("fi_ftb", "fi", 94.2), ("sv_talbanken", "sv", 96.9), ("en_ewt", "en", 97.7)]


@pytest.mark.parametrize(
    ("form", "base", "language"),
    [
        (form, base, language)
        for language, table in ((Language.FI, FINNISH), (Language.SV, SWEDISH), (Language.EN, ENGLISH))
        for form, base in table.items()
    ],
)
def test_base_form_of_a_word(form, base, language):
    assert lemma(form, language) == base


@pytest.mark.parametrize(
    ("text", "at", "base", "language"),
    [
        ("hän osaa lukea", 1, "osata", Language.FI),
        ("minä uskon sen", 1, "uskoa", Language.FI),
        ("hän ei halua mennä", 2, "haluta", Language.FI),
        ("se on hyvä , sillä auttaa", 4, "sillä", Language.FI),
        ("de avlönade kvinnorna", 1, "avlönad", Language.SV),
        ("hon arbetade hemma", 1, "arbeta", Language.SV),
        ("she 's tired", 1, "be", Language.EN),
        ("the boy 's mother", 2, "'s", Language.EN),
        ("they are building it", 2, "build", Language.EN),
        ("the building burned", 1, "building", Language.EN),
        ("he told her .", 2, "she", Language.EN),
    ],
)
def test_neighbours_choose_among_readings(text, at, base, language):
    assert lemmas(text.split(), language)[at] == base


def test_other_forms_of_a_name_tell_its_base_form():
    found = lemmas(
        ["Kalymnoksen", "saari", ".", "Sitten", "Kalymnos", "ja", "Zorbanin", ",", "Zorban", "."], Language.FI
    )
    assert found[0] == "Kalymnos"
    assert found[-2] == "Zorban"


@settings(deadline=None)
@given(st.lists(st.text(max_size=15), max_size=12), st.sampled_from(list(Language)))
def test_there_is_one_base_form_for_each_form(forms, language):
    found = lemmas(forms, language)
    assert len(found) == len(forms)
    assert all(base or not form for form, base in zip(forms, found, strict=True))


@pytest.mark.skipif(not DATA.is_dir(), reason="the development data is not here")
@pytest.mark.parametrize(("name", "language", "goal"), GOALS)
def test_accuracy_on_the_development_treebanks(name, language, goal):
    forms, gold = [], []
    with gzip.open(DATA / f"ud_{name}_dev.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if not line.startswith("# "):
                fields = line.rstrip("\n").split("\t")
                forms.append(fields[0])
                gold.append(fields[1].replace("#", "") if len(fields) > 1 and language == "fi" else fields[-2:][0])
    pairs = [(a, b) for a, b, form in zip(lemmas(forms, Language(language)), gold, forms, strict=True) if form]
    assert 100 * sum(a.lower() == b.lower() for a, b in pairs) / len(pairs) >= goal


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=12), st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=6), max_size=60
    )
)
def test_a_table_gives_back_what_was_written(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("table") / "x.words"
    entries = {
        form.encode("utf-8", "replace").decode(): value for form, value in entries.items() if value.isprintable()
    }
    write_table(path, entries)
    table = WordTable(path)
    assert {form: table.get(form) for form in entries} == entries
    assert table.get("ei ole tässä taulussa") is None


@pytest.mark.parametrize("content", [b"", b"LUOTSIW1", b"x" * 200])
def test_a_file_that_is_no_table_is_refused(tmp_path, content):
    (tmp_path / "x.words").write_bytes(content)
    with pytest.raises(ValueError, match=r"not a word table|mmap"):
        WordTable(tmp_path / "x.words")


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_an_edit_leads_from_the_form_to_its_base_form(form, base):
    sign = edit(form, base)
    cut = ord(sign[0]) - 48
    assert form[: len(form) - cut] + sign[1:] == base
    assert value_of(form, 3, [("N", base)]) == f"3N{sign}"


def test_tables_are_made_once(tmp_path):
    path = build(Language.EN, tmp_path)
    assert is_fresh(tmp_path, Language.EN)
    assert path.stat().st_size < 5_000_000
    path.with_suffix(".stamp").write_text("older", encoding="ascii")
    assert not is_fresh(tmp_path, Language.EN)
    assert table_path(Language.EN).parent == BUILT


def test_an_unknown_word_is_a_guess_and_a_known_one_is_not():
    assert word("äiti", Language.FI).known
    assert not word("qwertzuiop", Language.FI).known
    assert "äiti" in wordbook(Language.FI)


def test_command_gives_a_line_for_each_line(tmp_path, capsys):
    file = tmp_path / "words.txt"
    file.write_bytes("\ufeffÄidin\r\nmielestä\r\n\r\n \r\nEU:n\r\n".encode())
    assert main(["language", "lemmas", str(file)]) == 0
    assert capsys.readouterr().out == "äiti\nmieli\n\n\nEU\n"
    assert main(["language", "lemmas", "--lang", "sv", "--json", str(file)]) == 0
    assert capsys.readouterr().out.startswith('{"lemmas": [')


def test_command_says_what_is_wrong_with_a_file(tmp_path, capsys):
    assert main(["language", "lemmas", str(tmp_path / "none.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err
    (tmp_path / "latin.txt").write_bytes("yksi\näiti\n".encode("latin-1"))
    assert main(["language", "lemmas", str(tmp_path / "latin.txt")]) == 2
    assert "2" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from Linux")
def test_first_word_is_quick_and_tables_take_little_memory():
    code = (
        "import time\n"
        "from luotsi.engines.language.lemmas import lemma\n"
        "from luotsi.kit.text import Language\n"
        "start = time.process_time()\n"
        "words = [lemma('koulussa', language) for language in Language]\n"
        "print(time.process_time() - start, next(x.split()[1] for x in open('/proc/self/status') if x.startswith('VmHWM')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, kilobytes = done.stdout.split()
    assert float(seconds) <= 0.5
    assert int(kilobytes) <= 180_000
