"""The components as template tags, and the language's number and date formats as filters.

The library is a builtin of the project's templates, so no ``{% load %}`` is needed. Keyword arguments that a tag does
not name become attributes, ``_`` read as ``-``: ``{% ui_button "Save" hx_post="/x/" data_act="accept" %}``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from luotsi.kit.review import Reason
from luotsi.kit.text import Text
from luotsi.web import errors, fields, formats, icons
from luotsi.web.parts import Client, Event, Finding, Link, Step, links

register = template.Library()

for _name in ("day", "short_day", "clock", "moment", "number", "percent", "euros", "dose", "unbroken"):
    register.filter(_name, getattr(formats, _name))


@register.filter
def text(value: Text | str | None) -> str:
    """A ``kit.text.Text`` in the active language; other values as they are."""
    return value.in_(get_language() or "fi") if isinstance(value, Text) else str(value if value is not None else "")


def attributes(extra: Mapping[str, Any]) -> SafeString:
    """Keyword arguments as attributes: ``hx_post`` is ``hx-post``, True has no value, None and False are left out."""
    pairs = [(key.strip("_").replace("_", "-"), value) for key, value in extra.items() if value not in (None, False)]
    return format_html_join(
        "", "{}", ((format_html(' {}="{}"', k, v) if v is not True else f" {k}",) for k, v in pairs)
    )


def render(name: str, values: Mapping[str, Any]) -> SafeString:
    """The component's template with these values only: components see nothing of the page round them."""
    return mark_safe(get_template(f"ui/{name}.html").render(dict(values)))  # noqa: S308 - escaped by the template


@register.simple_tag
def ui_icon(name: str, label: str = "") -> SafeString:
    """An icon of ``web.icons.ICONS``; with ``label`` it speaks, otherwise a word stands beside it."""
    return icons.icon(name, label)


@register.simple_tag
def ui_button(
    label: str, variant: str = "", icon: str = "", href: str = "", blocked: str = "", **extra: Any
) -> SafeString:
    """A button, or a link that looks like one (``href``).

    variant: primary (one a view), quiet, neutral, danger; several words allowed (``"primary small"``). ``blocked`` is
    the reason why it cannot be pressed now: it stays focusable and the reason is shown and read out.
    """
    extra = {"id": extra.get("id"), **extra}
    values = {"label": label, "variant": variant, "icon": icon, "href": href, "blocked": blocked}
    if blocked:
        extra |= {"type": "button", "aria_disabled": "true"}
        values["reason_id"] = f"{extra['id'] or fields.slug(label)}-blocked"
    elif not href:
        extra.setdefault("type", "submit")
    return render("button", values | {"attributes": attributes(extra)})


@register.simple_tag
def ui_badge(label: str, kind: str = "", icon: str = "") -> SafeString:
    """One or two words of state. kind: ok, warn, danger, proposal (machine, unapproved), ink (decided), live."""
    default = {"ok": "tick", "warn": "warning", "danger": "stop"}.get(kind, "")
    drawing = icons.icon(icon or default) if icon or default else ""
    return format_html('<span class="badge {}">{}{}</span>', kind, drawing, label)


@register.simple_tag
def ui_severity(level: int, label: str = "") -> SafeString:
    """4 octagon, 3 triangle, 2 ring, 1 no mark; the word (severe, notable, mild, information) unless another is given."""
    words = {4: gettext("Severe"), 3: gettext("Notable"), 2: gettext("Mild"), 1: gettext("Information")}
    shape = {4: "octagon", 3: "triangle", 2: "ring"}.get(level)
    drawing = icons.icon(shape) if shape else ""
    return format_html('<span class="severity s{}">{}{}</span>', level, drawing, label or words[level])


