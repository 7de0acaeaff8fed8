"""What a page can be built of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from luotsi.hub.spine.registry import bands

RICH_TEXT = ["bold", "link", "ol", "ul", "document-link"]


def _band_choices() -> list[tuple[str, str]]:
    return [(band.key, band.title.en) for band in bands()]


class RegisteredBand(blocks.StructBlock):
    """A band that an app of the hub fills with its own content (experiments, life cycle, evidence levels)."""

    band = blocks.ChoiceBlock(choices=_band_choices, label=_("content"))

    class Meta:
        icon = "list-ul"
        label = _("Band of an app")
        template = "editorial/_registered_band.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        band = next((band for band in bands() if band.key == value["band"]), None)
        if band:
            context |= {"band": band} | band.context()
        return context


class Way(blocks.StructBlock):
    """One way to take part."""

    title = blocks.CharBlock(label=_("what"), max_length=120)
    text = blocks.CharBlock(label=_("how"), max_length=300, required=False)
    url = blocks.CharBlock(label=_("address"), max_length=300, required=False)


class Ways(blocks.StructBlock):
    """The ways to take part, in a band."""

    title = blocks.CharBlock(label=_("heading"), max_length=120)
    lead = blocks.CharBlock(label=_("lead"), max_length=400, required=False)
    ways = blocks.ListBlock(Way(), label=_("ways"))

    class Meta:
        icon = "group"
        label = _("Ways to take part")
        template = "editorial/_ways.html"


class TextBand(blocks.StructBlock):
    """A heading and a few paragraphs."""

    title = blocks.CharBlock(label=_("heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "editorial/_text_band.html"


class HomeBands(blocks.StreamBlock):
    """The bands of a front page, in the order the editor chose."""

    registered = RegisteredBand()
    ways = Ways()
    text = TextBand()


class ContentBlocks(blocks.StreamBlock):
    """The parts of a content page."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160, icon="title", template="editorial/_heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT, template="editorial/_text.html")
    registered = RegisteredBand()
