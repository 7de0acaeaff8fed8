"""Recommendations and the vision in a real browser: accessible, in place, and edited by two people."""

import re

import pytest
from playwright.sync_api import expect

from tests.screens import some

pytestmark = pytest.mark.browser
KAISA, ERIK = "kaisa.koordinaattori@demo.example", "erik.ek@demo.example"
SCREENS = [
    ("/fi/suositukset/", "light", 390, None),
    ("/sv/rekommendationer/johda-eettisesti/redigera/", "light", 390, ERIK),
    ("/sv/rekommendationer/johda-kayttoonottoa/", "dark", 1280, None),
    ("/en/vision/", "light", 390, None),
    ("/sv/vision/versioner/", "light", 320, None),
    ("/sv/rekommendationer/?q=ingenting", "dark", 390, None),
    ("/fi/suositukset/tyotila/", "dark", 390, KAISA),
    ("/en/vision/edit/", "dark", 1280, ERIK),
    ("/en/recommendations/johda-eettisesti/part/indicator/new/", "light", 1280, KAISA),
    ("/fi/suositukset/johda-eettisesti/perusta/", "light", 320, KAISA),
]


@pytest.mark.parametrize(("address", "theme", "width", "who"), some(SCREENS))
def test_a_page_is_accessible_and_fits(live_half, page, assert_accessible, address, theme, width, who):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    if who:
        live_half.sign_in(page, who)
    page.goto(live_half.url + address)
    assert page.locator("h1").count() == 1
    assert page.locator(".btn.primary:visible").count() <= 1
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_accessible(page)


def test_one_writes_another_publishes_and_everybody_reads_it(live_half, page, browser):
    live_half.sign_in(page, ERIK)
    page.goto(live_half.url + "/fi/suositukset/osoita-kustannusvaikuttavuus/osa/progress/uusi/")
    page.get_by_label("Milloin").fill("2026-12")
    page.get_by_label("Mitä tapahtui, suomeksi").fill("Arviointikehys on luonnoksena.")
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("link", name="Lähetä julkaistavaksi").click()
    expect(page.get_by_text("Arviointikehys on luonnoksena.").first).to_be_visible()
    page.get_by_label("Mitä muuttui ja miksi").fill("Eteneminen päivitetty")
    page.get_by_role("button", name="Lähetä toiselle ihmiselle").click()
    page.get_by_role("link", name=re.compile("Osoita kustannusvaikuttavuus, versio")).click()
    assert page.get_by_role("button", name="Julkaise").count() == 0
    address = page.url
    second = browser.new_context().new_page()
    live_half.sign_in(second, KAISA)
    second.goto(address)
    second.get_by_role("button", name="Julkaise").click()
    second.goto(live_half.url + "/en/recommendations/osoita-kustannusvaikuttavuus/")
    line = second.get_by_text("Arviointikehys on luonnoksena.")
    expect(line).to_have_attribute("lang", "fi")
    second.context.close()
