"""The custom elements in a real browser. Each improves a page that works without it."""

import itertools

import pytest

pytestmark = pytest.mark.browser
_visitors = itertools.count()


@pytest.fixture
def review(page, address):
    page.goto(f"{address}/review/v{next(_visitors)}/")
    page.wait_for_selector("review-keys:defined", state="attached")
    return page


def state(page, name):
    return page.locator(f"#f{name}").get_attribute("data-state")


def focused(page):
    return page.evaluate("document.activeElement.id")


def wait_for_state(page, name, wanted):
    page.wait_for_selector(f"#f{name}[data-state={wanted}]")


def test_one_key_accepts_the_focused_finding_and_goes_to_the_next(review):
    review.locator("#f1").focus()
    review.keyboard.press("a")
    wait_for_state(review, 1, "accepted")
    review.wait_for_selector("#f2:focus")
    assert [state(review, name) for name in "123"] == ["accepted", "proposed", "proposed"]


def test_z_takes_back_the_last_verdict_and_returns_to_it(review):
    review.locator("#f1").focus()
    review.keyboard.press("a")
    review.wait_for_selector("#f2:focus")
    review.keyboard.press("z")
    wait_for_state(review, 1, "proposed")
    review.wait_for_selector("#f1:focus")


def test_keys_do_nothing_when_no_finding_has_focus(review):
    review.evaluate("document.activeElement.blur()")
    review.keyboard.press("a")
    review.keyboard.press("j")
    review.wait_for_timeout(200)
    assert [state(review, name) for name in "123"] == ["proposed"] * 3


def test_keys_do_nothing_while_text_is_typed(review):
    review.locator("#f1").focus()
    review.keyboard.press("e")
    box = review.locator("#f1-text")
    assert focused(review) == "f1-text"
    box.fill("")
    review.keyboard.type("area jazz")
    assert box.input_value() == "area jazz"
    assert state(review, 1) == "proposed"


def test_keys_with_ctrl_belong_to_the_browser(review):
    review.locator("#f1").focus()
    review.keyboard.press("Control+a")
    review.wait_for_timeout(150)
    assert state(review, 1) == "proposed"


def test_shortcuts_can_be_turned_off_and_stay_off(review):
    review.locator("[data-keys-toggle]").uncheck()
    review.reload()
    review.wait_for_selector("review-keys:defined", state="attached")
    assert not review.locator("[data-keys-toggle]").is_checked()
    review.locator("#f1").focus()
    review.keyboard.press("a")
    review.wait_for_timeout(200)
    assert state(review, 1) == "proposed"


def test_arrows_and_letters_move_between_findings(review):
    review.locator("#f1").focus()
    for key, place in (("j", "f2"), ("ArrowDown", "f3"), ("j", "f3"), ("k", "f2"), ("ArrowUp", "f1")):
        review.keyboard.press(key)
        assert focused(review) == place


def test_rejecting_asks_for_the_reason(review):
    review.locator("#f1").focus()
    review.keyboard.press("r")
    review.locator("#f1 input[value=already_done]").check()
    review.locator("#f1 button[value=reject]").click()
    wait_for_state(review, 1, "rejected")
    assert "already done" in review.locator("#f1").inner_text()


def test_a_problem_with_a_verdict_lands_beside_the_card_and_loses_nothing(review):
    review.locator("#f1 [data-act=reject]").click()
    review.locator("#f1 input[value=other]").check()
    review.locator("#f1 button[value=reject]").click()
    review.wait_for_selector("#problems .error-summary")
    assert review.locator("#f1 input[value=other]").is_checked()
    assert state(review, 1) == "proposed"
    assert review.evaluate("document.activeElement.className") == "error-summary"


def test_a_source_opens_in_the_drawer_and_focus_returns(review):
    link = review.locator("#f1 .sources a")
    review.locator("#f1 details summary").first.click()
    link.click()
    review.wait_for_selector("dialog.drawer[open] >> text=The place of source 1.")
    assert review.locator("#drawer-title").inner_text() == "Source"
    review.keyboard.press("Escape")
    assert review.evaluate("document.activeElement.closest('.sources') !== null")


def test_the_drawer_takes_only_the_content_of_a_whole_page(review):
    review.locator("#f2 details summary").first.click()
    review.locator("#f2 .sources a").click()
    review.wait_for_selector("dialog.drawer[open] >> text=The place of source 2.")
    assert review.locator("dialog.drawer .wbtop, dialog.drawer main").count() == 0
    assert review.locator("#main").count() == 1


