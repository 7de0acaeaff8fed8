"""From Django's form fields and the house's problems to what the field and error-summary templates show."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, FileInput, Select, Textarea
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from luotsi.kit.errors import InputError, Problem

_GROUPS = {"radioselect": "radio", "checkboxselectmultiple": "checkbox"}
_ROW_LIMIT = 4


def slug(words: str) -> str:
    """An id made from words; ``part`` when they hold no letter of the Latin alphabet."""
    return slugify(words)[:60] or "part"


def values(
    field: BoundField, *, label: str, hint: str, optional: bool | None, extra: Mapping[str, Any]
) -> dict[str, Any]:
    """What ``ui/field.html`` shows for a bound field."""
    kind = _kind(field)
    hint = hint or str(field.help_text or "")
    identity = field.auto_id or field.html_name
    described = [f"{identity}-hint"] if hint else []
    described += [f"{identity}-error"] if field.errors else []
    shown = {
        "id": identity,
        "kind": kind,
        "label": label or str(field.label or ""),
        "hint": hint,
        "errors": list(field.errors),
        "optional": not field.field.required if optional is None else optional,
        "described": " ".join(described),
    }
    if kind in _GROUPS.values():
        return shown | {"choices": _choices(field, described), "optional": shown["optional"] and kind == "radio"}
    if kind == "check":
        return shown | {"control": _control(field, {**extra, "class": None}, described), "optional": False}
    return shown | {"control": _control(field, extra, described)}


def _kind(field: BoundField) -> str:
    group = _GROUPS.get(field.widget_type)
    if group:
        return group
    return "check" if isinstance(field.field.widget, CheckboxInput) else "single"


def _control(field: BoundField, extra: Mapping[str, Any], described: list[str]) -> SafeString:
    attrs: dict[str, Any] = {"class": "input"}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if isinstance(field.field.widget, Textarea) and "rows" not in field.field.widget.attrs:
        attrs["rows"] = 4
    for key, value in extra.items():
        if key == "combobox":
            attrs |= _combobox() if value and isinstance(field.field.widget, Select) else {}
        else:
            attrs[key.strip("_").replace("_", "-")] = value
    if isinstance(field.field.widget, FileInput):
        attrs.setdefault("accept", field.field.widget.attrs.get("accept"))
    return field.as_widget(attrs={key: value for key, value in attrs.items() if value is not None})


def _combobox() -> dict[str, Any]:
    return {
        "data-combobox": True,
        "data-no-results": gettext("Nothing matches"),
        "data-too-short": gettext("Type at least {n} letters"),
        "data-results": gettext("{n} matches."),
        "data-assist": gettext("Type to narrow the list, choose with the arrow keys."),
    }


def _choices(field: BoundField, described: list[str]) -> dict[str, Any]:
    options = [
        {"id": option.id_for_label, "tag": option.tag(), "label": option.choice_label, "first": place == 0}
        for place, option in enumerate(field)
    ]
    short = len(options) <= _ROW_LIMIT and all(len(str(option["label"])) < 24 for option in options)  # noqa: PLR2004
    return {"options": options, "row": short, "described": " ".join(described)}


def plain(
    name: str, label: str, value: Any, *, kind: str, hint: str, error: str, attributes: SafeString
) -> dict[str, Any]:
    """What ``ui/input.html`` shows for a field outside a Django form."""
    identity = f"id_{name}"
    described = [f"{identity}-hint"] if hint else []
    described += [f"{identity}-error"] if error else []
    return {
        "name": name,
        "id": identity,
        "label": label,
        "value": "" if value is None else value,
        "type": kind,
        "hint": hint,
        "error": error,
        "described": " ".join(described),
        "attributes": attributes,
    }


def problems(source: Any) -> list[tuple[str, str]]:
    """(id of the field or empty, text) for every error of a form, formset, InputError, or list of any of these."""
    if isinstance(source, BaseForm):
        return _of_form(source)
    if isinstance(source, BaseFormSet):
        return [*(("", str(error)) for error in source.non_form_errors()), *_each(source.forms)]
    if isinstance(source, InputError):
        return _each(source.problems) or [("", source.text.in_(get_language() or "fi"))]
    if isinstance(source, Problem):
        return [("", source.in_(get_language() or "fi"))]
    if isinstance(source, str):
        return [("", source)] if source else []
    return _each(source or ())


def _each(items: Iterable[Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for item in items:
        found += [(str(item[0]), str(item[1]))] if isinstance(item, tuple) else problems(item)
    return found


def _of_form(form: BaseForm) -> list[tuple[str, str]]:
    found = [("", str(error)) for error in form.non_field_errors()]
    for name in form.fields:
        field = form[name]
        label = str(field.label or "").rstrip(".:?")
        found += [(_first_control(field), f"{label}: {error}") for error in field.errors]
    return found


def _first_control(field: BoundField) -> str:
    """The id that a link from the summary leads to: of a group of choices, the first choice."""
    if _kind(field) in _GROUPS.values() and len(field):
        return next(iter(field)).id_for_label
    return field.auto_id or field.html_name
