"""The catalogue shows every component; what holds for it holds for the pages built from the same parts."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from luotsi.web.templatetags import ui

WEB = Path(__file__).resolve().parents[2] / "src/luotsi/web"
BUILT = WEB / "static/built"
SIZES = {"wide": (1280, 900), "phone": (390, 844), "zoomed": (320, 256)}
# language, frame, size and theme in rotation: every value of each is met
ROTATION = [
    ("fi", "workbench", "wide", "light"),
    ("sv", "hub", "wide", "dark"),
    ("en", "workbench", "phone", "dark"),
    ("fi", "hub", "phone", "light"),
    ("sv", "workbench", "zoomed", "light"),
    ("en", "hub", "zoomed", "dark"),
]


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.headings, self.inline = [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self.inline += [tag for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []


def read(visitor, address):
    page = _Page()
    page.feed(visitor.get(address).content.decode())
    return page


@pytest.mark.parametrize("frame", ["hub", "workbench"])
def test_the_page_has_one_h1_unique_ids_and_nothing_inline(visitor, frame):
    page = read(visitor, f"/design/?frame={frame}")
    assert page.headings.count("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert page.inline == []


def test_the_page_shows_every_component():
    shown = (WEB / "templates/web/catalogue.html").read_text("utf-8")
    frames = "".join(file.read_text("utf-8") for file in (WEB / "templates/web").glob("*base.html"))
    parts = "".join(file.read_text("utf-8") for file in (WEB / "templates/ui").glob("*.html"))
    known = set(ui.register.tags)
    missing = {name for name in known if name.startswith("ui_") and name not in shown + frames + parts}
    assert missing <= {"ui_error", "ui_field"}  # on the error pages, and within ui_form


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_english_is_left_in_the_other_languages(visitor, language):
    visitor.cookies["luotsi_language"] = language
    body = visitor.get("/design/?frame=workbench").content.decode()
    assert ("Go to the content" in body) is (language == "en")
    assert ("Keyboard shortcuts" in body) is (language == "en")


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(visitor):
    policy = visitor.get("/design/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(("files", "limit"), [(["luotsi.css"], 15_000), (["main.js", "theme.js"], 20_000)])
def test_a_page_stays_in_its_budget_of_bytes(files, limit):
    assert sum(len(gzip.compress((BUILT / name).read_bytes())) for name in files) <= limit


def test_the_fonts_come_with_their_licence():
    assert "SIL OPEN FONT LICENSE" in (BUILT / "fonts/OFL.txt").read_text("utf-8").upper()
    assert {file.suffix for file in (BUILT / "fonts").iterdir()} == {".txt", ".woff2"}


def test_an_old_browser_gets_the_day_colours():
    built = (BUILT / "luotsi.css").read_text("utf-8")
    fallback = built[built.index("@supports not") :]
    assert fallback.count("--") >= (WEB / "styles/tokens.css").read_text("utf-8").count("light-dark(#")


@pytest.mark.browser
@pytest.mark.parametrize("way", ROTATION, ids="-".join)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(browser, address, axe_source, way):
    language, frame, size, theme = way
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    context.add_cookies([{"name": "luotsi_language", "value": language, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/design/?frame={frame}")
    page.wait_for_selector("review-keys:defined", state="attached")
    page.evaluate(axe_source)
    wanted = (
        "{runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'], resultTypes: ['violations']}"
    )
    found = page.evaluate(f"axe.run(document, {wanted})")["violations"]
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert [(item["id"], item["nodes"][0]["html"][:200]) for item in found] == []
    assert over <= 0


@pytest.mark.browser
def test_wider_text_spacing_hides_nothing(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/design/?frame=workbench")
    # WCAG 1.4.12, set through the style object, which the policy allows a user's own tools to do
    page.evaluate("""for (const part of document.querySelectorAll('body *')) {
        part.style.lineHeight = '1.5'; part.style.letterSpacing = '0.12em'; part.style.wordSpacing = '0.16em'; }""")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.browser
def test_every_stop_of_the_tab_key_is_seen_and_large_enough(page, address):
    page.goto(f"{address}/design/?frame=workbench")
    page.wait_for_selector("review-keys:defined", state="attached")
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    seen = []
    for _ in range(140):
        page.keyboard.press("Tab")
        stop = page.evaluate("""() => {
            const part = document.activeElement, box = part.getBoundingClientRect(), style = getComputedStyle(part);
            const top = document.querySelector('.client').getBoundingClientRect().bottom;
            const bottom = document.querySelector('.signbar').getBoundingClientRect().top;
            const sticky = part.closest('.client, .signbar, .toasts, .skip');
            const block = part.matches('button, .btn, input, select, textarea, summary, .cite');
            return { body: part === document.body, name: part.outerHTML.slice(0, 120),
                outline: parseFloat(style.outlineWidth), hidden: !sticky && (box.bottom < top || box.top > bottom),
                small: block && part.type !== 'checkbox' && Math.min(box.width, box.height) < 24 };
        }""")
        if stop["body"]:
            break
        seen.append(stop)
    assert len(seen) > 60
    assert [stop["name"] for stop in seen if stop["outline"] < 2 or stop["hidden"] or stop["small"]] == []


@pytest.mark.browser
def test_paper_is_light_and_says_that_the_draft_is_not_signed(page, address):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{address}/design/?frame=workbench")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".draft-mark").is_visible()
    assert "LUONNOS" in page.locator(".draft-mark").inner_text()
    assert not page.locator(".rail").is_visible()
    assert page.locator(".verdict .btn:visible").count() == 0
