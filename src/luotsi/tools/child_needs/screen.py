"""The tool's own part of the review: the clock, the child's view, strengths beside risks, the triangle."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from luotsi.engines.casefile.words import THEMES
from luotsi.engines.language.model import Theme
from luotsi.tools.child_needs.engine.rules import DOMAINS, DOMAINS_OF, SIDES, rules
from luotsi.tools.child_needs.engine.sections import CHILD_VIEW, HEADINGS, RISKS, STRENGTHS
from luotsi.workbench.review_view import Proposal, Review
from luotsi.workbench.screens import Screen, Section

_RESEARCH = ("ace-hughes-2017", "ace-strongest")


def values(review: Review) -> Mapping[str, Any]:
    """What the template shows, in the reader's language; nothing of what is still closed to the reader."""
    language, summary = review.language, review.summary
    closed = "risk" in review.closed.kinds
    viewed = [item for item in review.proposals if item.suggestion.kind.startswith("child_view")]
    return {
        "clock": _clock(summary),
        "child_view": _links(viewed, language),
        "child_view_written": CHILD_VIEW in review.own_words,
        "closed": closed,
        "strengths": _links([item for item in review.proposals if item.suggestion.kind == "strength"], language),
        "risks": _links([item for item in review.proposals if item.suggestion.kind == "risk"], language),
        "strengths_title": HEADINGS[STRENGTHS][0].in_(language),
        "risks_title": HEADINGS[RISKS][0].in_(language),
        "sides": [] if closed else _sides(summary.get("triangle", ()), language),
        "unknown": [THEMES[Theme(code)].in_(language) for code in summary.get("unknown", ())],
        "research": [] if closed else [_fact(name, language) for name in _RESEARCH],
    }


def _clock(summary: Mapping[str, Any]) -> dict[str, Any] | None:
    days = summary.get("clock")
    if not days:
        return None
    read = {name: date.fromisoformat(text) for name, text in days.items()}
    return {**read, "working_days_left": summary["working_days_left"], "days_left": summary["days_left"]}


def _links(items: list[Proposal], language: str) -> list[tuple[int, str]]:
    return [(item.position, item.suggestion.title.in_(language)) for item in items]


def _sides(rows: Any, language: str) -> list[dict[str, Any]]:
    """The triangle: every domain of every side, those of which nothing is told too."""
    found = {(row["side"], row["domain"]): row for row in rows}
    return [
        {
            "title": title.in_(language),
            "domains": [
                {
                    "title": DOMAINS[domain].in_(language),
                    "strengths": found.get((side, domain), {}).get("strengths", 0),
                    "risks": found.get((side, domain), {}).get("risks", 0),
                }
                for domain in DOMAINS_OF[side]
            ],
        }
        for side, title in SIDES.items()
    ]


def _fact(name: str, language: str) -> dict[str, Any]:
    rule = rules()[name]
    return {"text": rule.text.in_(language), "source": f"{rule.cited.source}, {rule.cited.locator}", "mark": rule.mark}


SCREEN = Screen(
    above="child_needs/_overview.html",
    values=values,
    sections=tuple(Section(key=key, title=title, empty=empty) for key, (title, empty) in HEADINGS.items()),
    tells=("child_view", "unknown:"),
)
