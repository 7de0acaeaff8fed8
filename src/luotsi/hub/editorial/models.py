"""Pages that editors write."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from luotsi.hub.editorial.blocks import ContentBlocks, HomeBands


class HomePage(Page):
    """The front page of one language."""

    hero_title = models.CharField(_("main heading"), max_length=120)
    lead = models.TextField(_("lead"), max_length=500)
    bands = StreamField(HomeBands(), blank=True, verbose_name=_("bands"))

    parent_page_types = ["wagtailcore.Page"]
    template = "editorial/home.html"
    content_panels = [*Page.content_panels, FieldPanel("hero_title"), FieldPanel("lead"), FieldPanel("bands")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("bands")]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")


class ContentPage(Page):
    """A page of text: about, accessibility, privacy, how evidence is graded."""

    lead = models.TextField(_("lead"), max_length=500, blank=True)
    body = StreamField(ContentBlocks(), blank=True, verbose_name=_("text"))
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    parent_page_types = ["editorial.HomePage", "editorial.ContentPage"]
    template = "editorial/content.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("reviewed_on")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
