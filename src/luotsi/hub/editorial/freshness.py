"""Publishing, taking down and moving pages make the cached pages stale; so do changes of who may see them."""

from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from luotsi.hub.editorial.models import ContentPage, HomePage
from luotsi.hub.editorial.queries import public_pages
from luotsi.hub.spine.freshness import changed, watch
from luotsi.hub.spine.registry import register_public


def register() -> None:
    """Called once, when the app is ready."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(changed, dispatch_uid="hub content: pages")
    watch(HomePage, ContentPage, Site, Locale, PageViewRestriction)
    register_public("pages", public_pages)
