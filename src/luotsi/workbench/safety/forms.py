"""Forms of safety events. They check shape; sense is checked by the verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.kit.errors import InputError
from luotsi.workbench.safety.domain import MOST, Report
from luotsi.workbench.safety.models import SafetyEvent


class _ProblemForm(forms.Form):
    def add_problems(self, error: InputError, language: str) -> None:
        """Put each problem on its field."""
        for problem in error.problems:
            self.add_error(problem.where if problem.where in self.fields else None, problem.text.in_(language))


class ReportForm(_ProblemForm):
    """What went wrong, the tool's part in it, and which proposal it concerns."""

    kind = forms.ChoiceField(label=_("What happened"), choices=SafetyEvent.Kind, widget=forms.RadioSelect)
    part = forms.ChoiceField(label=_("The tool's part"), choices=SafetyEvent.Part, widget=forms.RadioSelect)
    position = forms.TypedChoiceField(label=_("Proposal"), coerce=int, empty_value=0, required=False)
    what = forms.CharField(
        label=_("In your own words"),
        help_text=_("Do not write names or identity codes: the report is linked to the review."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, proposals: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [("", _("The review as a whole")), *proposals]

    def told(self) -> Report:
        """The report as the verb takes it."""
        data = self.cleaned_data
        return Report(
            kind=SafetyEvent.Kind(data["kind"]),
            part=SafetyEvent.Part(data["part"]),
            what=data["what"],
            position=data["position"],
        )


class CloseForm(_ProblemForm):
    """What was done about the event."""

    done = forms.CharField(
        label=_("What was done"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the reporter too: what was found, what was changed."),
    )  # fmt: skip
