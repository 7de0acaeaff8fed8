"""Forms of the workbench. They check shape; sense is checked by the verbs."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from luotsi.base.models import User
from luotsi.kit.errors import InputError
from luotsi.kit.review import EDIT_LIMIT, NOTE_LIMIT, Act, Reason, Verdict
from luotsi.kit.text import Language
from luotsi.kit.tool import OwnWords
from luotsi.workbench.models import OwnWordsRow
from luotsi.workbench.queries import units_of


class ImportForm(forms.Form):
    """A Bundle as a file or as pasted text."""

    file = forms.FileField(
        label=_("FHIR R4 Bundle file"), help_text=_("JSON or NDJSON, one client, FHIR R4 (4.0.1)."), required=False
    )
    text = forms.CharField(
        label=_("or paste the Bundle"), widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}), required=False
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        units.queryset = units_of(user)
        units.label_from_instance = lambda unit: unit.name.in_(Language.parse(user.language))
        if units.queryset.count() == 1:
            units.initial = units.queryset.first()
            units.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload and upload.size > settings.LUOTSI_BUNDLE_LIMIT:
            limit = settings.LUOTSI_BUNDLE_LIMIT // 1_000_000
            self.add_error(
                "file",
                _("The file is %(size)d MB. The most is %(limit)d MB. Split the export by client.")
                % {"size": upload.size // 1_000_000, "limit": limit},
            )
        elif not upload and not cleaned.get("text", "").strip() and "file" not in self.errors:
            self.add_error("file", _("Choose a file or paste a Bundle."))
        return cleaned

    def data_and_source(self) -> tuple[bytes, str]:
        """What to import, and what it is called in the log of imports."""
        upload = self.cleaned_data["file"]
        if upload:
            return upload.read(), upload.name
        return self.cleaned_data["text"].encode(), "paste"


class RunForm(forms.Form):
    """Which day the assessment is for, and whether to wait for it."""

    on = forms.DateField(
        label=_("Day of assessment"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    background = forms.BooleanField(label=_("Run in the background"), required=False)


class VerdictForm(forms.Form):
    """One act on one suggestion. ``seen`` is how many acts the screen showed."""

    act = forms.ChoiceField(choices=[(act.value, act.value) for act in Act])
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    reason = forms.ChoiceField(
        label=_("Why do you reject this?"),
        choices=[("", "")] + [(reason.value, reason.value) for reason in Reason],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("In your own words"), max_length=NOTE_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(
        label=_("Edited proposal"), max_length=EDIT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    until = forms.DateField(
        label=_("Postpone to"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def verdict(self) -> Verdict | None:
        """The act as the kit's Verdict; None, with errors on the fields, when something is missing."""
        data = self.cleaned_data
        try:
            return Verdict(
                act=Act(data["act"]),
                reason=Reason(data["reason"]) if data["reason"] else None,
                note=data["note"],
                text=data["text"],
                until=data["until"],
            )
        except InputError as error:
            self.add_problems(error)
            return None

    def add_problems(self, error: InputError) -> None:
        """Put the problems on their fields, or on the form when they name none."""
        language = str(self.initial.get("language", "fi"))
        for problem in error.problems:
            self.add_error(problem.where if problem.where in self.fields else None, problem.text.in_(language))
        if not error.problems:
            self.add_error(None, error.text.in_(language))

    def reasons(self, language: str) -> list[tuple[str, str, bool]]:
        """The five reasons as (value, label, chosen)."""
        chosen = self.data.get("reason", "")
        return [(reason.value, reason.label.in_(language), reason.value == chosen) for reason in Reason]


class OwnWordsForm(forms.Form):
    """What a professional writes in own words, and the matters ticked. Starts empty, or from the writer's own last text."""

    chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), strip=True, required=False)

    def __init__(self, *args: Any, field: OwnWords, user: User, row: OwnWordsRow | None = None, **kwargs: Any) -> None:
        own = row is not None and row.written_by_id == user.pk
        initial = {"text": row.text, "chosen": row.chosen} if row is not None and own else {}
        super().__init__(*args, initial=initial, auto_id=f"own-{field.key}-%s", **kwargs)
        language = Language.parse(user.language)
        self.key = field.key
        self.fields["text"].label = field.title.in_(language)
        self.fields["text"].help_text = field.hint.in_(language)
        if field.choices:
            chosen = self.fields["chosen"]
            chosen.label = _("What do you yourself see as a matter of concern?")
            chosen.choices = [(key, title.in_(language)) for key, title in field.choices.items()]
        else:
            del self.fields["chosen"]

    def add_problems(self, error: InputError, language: str) -> None:
        """Put the problems on their fields."""
        for problem in error.problems:
            self.add_error(problem.where if problem.where in self.fields else None, problem.text.in_(language))
        if not error.problems:
            self.add_error(None, error.text.in_(language))
