"""The public pages in a real browser: accessible, and never wider than the window."""

import pytest

from tests.screens import some

pytestmark = pytest.mark.browser
# Each page once, with language, theme and width in rotation.
SCREENS = [
    ("/fi/", "light", 1280),
    ("/sv/", "dark", 390),
    ("/en/experiments/", "light", 390),
    ("/fi/kokeilut/lapsen-palvelutarve/", "dark", 1280),
    ("/sv/forsok/digitaalinen-lihavuuden-hoito/", "light", 320),
    ("/en/experiments/table/", "dark", 390),
    ("/fi/naytto/", "light", 390),
    ("/sv/forsok/?q=ingenting", "light", 1280),
]


@pytest.mark.parametrize(("address", "theme", "width"), some(SCREENS, 4))
def test_a_public_page_is_accessible_and_fits(live_half, page, assert_accessible, address, theme, width):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_half.url + address)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_accessible(page)


def test_a_reader_finds_an_experiment_and_reads_it_in_another_language(live_half, page):
    page.goto(live_half.url + "/fi/")
    page.get_by_role("link", name="Lääkitysriskin arviointityökalu").click()
    page.get_by_role("link", name="På svenska").click()
    assert page.url.endswith("/sv/forsok/laakitysriskin-arviointi/")
    page.get_by_role("heading", name="Vad man inte vet").wait_for()
