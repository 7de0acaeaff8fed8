"""Units of the county: create, rename, close; and the county's settings of access."""

from django.db import transaction
from django.utils.text import slugify

from luotsi.base import audit, people
from luotsi.base.models import Grant, User
from luotsi.base.permissions import require
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.access.models import AccessSettings, UnitClosure
from luotsi.workbench.models import CareRelationship, Unit

SHORTEST_MIN, LONGEST_MIN = 5, 720


def create(user: User, name: Text) -> Unit:
    """A new unit; its short name for the log is made of the Finnish name and never changes."""
    require(user, "access.manage")
    with transaction.atomic():
        unit = Unit.objects.create(slug=_free_slug(name.fi), name_fi=name.fi, name_sv=name.sv, name_en=name.en)
        audit.record("unit.create", actor=user, target=f"unit:{unit.slug}")
    return unit


def rename(user: User, unit: Unit, name: Text) -> None:
    """Change the names of a unit."""
    require(user, "access.manage")
    with transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(name_fi=name.fi, name_sv=name.sv, name_en=name.en)
        audit.record("unit.rename", actor=user, target=f"unit:{unit.slug}", detail={"before": unit.name.as_json()})


def close(user: User, unit: Unit) -> int:
    """Close a unit that has no clients left and end the roles in it; how many roles were ended."""
    require(user, "access.manage")
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        clients = CareRelationship.objects.filter(unit=unit, ended_at=None).count()
        if clients:
            raise InputError(
                Text(
                    "Yksikköä ei suljettu: asiakassuhteita on voimassa {n}. Siirrä tai päätä ne ensin.",
                    "Enheten stängdes inte: {n} klientrelationer gäller. Flytta eller avsluta dem först.",
                    "The unit was not closed: {n} care relationships are in force. Move or end them first.",
                ).format(n=clients)
            )
        if UnitClosure.objects.filter(unit=unit).exists():
            raise ConflictError(
                Text("Yksikkö on jo suljettu.", "Enheten är redan stängd.", "The unit is closed already.")
            )
        UnitClosure.objects.create(unit=unit, closed_by=user)
        grants = list(Grant.objects.filter(scope=unit.scope, ended_at=None).select_related("user"))
        for grant in grants:
            people.end_grant(grant.user, grant.role, by=user, scope=grant.scope)
        audit.record("unit.close", actor=user, target=f"unit:{unit.slug}", detail={"roles_ended": len(grants)})
    return len(grants)


def change_settings(user: User, *, emergency_minutes: int, names_in_report: bool) -> None:
    """Set how long emergency access lasts, and whether the client's access report names the users."""
    require(user, "access.manage")
    if not SHORTEST_MIN <= emergency_minutes <= LONGEST_MIN:
        limits = Text("{a}–{b} minuuttia.", "{a}–{b} minuter.", "{a} to {b} minutes.")
        raise InputError(
            Text("Tarkista aika.", "Kontrollera tiden.", "Check the time."),
            [Problem("emergency_minutes", limits.format(a=SHORTEST_MIN, b=LONGEST_MIN))],
        )
    values = {"emergency_minutes": emergency_minutes, "names_in_report": names_in_report}
    with transaction.atomic():
        AccessSettings.objects.update_or_create(id=1, defaults=values)
        audit.record("access.settings", actor=user, detail=values)


def _free_slug(name: str) -> str:
    root = slugify(name)[:40] or "unit"
    taken = set(Unit.objects.filter(slug__startswith=root).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := root if n == 1 else f"{root}-{n}") not in taken)