def test_everything_works_without_script(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/review/bare/")
    page.locator("#f1 [data-act=accept]").click()
    assert state(page, 1) == "accepted"
    page.locator("#f2 [data-act=reject]").click()
    page.locator("#f2 input[value=already_done]").check()
    page.locator("#f2 button[value=reject]").click()
    assert state(page, 2) == "rejected"
    page.locator("#f3 details summary").first.click()
    page.locator("#f3 .sources a").click()
    assert page.url.endswith("/source/3/")
    page.goto(f"{address}/design/")
    page.locator("button[name=language][value=sv]").click()
    assert page.locator("html").get_attribute("lang") == "sv"
    page.locator("#theme").select_option("dark")
    page.locator(".theme-form button").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_a_job_is_followed_by_asking_when_there_is_no_socket(page, address):
    page.goto(f"{address}/job/v{next(_visitors)}/")
    page.wait_for_selector("job-progress:not([src]) >> text=2 / 2 done", timeout=10_000)
    assert page.locator("job-progress progress").count() == 0


def test_unsent_text_comes_back_after_an_accidental_leave_but_no_secret_does(page, address):
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/guarded/")
    page.locator("#id_note").fill("half a sentence")
    page.locator("[name=secret]").fill("hunter2")
    assert page.evaluate("JSON.stringify(sessionStorage)").count("hunter2") == 0
    page.goto(f"{address}/design/")
    page.goto(f"{address}/guarded/")
    page.wait_for_selector("[data-restored]:not([hidden])")
    assert page.locator("#id_note").input_value() == "half a sentence"
    page.locator("[data-restored] button").click()
    assert page.locator("#id_note").input_value() == ""


def test_leaving_with_unsent_text_asks_first(page, address):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"{address}/guarded/")
    page.wait_for_selector("unsaved-guard:defined", state="attached")
    page.locator("#id_note").click()
    page.keyboard.type("half")
    page.locator("text=away").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/guarded/")


def test_sent_text_and_signing_out_leave_nothing_behind(page, address):
    for button in ("Send", "out"):
        page.goto(f"{address}/guarded/")
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("#id_note").fill("x")
        page.locator(f"button:text-is('{button}')").click()
        page.goto(f"{address}/guarded/")
        assert page.locator("#id_note").input_value() == ""
        assert page.locator("[data-restored]").is_hidden()


def test_a_blocked_button_does_not_act(page, address):
    page.goto(f"{address}/failing/")
    page.wait_for_selector("theme-switch:defined")
    page.locator("#b").click(force=True)
    page.wait_for_timeout(300)
    assert page.locator("#problems").inner_text() == ""


def test_an_answer_of_422_is_shown_and_the_form_keeps_its_text(page, address):
    page.goto(f"{address}/failing/")
    page.wait_for_selector("theme-switch:defined")
    page.locator("#id_note").fill("kept")
    page.locator("button:text-is('Send')").click()
    page.wait_for_selector("#problems .error-summary")
    assert page.locator("#id_note").input_value() == "kept"
    assert "amount: Enintään 5." in page.locator("#problems").inner_text()


def test_a_theme_is_applied_at_once_and_before_the_next_page_is_drawn(page, address):
    page.goto(f"{address}/design/")
    page.wait_for_selector("theme-switch:defined", state="attached")
    page.locator("#theme").select_option("dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.locator("#theme").select_option("light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_a_message_is_shown_escaped_and_can_be_closed(page, address):
    page.goto(f"{address}/message/")
    toast = page.locator(".toast")
    assert "Stored <b>x</b>" in toast.inner_text()
    toast.locator("button").click()
    assert toast.count() == 0


def test_the_connection_check_tells_when_there_is_no_live_channel(page, address):
    page.goto(f"{address}/design/")
    page.wait_for_selector("connection-check:defined", state="attached")
    page.locator("connection-check button").click()
    page.wait_for_selector("connection-check output:text('reaaliaikaiseen kanavaan ei saatu')")


def test_frames_that_come_back_are_told_as_milliseconds(page, address):
    page.route_web_socket("**/live/echo", lambda socket: socket.on_message(socket.send))
    page.goto(f"{address}/design/")
    page.wait_for_selector("connection-check:defined", state="attached")
    page.locator("connection-check button").click()
    page.wait_for_selector("connection-check output:text('Kadonneita: 0.')", timeout=10_000)


def test_a_file_that_is_too_large_is_told_at_once_and_blocks_sending(page, address):
    page.goto(f"{address}/design/")
    field = page.locator("file-drop input[type=file]")
    field.set_input_files({"name": "small.txt", "mimeType": "text/plain", "buffer": b"x" * 1000})
    page.wait_for_selector("file-drop li:text('small.txt, 0')")
    assert field.evaluate("part => part.validity.valid")
    field.set_input_files({"name": "big.txt", "mimeType": "text/plain", "buffer": b"x" * 6_000_000})
    assert "big.txt, 6 Mt. Liian suuri. Enintään 5 Mt." in page.locator("file-drop li").inner_text().replace(
        "\xa0", " "
    )
    assert not field.evaluate("part => part.validity.valid")


def test_a_long_list_can_be_searched_and_fills_the_same_field(page, address):
    page.goto(f"{address}/design/")
    box = page.locator("[role=combobox]")
    box.fill("pohj")
    page.wait_for_selector("[role=option]:text-is('Pohjanmaa')")
    assert page.locator("[role=option]").count() == 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("select[name=home_county]").evaluate("part => part.value") in {"11", "13"}
    box.fill("zzz")
    page.wait_for_selector("text=Mikään ei täsmää")
