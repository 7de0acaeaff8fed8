"""Forms of access. They check shape; sense is checked by the verbs, whose problems land on the fields."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luotsi.base.models import User
from luotsi.base.roles import WORKBENCH_ROLES, Role
from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Language, Text
from luotsi.workbench.access import purposes, reasons
from luotsi.workbench.access.domain.emergency import Wanted
from luotsi.workbench.access.domain.seen import SeenFilter
from luotsi.workbench.access.queries import open_units
from luotsi.workbench.models import Client, Unit
from luotsi.workbench.queries import CARE_ROLES, units_of

LONGEST_PERIOD = timedelta(days=366 * 13)


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _note(**kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=reasons.NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class SpokenForm(forms.Form):
    """A form whose choices are in the reader's language."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = Language.parse(language)

    def add_problems(self, error: LuotsiError) -> None:
        """Put the problems on their fields, or on the form when they name none."""
        problems = getattr(error, "problems", ())
        for problem in problems:
            self.add_error(problem.where if problem.where in self.fields else None, problem.text.in_(self.language))
        if not problems:
            self.add_error(None, error.text.in_(self.language))

    def _units(self, name: str, units: Any) -> None:
        field = self.fields[name]
        field.queryset = units
        field.label_from_instance = lambda unit: unit.name.in_(self.language)
        if field.required and units.count() == 1:
            field.initial = units.first()
            field.widget = forms.HiddenInput()


class SearchForm(forms.Form):
    """Whom to look for outside one's own clients: exact only."""

    identity_code = forms.CharField(
        label=_("Identity code"), max_length=20, required=False, help_text=_("Written in full, with its mark.")
    )
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    given_name = forms.CharField(label=_("Given names"), max_length=120, required=False)
    born = _day(label=_("Date of birth"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = all(cleaned.get(name) for name in ("family_name", "given_name", "born"))
        if not cleaned.get("identity_code") and not names and "born" not in self.errors:
            self.add_error("identity_code", _("Give the identity code, or family name, given names and date of birth."))
        return cleaned

    def wanted(self) -> Wanted:
        """What to search for."""
        found = self.cleaned_data
        return Wanted(
            identity_code=found["identity_code"].strip().upper(),
            family_name=found["family_name"].strip(),
            given_name=found["given_name"].strip(),
            born=found["born"],
        )


class EmergencyForm(SpokenForm):
    """Why the record must be opened now. ``match`` is the sealed result of the search."""

    match = forms.CharField(widget=forms.HiddenInput())
    reason = forms.ChoiceField(label=_("Why is the record opened?"), widget=forms.RadioSelect)
    note = _note(label=_("The reason in your own words"), min_length=reasons.NOTE_LEAST)
    purpose = forms.ChoiceField(label=_("Purpose"))
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, user: User, language: str, **kwargs: Any) -> None:
        super().__init__(*args, language=language, **kwargs)
        self.fields["reason"].choices = reasons.choices(reasons.EmergencyReason, self.language)
        self.fields["purpose"].choices = purposes.choices(self.language)
        self._units("unit", units_of(user, CARE_ROLES))


class StartForm(SpokenForm):
    """A care relationship that starts."""

    match = forms.CharField(widget=forms.HiddenInput())
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, empty_label=None)
    reason = forms.ChoiceField(label=_("Why does it start?"))
    purpose = forms.ChoiceField(label=_("Purpose"))
    note = _note(label=_("More about the reason"), required=False)

    def __init__(self, *args: Any, user: User, language: str, **kwargs: Any) -> None:
        super().__init__(*args, language=language, **kwargs)
        self.fields["reason"].choices = reasons.choices(reasons.StartReason, self.language)
        self.fields["purpose"].choices = purposes.choices(self.language)
        units = open_units()
        if not user.has_role(Role.COUNTY_ADMIN):
            units = units.filter(pk__in=units_of(user, (Role.PROFESSIONAL,)))
        self._units("unit", units)


