"""Reads of the workbench that more than one verb or view needs."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from luotsi.base.models import User
from luotsi.base.once import once
from luotsi.base.roles import Role
from luotsi.kit.review import Act, Reason, State, Verdict, standing
from luotsi.kit.text import Text
from luotsi.workbench.models import (
    CareRelationship,
    Client,
    Resource,
    Run,
    Sighting,
    SuggestionRow,
    Unit,
    VerdictRow,
)

CARE_ROLES = (Role.PROFESSIONAL, Role.COACH, Role.SECOND_READER)
SIGNING_ROLES = (Role.PROFESSIONAL, Role.SECOND_READER)

# A pause longer than this is not work on the review
IDLE = timedelta(minutes=2)


def units_of(user: User, roles: tuple[Role, ...] = CARE_ROLES) -> QuerySet[Unit]:
    """The units in which the user works in one of the roles. A role without a scope opens no unit."""
    scopes = {scope for role in roles for scope in user.role_scopes(role)}
    slugs = [scope.removeprefix("unit:") for scope in scopes if scope.startswith("unit:")]
    return Unit.objects.filter(slug__in=slugs).order_by("slug")


@once
def unit_keys(user: User, roles: tuple[Role, ...] = CARE_ROLES) -> list[int]:
    """The keys of :func:`units_of`: few, and cheaper in a question about many clients than a question within it."""
    return list(units_of(user, roles).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """By what right a user opens a record. ``reference`` names the ground for the log: ``relationship:12``.

    ``alert`` is shown on every page of the client while an exceptional ground lasts.
    """

    reference: str
    unit: Unit
    role: str
    purpose: str
    alert: Text | None = None


class Grounds(Protocol):
    """Exceptional grounds for opening a record, and the purpose that a user has chosen for a client."""

    def clients(self, user: User) -> list[uuid.UUID]:
        """Clients that the user may open now on an exceptional ground."""

    def basis(self, user: User, client: Client) -> Basis | None:
        """The exceptional ground in force, or None."""

    def purpose(self, user: User, client: Client) -> str:
        """The purpose chosen for this client, or an empty text for that of the ground."""


_grounds: list[Grounds] = []


def register_grounds(grounds: Grounds) -> None:
    """Let a room add grounds on which records open, beside care relationships."""
    _grounds.append(grounds)


def clients_of(user: User, only: uuid.UUID | None = None) -> QuerySet[Client]:
    """The clients whose record the user may open: by a care relationship of a unit, or an exceptional ground.

    With ``only``, that client at most: found by its own relationships, however many clients the user's units have.
    Without, those of the units are listed first, however many clients the county has.
    """
    if only is None:
        return Client.objects.filter(_opens(user, "pk"))
    related = Q(Exists(_in_force(user).filter(client=OuterRef("pk"))))
    return Client.objects.filter(related | Q(pk__in=_exceptional(user)), pk=only)


def _in_force(user: User) -> QuerySet[CareRelationship]:
    return CareRelationship.objects.filter(unit__in=unit_keys(user), ended_at=None)


def _opens(user: User, client: str) -> Q:
    """The condition that the client, a field of the rows asked for, is one whose record the user may open."""
    related = Q(**{f"{client}__in": _in_force(user).values("client")})
    # The few exceptional ones are looked up first, so that the usual query keeps its plan
    exceptional = _exceptional(user)
    return related | Q(**{f"{client}__in": exceptional}) if exceptional else related


@once
def _exceptional(user: User) -> list[uuid.UUID]:
    return [identity for grounds in _grounds for identity in grounds.clients(user)]


@once
def basis_of(user: User, client: Client) -> Basis | None:
    """By what right the user opens the client's record now; a care relationship goes before an exceptional ground."""
    relationship = (
        CareRelationship.objects.filter(client=client, unit__in=unit_keys(user), ended_at=None)
        .select_related("unit")
        .order_by("unit__slug", "pk")
        .first()
    )
    if relationship is None:
        return next((found for grounds in _grounds if (found := grounds.basis(user, client))), None)
    unit = relationship.unit
    return Basis(
        reference=f"relationship:{relationship.pk}",
        unit=unit,
        role=role_in(user, unit, CARE_ROLES),
        purpose=relationship.purpose,
    )


