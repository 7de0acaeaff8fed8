"""Filters of the list, and what editors fill in."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from luotsi.base.models import User
from luotsi.hub.recommendations.models import (
    Action,
    Figure,
    Indicator,
    Measurement,
    Part,
    Progress,
    Recommendation,
    Vision,
    VisionStatement,
)
from luotsi.hub.recommendations.queries import UNNAMED, Filters, names, published
from luotsi.hub.spine.models import Organisation
from luotsi.hub.spine.registry import kind, kinds
from luotsi.hub.spine.trilingual import here
from luotsi.kit.errors import InputError

_ON = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_LANGUAGES = ("fi", "sv", "en")
_DATES = frozenset({"on", "due", "done_on", "baseline_on", "target_on", "launched"})


class FilterForm(forms.Form):
    """GET form; every field may be left empty."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    state = forms.ChoiceField(label=_("State of an action"), required=False)
    measured = forms.ChoiceField(label=_("Measured"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        owners = names(row.content for row in published()).organisations.values()
        chosen = self.fields
        chosen["owner"].choices = [
            everything,
            (UNNAMED, _("not named")),
            *sorted(((row.pk, here(row.short)) for row in owners), key=lambda pair: pair[1]),
        ]
        chosen["state"].choices = [everything, *Action.State.choices]
        chosen["measured"].choices = [
            everything,
            ("yes", _("at least one value")),
            ("no", _("nothing measured")),
        ]

    def filters(self) -> Filters:
        """What was asked for; a field that does not fit is left out (its error is shown)."""
        given = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        return Filters(
            owner=given.get("owner", ""),
            state=given.get("state", ""),
            measured=given.get("measured", ""),
            words=given.get("q", ""),
        )


class ProblemForm(forms.Form):
    """A form that takes the problems of an InputError on its fields."""

    def add_problems(self, error: InputError, language: str) -> None:
        """Put each problem on its field; on the form when it has none."""
        for problem in error.problems:
            name = problem.where if problem.where in self.fields else None
            self.add_error(name, problem.text.in_(language) if name else problem.in_(language))
        if not error.problems:
            self.add_error(None, error.text.in_(language))


class Seen(forms.Form):
    """The revision that the editor saw."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())


class Checked(forms.ModelForm[Any]):
    """Shape of what is shared: dates as exact as known, at least one language written."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """Dates in ISO form; words in some language."""
        data = super().clean() or {}
        for name in _DATES & set(self.fields):
            if data.get(name) and not _ON.fullmatch(data[name]):
                self.add_error(name, _now("Give a year, a month or a day: 2027, 2027-06 or 2027-06-30."))
        for name in {field.rpartition("_")[0] for field in self.fields if field.endswith("_fi")}:
            if not any(data.get(f"{name}_{language}") for language in _LANGUAGES):
                self.add_error(f"{name}_fi", _now("Write this in at least one language."))
        for name in ("source_title", "source_url"):
            data.setdefault(name, "")
        return data


_HOLDS = _("The other languages still say the same (a slip was mended)")


class RecommendationForm(Checked):
    """Title, ground and source."""

    holds = forms.BooleanField(label=_HOLDS, required=False)

    class Meta:
        model = Recommendation
        fields: ClassVar = [
            *(f"{name}_{language}" for name in ("title", "why") for language in _LANGUAGES),
            "source",
            "certainty",
            "reviewed_on",
        ]
        widgets: ClassVar = {"reviewed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class VisionForm(Checked):
    """Title, lead, how it was made, launch."""

    holds = forms.BooleanField(label=_HOLDS, required=False)

    class Meta:
        model = Vision
        fields: ClassVar = [
            *(f"{name}_{language}" for name in ("title", "lead", "about") for language in _LANGUAGES),
            "launched",
            "source",
            "certainty",
            "reviewed_on",
        ]
        widgets: ClassVar = {"reviewed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class FigureForm(Checked):
    class Meta:
        model = Figure
        fields: ClassVar = ["text_fi", "text_sv", "text_en", "percent", "n", "source", "certainty", "order"]


class ActionForm(Checked):
    class Meta:
        model = Action
        fields: ClassVar = ["title_fi", "title_sv", "title_en", "owner", "due", "state", "done_on", "source", "order"]


class IndicatorForm(Checked):
    class Meta:
        model = Indicator
        fields: ClassVar = [
            *(f"{name}_{language}" for name in ("title", "definition", "unit") for language in _LANGUAGES),
            "direction",
            "baseline",
            "baseline_on",
            "target",
            "target_on",
            "source",
            "order",
        ]

    def clean(self) -> dict[str, Any]:
        """A baseline and a target have their days."""
        data = super().clean()
        for name in ("baseline", "target"):
            if data.get(name) is not None and not data.get(f"{name}_on"):
                self.add_error(f"{name}_on", _now("A figure needs its year, month or day."))
        return data


def _address() -> forms.URLField:
    return forms.URLField(label=_("Address of the source"), required=False, max_length=200, assume_scheme="https")


class MeasurementForm(Checked):
    source_url = _address()

    class Meta:
        model = Measurement
        fields: ClassVar = ["on", "value", "n", "source_title", "source_url"]


class ProgressForm(Checked):
    source_url = _address()

    class Meta:
        model = Progress
        fields: ClassVar = ["on", "text_fi", "text_sv", "text_en", "source_title", "source_url"]


class StatementForm(Checked):
    class Meta:
        model = VisionStatement
        fields: ClassVar = ["text_fi", "text_sv", "text_en", "source", "certainty", "order"]


PART_FORMS: dict[str, type[Checked]] = {
    "figure": FigureForm,
    "action": ActionForm,
    "indicator": IndicatorForm,
    "value": MeasurementForm,
    "progress": ProgressForm,
    "statement": StatementForm,
}


def part_model(name: str) -> type[Part]:
    """The table of a part."""
    found: type[Part] = PART_FORMS[name]._meta.model  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own name
    return found


class NewForm(forms.Form):
    """The beginning of a recommendation."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=999)
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=200)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)

    def clean_number(self) -> int:
        """One number, one recommendation."""
        number: int = self.cleaned_data["number"]
        if Recommendation.objects.filter(number=number).exists():
            raise ValidationError(_now("This number is taken. Choose another."))
        return number


