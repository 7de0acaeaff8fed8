"""The client banner: who this is about, allergies, by what right the record is open."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from luotsi.engines.clinical import parse_bundle
from luotsi.engines.clinical.formulas import age_years
from luotsi.kit.text import Language
from luotsi.web import parts
from luotsi.web.formats import day
from luotsi.workbench.models import Client, Resource
from luotsi.workbench.queries import Basis, basis_of, current_resources
from luotsi.workbench.record_view import as_bundle

BANNER_TYPES = ("Patient", "AllergyIntolerance")


def banner(client: Client, rows: Sequence[Resource], on: date, request: HttpRequest) -> parts.Client:
    """The banner from the client and the allergies among the rows."""
    basis = basis_of(request.user, client)
    facts = [(_("Identity code"), client.identity_code or _("not known"))]
    if client.birth_date:
        sex = {"F": _("female"), "M": _("male")}.get(client.sex, _("sex not known"))
        age = _("%(age)d y, %(sex)s") % {"age": age_years(client.birth_date, on), "sex": sex}
        facts += [(_("Age"), age), (_("Born"), day(client.birth_date))]
    return parts.Client(
        name=client.name,
        facts=facts,
        alerts=_exception(basis, request)
        + [_("Allergy: %(substance)s") % {"substance": name} for name in _allergies(rows)],
        basis=_basis(basis, request),
    )


def banner_now(client: Client, request: HttpRequest) -> parts.Client:
    """The banner from the record as it stands today."""
    return banner(client, list(current_resources(client, BANNER_TYPES)), timezone.localdate(), request)


def _allergies(rows: Sequence[Resource]) -> list[str]:
    kept = [row for row in rows if row.type in BANNER_TYPES]
    if not any(row.type == "Patient" for row in kept):
        return []
    return [allergy.concept.label for allergy in parse_bundle(as_bundle(kept)).allergies if allergy.active]


def _exception(basis: Basis | None, request: HttpRequest) -> list[str]:
    return [basis.alert.in_(request.LANGUAGE_CODE)] if basis and basis.alert else []


def _basis(basis: Basis | None, request: HttpRequest) -> str:
    if basis is None or basis.alert:
        return ""
    unit = basis.unit.name.in_(Language.parse(request.LANGUAGE_CODE))
    return _("Care relationship: %(unit)s.") % {"unit": unit}