@register.simple_tag
def ui_evidence_level(level: int, label: str = "") -> SafeString:
    """How strongly an effect was measured, 0 to 5, with the design in words. It rates the measuring, not the result."""
    words = (
        pgettext("evidence level", "not measured"),
        pgettext("evidence level", "usage data"),
        pgettext("evidence level", "before and after"),
        pgettext("evidence level", "time series or comparison county"),
        pgettext("evidence level", "stepped or randomised"),
        pgettext("evidence level", "three counties or more"),
    )
    title = gettext("Evidence %(level)s/5") % {"level": level}
    marks = icons.evidence_marks(level)
    return format_html(
        '<span class="evidence">{}<span><strong>{}</strong> {}</span></span>', marks, title, label or words[level]
    )


@register.simple_block_tag
def ui_notice(content: str, kind: str = "info", title: str = "", **extra: Any) -> SafeString:
    """A fact, then what to do. kind: info, ok, warn, danger, proposal. ``title`` is the fact, in bold."""
    icon = {"info": "info", "ok": "tick", "warn": "warning", "danger": "stop", "proposal": "pencil"}[kind]
    return render(
        "notice", {"content": content, "kind": kind, "icon": icon, "title": title, "attributes": attributes(extra)}
    )


@register.simple_block_tag
def ui_card(
    content: str,
    title: str = "",
    *,
    level: int = 2,
    rule: bool = False,
    id: str = "",  # noqa: A002 - the attribute's name
    **extra: Any,
) -> SafeString:
    """A card; with a ``title`` it is a section named by its heading (``level`` 2 or 3)."""
    values = {"content": content, "title": title, "level": level, "rule": rule, "id": id or fields.slug(title)}
    return render("card", values | {"attributes": attributes(extra)})


@register.simple_block_tag
def ui_empty(content: str, title: str, level: int = 3) -> SafeString:
    """Nothing found: what was searched, what could not be, the next step."""
    return render("empty", {"content": content, "title": title, "level": level})


@register.simple_block_tag
def ui_table(content: str, caption: str, fold: bool = True, hide_caption: bool = False, id: str = "") -> SafeString:  # noqa: A002
    """A table round ``<thead>`` and ``<tbody>``. ``fold`` turns rows into cards on a phone (give ``data-label`` to
    cells); otherwise it scrolls in a focusable region. Class ``n`` for numbers, ``aria-current`` for the current row.
    """
    values = {"content": content, "caption": caption, "fold": fold, "hide_caption": hide_caption}
    return render("table", values | {"id": id or fields.slug(caption)})


