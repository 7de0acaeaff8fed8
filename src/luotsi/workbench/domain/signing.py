"""Signing a review: everything decided, exported as FHIR R4, and closed for good."""

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.canonical import digest
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Language, Text
from luotsi.workbench.domain.review import WRITE_FIRST
from luotsi.workbench.export import fhir_bundle
from luotsi.workbench.models import Run, Sighting, Signature
from luotsi.workbench.own_words import closed_to, fields_of
from luotsi.workbench.queries import SIGNING_ROLES, purpose_now, units_of
from luotsi.workbench.review_view import Review, review_of


def sign(user: User, run: Run) -> Signature:
    """Sign the review as it stands. InputError names what still waits; a signed review raises ConflictError."""
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        fresh = Run.objects.select_related("case__client").get(pk=run.pk)
        require(user, "workbench.sign", fresh)
        if closed_to(user, fresh).kinds:
            raise InputError(WRITE_FIRST)
        _check(locked, review := review_of(fresh, Language.parse(user.language)))
        now = timezone.now()
        role = _role(user, fresh)
        bundle = fhir_bundle(review, signer=user, role=role, signed_at=now)
        signature = Signature.objects.create(
            run=fresh, signed_by=user, role=role, signed_at=now, sha256=digest(bundle), bundle=bundle
        )
        Sighting.objects.create(run=fresh, user=user)
        Run.objects.filter(pk=run.pk).update(state=Run.State.SIGNED)
        audit.record(
            "review.sign",
            actor=user,
            role=role,
            target=f"run:{run.pk}",
            client=str(fresh.case.client_id),
            purpose=purpose_now(user, fresh.case.client),
            detail={"sha256": signature.sha256, "tool": fresh.tool, "version": fresh.version, **review.counts()},
        )
    return signature


def _check(run: Run, review: Review) -> None:
    if run.state == Run.State.SIGNED:
        raise ConflictError(
            Text("Arvio on jo allekirjoitettu.", "Granskningen är redan undertecknad.", "The review is signed already.")
        )
    if run.state != Run.State.READY:
        raise ConflictError(Text("Arvio ei ole avoinna.", "Granskningen är inte öppen.", "The review is not open."))
    missing = [field for field in fields_of(run) if field.needed and field.key not in review.own_words]
    if missing:
        raise InputError(
            Text(
                "Allekirjoitus odottaa: nämä kirjoittaa ammattilainen itse.",
                "Underskriften väntar: detta skriver den yrkesverksamma själv.",
                "Signing waits: a professional writes these in person.",
            ),
            [Problem(f"own-{field.key}", field.title) for field in missing],
        )
    waiting = [proposal for proposal in review.proposals if not proposal.decided]
    if waiting:
        raise InputError(
            Text(
                "Allekirjoitus odottaa: jokaisesta ehdotuksesta tarvitaan päätös.",
                "Underskriften väntar: varje förslag behöver ett avgörande.",
                "Signing waits: every proposal needs a verdict.",
            ),
            [Problem(str(proposal.position), proposal.suggestion.title) for proposal in waiting],
        )


def _role(user: User, run: Run) -> str:
    units = run.case.client.care_relationships.filter(unit__in=units_of(user, SIGNING_ROLES), ended_at=None)
    scope = units.select_related("unit")[0].unit.scope
    return next(role.value for role in SIGNING_ROLES if user.has_role(role, scope))
