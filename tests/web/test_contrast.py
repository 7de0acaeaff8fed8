"""WCAG 2.x contrast of every pair of colours in use, computed from the tokens, in light and dark."""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).resolve().parents[2] / "src/luotsi/web/styles"
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
COLOURS = {name: (day, night) for name, day, night in TOKEN.findall((STYLES / "tokens.css").read_text("utf-8"))}

TEXT, PART = 4.5, 3.0  # text always at the full limit: the exception for large text is not used
GROUNDS = ("bg", "bg-land", "bg-shoal", "bg-sunk", "surface", "surface-raised")
ON_GROUNDS = (
    *((name, TEXT) for name in ("ink", "ink-2", "sea", "sea-strong", "chart", "danger", "warn", "ok")),
    *((name, PART) for name in ("line-strong", "focus-ink")),
)
SINGLE = (
    *(("on-sea", ground, TEXT) for ground in ("sea", "sea-strong")),
    *(("ink-inverse", "ink", TEXT), ("on-danger", "danger-solid", TEXT), ("on-bar", "bar", TEXT)),
    *((name, "chart-bg", TEXT) for name in ("ink", "ink-2", "chart")),
    *((name, "danger-bg", TEXT) for name in ("ink", "danger", "sea")),
    *((name, "warn-bg", TEXT) for name in ("ink", "warn", "sea")),
    *((name, "ok-bg", TEXT) for name in ("ink", "ok", "sea")),
    *((name, "info-bg", TEXT) for name in ("ink", "ink-2", "sea", "chart")),
    *((name, "surface", PART) for name in ("chart-line", "warn-line", "ok-line", "danger", "pilot-red")),
    *(("chart-line", "bg", PART), ("focus-halo", "bar", PART), ("ink", "pass", TEXT)),
    *((name, "surface", PART) for name in ("mark-1", "mark-2", "mark-3", "mark-grey", "agree", "disagree")),
)
PAIRS = [*((name, ground, limit) for ground in GROUNDS for name, limit in ON_GROUNDS), *SINGLE]


def luminance(colour):
    """Relative luminance by WCAG 2.2, of ``#rrggbb``."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # WCAG's own well-known limit grey


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_pair_in_use_has_enough_contrast(theme):
    found = {(name, ground): contrast(COLOURS[name][theme], COLOURS[ground][theme]) for name, ground, _ in PAIRS}
    weak = {pair: round(found[pair], 2) for *pair_, limit in PAIRS if found[pair := tuple(pair_)] < limit}
    assert weak == {}


def test_every_colour_of_the_tokens_is_in_a_checked_pair_or_is_plain_decoration():
    checked = {name for pair in PAIRS for name in pair[:2]}
    assert set(COLOURS) - checked == {"line"}


def test_no_style_sheet_names_a_colour_outside_the_tokens():
    allowed = {"#fff"}  # the white half of the pilot flag, and paper
    for sheet in STYLES.glob("*.css"):
        if sheet.name != "tokens.css":
            assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text("utf-8"))) <= allowed, sheet.name
