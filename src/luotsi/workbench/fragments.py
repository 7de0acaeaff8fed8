"""Drawn parts of a review, kept in this process's memory for a few minutes.

A card is fixed by the proposal, the number of acts on it, the language and where it stands on the page: verdicts are
only ever appended. The record beside it is fixed by the run: it shows exactly what the tool was given.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from luotsi.web.templatetags.ui import ui_finding
from luotsi.workbench.review_view import Proposal, Review, card
from luotsi.workbench.screens import Screen

SECONDS = 600
_TOKEN = "luotsi-token-goes-here"  # noqa: S105 - a mark in the kept part, replaced by the reader's own token


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn cards under a heading; without a heading they are the whole list. ``empty`` says what a gap means."""

    title: str
    cards: tuple[SafeString, ...]
    empty: str = ""
    key: str = ""


def sections(review: Review, screen: Screen | None, csrf_token: str) -> list[Drawn]:
    """The proposals as drawn cards with the reader's CSRF token, under the headings of the tool's own screen."""
    headings = screen.sections if screen else ()
    if not headings:
        return [Drawn("", tuple(one_card(item, review, csrf_token) for item in review.proposals))]
    known = {section.key for section in headings}
    by_key: dict[str, list[SafeString]] = {}
    for item in review.proposals:
        key = str(item.suggestion.content.get("section", ""))
        by_key.setdefault(key if key in known else "", []).append(one_card(item, review, csrf_token))
    first = [Drawn("", tuple(by_key[""]))] if "" in by_key else []
    return first + [
        Drawn(
            section.title.in_(review.language),
            tuple(by_key.get(section.key, ())),
            section.empty.in_(review.language) if section.empty else "",
            section.key,
        )
        for section in headings
        if section.key in by_key or section.empty
    ]


def one_card(proposal: Proposal, review: Review, csrf_token: str) -> SafeString:
    """One drawn card."""
    earlier = review.earlier.get(proposal.suggestion.key)
    key = ":".join(
        str(part)
        for part in (
            "card",
            proposal.row.pk,
            proposal.acts,
            review.language,
            len(review.proposals),
            review.open,
            proposal.position == review.next_position,
            earlier.pk if earlier else 0,
        )
    )
    drawn = kept(key, lambda: str(ui_finding({"csrf_token": _TOKEN}, card(proposal, review))))
    return mark_safe(drawn.replace(_TOKEN, csrf_token))  # noqa: S308 - drawn by our own template; the token is Django's


def kept(key: str, draw: Callable[[], str]) -> str:
    """The part kept under ``key``, drawn when there is none."""
    found = cache.get(key)
    if found is None:
        found = draw()
        cache.set(key, found, SECONDS)
    return str(found)
