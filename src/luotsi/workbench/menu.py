"""Places where the rooms of the workbench show themselves: the rail, the client's page, the first page and reviews.

The rooms register here when the app is ready, so that the workbench need not know them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from luotsi.workbench.models import Client, Run


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the rail: address, label in the active language, and a count of what waits (or None)."""

    url: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on the client's page or on the first page: a template, and what it is given."""

    template: str
    values: dict[str, Any]


EntryProvider = Callable[[HttpRequest], Iterable[Entry]]
ClientPanelProvider = Callable[[HttpRequest, Client], Iterable[Panel]]
TodayPanelProvider = Callable[[HttpRequest], Iterable[Panel]]
ReviewLinkProvider = Callable[[HttpRequest, Run], Iterable[Entry]]

_entries: list[EntryProvider] = []
_client_panels: list[ClientPanelProvider] = []
_today_panels: list[TodayPanelProvider] = []
_review_links: list[ReviewLinkProvider] = []


def register_entries(provider: EntryProvider) -> None:
    """Entries for the rail; the provider gives only what the user's roles may open."""
    _entries.append(provider)


def register_client_panel(provider: ClientPanelProvider) -> None:
    """Cards for the client's page."""
    _client_panels.append(provider)


def register_today_panel(provider: TodayPanelProvider) -> None:
    """Cards for the first page."""
    _today_panels.append(provider)


def register_review_links(provider: ReviewLinkProvider) -> None:
    """Links at the foot of every review."""
    _review_links.append(provider)


def entries(request: HttpRequest) -> list[Entry]:
    """What the rooms put on the rail for this user."""
    return [entry for provider in _entries for entry in provider(request)]


def client_panels(request: HttpRequest, client: Client) -> list[Panel]:
    """What the rooms put on the client's page."""
    return [panel for provider in _client_panels for panel in provider(request, client)]


def today_panels(request: HttpRequest) -> list[Panel]:
    """What the rooms put on the first page."""
    return [panel for provider in _today_panels for panel in provider(request)]


def review_links(request: HttpRequest, run: Run) -> list[Entry]:
    """What the rooms offer at the foot of the review."""
    return [entry for provider in _review_links for entry in provider(request, run)]
