"""What can be done on the spine. Every verb is one transaction with its line in the audit log."""

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify

from luotsi.base import audit
from luotsi.hub.spine.models import ContentVersion, GatePassage, Initiative, Link, Organisation, Source, StageChange
from luotsi.hub.spine.queries import passed_gates
from luotsi.hub.spine.registry import Handover, intake, kind
from luotsi.hub.spine.relations import Relation
from luotsi.hub.spine.trilingual import COLUMNS, columns
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.lifecycle import GATES, Stage, missing_gates
from luotsi.kit.text import Text

TITLE_LENGTH = 200


def touch_content() -> None:
    """Make every cached public page stale. Call it inside the transaction that changes public content."""
    if not ContentVersion.objects.filter(id=1).update(number=models.F("number") + 1):
        ContentVersion.objects.get_or_create(id=1, defaults={"number": 1})


@dataclass(frozen=True, slots=True)
class Underway:
    """That an initiative had already come to ``stage`` when the hub learned of it, and who says so."""

    stage: Stage
    on: str
    source: Source


@transaction.atomic
def start(
    *, slug: str, title: Text, responsible: Organisation, actor: Any = None, underway: Underway | None = None
) -> Initiative:
    """Open an initiative at the need, or where a source says it already is.

    Gates passed before the hub knew of it stay unrecorded: they are asked for at its next step.
    """
    stage = underway.stage if underway else Stage.NEED
    initiative = Initiative.objects.create(
        slug=slug, stage=stage.value, responsible=responsible, **columns("title", title)
    )
    StageChange.objects.create(
        initiative=initiative,
        stage=stage.value,
        on=underway.on if underway else timezone.localdate().isoformat(),
        source=underway.source if underway else None,
        by=actor,
    )
    audit.record("initiative.start", actor=actor, target=f"initiative:{slug}", detail={"stage": stage.value})
    touch_content()
    return initiative


@transaction.atomic
def advance(initiative: Initiative, target: Stage, actor: Any) -> Initiative:
    """Take the initiative forward to ``target``. InputError names every gate that is missing."""
    current = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if current.stage != initiative.stage:
        raise ConflictError(
            Text(
                "Hankkeen vaihe on muuttunut tällä välin. Lataa sivu uudelleen.",
                "Initiativets fas har ändrats under tiden. Ladda om sidan.",
                "The stage has changed in the meantime. Reload the page.",
            )
        )
    stage = Stage(current.stage)
    if target.order <= stage.order:
        raise InputError(
            Text(
                "Vaihe ”{now}” on jo saavutettu. Valitse myöhempi vaihe.",
                "Fasen ”{now}” har redan nåtts. Välj en senare fas.",
                "The stage “{now}” has already been reached. Choose a later stage.",
            ).format(now=stage.label)
        )
    if missing := missing_gates(target, passed_gates(current)):
        raise InputError(
            Text(
                "Vaiheeseen ”{stage}” ei pääse ennen kuin portit on hyväksytty.",
                "Fasen ”{stage}” kan inte inledas innan portarna har godkänts.",
                "The stage “{stage}” cannot be entered before its gates are passed.",
            ).format(stage=target.label),
            [
                Problem(
                    gate.key,
                    Text("{title}: {why}", "{title}: {why}", "{title}: {why}").format(title=gate.title, why=gate.why),
                )
                for gate in missing
            ],
        )
    current.stage = target.value
    current.save(update_fields=["stage"])
    StageChange.objects.create(initiative=current, stage=target.value, on=timezone.localdate().isoformat(), by=actor)
    audit.record(
        "initiative.advance",
        actor=actor,
        target=f"initiative:{current.slug}",
        detail={"from": stage.value, "to": target.value},
    )
    touch_content()
    initiative.stage = target.value
    return current


def pass_gate(
    initiative: Initiative, gate: str, actor: Any, *, on: dt.date, note: str, source: Source | None = None
) -> GatePassage:
    """Record the decision that opens ``gate``. The decision itself must be written down in ``note``."""
    problems = []
    if gate not in {known.key for known in GATES}:
        problems.append(Problem("gate", Text("Tuntematon portti.", "Okänd port.", "There is no such gate.")))
    if not note.strip():
        problems.append(
            Problem(
                "note", Text("Kirjaa päätös perusteineen.", "Anteckna beslutet med grunder.", "Write the decision.")
            )
        )
    if on > timezone.localdate():
        problems.append(
            Problem(
                "on",
                Text(
                    "Päätöksen päivä ei voi olla tulevaisuudessa.",
                    "Beslutsdagen kan inte vara i framtiden.",
                    "The day of the decision cannot be in the future.",
                ),
            )
        )
    if problems:
        raise InputError(
            Text("Päätöstä ei voi kirjata.", "Beslutet kan inte antecknas.", "The decision cannot be recorded."),
            problems,
        )
    try:
        with transaction.atomic():
            passage = GatePassage.objects.create(
                initiative=initiative, gate=gate, on=on, by=actor, note=note.strip(), source=source
            )
            audit.record(
                "initiative.pass_gate", actor=actor, target=f"initiative:{initiative.slug}", detail={"gate": gate}
            )
            touch_content()
    except IntegrityError as error:
        raise ConflictError(
            Text(
                "Portista on jo kirjattu päätös.",
                "Ett beslut om porten har redan antecknats.",
                "A decision on this gate is already recorded.",
            )
        ) from error
    return passage


