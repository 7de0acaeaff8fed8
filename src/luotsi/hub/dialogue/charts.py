"""The opinion map as SVG: shapes and words, never the only view. Axes have no names, and the page says so."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT, EDGE = 640, 430, 36
_MARKS = ("mark-1", "mark-2", "mark-3", "mark-ink", "hollow")


def opinion_map(
    marks: Sequence[Sequence[float]],
    groups: Sequence[dict[str, Any]],
    own: tuple[float, float] | None,
    *,
    invented: bool,
) -> SafeString:
    """One mark a participant; near marks voted alike. ``own`` is the reader's own place."""
    if not marks:
        return SafeString("")
    place = _scale([*((mark[0], mark[1]) for mark in marks), *([own] if own else [])])
    order = {group["id"]: at for at, group in enumerate(groups)}
    points = {at: [place(x, y) for x, y, g in marks if order.get(g, 0) == at] for at in range(max(len(groups), 1))}
    return format_html(
        '<svg class="chart opinion-map" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title map-words">'
        '<title id="map-title">{}</title><desc id="map-words">{}</desc>'
        '<line class="gridline" x1="{}" x2="{}" y1="10" y2="{}"/><line class="gridline" x1="10" x2="{}" y1="{}" y2="{}"/>'
        "{}{}{}{}</svg>",
        WIDTH,
        HEIGHT,
        _("Opinion map"),
        _describe(groups, len(marks)),
        WIDTH // 2,
        WIDTH // 2,
        HEIGHT - 10,
        WIDTH - 10,
        HEIGHT // 2,
        HEIGHT // 2,
        format_html_join("", "{}", ((_group(at, points[at]),) for at in points)),
        _labels(groups, points),
        _own(place(*own)) if own else "",
        format_html('<text class="minor" x="12" y="{}">{}</text>', HEIGHT - 12, _("Simulated votes"))
        if invented
        else "",
    )


def shape(at: int) -> SafeString:
    """The mark of a group, for legends and headings."""
    return format_html(
        '<svg class="group-mark" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg>', _mark(at, 0, 0, 1.4)
    )


def split(agree: int, unsure: int, disagree: int) -> SafeString:
    """Shares as one bar: agree, unsure, disagree (striped). The words stand beside it, so it is hidden from readers."""
    at = agree + unsure
    return format_html(
        '<svg class="split" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="agree" width="{}" height="8"/><rect class="pass" x="{}" width="{}" height="8"/>'
        '<rect class="disagree" x="{}" width="{}" height="8"/><path class="stripes" d="{}"/></svg>',
        agree,
        agree,
        unsure,
        at,
        disagree,
        " ".join(f"M{x} 8l4 -8" for x in range(at + 1, max(at + disagree - 4, at + 1), 4)),
    )


def _scale(points: Sequence[tuple[float, float]]) -> Any:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    wide, high = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def place(x: float, y: float) -> tuple[float, float]:
        return round(WIDTH / 2 + (x - middle_x) * scale, 1), round(HEIGHT / 2 - (y - middle_y) * scale, 1)

    return place


def _group(at: int, points: Sequence[tuple[float, float]]) -> SafeString:
    return format_html("<g>{}</g>", format_html_join("", "{}", ((_mark(at, x, y),) for x, y in points)))


def _mark(at: int, x: float, y: float, size: float = 1.0) -> SafeString:
    """Circle, square, triangle, diamond, then a hollow ring: the shape tells the group without its colour."""
    name = _MARKS[at % len(_MARKS)]
    r = 5 * size
    if at == 0:
        return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', name, x, y, r)
    if at == 1:
        return format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
            name,
            _r(x - r * 0.9),
            _r(y - r * 0.9),
            _r(r * 1.8),
            _r(r * 1.8),
        )
    if at == 2:  # noqa: PLR2004 - the third shape
        return format_html(
            '<path class="{}" d="M{} {}l{} {}h{}z"/>', name, x, _r(y - r * 1.2), _r(r * 1.2), _r(r * 2), _r(-r * 2.4)
        )
    if at == 3:  # noqa: PLR2004 - the fourth shape
        return format_html(
            '<path class="{}" d="M{} {}l{} {}l{} {}l{} {}z"/>',
            name,
            x,
            _r(y - r * 1.3),
            _r(r * 1.3),
            _r(r * 1.3),
            _r(-r * 1.3),
            _r(r * 1.3),
            _r(-r * 1.3),
            _r(-r * 1.3),
        )
    return format_html('<circle class="hollow" cx="{}" cy="{}" r="{}"/>', x, y, r)


def _r(value: float) -> float:
    return round(value, 1)


def _labels(groups: Sequence[dict[str, Any]], points: dict[int, list[tuple[float, float]]]) -> SafeString:
    made = []
    for at, group in enumerate(groups):
        if len(groups) > 1 and points.get(at):
            x = sum(p[0] for p in points[at]) / len(points[at])
            y = max(min(p[1] for p in points[at]) - 16, 20)
            words = f"{group['letter']} ({group['size']})"
            made.append(
                (_r(min(max(x - 40, 2), WIDTH - 82)), _r(y - 17), _r(min(max(x, 42), WIDTH - 42)), _r(y + 1), words)
            )
    return format_html_join(
        "",
        '<g><rect class="label-box" x="{}" y="{}" width="80" height="25" rx="3"/><text class="strong" x="{}" y="{}" text-anchor="middle">{}</text></g>',
        made,
    )


def _own(at: tuple[float, float]) -> SafeString:
    return format_html(
        '<g><circle class="own-ring" cx="{}" cy="{}" r="11"/><text class="strong" x="{}" y="{}" text-anchor="middle">{}</text></g>',
        at[0],
        at[1],
        min(max(at[0], 30), WIDTH - 30),
        _r(at[1] + 27 if at[1] < HEIGHT - 40 else at[1] - 17),
        _("You"),
    )


def _describe(groups: Sequence[dict[str, Any]], people: int) -> str:
    if len(groups) < 2:  # noqa: PLR2004 - one group is none
        return _("Each mark is one participant; %(n)s in all. There are no clear groups.") % {"n": people}
    sizes = ", ".join(f"{group['letter']} {group['size']}" for group in groups)
    return _("Each mark is one participant; near marks voted alike. Sizes of the groups: %(sizes)s.") % {"sizes": sizes}
