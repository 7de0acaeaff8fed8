"""What editors may change of the portfolio: experiments with their facts and milestones, and programmes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from luotsi.hub.experiments.models import Experiment, Programme


def _in_three(name: str) -> list[FieldPanel]:
    return [FieldPanel(f"{name}_{language}") for language in ("fi", "sv", "en")]


_FACT = ["kind", "order", "text_fi", "text_sv", "text_en", "source", "certainty", "reviewed_on"]


class ExperimentViewSet(SnippetViewSet):
    model = Experiment
    icon = "crosshairs"
    list_display = ["__str__", "lead", "evidence_level", "reviewed_on"]
    list_filter = ["area", "evidence_level"]
    # The stage is not here: it moves only by spine.domain.advance, past its gates.
    panels = [
        FieldPanel("number"),
        FieldPanel("initiative"),
        FieldPanel("programme"),
        FieldPanel("lead"),
        FieldPanel("partners"),
        FieldPanel("area"),
        MultiFieldPanel([*_in_three("aim"), FieldPanel("aim_source"), FieldPanel("aim_certainty")], _("aim")),
        FieldPanel("evidence_level"),
        MultiFieldPanel([FieldPanel("tool"), FieldPanel("tool_state"), *_in_three("tool_does")], _("tool")),
        InlinePanel("facts", [FieldPanel(name) for name in _FACT], heading=_("facts")),
        InlinePanel(
            "milestones",
            [FieldPanel(name) for name in ("key", "order", "state", "on", "source")],
            heading=_("milestones"),
        ),
        FieldPanel("reviewed_on"),
    ]


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "history"


register_snippet(ExperimentViewSet)
register_snippet(ProgrammeViewSet)
