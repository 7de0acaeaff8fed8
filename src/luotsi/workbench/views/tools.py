"""The tools: list, and the card of each with its measures and rules."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from luotsi.base.permissions import permission_required
from luotsi.kit.registry import tools


@permission_required("workbench.use")
def tool_list(request: HttpRequest) -> HttpResponse:
    """Every installed tool."""
    return render(request, "workbench/tools.html", {"cards": [tool.card for tool in tools().values()]})


@permission_required("workbench.use")
def tool(request: HttpRequest, name: str) -> HttpResponse:
    """The card: purpose, users, limits, classes, what it reads, what is measured, what it rests on."""
    found = tools().get(name.replace("-", "_"))
    if found is None:
        raise Http404
    rules = found.rulebook()
    context = {
        "tool": found,
        "card": found.card,
        "rule_count": len(rules),
        "rule_statuses": sorted(Counter(rule.status.value for rule in rules.values()).items()),
        "rules": sorted(rules.values(), key=lambda rule: rule.rule_id),
    }
    return render(request, "workbench/tool.html", context)
