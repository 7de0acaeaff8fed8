"""Every entry of the rail, as each role sees it: one language, one heading, no sideways scroll, nothing that axe calls grave."""

import pytest
from playwright.sync_api import expect

from tests.screens import some

pytestmark = pytest.mark.browser

ROLES = [
    ("liisa.malli@demo.example", "sv", "light", 390),
    ("tiina.tietosuoja@demo.example", "fi", "dark", 1280),
    ("paavo.paakayttaja@demo.example", "en", "light", 390),
]


@pytest.mark.parametrize(("email", "language", "theme", "width"), some(ROLES, 1))
def test_every_room_of_a_role(live_half, browser, email, language, theme, width, assert_accessible):
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)
    page = context.new_page()
    live_half.sign_in(page, email)
    page.goto(live_half.url + "/w/tools/")
    page.locator(f".languages button[value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    addresses = {link.get_attribute("href") for link in page.locator("nav.rail a").all()}
    assert len(addresses) >= 6
    for address in sorted(addresses):
        page.goto(live_half.url + address)
        assert page.locator("h1").count() == 1, address
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} scrolls sideways by {wide} px"
        try:
            assert_accessible(page)
        except AssertionError as error:
            raise AssertionError(f"{address}: {error}") from error
    context.close()