class EndForm(SpokenForm):
    """A care relationship that ends."""

    reason = forms.ChoiceField(label=_("Why does it end?"))
    note = _note(label=_("More about the reason"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, language=language, **kwargs)
        self.fields["reason"].choices = reasons.choices(reasons.EndReason, self.language)


class MoveForm(SpokenForm):
    """A client who moves to another unit."""

    unit = forms.ModelChoiceField(label=_("New unit"), queryset=None)
    note = _note(label=_("More about the reason"), required=False)

    def __init__(self, *args: Any, leaving: Unit, language: str, **kwargs: Any) -> None:
        super().__init__(*args, language=language, **kwargs)
        self.fields["unit"].queryset = open_units().exclude(pk=leaving.pk)
        self.fields["unit"].label_from_instance = lambda unit: unit.name.in_(self.language)


class PurposeForm(SpokenForm):
    """The purpose for which the user handles the record today."""

    purpose = forms.ChoiceField(label=_("Purpose"))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, language=language, **kwargs)
        self.fields["purpose"].choices = purposes.choices(self.language)


class UnitForm(SpokenForm):
    """The names of a unit."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=120)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)

    def name(self) -> Text:
        """The names of a valid form."""
        found = self.cleaned_data
        return Text(found["name_fi"], found["name_sv"], found["name_en"])


class SettingsForm(SpokenForm):
    """The county's settings of access."""

    emergency_minutes = forms.IntegerField(label=_("Length of emergency access, minutes"), min_value=1)
    names_in_report = forms.BooleanField(label=_("The client's access report names the users"), required=False)


class PersonForm(SpokenForm):
    """A new account."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200)
    title = forms.CharField(label=_("Title or profession"), max_length=100, required=False)
    spoken = forms.ChoiceField(label=_("Language"), choices=User.Language.choices)


class GrantForm(SpokenForm):
    """A role to grant."""

    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, required=False, help_text=_("Needed for roles that open records.")
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, language=language, **kwargs)
        self.fields["role"].choices = [
            (role.value, role.label.in_(self.language)) for role in Role if role in WORKBENCH_ROLES
        ]
        self._units("unit", open_units())


class ReviewForm(SpokenForm):
    """What the privacy officer found of an emergency access."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    note = _note(label=_("Note"), required=False, help_text=_("Needed for a follow-up."))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, language=language, **kwargs)
        self.fields["outcome"].choices = reasons.choices(reasons.Outcome, self.language)


class PeriodForm(SpokenForm):
    """A period of days, both included; the last thirty days when none is given."""

    since = _day(label=_("From (day)"), required=False)
    until = _day(label=_("To (day, included)"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = self.period(cleaned)
        if until <= since:
            self.add_error("until", _("The last day is before the first."))
        elif until - since > LONGEST_PERIOD:
            self.add_error("since", _("Choose a shorter period."))
        return cleaned

    def period(self, found: dict[str, Any]) -> tuple[datetime, datetime]:
        """From the first midnight to the midnight after the last day."""
        last = found.get("until") or timezone.localdate()
        first = found.get("since") or last - timedelta(days=30)
        return _midnight(first), _midnight(last + timedelta(days=1))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class SeenForm(PeriodForm):
    """Who saw whom: by client, by user, by period. The client is named by an opaque identifier in the address."""

    client = forms.UUIDField(required=False, widget=forms.HiddenInput())
    user = forms.ModelChoiceField(
        label=_("User"), queryset=User.objects.order_by("name", "email"), required=False, empty_label=_("anybody")
    )
    field_order = ("client", "user", "since", "until")

    def wanted(self) -> SeenFilter:
        """The filter of a valid form."""
        found = self.cleaned_data
        since, until = self.period(found)
        return SeenFilter(
            client=str(found["client"] or ""),
            user=str(found["user"].pk) if found["user"] else "",
            since=since,
            until=until,
        )


class ClientField(forms.CharField):
    """A client by identity code or by the opaque identifier."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            found = Client.objects.filter(pk=UUID(text)).first()
        except ValueError:
            found = Client.objects.filter(identity_code__iexact=text).first()
        if found is None:
            raise forms.ValidationError(_("No client has this identity code or identifier."))
        return found


class ReportForm(PeriodForm):
    """The client's access report."""

    client = ClientField(label=_("Client: identity code or identifier"), max_length=64)
    spoken = forms.ChoiceField(label=_("Language of the report"), choices=User.Language.choices)
    form = forms.ChoiceField(
        label=_("Form"), choices=[("page", _("page to print")), ("text", _("plain text")), ("json", "JSON")]
    )
    field_order = ("client", "since", "until", "spoken", "form")


class ClientForm(forms.Form):
    """A client to look at in the log."""

    client = ClientField(label=_("Client: identity code or identifier"), max_length=64)
