"""Measures of each tool in the county, with small numbers withheld as they would be in what leaves."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from luotsi.base.permissions import permission_required
from luotsi.engines.stats import Rate, event_rate
from luotsi.kit.measure import Cell, Measure, MeasureKind
from luotsi.kit.registry import tools
from luotsi.workbench import measures as computed
from luotsi.workbench.models import Run


def _rate(measure: Measure, found: Cell | None) -> Rate | None:
    """Of a count: how many, and the exact interval of the rate. None for other measures, and when withheld."""
    if measure.kind is not MeasureKind.COUNT or found is None or not found.n or found.total is None:
        return None
    return event_rate(int(found.total), found.n)


@permission_required("workbench.measures")
def measures(request: HttpRequest) -> HttpResponse:
    """A table a tool: measure, definition, n, value."""
    language = request.LANGUAGE_CODE
    tables = []
    for name, tool in tools().items():
        runs = list(Run.objects.filter(tool=name, state=Run.State.SIGNED))
        extra = computed.beside(name, datetime.min.replace(tzinfo=UTC), timezone.now())
        cells = computed.cells(runs, settings.LUOTSI_SMALLEST_CELL, extra=extra)
        rows: list[dict[str, Any]] = []
        for measure in tool.card.measures:
            found = cells.get(measure.key)
            n = found.n if found else 0
            rows.append(
                {
                    "title": measure.title.in_(language),
                    "definition": measure.definition.in_(language),
                    "kind": measure.kind.value,
                    "n": n,
                    "suppressed": bool(found and found.suppressed),
                    "value": found.total / n if found and n and found.total is not None else None,
                    "unit": measure.unit.strip("{}1"),
                    "rate": _rate(measure, found),
                }
            )
        tables.append({"title": tool.card.title.in_(language), "reviews": len(runs), "rows": rows})
    context = {"tables": tables, "k": settings.LUOTSI_SMALLEST_CELL}
    return render(request, "workbench/measures.html", context)
