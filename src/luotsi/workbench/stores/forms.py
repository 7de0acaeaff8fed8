"""Forms of the stores. They check shape; sense is checked by the verbs."""

import copy
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from luotsi.base.models import User
from luotsi.engines.clinical import ANALYTES
from luotsi.kit.errors import InputError
from luotsi.kit.library import Kind, items_of, leaves
from luotsi.kit.text import Language, Text
from luotsi.workbench.models import Unit
from luotsi.workbench.queries import units_of
from luotsi.workbench.stores.domain.library import Draft
from luotsi.workbench.stores.domain.tasks import REASON_LIMIT, WORDS_LIMIT
from luotsi.workbench.stores.models import ItemVersion, Task
from luotsi.workbench.stores.queries import colleagues

_LONG_VALUE = 60


def _date(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class ProblemForm(forms.Form):
    """A form that takes the problems of an InputError on its fields."""

    def add_problems(self, error: InputError, language: str) -> None:
        """Put each problem on its field; on the form, with its place, when it names none."""
        for problem in error.problems:
            name = next((field for field in (problem.where, f"body:{problem.where}") if field in self.fields), None)
            self.add_error(name, problem.text.in_(language) if name else problem.in_(language))
        if not error.problems:
            self.add_error(None, error.text.in_(language))


class ItemForm(ProblemForm):
    """The head of a version: title in three languages, source, licence, days and a note."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=300)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300)
    source = forms.CharField(
        label=_("Source"), max_length=400, help_text=_("Publication and place, as exactly as known.")
    )
    licence = forms.CharField(label=_("Licence"), max_length=120)
    valid_from = _date(_("Valid from"), required=False)
    valid_to = _date(_("Valid to"), required=False)
    review_due = _date(_("Review again by"), required=False)
    retires = forms.BooleanField(label=_("Take this out of use"), required=False)
    note = forms.CharField(
        label=_("What changed and why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def draft(self, body: Mapping[str, Any]) -> Draft:
        """What the editor wrote, with the body."""
        data = self.cleaned_data
        return Draft(
            title=Text(data["title_fi"], data["title_sv"], data["title_en"]),
            body=body,
            **{
                name: data[name]
                for name in ("source", "licence", "note", "retires", "valid_from", "valid_to", "review_due")
            },
        )


class VersionForm(ItemForm):
    """The next version of an item: its head, and a field for every value of its content."""

    def __init__(self, *args: Any, version: ItemVersion, kind: Kind, language: str, **kwargs: Any) -> None:
        kwargs["initial"] = head_of(version)
        super().__init__(*args, **kwargs)
        built_in = next((item.body for item in items_of(kind.starter()) if item.key == version.item.key), {})
        # A value that the kind names and this version is too old to have; nothing else is put back into a body
        later = {name: value for name, value in built_in.items() if name in kind.fields}
        self.before: dict[str, Any] = {**later, **version.body}
        for path, value in sorted(leaves(self.before)):
            if isinstance(value, str | int | float) or value is None:
                self.fields[f"body:{path}"] = _field(path, value)
                if path in kind.fields:
                    self.fields[f"body:{path}"].label = kind.fields[path].in_(language)

    def body(self) -> dict[str, Any]:
        """The content with the typed values in their places."""
        found = copy.deepcopy(self.before)
        for name, value in self.cleaned_data.items():
            if name.startswith("body:"):
                _put(found, name.removeprefix("body:").split("."), value)
        return found

    def content_fields(self) -> list[forms.BoundField]:
        """The fields of the content."""
        return [self[name] for name in self.fields if name.startswith("body:")]


class NewItemForm(ItemForm):
    """A new item: key, family, and its content as JSON."""

    key = forms.CharField(label=_("Key"), max_length=200)
    family = forms.ChoiceField(label=_("Family"), choices=())
    content = forms.CharField(
        label=_("Content as JSON"), widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}), initial="{}"
    )

    def __init__(self, *args: Any, families: Mapping[str, Text], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].choices = [(key, text.in_(language)) for key, text in families.items()] or [("-", "-")]

    def clean_content(self) -> dict[str, Any]:
        try:
            value = json.loads(self.cleaned_data["content"])
        except ValueError as error:
            raise forms.ValidationError(_now("Not JSON: %(why)s") % {"why": error}) from error
        if not isinstance(value, dict):
            raise forms.ValidationError(_now("The content is a JSON object: {…}."))
        return value


def head_of(version: ItemVersion) -> dict[str, Any]:
    """The head of a version as a form's initial values."""
    names = ("source", "licence", "valid_from", "valid_to", "review_due", "retires")
    return {
        "seen": version.item.newest,
        **{f"title_{language.value}": version.title[language.value] for language in Language},
        **{name: getattr(version, name) for name in names},
    }


def _field(path: str, value: str | float | None) -> forms.Field:
    label = path.removeprefix("rows.0.") if path.startswith("rows.0.") else path
    if isinstance(value, bool):
        return forms.TypedChoiceField(
            label=label,
            initial=str(value),
            choices=[("True", _("yes")), ("False", _("no"))],
            coerce=lambda x: x == "True",
        )
    if isinstance(value, int):
        return forms.IntegerField(label=label, initial=value)
    if isinstance(value, float):
        return forms.FloatField(label=label, initial=value)
    text = value or ""
    long = len(text) > _LONG_VALUE
    widget = forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput()
    empty = None if value is None else ""
    return forms.CharField(label=label, initial=text, required=False, strip=False, widget=widget, empty_value=empty)


def _put(value: Any, path: list[str], leaf: Any) -> None:
    for step in path[:-1]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    if isinstance(value, list):
        value[int(path[-1])] = leaf
    else:
        value[path[-1]] = leaf


class ReviewForm(ProblemForm):
    """One act of review. ``seen`` is how many acts the screen showed."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("submit", "approve", "return")])
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class PublishForm(ProblemForm):
    """From which day, and the hash of the candidate whose effects were shown."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput())
    valid_from = _date(_("In force from"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("What changes and why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PackForm(ProblemForm):
    """A pack file to take in."""

    file = forms.FileField(label=_("Pack file"), help_text=_("JSON of schema luotsi-pack/1. Its hash is checked."))


# Tasks ----------------------------------------------------------------------------------------------------------------
class TaskForm(ProblemForm):
    """A task made by hand."""

    words = forms.CharField(label=_("What is to be done"), max_length=WORDS_LIMIT)
    due = _date(_("Due date"))
    reason = forms.CharField(
        label=_("Why"), max_length=REASON_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.ChoiceField(label=_("Who does it"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices(user)
        self.initial.setdefault("owner", f"user:{user.pk}")

    def chosen(self) -> tuple[User | None, Unit | None]:
        """The chosen person or unit."""
        return chosen_owner(self.cleaned_data["owner"])


def owner_choices(user: User, task: Task | None = None) -> list[tuple[str, str]]:
    """The people and units to whom the user may give a task, the user first."""
    people = [(f"user:{person.pk}", person.get_full_name()) for person in colleagues(user) if person.pk != user.pk]
    units = [task.unit] if task and task.unit else ([] if task else list(units_of(user)))
    language = Language.parse(user.language)
    return [
        (f"user:{user.pk}", _now("me")),
        *((f"unit:{unit.pk}", unit.name.in_(language)) for unit in units),
        *people,
    ]


def chosen_owner(value: str) -> tuple[User | None, Unit | None]:
    """The person or unit of one of :func:`owner_choices`."""
    kind, _colon, key = value.partition(":")
    if kind == "unit":
        return None, Unit.objects.filter(pk=key).first()
    return User.objects.filter(pk=key).first(), None


class TaskActForm(ProblemForm):
    """One act on a task."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("done", "cancel", "reopen", "reassign")])
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    owner = forms.CharField(max_length=64, required=False)
    note = forms.CharField(label=_("Note"), max_length=REASON_LIMIT, required=False)


# Entries --------------------------------------------------------------------------------------------------------------
class NoteForm(ProblemForm):
    """A note in words."""

    title = forms.CharField(label=_("Heading"), max_length=120)
    text = forms.CharField(label=_("Note"), max_length=20000, widget=forms.Textarea(attrs={"rows": 6}))


class MeasurementForm(ProblemForm):
    """One measurement."""

    name = forms.ChoiceField(label=_("What was measured"))
    value = forms.DecimalField(label=_("Value"), max_digits=9, decimal_places=3)
    on = _date(_("Measured on"), initial=timezone.localdate)

    def __init__(self, *args: Any, measures: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = list(measures.items())

    def clean(self) -> dict[str, Any]:
        """The day is not in the future, and the value lies where a value of this kind can."""
        data = super().clean() or {}
        if data.get("on") and data["on"] > timezone.localdate():
            self.add_error("on", _now("The day is in the future."))
        if data.get("name") and data.get("value") is not None:
            analyte = ANALYTES[data["name"]]
            if not analyte.low <= data["value"] <= analyte.high:
                limits = {"low": f"{analyte.low:g}", "high": f"{analyte.high:g}", "unit": analyte.unit}
                self.add_error("value", _now("Check the value and unit: %(low)s to %(high)s %(unit)s.") % limits)
        return data


class AmendForm(ProblemForm):
    """Why an entry is corrected."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=500)


class ErrorForm(ProblemForm):
    """Why an entry is marked as made in error."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    reason = forms.CharField(label=_("Why is this an error?"), max_length=500)
