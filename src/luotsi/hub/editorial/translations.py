"""The other languages of a page."""

from wagtail.models import Page

from luotsi.kit.text import Language


def written_in(page: Page) -> str:
    """The language that the text is in: an alias shows the text of the page it mirrors."""
    source = page
    while source.alias_of is not None:
        source = source.alias_of
    return str(source.locale.language_code)


def addresses(page: Page) -> dict[str, str]:
    """The page in the three languages. Where there is no translation, the address under which the source is shown."""
    own = page.url or ""
    found = {page.locale.language_code: own}
    for translation in page.get_translations().live().select_related("locale"):
        found[translation.locale.language_code] = translation.url or ""
    tail = own.removeprefix(f"/{page.locale.language_code}/")
    return {language.value: found.get(language.value) or f"/{language.value}/{tail}" for language in Language}