class OwnerForm(Seen):
    """Who owns it and who may edit it."""

    owner = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Owner"), required=False, empty_label=_("not named")
    )
    stewards = forms.CharField(
        label=_("Stewards"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("E-mail addresses of users, one a line. A steward may edit this recommendation and no other."),
    )

    def clean_stewards(self) -> list[User]:
        """Users by their addresses; an unknown one is named."""
        wanted = {line.strip().lower() for line in self.cleaned_data["stewards"].splitlines() if line.strip()}
        found = list(get_user_model().objects.filter(email__in=wanted, is_active=True))
        if unknown := wanted - {user.email for user in found}:
            raise ValidationError(
                _now("No user has this address: %(addresses)s.") % {"addresses": ", ".join(sorted(unknown))}
            )
        return found


class SubmitForm(ProblemForm):
    """What changed, told to the second person and in the public history."""

    note = forms.CharField(
        label=_("What changed and why"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("This is shown in the public version history."),
    )


class ReasonForm(ProblemForm):
    """Why an edition is sent back."""

    reason = forms.CharField(
        label=_("Why it is sent back"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class LinkForm(ProblemForm):
    """A thing of the hub that this rests on: chosen from a list where its app offers one, else named."""

    thing = forms.ChoiceField(label=_("Thing of the hub"), required=False)

    def __init__(self, *args: Any, without: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (here(known.label).capitalize(), [(f"{known.key}:{key}", title) for key, title in known.offered()])
            for known in kinds()
            if known.offered is not None
        ]
        own = ":".join(without)
        groups = [(label, [pair for pair in pairs if pair[0] != own]) for label, pairs in groups]
        self.fields["thing"].choices = [("", "–"), *[group for group in groups if group[1]]]  # type: ignore[attr-defined]

    def clean_thing(self) -> tuple[str, str]:
        """(kind, identifier)."""
        key, _mark, identifier = self.cleaned_data["thing"].partition(":")
        if not key or kind(key) is None:
            raise ValidationError(_now("Choose what this rests on."))
        return key, identifier
