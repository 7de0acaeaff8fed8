"""What is filled in about workshops and in them."""

import datetime as dt
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from luotsi.base.models import User
from luotsi.hub.spine.models import Organisation
from luotsi.hub.spine.registry import Intake, intakes
from luotsi.hub.spine.trilingual import here
from luotsi.hub.workshops.models import AgendaItem, Group, Idea, Reason, Workshop
from luotsi.hub.workshops.queries import Filters
from luotsi.kit.errors import InputError

_LANGUAGES = ("fi", "sv", "en")


class ProblemForm(forms.Form):
    """A form that takes the problems of an InputError on its fields."""

    def add_problems(self, error: InputError, language: str) -> None:
        """Put each problem on its field; on the form when it has none."""
        for problem in error.problems:
            name = problem.where if problem.where in self.fields else None
            self.add_error(name, problem.text.in_(language) if name else problem.in_(language))
        if not error.problems:
            self.add_error(None, error.text.in_(language))


class FilterForm(forms.Form):
    """GET form; every field may be left empty."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("", _("All")), ("coming", _("coming")), ("held", _("held"))],
    )

    def filters(self) -> Filters:
        """What was asked for; a field that does not fit is left out (its error is shown)."""
        given = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        return Filters(when=given.get("when", ""), words=given.get("q", ""))


def _written(form: Any, name: str) -> None:
    data = form.cleaned_data
    if not any(data.get(f"{name}_{language}") for language in _LANGUAGES):
        form.add_error(f"{name}_fi", _now("Write this in at least one language."))


class WorkshopForm(forms.ModelForm[Workshop]):
    """Everything that is announced of a workshop."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput(), required=False)
    online_url = forms.URLField(
        label=_("Address of the online meeting"), required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = Workshop
        fields: ClassVar = [
            *(f"{name}_{language}" for name in ("title", "lead") for language in _LANGUAGES),
            "host",
            "place",
            "online",
            "online_url",
            "day",
            "start_time",
            "end_time",
            "zone",
            "entry",
            "votes_each",
            "seats",
        ]
        widgets: ClassVar = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "start_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "end_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "entry": forms.RadioSelect,
        }
        help_texts: ClassVar = {
            "zone": _("A name of the IANA database, such as Europe/Helsinki."),
            "votes_each": _("Each person can give this many votes, at most one to an idea."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["votes_each"] = forms.IntegerField(
            label=self.fields["votes_each"].label,
            min_value=1,
            max_value=20,
            initial=3,
            help_text=self.fields["votes_each"].help_text,
        )
        self.fields["seats"] = forms.IntegerField(
            label=self.fields["seats"].label, min_value=1, max_value=500, initial=60
        )

    def clean_zone(self) -> str:
        """A zone that exists."""
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise ValidationError(_now("There is no such time zone. Write for example Europe/Helsinki."))
        return zone

    def clean(self) -> dict[str, Any]:
        """The end after the start; both at times that exist in the zone on that day."""
        data = super().clean() or {}
        _written(self, "title")
        start, end = data.get("start_time"), data.get("end_time")
        if end is not None and start is None:
            self.add_error("start_time", _now("An end needs a start."))
        if start is not None and end is not None and end <= start:
            self.add_error("end_time", _now("The end must be after the start, on the same day."))
        if data.get("day") and data.get("zone"):
            for name, at in (("start_time", start), ("end_time", end)):
                if at is not None and not exists(data["day"], at, data["zone"]):
                    self.add_error(name, _now("The clocks go forward then: this time does not exist on that day."))
        return data


def exists(day: dt.date, at: dt.time, zone: str) -> bool:
    """Whether the wall clock of the zone shows this time on this day (it skips an hour in spring)."""
    moment = dt.datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    return moment.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == moment.replace(tzinfo=None)


class AgendaForm(forms.ModelForm[AgendaItem]):
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    class Meta:
        model = AgendaItem
        fields: ClassVar = ["title_fi", "title_sv", "title_en", "starts", "minutes", "order"]
        widgets: ClassVar = {"starts": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def clean(self) -> dict[str, Any]:
        """Some language."""
        data = super().clean() or {}
        _written(self, "title")
        return data


class GroupForm(forms.ModelForm[Group]):
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    class Meta:
        model = Group
        fields: ClassVar = ["title_fi", "title_sv", "title_en", "facilitator", "order"]

    def clean(self) -> dict[str, Any]:
        """Some language."""
        data = super().clean() or {}
        _written(self, "title")
        return data


PART_FORMS: dict[str, type[AgendaForm | GroupForm]] = {"agenda": AgendaForm, "group": GroupForm}


class FacilitatorsForm(forms.Form):
    """Who may run the workshop."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    facilitators = forms.CharField(
        label=_("Facilitators"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("E-mail addresses of users, one a line. They may run this workshop and no other."),
    )

    def clean_facilitators(self) -> list[User]:
        """Users by their addresses; an unknown one is named."""
        wanted = {line.strip().lower() for line in self.cleaned_data["facilitators"].splitlines() if line.strip()}
        found = list(get_user_model().objects.filter(email__in=wanted, is_active=True))
        if unknown := wanted - {user.email for user in found}:
            raise ValidationError(
                _now("No user has this address: %(addresses)s.") % {"addresses": ", ".join(sorted(unknown))}
            )
        return found


class CardsForm(ProblemForm):
    """How many cards to make."""

    number = forms.IntegerField(label=_("How many cards"), min_value=1, max_value=500, initial=30)


class CodeForm(ProblemForm):
    """The code on a card or on the wall."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Sixteen signs in fours. Capitals and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class IdeaForm(ProblemForm):
    """One idea."""

    text = forms.CharField(
        label=_("Your idea"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One idea in one or two sentences, at most 280 signs. Tell of no single person."),
    )


class NoteForm(ProblemForm):
    """The group's note."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    text = forms.CharField(
        label=_("Note of the group"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Everybody in the group sees it, and it is in the closing report. Tell of no single person."),
    )


class GroupChoice(forms.Form):
    """Where one sits."""

    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("Your group"), required=False, empty_label=_("no group")
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = workshop.groups.all()  # type: ignore[attr-defined]


class HideForm(ProblemForm):
    """Why an idea is hidden."""

    reason = forms.ChoiceField(label=_("Why is it hidden?"), choices=[("", "–"), *Reason.choices], required=False)


class ClosingForm(forms.ModelForm[Workshop]):
    """The words of the closing report."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    class Meta:
        model = Workshop
        fields: ClassVar = ["closing_fi", "closing_sv", "closing_en"]


class OutcomeForm(ProblemForm):
    """What comes of the workshop, and what the app that takes it in asks for."""

    kind = forms.ChoiceField(label=_("What it becomes"))
    idea = forms.ModelChoiceField(
        Idea.objects.none(), label=_("From the idea"), required=False, empty_label=_("no idea")
    )
    words_fi = forms.CharField(label=_("In Finnish"), max_length=200, required=False)
    words_sv = forms.CharField(label=_("In Swedish"), max_length=200, required=False)
    words_en = forms.CharField(label=_("In English"), max_length=200, required=False)
    ground = forms.CharField(
        label=_("Ground"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    target = forms.ChoiceField(
        label=_("Where it goes"), required=False, help_text=_("For a statement: the discussion that it is proposed to.")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Responsible organisation"),
        required=False,
        empty_label="–",
        help_text=_("For a use case."),
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doors = offered_doors()
        known = [(door.kind, here(door.label).capitalize()) for door in doors]
        missing = [(key, f"{label} ({_now('waits: no part takes it in yet')})") for key, label in _wished(doors)]
        self.fields["kind"].choices = [*known, *missing]  # type: ignore[attr-defined]
        self.fields["idea"].queryset = workshop.ideas.filter(state=Idea.State.SHOWN)  # type: ignore[attr-defined]
        targets = [pair for door in doors if door.targets is not None for pair in door.targets()]
        self.fields["target"].choices = [("", "–"), *targets]  # type: ignore[attr-defined]


def offered_doors() -> tuple[Intake, ...]:
    """Every app that takes outcomes in."""
    return intakes()


def _wished(doors: tuple[Intake, ...]) -> list[tuple[str, str]]:
    """Kinds that workshops lead to although nobody takes them in yet."""
    wished = {"statement": _now("Statement of a discussion")}
    return [(key, label) for key, label in wished.items() if key not in {door.kind for door in doors}]
