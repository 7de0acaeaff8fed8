"""Context processor of the hub: the menu, the foot, the way home."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.hub.editorial.queries import foot_pages, page_for
from luotsi.hub.spine.public import shared_context
from luotsi.hub.spine.registry import menu
from luotsi.hub.spine.trilingual import here
from luotsi.web.parts import Link


def _menu(request: HttpRequest) -> list[Link]:
    return [
        Link(label=here(item.title), url=url, current=request.path.startswith(url))
        for item in menu()
        if (url := reverse(item.url_name))
    ]


def _foot() -> list[tuple[str, list[Link]]]:
    pages = [Link(label=page.title, url=page.url or "") for page in foot_pages(get_language() or "fi")]
    data = [
        Link(label="CSV", url=reverse("experiments:csv")),
        Link(label="JSON", url=reverse("experiments:json")),
        Link(label="Atom", url=reverse("experiments:feed")),
        Link(label=_("Site map"), url=reverse("sitemap")),
    ]
    return [(_("About the service"), pages), (_("Open data"), data)]


def hub(request: HttpRequest) -> dict[str, Any]:
    """``home_url``, ``nav_items``, ``footer_groups``; and nothing personal on a page that is shared."""
    return {
        "home_url": SimpleLazyObject(lambda: reverse("wagtail_serve", args=[""])),
        "nav_items": SimpleLazyObject(lambda: _menu(request)),
        "footer_groups": SimpleLazyObject(_foot),
        "evidence_url": SimpleLazyObject(lambda: page_for("evidence", get_language() or "fi")),
        "canonical": SimpleLazyObject(lambda: f"{request.scheme}://{request.get_host()}{request.path}"),
        **shared_context(request),
    }
