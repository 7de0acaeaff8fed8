"""Pages that editors write."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from luotsi.hub.editorial.blocks import ContentBlocks, HomeBands
from luotsi.hub.editorial.translations import addresses, written_in
from luotsi.hub.spine.registry import stage_note
from luotsi.hub.spine.trilingual import here
from luotsi.kit.lifecycle import GATES, Stage
from luotsi.kit.text import Text
from luotsi.web.parts import Step

HOME_DEPTH = 2

# What each stage means, in a few words; an app may say what stands there now (registry.register_stage_note).
MEANINGS = {
    Stage.NEED: Text(
        "ammattilainen kuvaa ongelman", "en yrkesperson beskriver ett problem", "a professional describes a problem"
    ),
    Stage.USE_CASE: Text(
        "mihin tekoälyä käytettäisiin ja millä tiedolla",
        "vad AI skulle användas till och med vilka uppgifter",
        "what AI would be used for, and with which data",
    ),
    Stage.CALL: Text(
        "hakemukset, arviointi ja rahoituspäätös",
        "ansökningar, bedömning och finansieringsbeslut",
        "applications, review and grant decision",
    ),
    Stage.CLEARANCE: Text(
        "tietosuoja, tekoälyasetus, laitesääntely, etiikka",
        "dataskydd, AI-förordningen, produktregler, etik",
        "data protection, AI Act, device rules, ethics",
    ),
    Stage.EXPERIMENT: Text(
        "työkalu käytössä rajatussa joukossa",
        "verktyget används i en avgränsad grupp",
        "the tool in use in a limited group",
    ),
    Stage.IMPACT: Text(
        "mitä muuttui ja kuinka varmasti", "vad som ändrades och hur säkert det är", "what changed, and how surely"
    ),
    Stage.SCALE_UP: Text(
        "muut alueet ottavat käyttöön", "andra områden inför lösningen", "other counties take it into use"
    ),
}


class Trilingual:
    """A page that knows its other languages, and says when it is shown in another than the reader's."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        request.alternates = addresses(self)  # type: ignore[attr-defined, arg-type]
        written = written_in(self)  # type: ignore[arg-type]
        shown = get_language() or "fi"
        context["written_in"] = written if written != shown else ""
        context["crumbs"] = self.crumbs()
        return context

    def crumbs(self) -> list[tuple[str, str]]:
        """The way here from the front page."""
        above = self.get_ancestors().filter(depth__gt=1)  # type: ignore[attr-defined]
        return [(page.url, _front() if page.depth == HOME_DEPTH else page.title) for page in above] + [("", self.title)]  # type: ignore[attr-defined]


def _front() -> str:
    return gettext("Front page")


class HomePage(Trilingual, Page):
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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        gated = {gate.before for gate in GATES}
        context["steps"] = [
            Step(
                label=here(stage.label),
                gate=stage in gated,
                meta=here(stage_note(stage) or MEANINGS[stage]),
            )
            for stage in Stage
        ]
        return context


class ContentPage(Trilingual, Page):
    """A page of text: about, accessibility, privacy, how evidence is graded."""

    lead = models.TextField(_("lead"), max_length=500, blank=True)
    body = StreamField(ContentBlocks(), blank=True, verbose_name=_("text"))
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    # What the house itself links to (``evidence``, ``privacy`` …), whatever the editors name the page.
    purpose = models.SlugField(max_length=40, blank=True, editable=False)

    parent_page_types = ["editorial.HomePage", "editorial.ContentPage"]
    template = "editorial/content.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("reviewed_on")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
