"""Words of the workbench for its templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.base.roles import Role
from luotsi.kit.evidence import CitedRule
from luotsi.kit.registry import tools
from luotsi.kit.text import Text
from luotsi.kit.tool import Card, RecordPart
from luotsi.web.formats import day
from luotsi.workbench.record_view import RecordView, Row

register = template.Library()


@register.filter
def text_json(value: Mapping[str, str]) -> str:
    """A stored Text in the active language."""
    return Text.from_json(value).in_(get_language() or "fi")


@register.filter
def tool_title(name: str) -> str:
    """The title of a tool; its name when it is no longer installed."""
    tool = tools().get(name)
    return tool.card.title.in_(get_language() or "fi") if tool else name


@register.filter
def run_state(state: str) -> str:
    """Where a run stands, in words."""
    return {
        "queued": _("queued"),
        "running": _("running"),
        "ready": _("waiting for verdicts"),
        "signed": _("signed"),
        "failed": _("stopped on an error"),
        "cancelled": _("cancelled"),
    }[state]


@register.filter
def version_label(version: str) -> str:
    """The version of the rules, as a badge."""
    return _("Rule pack %(version)s") % {"version": version}


@register.filter
def role_label(role: str) -> str:
    """The name of a role."""
    return Role(role).label.in_(get_language() or "fi")


@register.filter
def rule_status(status: str) -> str:
    """How far a rule has been reviewed."""
    return {
        "draft": _("draft, not reviewed"),
        "reviewed": _("reviewed"),
        "published": _("published"),
        "retired": _("retired"),
    }[status]


@register.filter
def rule_facts(rule: CitedRule) -> list[tuple[str, str]]:
    """A rule as terms and values."""
    reviewed = day(rule.reviewed_on) if rule.reviewed_on else _("nobody yet")
    return [
        (_("Publication"), rule.source),
        (_("Place"), rule.locator),
        (_("Rule"), rule.rule_id),
        (_("Rule pack"), f"{rule.pack} {rule.version}"),
        (_("Status"), rule_status(rule.status.value)),
        (_("Reviewed"), reviewed),
    ]


@register.filter
def card_facts(card: Card) -> list[tuple[str, str]]:
    """The card as terms and values."""
    language = get_language() or "fi"
    facts = [
        (_("For whom"), card.users.in_(language)),
        (_("Reads"), ", ".join(part_name(part) for part in card.reads)),
    ]
    for title, item in ((_("AI Act"), card.ai_act), (_("Medical devices"), card.mdr)):
        reviewed = day(item.reviewed_on) if item.reviewed_on else _("not reviewed")
        words = f"{item.grade}. {item.ground.in_(language)} {item.regulation}, {item.locator}."
        facts.append((title, f"{words} {item.status.in_(language)} ({reviewed})"))
    return facts


def part_name(part: RecordPart) -> str:
    """A part of the record, in words."""
    return {
        RecordPart.PATIENT: _("basic data"),
        RecordPart.CONDITIONS: _("diagnoses"),
        RecordPart.MEDICATION: _("medicines"),
        RecordPart.OBSERVATIONS: _("measurements"),
        RecordPart.ALLERGIES: _("allergies"),
        RecordPart.ENCOUNTERS: _("visits"),
        RecordPart.DOCUMENTS: _("documents"),
        RecordPart.QUESTIONNAIRES: _("forms"),
        RecordPart.IMMUNIZATIONS: _("vaccinations"),
        RecordPart.PROCEDURES: _("procedures"),
        RecordPart.COMMUNICATION: _("messages"),
        RecordPart.IMAGING: _("imaging studies"),
    }[part]


@register.filter
def record_sections(record: RecordView) -> list[tuple[str, list[dict[str, Any]], str]]:
    """The tables of the record: (title, rows, what to say when there are none)."""
    ended, old = _("ended"), _("old")
    return [
        (_("Medicines"), [_row(row, ended) for row in record.medications], _("No medicines in the record.")),
        (_("Values"), [_row(row, old) for row in record.values], _("No measurements in the record.")),
        (_("Diagnoses"), [_row(row, ended) for row in record.conditions], _("No diagnoses in the record.")),
        (
            _("Allergies"),
            [_row(row, ended) for row in record.allergies],
            _("No allergies in the record. That does not mean that there are none."),
        ),
    ]


def _row(row: Row, old_label: str) -> dict[str, Any]:
    return {
        "label": row.label,
        "detail": row.detail,
        "on": row.on,
        "old": row.old,
        "old_label": old_label,
        "cited": row.cited,
        "row_id": row.row_id,
        "disputed": row.disputed,
    }