@register.simple_block_tag
def ui_dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002 - the attribute's name
    """A native dialog. Open it with ``<button commandfor=ID command=show-modal>`` or ``popovertarget``."""
    return render("dialog", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def ui_guard(content: str) -> SafeString:
    """Round a form: warns before unsent text is left, and brings it back after an accidental leave."""
    return render("guard", {"content": content})


@register.simple_block_tag
def ui_review(content: str) -> SafeString:
    """Round the finding cards of a page: the single-key shortcuts and their switch."""
    return render("review", {"content": content})


@register.simple_block_tag
def ui_sign_bar(content: str, summary: str, detail: str = "") -> SafeString:
    """What is open, what will be stored where, then the actions, sign last."""
    return render("sign_bar", {"content": content, "summary": summary, "detail": detail})


@register.simple_tag
def ui_field(
    field: BoundField, label: str = "", hint: str = "", optional: bool | None = None, **extra: Any
) -> SafeString:
    """A form field with label, hint and error. Optional fields are marked, required ones are not.

    ``extra`` goes to the control (``autocomplete``, ``rows``, ``combobox=True`` for a long list).
    """
    return render("field", fields.values(field, label=label, hint=hint, optional=optional, extra=extra))


@register.simple_tag
def ui_form(form: BaseForm) -> SafeString:
    """Every field of the form in order, hidden ones included; no summary and no buttons."""
    shown = (ui_field(field) for field in form.visible_fields())
    return format_html_join("\n", "{}", ((part,) for part in (*form.hidden_fields(), *shown)))


@register.simple_tag
def ui_input(
    name: str,
    label: str,
    value: Any = "",
    *,
    type: str = "text",  # noqa: A002 - the attribute's name
    hint: str = "",
    error: str = "",
    **extra: Any,
) -> SafeString:
    """A field without a Django form (filters, one-line searches)."""
    return render(
        "input", fields.plain(name, label, value, kind=type, hint=hint, error=error, attributes=attributes(extra))
    )


@register.simple_tag
def ui_select(
    name: str, label: str, choices: Sequence[tuple[Any, str]], value: Any = "", hint: str = "", **extra: Any
) -> SafeString:
    """A select without a Django form; ``choices`` are (value, label)."""
    options = [(str(key), title, str(key) == str(value)) for key, title in choices]
    values = fields.plain(name, label, value, kind="select", hint=hint, error="", attributes=attributes(extra))
    return render("input", values | {"options": options})


@register.simple_tag
def ui_error_summary(source: Any, title: str = "") -> SafeString:
    """What is wrong, at the top of the page, with a link to each field; takes focus. Nothing when nothing is wrong.

    ``source`` is a form, a formset, a list of forms, or a list of problems: (field id or "", text) pairs or
    ``kit.errors.Problem``.
    """
    problems = fields.problems(source)
    return render("error_summary", {"problems": problems, "title": title}) if problems else SafeString("")


@register.simple_tag(takes_context=True)
def ui_finding(context: Context, finding: Finding) -> SafeString:
    """A machine's proposal about one client with its sources and the verdict row (``web.parts.Finding``)."""
    reasons = [(reason.value, text(reason.label)) for reason in Reason]
    fixed = {"csrfmiddlewaretoken": context.get("csrf_token", ""), **finding.hidden}
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', fixed.items())
    return render("finding", {"finding": finding, "reasons": reasons, "hidden": hidden})


@register.simple_tag
def ui_sources(sources: Sequence[Any]) -> SafeString:
    """The sources of a finding or sentence (``web.parts.Source``); says so, in red, when there is none."""
    return render("sources", {"sources": sources})


@register.simple_tag
def ui_client_banner(client: Client) -> SafeString:
    """Who is this about (``web.parts.Client``): name, facts, alerts, by what right, and that viewing is logged."""
    return render("client_banner", {"client": client})


@register.simple_tag
def ui_tabs(items: Sequence[Link | Sequence[object]], label: str) -> SafeString:
    """Tabs are links with an address each: (url, label, current[, count])."""
    return render("tabs", {"items": links(items), "label": label})


@register.simple_tag
def ui_steps(steps: Sequence[Step], label: str) -> SafeString:
    """The stepper: where we are on a row of stages and gates."""
    return render("steps", {"steps": steps, "label": label, "kind": "steps"})


@register.simple_tag
def ui_fairway(steps: Sequence[Step], label: str) -> SafeString:
    """The stepper standing upright, with links and figures: the life cycle as a marked channel."""
    return render("steps", {"steps": steps, "label": label, "kind": "fairway"})


@register.simple_tag
def ui_timeline(events: Sequence[Event]) -> SafeString:
    """What happened, newest first."""
    return render("timeline", {"events": events})


@register.simple_tag
def ui_progress(done: int, total: int, label: str) -> SafeString:
    """Words first, then the bar: ``{% ui_progress 2 4 "2 / 4 decided" %}``."""
    return render("progress", {"done": str(done), "total": str(total), "label": label})


@register.simple_tag(takes_context=True)
def ui_job(
    context: Context,
    src: str,
    words: str,
    *,
    done: int = 0,
    total: int = 0,
    state: str = "running",
    live: str = "",
    cancel: str = "",
) -> SafeString:
    """A long job: words, bar, Cancel. ``src`` draws this part anew; ``state`` and the messages of ``live`` are those of
    ``base.jobs``: queued, running, done, failed, cancelled, lost.
    """
    values = {
        "src": src,
        "words": words,
        "done": str(done),
        "total": str(total or ""),
        "state": state,
        "open": state in {"queued", "running"},
        "live": live,
        "cancel": cancel,
    }
    return render("job", values | {"csrf_token": context.get("csrf_token", "")})


@register.simple_tag
def ui_facts(pairs: Sequence[tuple[str, Any]]) -> SafeString:
    """Terms and values in two columns."""
    return format_html('<dl class="facts">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs))


@register.simple_tag
def ui_cite(label: str, url: str, title: str, drawer: bool = True) -> SafeString:
    """A chip that leads to a source: number, time or short name, with its full name for screen readers."""
    mark = format_html(' data-drawer="{}"', title) if drawer else ""
    return format_html('<a class="cite" href="{}" aria-label="{}: {}"{}>{}</a>', url, label, title, mark, label)


@register.simple_tag
def ui_breadcrumb(items: Sequence[Link | Sequence[object]]) -> SafeString:
    """The way here: (url, label) from the root; the last is this page."""
    return render("breadcrumb", {"items": links(items)}) if items else SafeString("")


@register.simple_tag(takes_context=True)
def ui_pagination(context: Context, page: Page, parameter: str = "page") -> SafeString:
    """Pages of a list; the rest of the query string stays."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    numbers = [(n, address(n) if isinstance(n, int) else "", n == page.number) for n in shown]
    before = address(page.previous_page_number()) if page.has_previous() else ""
    after = address(page.next_page_number()) if page.has_next() else ""
    return render("pagination", {"numbers": numbers, "before": before, "after": after, "page": page})


@register.simple_tag(takes_context=True)
def ui_language_switch(context: Context) -> SafeString:
    """The three languages: links where the address changes, a form where only the setting does."""
    request = context["request"]
    values = {"alternates": context["alternates"], "next": request.get_full_path()}
    return render("language_switch", values | {"csrf_token": context.get("csrf_token", "")})


@register.simple_tag(takes_context=True)
def ui_theme_switch(context: Context) -> SafeString:
    """System, light or dark."""
    values = {"theme": context.get("theme", "auto"), "next": context["request"].get_full_path()}
    return render("theme_switch", values | {"csrf_token": context.get("csrf_token", "")})


@register.simple_tag
def ui_drawer() -> SafeString:
    """The one drawer of the page, filled by links with ``data-drawer``; the base pages already have it."""
    return render("drawer", {})


@register.simple_tag
def ui_draft_mark(detail: str = "") -> SafeString:
    """The heading line of an unsigned print: DRAFT, in the reader's language."""
    mark = gettext("DRAFT, not signed.")
    return format_html('<p class="print-only draft-mark"><strong>{}</strong> {}</p>', mark, detail)


@register.simple_tag
def ui_file_drop(
    field: BoundField, max_bytes: int = 0, resumable: str = "", upload_field: str = "", **extra: Any
) -> SafeString:
    """A file field on which files may be dropped; says at once what is too large.

    ``resumable``: the address where a large file is begun in pieces; ``upload_field``: the field that takes its name.
    """
    control = ui_field(field, **extra)
    limit = formats.number(round(max_bytes / 1e6)) if max_bytes else ""
    shown = {"max_bytes": str(max_bytes or ""), "limit": limit, "resumable": resumable, "upload_field": upload_field}
    return render("file_drop", {"control": control, **shown})


@register.simple_tag
def ui_menu(items: Sequence[Link | Sequence[object]]) -> SafeString:
    """The entries of a menu as a list: (url, label, current[, count])."""
    return render("menu", {"items": links(items)}) if items else SafeString("")


@register.simple_tag
def ui_error(status: int) -> SafeString:
    """The body of an error page: what happened and what to do next."""
    return render("error", {"words": errors.words(status), "status": str(status)})


@register.simple_tag
def ui_connection_check(src: str = "/live/echo") -> SafeString:
    """A button that measures the way to the server and back, as speech would travel it."""
    return render("connection_check", {"src": src})
