"""Forms of the doors. They check shape; the verbs check the rest."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luotsi.kit.errors import InputError
from luotsi.kit.text import Language
from luotsi.workbench.doors.domain.tokens import MOST_DAYS
from luotsi.workbench.models import Unit


class _OfUnit(forms.Form):
    """A form with a unit to choose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.order_by("slug"))
        units.label_from_instance = lambda unit: unit.name.in_(Language.parse(get_language() or "fi"))
        self.fields["unit"] = units

    def add_problems(self, error: InputError) -> None:
        """What a verb found wrong, each on its field."""
        language = Language.parse(get_language() or "fi")
        for problem in error.problems:
            self.add_error(problem.where if problem.where in self.fields else None, problem.text.in_(language))
        if not error.problems:
            self.add_error(None, error.text.in_(language))


class KeyForm(_OfUnit):
    """A key for another system of the county."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=MOST_DAYS, initial=90)
    field_order = ["name", "unit", "days"]


class IssuerForm(_OfUnit):
    """A record system that may launch the workbench."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    iss = forms.CharField(
        label=_("Address of its FHIR server"), max_length=300, help_text=_("As it stands in the launch (iss).")
    )
    client_id = forms.CharField(label=_("Client identifier that it gave us"), max_length=200)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        help_text=_("Empty for a public client. Stored encrypted, and not shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    origins = forms.CharField(
        label=_("Other addresses of its authorization server"),
        max_length=1000,
        required=False,
        help_text=_("One a line, when it does not live at the same address."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_origins(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["origins"].split())
