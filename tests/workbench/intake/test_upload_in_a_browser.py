"""A large file goes in pieces: the connection breaks, sending goes on, and the file is attached whole."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LIISA = "liisa.malli@demo.example"
PIECES = re.compile(r"/uploads/[0-9a-f-]{36}/")


@pytest.fixture
def form(live_half, page):
    live_half.sign_in(page, LIISA)
    page.goto(live_half.url + "/w/clients/")
    page.locator("main a[href^='/w/c/']").first.click()
    page.get_by_role("link", name="Liitä tiedosto").click()
    return page


def pdf(megabytes, mark):
    return b"%PDF-1.4 " + mark + b" invented " * (megabytes * 100_000)


def test_a_broken_connection_goes_on_where_it_stopped(live_half, form):
    content, sent = pdf(9, b"one"), []

    def piece(route):
        sent.append(int(route.request.headers.get("upload-offset", -1)))
        route.abort() if len(sent) == 2 else route.continue_()

    form.route(PIECES, piece)
    form.set_input_files("input[type=file]", {"name": "suuri.pdf", "mimeType": "application/pdf", "buffer": content})
    form.get_by_label("Otsikko").fill("Suuri tiedosto")
    form.get_by_role("button", name="Liitä tietoihin").click()
    expect(form.get_by_text("Suuri tiedosto").first).to_be_visible(timeout=30_000)
    offsets = [at for at in sent if at >= 0]
    assert offsets[0] == 0
    assert offsets[1] == offsets[2] == 4 << 20  # the piece that broke was sent again, the first was not
    name = hashlib.sha256(content).hexdigest()
    assert (live_half.folder / "files" / name[:2] / name).read_bytes() == content


def test_a_refused_file_is_told_and_nothing_typed_is_lost(form):
    given = {"name": "ohjelma.pdf", "mimeType": "application/pdf", "buffer": b"\x7fELF" + bytes(3_000_000)}
    form.set_input_files("input[type=file]", given)
    form.get_by_label("Otsikko").fill("Ei kelpaa")
    form.get_by_role("button", name="Liitä tietoihin").click()
    expect(form.locator("[data-said]")).to_contain_text(re.compile(r"Tiedostoa ei otettu vastaan\. \w+"))
    expect(form.get_by_label("Otsikko")).to_have_value("Ei kelpaa")
    expect(form.get_by_role("button", name="Liitä tietoihin")).to_be_enabled()
