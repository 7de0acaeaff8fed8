"""The filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.hub.experiments.models import Experiment
from luotsi.hub.experiments.queries import Filters, counties
from luotsi.hub.spine.trilingual import here
from luotsi.kit.lifecycle import Stage


class FilterForm(forms.Form):
    """GET form; every field may be left empty."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    area = forms.ChoiceField(label=_("Area of service"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    county = forms.ChoiceField(label=_("County or organisation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        chosen = self.fields
        chosen["area"].choices = [everything, *Experiment.Area.choices]
        chosen["stage"].choices = [everything, *((stage.value, here(stage.label)) for stage in Stage)]
        chosen["county"].choices = [everything, *((row.id, here(row.short)) for row in counties())]

    def filters(self) -> Filters:
        """What was asked for; a field that does not fit is left out (its error is shown)."""
        given = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        return Filters(
            area=given.get("area", ""),
            stage=given.get("stage", ""),
            county=given.get("county", ""),
            words=given.get("q", ""),
        )
