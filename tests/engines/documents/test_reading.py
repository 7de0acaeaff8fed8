"""Bytes to text: what is read, what is refused, and in what words."""

import datetime as dt
import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.documents import Format, header_of, read_document
from luotsi.engines.documents.pdf import joined_lines
from luotsi.kit.errors import InputError
from luotsi.kit.text import Language
from tests.engines.documents import samples

NOTE = samples.NOTE


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_text_is_read_in_every_usual_encoding(encoding, name):
    found = read_document(NOTE.encode(encoding))
    assert (found.text, found.encoding, found.notes) == (NOTE, name, ())


def test_latin_1_without_the_signs_of_windows_is_read():
    text = "Mamman är trött, pappan hjälper på kvällarna."
    assert read_document(text.encode("latin-1")).text == text


def test_another_legacy_encoding_is_guessed_and_the_doubt_is_told():
    text = "Äiti on väsynyt. Isä on töissä öisin. Päivä kerrallaan."
    found = read_document(text.encode("cp850"))
    assert found.notes
    assert "Isä on töissä" in found.text


def test_a_broken_byte_in_utf8_is_marked_and_told_not_hidden():
    found = read_document(b"\xc3\x84iti on v\xc3\xa4synyt \xff ja is\xc3\xa4 t\xc3\xb6iss\xc3\xa4.")
    assert "Äiti on väsynyt \ufffd ja isä" in found.text
    assert found.notes


def test_line_ends_and_spaces_stay_so_that_offsets_are_those_of_the_file():
    text = "Äiti.\r\n\r\n\tIsä \u00a0ei.\r\n"
    assert read_document(text.encode()).text == text


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
        lambda text: bool(text.strip("\ufeff \t\r\n").strip())
    )
)
def test_any_utf8_text_comes_back_as_it_was(text):
    if text.startswith(("\ufeff", "%PDF-", "{\\rtf", "PK", "<", "BM", "GIF8", "Rar!")) or "%PDF-" in text:
        return
    assert read_document(text.encode()).text == text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_three_languages(data):
    try:
        assert read_document(data).text
    except InputError as error:
        said = [error.lines(language)[0] for language in Language]
        assert all(said)


def test_a_word_document_with_headings_tables_and_a_page_header():
    data = samples.word(
        "Äiti on väsynyt.", "", table=[("Aihe", "Huomio"), ("Koulu", "Poissaoloja")], title="Tapaaminen",
        heading="Lapsen tilanne", header="Asiakas: Siiri, 9 v",
    )  # fmt: skip
    found = read_document(data, name="nota.pdf")
    assert found.format is Format.DOCX
    assert found.title == "Tapaaminen"
    assert found.client == "Siiri, 9 v"
    assert "Äiti on väsynyt.\n" in found.text
    assert "Koulu\tPoissaoloja\n" in found.text
    assert [found.text[h.start : h.end] for h in found.headings] == ["Lapsen tilanne"]
    assert found.text.index("Lapsen tilanne") < found.text.index("Äiti on") < found.text.index("Aihe\tHuomio")


def test_tracked_insertions_are_read_and_deletions_are_not():
    data = samples.edited(
        samples.word("Isä XX käy."),
        "word/document.xml",
        lambda xml: xml.replace(
            b"<w:t>Is\xc3\xa4 XX k\xc3\xa4y.</w:t></w:r>",
            b'<w:t xml:space="preserve">Is\xc3\xa4 </w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>ei </w:delText></w:r></w:del>'
            b'<w:ins w:id="2" w:author="a"><w:r><w:t>usein </w:t></w:r></w:ins><w:r><w:t>k\xc3\xa4y.</w:t></w:r>',
        ),
    )
    assert read_document(data).text.strip() == "Isä usein käy."


def test_a_pdf_page_by_page_with_lines_joined():
    found = read_document(
        samples.pdf(
            "Asiakas: Siiri, 9 v. Kirjaus 10.2.2025.\nÄiti on ollut viime aikoina hyvin väsy-\nnyt. Isä ei ole paikalla.",
            "Koulu soitti.",
            title="Kooste",
        )
    )
    assert found.format is Format.PDF
    assert "Äiti on ollut viime aikoina hyvin väsynyt. Isä ei ole paikalla." in found.text
    assert (found.title, found.date, found.client) == ("Kooste", dt.date(2025, 2, 10), "Siiri, 9 v")
    assert found.text[found.pages[1] :].startswith("Koulu soitti.")


