"""The icons, drawn here on a 24 by 24 grid as strokes of 2. Inline, so that they take the text's colour and print."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# name -> the inside of the <svg>; class "solid" is filled, "cut" is drawn in the colour of the ground
ICONS = {
    "tick": '<path d="M4 12.5l5 5L20 6.5"/>',
    "cross": '<path d="M5.5 5.5l13 13M18.5 5.5l-13 13"/>',
    "pencil": '<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19z"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "undo": '<path d="M5 4v5h5M5.5 9A8 8 0 1 1 4 13.5"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.2v.6"/>',
    "warning": '<path d="M12 3.5l9.5 17h-19z"/><path d="M12 10v5M12 17.6v.4"/>',
    "stop": '<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8z"/><path d="M12 7.5v6M12 16v.5"/>',
    "octagon": '<path class="solid" d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path class="cut" d="M12 7v6.5M12 16.2v.6"/>',
    "triangle": '<path class="solid" d="M12 2.5L22.5 21h-21z"/><path class="cut" d="M12 9.5V15M12 17.5v.5"/>',
    "ring": '<circle cx="12" cy="12" r="8.5" stroke-width="3"/>',
    "pill": '<rect x="3" y="9" width="18" height="6.5" rx="3.2"/><path d="M12 9v6.5"/>',
    "flask": '<path d="M9 3h6M10 3v6L5 19.5h14L14 9V3"/>',
    "note": '<path d="M6 3h8l4 4v14H6z"/><path d="M9 12h6M9 16h6"/>',
    "book": '<path d="M4 5c3-1.5 6-1 8 1 2-2 5-2.5 8-1v14c-3-1.5-6-1-8 1-2-2-5-2.5-8-1z"/><path d="M12 6v14"/>',
    "rows": '<path d="M3 5h18v14H3zM3 10h18M3 15h18M9 5v14"/>',
    "sound": '<path d="M4 9.5v5h4l5 4.5V5L8 9.5z"/><path d="M16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12"/>',
    "image": '<path d="M3 4h18v16H3z"/><circle cx="9" cy="9.5" r="2"/><path d="M3 17l5-4 4 3 4-5 5 5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.5-5 3.5-7 8-7s7.5 2 8 7"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.4-4.3 2.8-6 6.5-6s6.1 1.7 6.5 6"/>'
        '<path d="M15.5 4.800a3.5 3.5 0 0 1 0 6.400M17.8 14.300c2.3.7 3.5 2.5 3.7 5.7"/>'
    ),
    "lock": '<rect x="5" y="11" width="14" height="9.5" rx="1"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.500L21 21"/>',
    "menu": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "calendar": '<path d="M4 5h16v16H4zM4 10h16M8 2.500V7M16 2.500V7"/>',
    "download": '<path d="M12 3v12M6.5 10l5.5 5.500L17.5 10M4 20h16"/>',
    "upload": '<path d="M12 16V4M6.5 9.500L12 4l5.5 5.500M4 20h16"/>',
    "print": '<path d="M7 9V3h10v6M7 17H3.500V9h17v8H17"/><path d="M7 14h10v7H7z"/>',
    "arrow-left": '<path d="M20 12H4M10.5 5.500L4 12l6.5 6.5"/>',
    "arrow-right": '<path d="M4 12h16M13.5 5.500L20 12l-6.5 6.5"/>',
    "plus": '<path d="M12 4v16M4 12h16"/>',
    "minus": '<path d="M4 12h16"/>',
    "phone": '<path d="M5 4h4l2 5-2.5 1.500a11 11 0 0 0 5 5L15 13l5 2v4c-8 1.5-16-7-15-15z"/>',
    "mail": '<path d="M3 5h18v14H3z"/><path d="M3.5 6l8.5 7 8.5-7"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.700L12 7"/>'
        '<path d="M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.700L12 17"/>'
    ),
    "microphone": '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11.500a7 7 0 0 0 14 0M12 18.500V21"/>',
    "play": '<path class="solid" d="M7 4.500v15l12-7.500z"/>',
    "pause": '<path d="M8.5 5v14M15.5 5v14"/>',
    "flag": '<path d="M5 21V4h13l-2.5 4L18 12H5"/>',
    "chart": '<path d="M4 4v16h16"/><path d="M8 16v-4M12.5 16V8M17 16v-6"/>',
    "shield": '<path d="M12 3l8 3v6c0 4.5-3.2 7.5-8 9-4.8-1.5-8-4.5-8-9V6z"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18"/>',
    "speech": '<path d="M4 4h16v12h-8l-5 4.500V16H4z"/>',
    "gear": (
        '<circle cx="12" cy="12" r="3.5"/>'
        '<path d="M12 2.500v3.500M12 18v3.500M2.5 12H6M18 12h3.500M5.3 5.300l2.5 2.500M16.2 16.200l2.5 2.500M5.3 18.700l2.5-2.500M16.2 7.800l2.5-2.5"/>'
    ),
}


@cache
def icon(name: str, label: str = "") -> SafeString:
    """The icon as ``<svg>``: hidden from screen readers unless it carries a ``label`` of its own."""
    inside = mark_safe(ICONS[name])  # noqa: S308 - drawings of this file
    if label:
        return format_html('<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, inside)
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', inside)


@cache
def evidence_marks(level: int) -> SafeString:
    """Five draught marks, the first ``level`` of them filled."""
    marks = "".join(
        f'<path class="{"on" if place < level else "off"}" d="M{place * 8 + 0.5} 19.5v-{7 + place * 3}h5v{7 + place * 3}z"/>'
        for place in range(5)
    )
    return mark_safe(f'<svg viewBox="0 0 38 20" aria-hidden="true">{marks}</svg>')  # noqa: S308 - numbers only
