"""Forms of the base app."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luotsi.base.audit import AuditFilter
from luotsi.base.models import User


class ProfileForm(forms.ModelForm[User]):
    """What a user sets for themselves."""

    class Meta:
        model = User
        fields = ("name", "title", "language", "theme", "shortcuts_enabled")
        labels: ClassVar = {"shortcuts_enabled": _("Single-key shortcuts (A, E, R, Z) when a proposal has focus")}


class AuditFilterForm(forms.Form):
    """What to look for in the log; every field may be empty."""

    action = forms.CharField(label=_("Event (beginning of its name)"), max_length=100, required=False)
    actor = forms.CharField(label=_("Who (user's identifier)"), max_length=64, required=False)
    client = forms.CharField(label=_("Client (identifier)"), max_length=64, required=False)
    target = forms.CharField(label=_("Target (identifier)"), max_length=200, required=False)
    since = forms.DateField(label=_("From (day)"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("To (day, included)"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def filters(self) -> AuditFilter:
        """The filter of a valid form."""
        found = self.cleaned_data
        until = found["until"] + timedelta(days=1) if found["until"] else None
        return AuditFilter(
            action=found["action"].strip(),
            actor=found["actor"].strip(),
            client=found["client"].strip(),
            target=found["target"].strip(),
            since=_midnight(found["since"]) if found["since"] else None,
            until=_midnight(until) if until else None,
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
