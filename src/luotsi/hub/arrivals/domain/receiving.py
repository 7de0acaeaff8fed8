"""Receiving: one version of a figure is stored once, whatever is sent again, and acknowledged with the same bytes."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.hub.arrivals.domain.keys import county_key, signed
from luotsi.hub.arrivals.models import Arrival, CountyKey, Met
from luotsi.kit.border import Acknowledgement, Envelope, KnownKey, check_replay, read_envelope, verify
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.measure import SMALLEST_K, Aggregate
from luotsi.kit.text import Text

LARGEST = 1_000_000


def receive(content: bytes) -> Envelope:
    """Store a signed Aggregate and give the signed acknowledgement: the one given before when it is here already.

    InputError names the fields that do not belong; NotPermittedError when the signature does not hold; ConflictError
    when a version or a sequence number comes with another content.
    """
    envelope = read_envelope(content)
    key = county_key(envelope.key_id)
    known = KnownKey(bytes.fromhex(key.public), key.valid_from, key.valid_to, key.revoked_at) if key else None
    verify(envelope, known, timezone.now())
    assert key is not None  # noqa: S101 - an unknown key was refused; said again for the type checker
    aggregate = Aggregate.from_json(envelope.body)
    _check(aggregate, key)
    try:
        return _stored(envelope, aggregate, key)
    except IntegrityError:  # the same message came twice at the same moment: the other one stands
        return _stored(envelope, aggregate, key)


def _check(aggregate: Aggregate, key: CountyKey) -> None:
    if aggregate.county != key.county:
        raise NotPermittedError(
            Text(
                "Avain on toisen alueen kuin viesti.",
                "Nyckeln hör till ett annat område än meddelandet.",
                "The key is another county's than the message.",
            )
        )
    problems = [
        Problem(
            f"cells[{at}].n",
            Text("Pieni luku: alle {k}.", "Litet tal: under {k}.", "A small count: under {k}.").format(k=aggregate.k),
        )
        for at, cell in enumerate(aggregate.cells)
        if cell.n is not None and 0 < cell.n < max(SMALLEST_K, aggregate.k)
    ]
    problems += [
        Problem(name, Text.same(f"≤ {LARGEST}"))
        for name, value in (("version", aggregate.version), ("k", aggregate.k))
        if value > LARGEST
    ]
    groups = [cell.group for cell in aggregate.cells]
    if len(set(groups)) < len(groups):
        problems.append(Problem("cells", Text("Ryhmä toistuu.", "En grupp upprepas.", "A group is repeated.")))
    if aggregate.end < aggregate.start:
        problems.append(Problem("end", Text("Loppuu ennen alkua.", "Slutar före början.", "Ends before it begins.")))
    if problems:
        raise InputError(
            Text("Viestiä ei oteta vastaan.", "Meddelandet tas inte emot.", "The message is not accepted."), problems
        )


def _stored(envelope: Envelope, aggregate: Aggregate, key: CountyKey) -> Envelope:
    with transaction.atomic():
        met = Met.objects.filter(key=key, sequence=envelope.sequence).first()
        check_replay(met.sha256 if met else None, envelope)
        row = Arrival.objects.filter(county=aggregate.county, aggregate=aggregate.id, version=aggregate.version).first()
        if row is not None and row.sha256 != envelope.sha256:
            raise ConflictError(
                Text(
                    "Tämä versio on jo saatu eri sisältöisenä. Lähetä muutos uutena versiona.",
                    "Denna version har redan kommit med annat innehåll. Skicka ändringen som en ny version.",
                    "This version has already come with other content. Send the change as a new version.",
                )
            )
        if met is None:
            Met.objects.create(key=key, sequence=envelope.sequence, sha256=envelope.sha256)
        if row is None:
            row = _arrive(envelope, aggregate, key)
    return Envelope.from_json(row.acknowledgement)


def _arrive(envelope: Envelope, aggregate: Aggregate, key: CountyKey) -> Arrival:
    told = Acknowledgement(aggregate.county, aggregate.id, aggregate.version, envelope.sha256)
    row = Arrival.objects.create(
        county=aggregate.county,
        aggregate=aggregate.id,
        version=aggregate.version,
        experiment=aggregate.experiment,
        tool=aggregate.tool,
        measure=aggregate.measure,
        start=aggregate.start,
        end=aggregate.end,
        k=aggregate.k,
        body=aggregate.as_json(),
        sha256=envelope.sha256,
        key=key,
        received_at=timezone.now(),
        acknowledgement=signed(told.as_json()).as_json(),
    )
    audit.record(
        "border.arrived",
        actor=None,
        target=f"arrival:{row.pk}",
        detail={"county": row.county, "aggregate": row.aggregate, "version": row.version, "sha256": row.sha256},
    )
    return row
