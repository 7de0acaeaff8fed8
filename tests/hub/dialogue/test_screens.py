"""The pages of the discussions in a real browser: accessible, within the window, and a vote by key."""

import pytest

from tests.screens import some

pytestmark = pytest.mark.browser
OPEN = [
    ("/fi/keskustelut/", "light", 390),
    ("/sv/dialoger/visio/", "dark", 390),
    ("/en/dialogue/luonnoksen-laatu/results/", "light", 1280),
    ("/fi/keskustelut/luonnoksen-laatu/tulokset/", "dark", 320),
    ("/sv/dialoger/luonnoksen-laatu/resultat/metod/", "light", 390),
    ("/en/dialogue/luonnoksen-laatu/statements/5/", "dark", 390),
    ("/fi/keskustelut/visio/loki/", "light", 390),
    ("/en/dialogue/visio/embed/", "dark", 320),
]
RUN = [
    ("/fi/keskustelut/visio/hoito/", "light", 390),
    ("/sv/dialoger/visio/moderering/", "dark", 1280),
    ("/en/dialogue/visio/room/", "light", 1280),
    ("/fi/keskustelut/visio/hoito/paperi/", "dark", 390),
    ("/sv/dialoger/visio/skotsel/redigera/", "light", 390),
    ("/en/dialogue/visio/run/sharing/", "dark", 390),
]


def check(page, url, theme, width, assert_accessible):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_accessible(page)


@pytest.mark.parametrize(("address", "theme", "width"), some(OPEN, 3))
def test_a_citizens_page_is_accessible_and_fits(live_half, page, assert_accessible, address, theme, width):
    check(page, live_half.url + address, theme, width, assert_accessible)


@pytest.mark.parametrize(("address", "theme", "width"), some(RUN))
def test_a_page_that_runs_a_discussion_is_accessible_and_fits(
    live_half, page, assert_accessible, address, theme, width
):
    live_half.sign_in(page, "kaisa.koordinaattori@demo.example")
    check(page, live_half.url + address, theme, width, assert_accessible)


def test_a_citizen_votes_by_key_is_told_so_and_turns_the_keys_off(live_half, page):
    page.goto(live_half.url + "/fi/keskustelut/visio/")
    words = page.locator("#statement-words")
    first = words.inner_text()
    page.locator("[data-card]").focus()
    page.keyboard.press("s")
    page.get_by_role("status").filter(has_text="Tallennettu, 1 / 16.").wait_for()
    assert words.inner_text() != first
    assert page.evaluate("document.activeElement.matches('[data-card]')")
    page.get_by_text("Pikanäppäimet").click()
    page.get_by_label("Käytä näppäimiä, kun kortti on kohdistettuna").uncheck()
    second = words.inner_text()
    page.locator("[data-card]").focus()
    page.keyboard.press("e")
    page.wait_for_timeout(400)
    assert words.inner_text() == second


def test_without_script_a_vote_is_a_form_that_is_posted(live_half, browser):
    context = browser.new_context(java_script_enabled=False, locale="sv-FI", viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(live_half.url + "/sv/dialoger/visio/")
    page.get_by_role("button", name="Annan åsikt").click()
    assert "Sparat, 1 av 16." in page.inner_text("main")
    context.close()
