"""The first pages of the site, in three trees that are each other's translations."""

import json
import uuid
from typing import Any

from wagtail.models import Locale, Page, Site

from luotsi.hub.editorial.models import ContentPage, HomePage
from luotsi.hub.starter.files import read
from luotsi.kit.text import Language


def make_home_pages() -> None:
    """The three front pages and the site; Wagtail's own welcome page goes, if it is still there."""
    root = Page.get_first_root_node()
    _remove_welcome(root)
    content = read("pages")["home"]
    key = uuid.uuid4()
    homes = {}
    for language in Language:
        locale, _ = Locale.objects.get_or_create(language_code=language.value)
        words = content[language.value]
        page = HomePage(
            title=words["title"],
            slug=language.value,
            locale=locale,
            translation_key=key,
            hero_title=words["hero_title"],
            lead=words["lead"],
            bands=_stream(words["bands"]),
            search_description=words["description"],
        )
        root.add_child(instance=page)
        page.save_revision().publish()
        homes[language] = page
        root = Page.get_first_root_node()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    site.root_page, site.site_name = homes[Language.FI], "Luotsi"
    site.save()


def make_content_pages(entry: dict[str, Any]) -> None:
    """One content page in three languages, below the front pages."""
    key = uuid.uuid4()
    for language in Language:
        home = HomePage.objects.filter(locale__language_code=language.value).first()
        if home is None:
            continue
        words = entry[language.value]
        page = ContentPage(
            title=words["title"],
            slug=words["slug"],
            locale=home.locale,
            translation_key=key,
            lead=words["lead"],
            body=_stream(words["body"]),
            purpose=entry["purpose"],
            reviewed_on=entry["reviewed_on"],
            show_in_menus=True,
        )
        home.add_child(instance=page)
        page.save_revision().publish()


def _remove_welcome(root: Page) -> None:
    for page in root.get_children():
        if page.specific_class is Page and page.slug == "home" and not page.get_children().exists():
            # The default site points at it: the site is made anew below.
            Site.objects.filter(root_page=page).delete()
            page.delete()


def _stream(parts: list[dict[str, Any]]) -> str:
    return json.dumps([{"type": kind, "value": value} for part in parts for kind, value in part.items()])
