"""Drawn parts of a review, kept in this process's memory for a few minutes.

A card is fixed by the proposal, the number of acts on it, the language and where it stands on the page: verdicts are
only ever appended. The record beside it is fixed by the run: it shows exactly what the tool was given.
"""

from collections.abc import Callable

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from luotsi.web.templatetags.ui import ui_finding
from luotsi.workbench.review_view import Proposal, Review, card

SECONDS = 600
_TOKEN = "luotsi-token-goes-here"  # noqa: S105 - a mark in the kept part, replaced by the reader's own token


def cards(review: Review, csrf_token: str) -> list[SafeString]:
    """The proposals as drawn cards with the reader's CSRF token."""
    return [one_card(proposal, review, csrf_token) for proposal in review.proposals]


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
