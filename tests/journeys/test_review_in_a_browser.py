"""The pharmacist's journey in a real browser: sign in, review, sign, see the log. In three languages, by keyboard, on a phone."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHARMACIST = "liisa.malli@demo.example"
PASSWORD = "luotsi-demo-2026"
# Each screen once in the common run, the other sizes, themes and languages in the full matrix
ROTATION = [
    pytest.param("fi", "dark", 390),
    pytest.param("sv", "light", 390, marks=pytest.mark.slow),
    pytest.param("en", "dark", 1280, marks=pytest.mark.slow),
]


@pytest.fixture
def bundle(live_half, tmp_path):
    """A fresh synthetic client for each journey: the first demo Bundle under another identity."""
    live_half.command("records", "samples", "--out", str(tmp_path))
    made = json.loads((tmp_path / "medication-eila.json").read_text())
    for entry in made["entry"]:
        if entry["resource"]["resourceType"] == "Patient":
            entry["resource"].pop("identifier", None)
            entry["resource"]["name"] = [{"family": "Matkalainen", "given": ["Maija"]}]
    path = tmp_path / "maija.json"
    path.write_text(json.dumps(made))
    return path


def go(page, live_half, path):
    page.goto(live_half.url + path)


def import_and_run(page, live_half, path):
    go(page, live_half, "/w/clients/import/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form button.primary").click()
    expect(page.locator(".client .name")).to_contain_text("Matkalainen")
    page.locator("form[action*='/medication/'] button.primary").click()
    expect(page.locator(".finding").first).to_be_visible()


def test_a_pharmacist_imports_reviews_and_signs_in_finnish_and_the_officer_sees_it(
    live_half, page, bundle, assert_accessible
):
    go(page, live_half, "/")
    page.get_by_role("button", name="Liisa Malli").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tänään")
    import_and_run(page, live_half, bundle)
    assert_accessible(page)
    cards = page.locator(".finding")
    total = cards.count()
    first = cards.first
    first.locator("summary", has_text="Lähteet").click()
    first.locator(".sources a").first.click()
    drawer = page.locator("dialog[open]")
    expect(drawer.locator("table, .facts").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    first.get_by_role("button", name=re.compile("^Hyväksy")).click()
    expect(page.locator("#f1")).to_have_attribute("data-state", "accepted")
    expect(page.locator("#review-progress")).to_contain_text(f"1 / {total}")
    for position in range(2, total + 1):
        card = page.locator(f"#f{position}")
        card.locator("summary", has_text="Hylkää").click()
        card.get_by_text("seurataan jo").click()
        card.get_by_role("button", name="Hylkää ehdotus").click()
        expect(card).to_have_attribute("data-state", "rejected")
    page.locator("#review-sign").get_by_role("link", name="Allekirjoita").click()
    assert_accessible(page)
    page.get_by_role("button", name="Allekirjoita arvio").click()
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Allekirjoitettu ja suljettu")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="FHIR R4 Bundle").click()
    signed = json.loads(download.value.path().read_text())
    assert [e["resource"]["resourceType"] for e in signed["entry"]].count("DetectedIssue") == 1
    live_half.sign_in(page, "tiina.tietosuoja@demo.example")
    go(page, live_half, "/audit/")
    expect(page.get_by_text("review.sign").first).to_be_visible()
    assert_accessible(page)


def test_a_review_by_keyboard_alone(live_half, page, bundle):
    live_half.sign_in(page, PHARMACIST)
    import_and_run(page, live_half, bundle)
    page.locator("#f1").focus()
    page.keyboard.press("a")
    expect(page.locator("#f1")).to_have_attribute("data-state", "accepted")
    page.locator("#f1").focus()
    page.keyboard.press("z")
    expect(page.locator("#f1")).to_have_attribute("data-state", "proposed")
    page.locator("#f1").focus()
    page.keyboard.press("e")
    text = page.locator("#f1 textarea[name=text]")
    expect(text).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" a e r")
    expect(page.locator("#f1")).to_have_attribute("data-state", "proposed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#f1")).to_have_attribute("data-state", "edited")


def test_two_reviewers_on_one_screen(live_half, browser, page, bundle):
    live_half.sign_in(page, PHARMACIST)
    import_and_run(page, live_half, bundle)
    other = browser.new_context().new_page()
    live_half.sign_in(other, "lauri.laine@demo.example")
    other.goto(page.url)
    page.locator("#f1 [data-act=accept]").click()
    expect(page.locator("#f1")).to_have_attribute("data-state", "accepted")
    card = other.locator("#f1")
    card.locator("summary[data-act=edit]").click()
    card.locator("textarea[name=text]").fill("Oma muotoiluni")
    card.locator("button[value=edit]").click()
    expect(other.get_by_text("Liisa Malli", exact=False).first).to_be_visible()
    expect(other.locator("textarea").first).to_have_value("Oma muotoiluni")
    other.context.close()


@pytest.mark.parametrize(("language", "theme", "width"), ROTATION)
def test_screens_fit_speak_one_language_and_pass_axe(live_half, browser, language, theme, width, assert_accessible):
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)
    page = context.new_page()
    live_half.sign_in(page, PHARMACIST)
    go(page, live_half, "/w/today/")
    page.locator(f".languages button[value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    review = page.locator("main table a").first.get_attribute("href")
    for path in ("/w/today/", "/w/clients/", "/w/clients/import/", "/w/tools/medication/", "/w/signed/", review):
        go(page, live_half, path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.locator("h1").count() == 1, path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"
        assert_accessible(page)
    context.close()


def test_without_script_a_verdict_still_lands(live_half, browser, bundle):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    live_half.sign_in(page, PHARMACIST)
    import_and_run(page, live_half, bundle)
    page.locator("#f1 [data-act=accept]").click()
    expect(page.locator("#f1")).to_have_attribute("data-state", "accepted")
    context.close()