@transaction.atomic
def link(start_of: tuple[str, str], relation: Relation, end_of: tuple[str, str], actor: Any) -> Link:
    """Link two things, each a (kind, identifier). InputError when a kind or thing is unknown."""
    problems = []
    for where, (key, identifier) in (("from", start_of), ("to", end_of)):
        known = kind(key)
        if known is None:
            problems.append(
                Problem(where, Text(f"Tuntematon laji {key}.", f"Okänt slag {key}.", f"Unknown kind {key}."))
            )
        elif known.find(identifier) is None:
            problems.append(
                Problem(
                    where, Text(f"Ei löydy: {identifier}.", f"Finns inte: {identifier}.", f"Not found: {identifier}.")
                )
            )
    if problems:
        raise InputError(Text("Linkkiä ei voi tehdä.", "Länken kan inte göras.", "The link cannot be made."), problems)
    made, created = Link.objects.get_or_create(
        from_kind=start_of[0], from_id=start_of[1], relation=relation.value, to_kind=end_of[0], to_id=end_of[1]
    )
    if created:
        audit.record("link.create", actor=actor, target=":".join(start_of), detail={"to": ":".join(end_of)})
        touch_content()
    return made


@transaction.atomic
def unlink(made: Link, actor: Any) -> None:
    """Take a link away."""
    audit.record(
        "link.remove",
        actor=actor,
        target=f"{made.from_kind}:{made.from_id}",
        detail={"to": f"{made.to_kind}:{made.to_id}", "relation": made.relation},
    )
    made.delete()
    touch_content()


@transaction.atomic
def hand_over(kind_key: str, handover: Handover) -> str:
    """Hand something to the app that makes things of this kind, and link what it made to where it came from.

    The identifier of what was made. InputError when no app takes it in, or when the app will not take these words.
    """
    door = intake(kind_key)
    if door is None:
        raise InputError(
            Text(
                "Mikään osa ei vielä ota tätä vastaan. Tulos jää odottamaan.",
                "Ingen del tar ännu emot det här. Resultatet blir kvar och väntar.",
                "No part of the hub takes this in yet. The outcome stays waiting.",
            )
        )
    identifier = door.accept(handover)
    audit.record(
        "handover",
        actor=handover.actor,
        target=":".join(handover.origin),
        detail={"to": f"{kind_key}:{identifier}"},
    )
    if kind(kind_key) is not None and kind(handover.origin[0]) is not None:
        link((kind_key, identifier), Relation.RESTS_ON, handover.origin, handover.actor)
    return identifier


def use_case_of(handover: Handover) -> str:
    """The intake of use cases: an initiative at the use case, with its title in the three languages."""
    missing = [language for language in COLUMNS if not handover.words.get(language, "").strip()]
    problems = [
        Problem(language, Text("Kirjoita myös tällä kielellä.", "Skriv också på detta språk.", "Write this one too."))
        for language in missing
    ]
    responsible = Organisation.objects.filter(pk=handover.details.get("organisation", "")).first()
    if responsible is None:
        problems.append(
            Problem(
                "organisation",
                Text(
                    "Valitse vastuullinen organisaatio.",
                    "Välj den ansvariga organisationen.",
                    "Choose the responsible organisation.",
                ),
            )
        )
    if problems or responsible is None:
        raise InputError(
            Text(
                "Käyttötapausta ei voi avata.",
                "Användningsfallet kan inte öppnas.",
                "The use case cannot be opened.",
            ),
            problems,
        )
    title = Text(*(" ".join(handover.words[language].split())[:TITLE_LENGTH] for language in COLUMNS))
    initiative = start(slug=_free_slug(title.fi), title=title, responsible=responsible, actor=handover.actor)
    advance(initiative, Stage.USE_CASE, handover.actor)
    return initiative.slug


def _free_slug(words: str) -> str:
    base = slugify(words)[:60].strip("-") or "kayttotapaus"
    taken = set(Initiative.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for number in count(1) if (slug := base if number == 1 else f"{base}-{number}") not in taken)
