"""What the border's pages show of a message."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.kit.measure import Aggregate, Cell
from luotsi.kit.registry import tools
from luotsi.kit.text import Text
from luotsi.workbench.border.models import Message

_GROUPS = {
    "all": Text("Kaikki", "Alla", "Everybody"),
    "sex:female": Text("Naiset", "Kvinnor", "Women"),
    "sex:male": Text("Miehet", "Män", "Men"),
    "sex:other": Text("Muu tai ei tiedossa", "Annat eller okänt", "Other or not known"),
    "age:0-17": Text("Alle 18-vuotiaat", "Under 18 år", "Under 18 years"),
    "age:18-64": Text("18–64-vuotiaat", "18–64 år", "18–64 years"),
    "age:65-74": Text("65–74-vuotiaat", "65–74 år", "65–74 years"),
    "age:75-": Text("75 vuotta täyttäneet", "75 år och äldre", "75 years and over"),
    "age:unknown": Text("Ikä ei tiedossa", "Ålder okänd", "Age not known"),
}


def _say(text: Text) -> str:
    return text.in_(get_language() or "fi")


def line(row: Message) -> dict[str, Any]:
    """A row of the outbox."""
    aggregate = Aggregate.from_json(row.body)
    return {"row": row, **_names(aggregate), "cell": _cell(aggregate.cells[0], aggregate.k)}


def detail(row: Message) -> dict[str, Any]:
    """A message as a readable table."""
    aggregate = Aggregate.from_json(row.body)
    return {**_names(aggregate), "cells": [_cell(cell, aggregate.k) for cell in aggregate.cells], "k": aggregate.k}


def _names(aggregate: Aggregate) -> dict[str, Any]:
    tool = tools().get(aggregate.tool)
    measure = next((item for item in tool.card.measures if item.key == aggregate.measure), None) if tool else None
    return {
        "tool": _say(tool.card.title) if tool else aggregate.tool,
        "measure": _say(measure.title) if measure else aggregate.measure,
        "definition": _say(measure.definition) if measure else "",
        "experiment": aggregate.experiment,
        "start": aggregate.start,
        "end": aggregate.end,
    }


def _cell(cell: Cell, k: int) -> dict[str, Any]:
    under = _("withheld (under %(k)d, or protects another)") % {"k": k}
    return {
        "group": _say(_GROUPS[cell.group]) if cell.group in _GROUPS else cell.group,
        "suppressed": cell.suppressed,
        "words": under if cell.suppressed else "",
        "n": cell.n,
        "total": cell.total,
        "squares": cell.squares,
        "mean": cell.total / cell.n if cell.n and cell.total is not None else None,
    }
