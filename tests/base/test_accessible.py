"""The base app's pages in a real browser: no serious fault for axe, in both themes and on a phone."""

import pytest

from luotsi.base import audit, notifications, people
from luotsi.base.roles import Role
from luotsi.kit.text import Text
from tests.base.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = ("/profile/", "/jobs/", "/notifications/", "/audit/", "/accounts/2fa/", "/accounts/reauthenticate/")


@pytest.fixture(params=["light", "dark"])
def context_options(request):
    return {"locale": "fi-FI", "viewport": {"width": 390, "height": 844}, "color_scheme": request.param}


def test_pages_have_no_serious_fault_and_do_not_scroll_sideways(
    page, live_server, settings, officer, assert_accessible
):
    settings.IS_HUB, settings.LUOTSI_ROLE = False, "workbench"
    people.grant(officer, Role.PRIVACY_OFFICER, by=None)
    notifications.notify(officer, Text("Kooste on valmis", "Sammanställningen är klar", "The compilation is ready"))
    audit.record("client.open", actor=officer, client="c-1", target="record:1", purpose="care")
    page.goto(f"{live_server.url}/accounts/login/")
    assert_accessible(page)
    page.get_by_label("Sähköposti").fill("officer@example.org")
    page.get_by_label("Salasana").fill(PASSWORD)
    page.locator("form[action='/accounts/login/'] button.primary").click()
    page.wait_for_url(f"{live_server.url}/")
    for path in PATHS:
        page.goto(f"{live_server.url}{path}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
