"""The screens of the stores in a real browser: three languages, light and dark, phone and wide, axe, by keyboard."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EDITOR = "liisa.malli@demo.example"
KIND = "/w/library/medication-rules/"
# Each screen once in the common run, the other sizes, themes and languages in the full matrix
ROTATION = [
    pytest.param("sv", "light", 390),
    pytest.param("fi", "dark", 390, marks=pytest.mark.slow),
    pytest.param("en", "dark", 1280, marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "theme", "width"), ROTATION)
def test_screens_of_the_stores_fit_speak_one_language_and_pass_axe(
    live_half, browser, language, theme, width, assert_accessible
):
    live_half.command("library", "take-in", "medication-rules", "--as", EDITOR)
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)
    page = context.new_page()
    live_half.sign_in(page, EDITOR)
    page.goto(f"{live_half.url}/w/today/")
    page.locator(f".languages button[value={language}]").click()
    page.goto(f"{live_half.url}{KIND}?q=DDI001")
    version = page.locator("main table a").first.get_attribute("href")
    page.goto(f"{live_half.url}/w/clients/")
    client = page.locator("main table a").first.get_attribute("href")
    entries = client.replace("/w/c/", "/w/entries/")
    edit = version.rstrip("/").rpartition("/")[0] + "/edit/"
    for path in (
        "/w/today/", "/w/tasks/", "/w/tasks/new/", "/w/library/", KIND, version, edit, f"{KIND}packs/",
        f"{KIND}publish/", f"{KIND}new/", entries,
    ):  # fmt: skip
        page.goto(live_half.url + path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.locator("h1").count() == 1, path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"
        assert_accessible(page)
    context.close()


def test_a_task_is_made_and_done_by_keyboard(live_half, page):
    live_half.sign_in(page, EDITOR)
    page.goto(f"{live_half.url}/w/tasks/new/")
    page.locator("[name=words]").focus()
    page.keyboard.type("Soita apteekkiin")
    page.locator("[name=due]").fill("2020-01-02")
    page.locator("[name=words]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main table")).to_contain_text("Soita apteekkiin")
    done = page.get_by_role("button", name="Tehty: Soita apteekkiin")
    done.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).not_to_contain_text("Soita apteekkiin")
