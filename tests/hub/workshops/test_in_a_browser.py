"""A workshop in a real browser, as in the room: a phone without script, the wall, and two facilitators."""

import pytest
from playwright.sync_api import expect

from tests.screens import some

pytestmark = pytest.mark.browser
KAISA = "kaisa.koordinaattori@demo.example"
SLUG = "malli-tyovuorot-ja-kirjaaminen"
SCREENS = [
    ("/fi/tyopajat/", "dark", 390, None),
    (f"/en/workshops/{SLUG}/run/", "dark", 390, KAISA),
    (f"/sv/workshoppar/{SLUG}/", "light", 390, None),
    ("/en/workshops/visiotyopaja-2025-03-26/", "dark", 1280, None),
    (f"/fi/tyopajat/{SLUG}/mukaan/", "light", 320, None),
    (f"/sv/workshoppar/{SLUG}/ledning/vagg/", "light", 1280, KAISA),
    (f"/fi/tyopajat/{SLUG}/ohjaus/kortit/", "light", 390, KAISA),
    (f"/sv/workshoppar/{SLUG}/ledning/ideer/", "dark", 390, KAISA),
    (f"/en/workshops/{SLUG}/run/outcomes/", "light", 320, KAISA),
    (f"/fi/tyopajat/{SLUG}/ohjaus/raportti/", "dark", 1280, KAISA),
    ("/en/workshops/mine/new/", "light", 390, KAISA),
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


@pytest.fixture
def room_code(live_half):
    return live_half.python(
        "from luotsi.hub.workshops.models import Workshop\n"
        "from luotsi.hub.workshops.domain.joining import spoken\n"
        "print(spoken(Workshop.objects.get(invented=True).room_secret))"
    )


def test_a_phone_without_script_joins_votes_by_keyboard_and_takes_it_back(live_half, browser, room_code,
                                                                          assert_accessible):  # fmt: skip
    context = browser.new_context(java_script_enabled=False, locale="sv-FI", viewport={"width": 390, "height": 844})
    phone = context.new_page()
    phone.goto(f"{live_half.url}/sv/workshoppar/{SLUG}/")
    phone.get_by_role("link", name="Delta med en kod").click()
    phone.get_by_label("Kod").fill(room_code.lower())
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("progressbar", name="0 av dina 3 röster givna")).to_be_visible()
    first = phone.get_by_role("button", name="Rösta").first
    first.focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("progressbar", name="1 av dina 3 röster givna")).to_be_visible()
    assert "#idea-" in phone.url
    phone.get_by_role("button", name="Du röstade. Ta tillbaka rösten").click()
    expect(phone.get_by_role("progressbar", name="0 av dina 3 röster givna")).to_be_visible()
    context.close()


def test_the_board_of_one_who_has_joined_is_accessible(live_half, page, room_code, assert_accessible):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_half.url}/en/workshops/{SLUG}/join/")
    page.get_by_label("Code").fill(room_code)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="5 ideas")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_accessible(page)


def test_the_facilitators_figures_follow_the_room(live_half, page, room_code, browser):
    live_half.sign_in(page, KAISA)
    page.goto(f"{live_half.url}/fi/tyopajat/{SLUG}/ohjaus/seina/")
    joined = page.locator("#state .figure").first
    before = int(joined.inner_text())
    visitor = browser.new_context().new_page()
    visitor.goto(f"{live_half.url}/fi/tyopajat/{SLUG}/mukaan/")
    visitor.get_by_label("Koodi").fill(room_code)
    visitor.get_by_role("button", name="Tule mukaan").click()
    expect(joined).to_have_text(str(before + 1))
    visitor.context.close()
