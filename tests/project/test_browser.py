"""What the browser tests stand on: a real half in a real browser, and an accessibility check that bites."""

import pytest

from tests.project.conftest import EMAIL

pytestmark = pytest.mark.browser


def test_the_sign_in_page_is_accessible(page, bare_half, assert_accessible):
    page.goto(f"{bare_half.url}/accounts/login/")
    assert page.locator("h1").count() == 1
    assert_accessible(page)


def test_a_signed_in_page_opens_without_the_form(page, bare_half, assert_accessible):
    bare_half.sign_in(page, EMAIL)
    page.goto(f"{bare_half.url}/w/today/")
    assert page.url.endswith("/w/today/")
    assert_accessible(page)


def test_the_accessibility_check_finds_a_picture_without_words(page, assert_accessible):
    page.set_content('<html lang="en"><title>t</title><main><h1>h</h1><img src="data:,"></main></html>')
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
