"""Words of the stores for their templates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from luotsi.kit.text import Text
from luotsi.kit.tool import Tool
from luotsi.web.formats import day
from luotsi.workbench.stores.by_hand import note_of
from luotsi.workbench.stores.domain.publishing import overrides
from luotsi.workbench.stores.models import Entry, EntryVersion, ItemVersion, Task
from luotsi.workbench.stores.queries import AHEAD
from luotsi.workbench.stores.views.library import state_words

register = template.Library()


@register.filter
def item_state(version: ItemVersion) -> str:
    """Where a version stands, in words."""
    return state_words(version.state)


@register.filter
def item_badge(version: ItemVersion) -> str:
    """The kind of badge of a state."""
    return {"in_review": "warn", "reviewed": "ok", "published": "ok"}.get(version.state, "")


@register.filter
def own_text(value: Mapping[str, str] | None) -> str:
    """A stored Text in the active language; empty for nothing."""
    return Text.from_json(value).in_(get_language() or "fi") if value else ""


@register.filter
def task_title(task: Task) -> str:
    """What is to be done: the words of the person, or the tool's title in the active language."""
    return task.words or own_text(task.title)


@register.filter
def due_words(due: date) -> str:
    """A due date in words: today, tomorrow, or how late it is."""
    left = (due - timezone.localdate()).days
    if left < 0:
        late = ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
        return f"{day(due)}, {late}"
    return {0: _("today"), 1: _("tomorrow")}.get(left, day(due))


@register.filter
def task_state(task: Task) -> str:
    """Where a task stands, in words."""
    return {"open": _("open"), "done": _("done"), "cancelled": _("cancelled")}[task.state]


@register.filter
def task_act(act: str) -> str:
    """What was done to a task, in words."""
    return {
        "create": _("made"),
        "done": _("done"),
        "cancel": _("cancelled"),
        "reopen": _("opened again"),
        "reassign": _("given to"),
    }[act]


@register.filter
def review_act(act: str) -> str:
    """What a reviewer did, in words."""
    return {"submit": _("handed over for review"), "approve": _("approved"), "return": _("returned")}[act]


@register.filter
def entry_act(act: str) -> str:
    """What a version of an entry is, in words."""
    return {"write": _("written"), "amend": _("amended"), "error": _("marked as an error")}[act]


@register.filter
def expiry(version: ItemVersion) -> str:
    """The day that comes first and what happens then; a passed one says so."""
    days = [
        (found, words)
        for found, words in ((version.valid_to, _("valid to")), (version.review_due, _("review by")))
        if found
    ]
    if not days:
        return ""
    first, words = min(days)
    passed = f" ({_('passed')})" if first < timezone.localdate() else ""
    return f"{words} {day(first)}{passed}"


@register.filter
def soon(version: ItemVersion) -> bool:
    """Whether the version expires or is to be reviewed soon."""
    limit = timezone.localdate() + AHEAD
    return any(found and found <= limit for found in (version.valid_to, version.review_due))


@register.filter
def plain(value: Any) -> str:
    """A value of an item's content as people read it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value != "" else "–"


@register.filter
def newest_version(entry: Entry) -> EntryVersion:
    """The newest version of an entry, from the prefetched ones."""
    return list(entry.versions.all())[-1]


@register.filter
def entry_summary(version: EntryVersion) -> str:
    """One line of what was written: value, code, or the beginning of the note."""
    body = version.resource.body
    quantity = body.get("valueQuantity")
    words = str(
        body.get("description") or _concept(body.get("code")) or _concept(body.get("type")) or version.resource.type
    )
    if isinstance(quantity, Mapping) and "value" in quantity:
        return f"{words}: {quantity['value']:g} {quantity.get('unit', '')}"
    return words


@register.filter
def entry_text(version: EntryVersion) -> str:
    """The text of a note; empty when there is none."""
    note = note_of(version.resource.body)
    return str(note["text"]) if note else ""


def _concept(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    return str(value.get("text") or next((item.get("display", "") for item in value.get("coding", ())), ""))


@register.simple_tag
def library_of(tool: Tool[Any]) -> list[dict[str, Any]]:
    """The Library content of a tool: kind, the publication in force, and how many items it changes."""
    rows = []
    for kind in tool.library:
        publication, changed = overrides(kind, timezone.localdate())
        n = len(changed.replaced) + len(changed.added) + len(changed.retired)
        rows.append({"kind": kind, "starter": kind.starter(), "publication": publication, "changed": n})
    return rows
