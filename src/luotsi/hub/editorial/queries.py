"""What can be asked of the edited pages."""

from collections.abc import Iterator

from wagtail.models import Page, Site

from luotsi.hub.editorial.translations import addresses
from luotsi.hub.spine.registry import PublicAddress

FOOT_DEPTH = 3


def foot_pages(language: str) -> list[Page]:
    """The pages below the front page that editors show in menus."""
    below = Page.objects.live().public().in_menu().filter(depth=FOOT_DEPTH, locale__language_code=language)
    return list(below.order_by("path"))


def page_for(purpose: str, language: str) -> str:
    """The address of the page that the house links to for ``purpose``; empty when editors took it away."""
    named = Page.objects.live().public().filter(contentpage__purpose=purpose)
    found = named.filter(locale__language_code=language).first() or named.first()
    return (found.url or "") if found else ""


def elsewhere(site: Site, path: str, language: str) -> Page | None:
    """The live page at ``path`` in another language's tree: Finnish first, then English, then Swedish."""
    parts = [part for part in path.split("/") if part]
    for other in ("fi", "en", "sv"):
        if other == language:
            continue
        home = site.root_page.get_translations(inclusive=True).filter(locale__language_code=other).first()
        page = _below(home, parts) if home else None
        if page is not None:
            return page
    return None


def _below(home: Page, parts: list[str]) -> Page | None:
    page = home
    for slug in parts:
        found = page.get_children().live().public().filter(slug=slug).first()
        if found is None:
            return None
        page = found
    return page if page.live else None


def public_pages() -> Iterator[PublicAddress]:
    """Every live public page once, with its translations, for the site map."""
    seen = set()
    for page in (
        Page.objects.live().public().filter(depth__gt=1, alias_of=None).select_related("locale").order_by("path")
    ):
        if page.translation_key in seen or page.url is None:
            continue
        seen.add(page.translation_key)
        changed = page.last_published_at
        yield PublicAddress(addresses(page), changed.date() if changed else None)