def purpose_of(user: User, client: Client, basis: Basis) -> str:
    """For what purpose the user handles the record: the chosen one, else that of the ground."""
    return _chosen_purpose(user, client) or basis.purpose


@once
def _chosen_purpose(user: User, client: Client) -> str:
    return next((chosen for grounds in _grounds if (chosen := grounds.purpose(user, client))), "")


def purpose_now(user: User, client: Client) -> str:
    """The purpose for which the user handles the record now; empty when there is no ground."""
    basis = basis_of(user, client)
    return purpose_of(user, client, basis) if basis else ""


def role_in(user: User, unit: Unit, roles: tuple[Role, ...]) -> str:
    """The first of the roles that the user holds in the unit; empty when none."""
    return next((role.value for role in roles if unit.scope in user.role_scopes(role)), "")


def current_resources(client: Client, types: tuple[str, ...] = ()) -> QuerySet[Resource]:
    """The newest version of every resource of the client, in a fixed order."""
    rows = Resource.objects.filter(client=client, superseded_by=None)
    return (rows.filter(type__in=types) if types else rows).order_by("type", "logical_id")


def runs_of(user: User) -> QuerySet[Run]:
    """The runs on the clients whose record the user may open, newest first."""
    return Run.objects.filter(_opens(user, "case__client")).select_related("case__client", "started_by")


@once
def waiting_count(user: User) -> int:
    """How many runs wait for a verdict or a signature."""
    return waiting_for(user).count()


def waiting_for(user: User) -> QuerySet[Run]:
    """The runs that wait for a verdict or a signature, the oldest first."""
    return runs_of(user).filter(state=Run.State.READY).order_by("started_at")


def with_counts(runs: Iterable[Run]) -> list[Run]:
    """The runs with the counts of their proposals and decided ones, and the worst severity, as attributes.

    For the runs of one page: to count those of all that wait would cost more than the rest of the page.
    """
    rows = list(runs)
    counts = SuggestionRow.objects.filter(run__in=[run.pk for run in rows]).values("run").order_by("run")
    found = {
        row["run"]: row
        for row in counts.annotate(
            proposals=Count("pk", distinct=True),
            decided=Count("pk", filter=Q(verdicts__isnull=False), distinct=True),
            worst=Max("severity"),
        )
    }
    none = {"proposals": 0, "decided": 0, "worst": None}
    for run in rows:
        for name in none:
            setattr(run, name, found.get(run.pk, none)[name])
    return rows


def verdict_of(row: VerdictRow) -> Verdict:
    """The stored row as the kit's Verdict."""
    return Verdict(
        act=Act(row.act),
        reason=Reason(row.reason) if row.reason else None,
        note=row.note,
        text=row.text,
        until=row.until,
    )


def standing_of(suggestion: SuggestionRow) -> tuple[State, VerdictRow | None]:
    """The state of the suggestion and the row that made it. Uses prefetched verdicts when there are any."""
    rows = sorted(suggestion.verdicts.all(), key=lambda row: row.sequence)
    state, last = standing(verdict_of(row) for row in rows)
    if last is None:
        return state, None
    remaining: list[VerdictRow] = []
    for row in rows:
        if row.act == Act.UNDO:
            remaining.pop()
        else:
            remaining.append(row)
    return state, remaining[-1]


def earlier_verdicts(run: Run) -> dict[str, VerdictRow]:
    """The last verdict on each matter (by key) of the same client in earlier signed runs, so that it is remembered."""
    rows = (
        VerdictRow.objects.filter(
            suggestion__run__case__client=run.case.client_id,
            suggestion__run__tool=run.tool,
            suggestion__run__state=Run.State.SIGNED,
            suggestion__run__started_at__lt=run.started_at,
        )
        .exclude(act=Act.UNDO)
        .select_related("suggestion")
        .order_by("suggestion__run__started_at", "sequence")
    )
    return {row.suggestion.key: row for row in rows}


def active_minutes(run: Run) -> float:
    """Minutes in which the review was open and in use: the pauses of up to two minutes between a user's sightings."""
    total = timedelta()
    last: dict[uuid.UUID, Sighting] = {}
    for sighting in run.sightings.order_by("at"):
        before = last.get(sighting.user_id)
        if before and sighting.at - before.at <= IDLE:
            total += sighting.at - before.at
        last[sighting.user_id] = sighting
    return total.total_seconds() / 60
