"""The tools that read papers, in a real browser: own view first, sentence to source and back, on a phone, without script."""

import pytest
from playwright.sync_api import expect

from tests.screens import some

pytestmark = pytest.mark.browser

WORKER = "liisa.malli@demo.example"


def review(page, live_half, tool, client):
    page.goto(f"{live_half.url}/w/waiting/")
    page.locator(f"main table a[href*='/{tool}/']", has_text=client).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_worker_writes_an_own_view_and_the_risks_open(live_half, page, assert_accessible):
    live_half.sign_in(page, WORKER)
    review(page, live_half, "child_needs", "Inventon")
    assert_accessible(page)
    expect(page.locator("#part-risks ~ .finding", has_text="inpatient")).to_have_count(0)
    page.locator("#own-own_view textarea").focus()
    page.keyboard.type("Huolettaa, miten koti jaksaa.")
    page.locator("#own-own_view button.primary").click()
    expect(page.locator(".finding", has_text="inpatient").first).to_be_visible()
    expect(page.locator("#own-own_view")).to_contain_text("Huolettaa")
    assert_accessible(page)


def test_a_sentence_leads_to_its_place_and_back(live_half, page, assert_accessible):
    live_half.sign_in(page, WORKER)
    review(page, live_half, "background", "Exempelström")
    card = page.locator(".finding").first
    card.locator("details summary", has_text="Lähteet").click()
    card.locator(".sources a").first.click()
    drawer = page.locator("dialog[open]")
    expect(drawer.locator("mark")).to_be_visible()
    drawer.get_by_role("link", name="Koko asiakirja").click()
    expect(page.locator("article mark").first).to_be_visible()
    assert_accessible(page)
    page.locator("article a.cite").first.click()
    expect(page.locator(".finding:target, .finding:focus").first).to_be_visible()


@pytest.mark.parametrize(("language", "theme", "width"), some([("sv", "dark", 390), ("en", "light", 390)], 1))
def test_reading_screens_fit_a_phone_and_pass_axe(live_half, browser, language, theme, width, assert_accessible):
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)
    page = context.new_page()
    live_half.sign_in(page, WORKER, language)
    for tool, client in (("background", "Mallinen"), ("child_needs", "Keksittynen")):
        review(page, live_half, tool, client)
        expect(page.locator("html")).to_have_attribute("lang", language)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{tool} scrolls sideways by {wide} px"
        assert_accessible(page)
    context.close()


def test_without_script_an_own_view_still_opens_the_proposals(live_half, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    live_half.sign_in(page, WORKER)
    review(page, live_half, "child_needs", "Påhittström")
    page.locator("#own-own_view textarea").fill("Oma näkemys.")
    page.locator("#own-own_view button.primary").click()
    expect(page.locator(".finding", has_text="spelproblem").first).to_be_visible()
    context.close()