def test_a_scan_is_refused_with_what_to_do():
    with pytest.raises(InputError) as raised:
        read_document(samples.pdf(None, None), name="skannaus.pdf")
    assert "OCR" in raised.value.text.fi
    assert "skannad" in raised.value.text.sv
    assert raised.value.problems[0].where == "skannaus.pdf"


def test_a_page_that_is_a_picture_is_told():
    found = read_document(samples.pdf("Äiti on väsynyt.", None))
    assert "2" in found.notes[0].en


def test_an_encrypted_pdf_is_refused_and_one_with_an_empty_password_is_read():
    with pytest.raises(InputError, match="password"):
        read_document(samples.pdf("Salainen", password="avain"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, r"\.docx"),
        (rb"{\rtf1 hei}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"%PDF-1.7\nnothing here", "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (bytes(range(256)) * 4, "neither"),
    ],
)
def test_what_is_not_a_document_is_refused_by_name(data, words):
    with pytest.raises(InputError, match=words):
        read_document(data)


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_an_archive_that_is_no_word_document_is_refused():
    with pytest.raises(InputError, match="archive"):
        read_document(zipped(a_xml="<a/>"), name="salainen.docx")


def test_an_archive_that_would_swell_is_not_opened():
    with pytest.raises(InputError, match="swell"):
        read_document(zipped(word__document_xml=b"0" * 120_000_000))


def test_a_damaged_word_document_is_refused():
    data = bytearray(samples.word("Äiti"))
    rng = random.Random(1)
    for _ in range(60):
        data[rng.randrange(40, len(data))] = rng.randrange(256)
    with pytest.raises(InputError):
        read_document(bytes(data))


def test_html_gives_its_words_without_scripts():
    markup = "<!doctype html><title>Nota</title><script>x()</script><h2>Koti</h2><p>Äiti on <b>väsynyt</b>.</p><ul><li>Isä</ul>"
    found = read_document(markup.encode())
    assert (found.text, found.title) == ("Koti\nÄiti on väsynyt.\nIsä\n", "Nota")


def test_two_hundred_pages_of_text_are_read_at_once():
    text = "Äiti on väsynyt ja isä auttaa. " * 30_000
    assert len(read_document(text.encode()).text) == len(text)


@pytest.mark.parametrize(
    ("text", "name", "day", "client"),
    [
        ("Asiakas: Kerttu, 86 v. Kirjaus 22.1.2025.\nKerttu (110338-905H) kaatui 3.1.2025.", "", "2025-01-22", "Kerttu, 86 v"),
        ("Klient: Alva, 7 år. Anteckning 26.2.2025.\nAlva …", "", "2025-02-26", "Alva, 7 år"),
        ("Client: Joan, 88. Record 1.4.2025.\nJoan …", "", "2025-04-01", "Joan, 88"),
        ("Päiväys: 2025-03-01\nLapsen nimi: Aatu Malli (010115-9xx)", "", "2025-03-01", "Aatu Malli"),
        ("Äiti soitti 3.3.2025 ja kertoi, että Aatu on ollut kipeänä jo koko viikon ja nukkunut huonosti.", "", None, ""),
        ("Koulun viesti", "2024-11-05 wilma.txt", "2024-11-05", ""),
        ("Synt. 3.3.2015\nKotikäynti", "", None, ""),
        ("Kirjaus 31.2.2025", "", None, ""),
    ],
)  # fmt: skip
def test_the_first_lines_tell_the_day_and_the_client(text, name, day, client):
    found = header_of(text, name)
    assert (found.date and found.date.isoformat(), found.client) == (day, client)


def test_a_heading_and_a_list_are_not_joined_to_what_follows():
    page = "LAPSEN TILANNE\nÄiti kertoi, että lapsi on ollut paljon poissa koulusta ja\nnukkuu huonosti.\n- Isä hakee\n- Mummi auttaa"
    assert joined_lines(page).split("\n") == [
        "LAPSEN TILANNE",
        "Äiti kertoi, että lapsi on ollut paljon poissa koulusta ja nukkuu huonosti.",
        "- Isä hakee",
        "- Mummi auttaa",
    ]
