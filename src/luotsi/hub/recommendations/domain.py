"""What can be done with recommendations and the vision. Every verb is one transaction with its line in the audit log."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.notifications import notify
from luotsi.hub.recommendations import content as contents
from luotsi.hub.recommendations.models import Edition, Recommendation, Vision
from luotsi.hub.spine import domain as spine
from luotsi.hub.spine.domain import touch_content
from luotsi.hub.spine.models import Link, Organisation
from luotsi.hub.spine.registry import Handover
from luotsi.hub.spine.relations import Relation
from luotsi.hub.spine.wording import Words, now_behind
from luotsi.kit.canonical import digest
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.text import Language, Text

Subject = Recommendation | Vision
NOTE_LENGTH = 400

_CHANGED = Text(
    "Joku muu on tallentanut muutoksen tällä välin. Mitään ei tallennettu. Vertaa uusimpaan ja tallenna uudelleen.",
    "Någon annan har sparat en ändring under tiden. Ingenting sparades. Jämför med den nyaste och spara igen.",
    "Somebody else has saved a change in the meantime. Nothing was stored. Compare with the newest and save again.",
)


def kind_of(subject: Subject) -> str:
    """The kind by which links name it."""
    return "recommendation" if isinstance(subject, Recommendation) else "vision"


def name_of(subject: Subject) -> tuple[str, str]:
    """(kind, identifier), for links and the audit log."""
    return kind_of(subject), subject.slug


@transaction.atomic
def open_recommendation(number: int, title: Words, actor: Any) -> Recommendation:
    """A new recommendation on the editors' table: the public sees nothing of it before its first edition."""
    made = Recommendation.objects.create(
        number=number,
        slug=_free_slug(title.shown("fi").text),
        **{f"title_{language.value}": title.in_(language.value) for language in Language},
    )
    audit.record("recommendation.open", actor=actor, target=f"recommendation:{made.slug}")
    return made


def taken_in(handover: Handover) -> str:
    """The intake of recommendations: one more on the editors' table, with its ground as the reason."""
    words = Words(*(handover.words.get(language.value, "").strip()[:200] for language in Language))
    if not words:
        raise InputError(
            Text(
                "Kirjoita suosituksen otsikko.", "Skriv rekommendationens rubrik.", "Write the recommendation's title."
            )
        )
    last = Recommendation.objects.aggregate(last=models.Max("number"))["last"] or 0
    made = open_recommendation(last + 1, words, handover.actor)
    if handover.ground:
        language = next(tag for tag in ("fi", "sv", "en") if words.in_(tag))
        setattr(made, f"why_{language}", handover.ground[:2000])
        made.save()
    return made.slug


def _free_slug(words: str) -> str:
    base = slugify(words)[:60].strip("-") or "suositus"
    taken = set(Recommendation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


@transaction.atomic
def rewrite(subject: Subject, values: Mapping[str, Any], actor: Any, *, seen: int, holds: bool) -> None:
    """Store what an editor wrote. ``seen`` is the revision that the editor saw; ``holds``: other languages still do."""
    current = _locked(subject, seen)
    before = {name: getattr(current, name) for name in current.WORDS}
    for name, value in values.items():
        setattr(current, name, value)
    after = {name: getattr(current, name) for name in current.WORDS}
    current.behind = now_behind(before, after, current.behind, holds)
    _saved(current, actor, "edit", sorted(values))


@transaction.atomic
def keep_part(subject: Subject, store: Callable[[], models.Model], actor: Any, *, seen: int) -> None:
    """Store a part (an action, an indicator, a value …) that ``store`` saves."""
    current = _locked(subject, seen)
    part = store()
    _saved(current, actor, "part", [part._meta.model_name or ""])  # noqa: SLF001 - Django's documented name


@transaction.atomic
def remove_part(subject: Subject, part: models.Model, actor: Any, *, seen: int) -> None:
    """Take a part away. What was published of it stays in its editions."""
    current = _locked(subject, seen)
    part.delete()
    _saved(current, actor, "remove_part", [part._meta.model_name or ""])  # noqa: SLF001


@transaction.atomic
def entrust(row: Recommendation, owner: Organisation | None, stewards: list[User], actor: Any, *, seen: int) -> None:
    """Name the owner and those who may edit."""
    current = _locked(row, seen)
    current.owner = owner
    current.stewards.set(stewards)
    _saved(current, actor, "entrust", [f"user:{user.pk}" for user in stewards])


def _locked(subject: Subject, seen: int) -> Any:
    current = type(subject).objects.select_for_update().get(pk=subject.pk)
    if current.revision != seen:
        raise ConflictError(_CHANGED)
    return current


def _saved(current: Any, actor: Any, act: str, detail: list[str]) -> None:
    current.revision += 1
    current.save()
    kind, slug = name_of(current)
    audit.record(f"{kind}.{act}", actor=actor, target=f"{kind}:{slug}", detail={"what": detail})


# Editions -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def submit(subject: Subject, note: str, language: str, actor: Any) -> Edition:
    """Freeze what is on the table and ask a second person to publish it."""
    current: Subject = type(subject).objects.select_for_update().get(pk=subject.pk)
    found = contents.of(current)
    body = contents.as_json(found)
    last = current.editions.filter(state=Edition.State.PUBLISHED).last()
    problems = list(_gaps(found))
    if not note.strip():
        problems.append(
            Problem(
                "note",
                Text(
                    "Kerro, mikä muuttui ja miksi.", "Berätta vad som ändrats och varför.", "Tell what changed and why."
                ),
            )
        )
    if last is not None and last.digest == digest(body):
        problems.append(
            Problem(
                "",
                Text(
                    "Mikään ei ole muuttunut julkaistusta.",
                    "Ingenting har ändrats sedan publiceringen.",
                    "Nothing has changed since what is published.",
                ),
            )
        )
    if problems:
        raise InputError(
            Text("Tätä ei voi vielä lähettää.", "Det här kan inte skickas ännu.", "This cannot be submitted yet."),
            problems,
        )
    number = (current.editions.aggregate(last=models.Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            edition = current.editions.create(
                number=number,
                content=body,
                digest=digest(body),
                state=Edition.State.WAITING,
                note_words={Language.parse(language).value: note.strip()[:NOTE_LENGTH]},
                submitted_by=actor,
                submitted_at=timezone.now(),
            )
    except IntegrityError as error:
        raise ConflictError(
            Text(
                "Yksi versio odottaa jo toista ihmistä. Pyydä ensin ratkaisu siihen.",
                "En version väntar redan på en andra person. Be först om ett avgörande om den.",
                "One version is already waiting for a second person. Have that one decided first.",
            )
        ) from error
    _noted(edition, actor, "submit")
    return edition


def _gaps(found: contents.Content) -> list[Problem]:
    """What a publication may not lack: title and ground (or lead) in the three languages."""
    second = ("why", found.why) if isinstance(found, contents.RecommendationContent) else ("lead", found.lead)
    missing = Text("Teksti puuttuu tällä kielellä.", "Texten saknas på detta språk.", "Not written in this language.")
    return [
        Problem(f"{name}_{language}", missing)
        for name, words in (("title", found.title), second)
        for language in words.missing()
    ]


@transaction.atomic
def publish(edition: Edition, actor: Any) -> None:
    """The second person's yes. Whoever submitted cannot give it."""
    current = _waiting(edition, actor)
    current.state = Edition.State.PUBLISHED
    _decided(current, actor, "publish")
    touch_content()


@transaction.atomic
def send_back(edition: Edition, reason: str, actor: Any) -> None:
    """The second person's no, with a reason for the one who submitted."""
    if not reason.strip():
        raise InputError(
            Text("Palautus tarvitsee syyn.", "En retur behöver en orsak.", "Sending back needs a reason."),
            [Problem("reason", Text("Kirjoita syy.", "Skriv orsaken.", "Write the reason."))],
        )
    current = _waiting(edition, actor)
    current.state, current.reason = Edition.State.RETURNED, reason.strip()[:NOTE_LENGTH]
    _decided(current, actor, "send_back")


def _waiting(edition: Edition, actor: Any) -> Edition:
    # PostgreSQL locks no row of the nullable side of a join, so the subject is read apart.
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    if current.state != Edition.State.WAITING:
        raise ConflictError(
            Text(
                "Tämä versio on jo ratkaistu.",
                "Den här versionen är redan avgjord.",
                "This version is already decided.",
            )
        )
    if actor is None or current.submitted_by_id == actor.pk:
        raise NotPermittedError(
            Text(
                "Julkaisun ratkaisee toinen kuin lähettäjä.",
                "Publiceringen avgörs av någon annan än avsändaren.",
                "Publication is decided by somebody other than the sender.",
            )
        )
    return current


def _decided(current: Edition, actor: Any, act: str) -> None:
    current.decided_by, current.decided_at = actor, timezone.now()
    current.save()
    _noted(current, actor, act)
    if current.submitted_by is not None:
        words = {
            "publish": Text("Julkaistu: {title}", "Publicerat: {title}", "Published: {title}"),
            "send_back": Text("Palautettu: {title}", "Returnerat: {title}", "Sent back: {title}"),
        }[act]
        notify(current.submitted_by, words.format(title=str(current.subject)))


def _noted(edition: Edition, actor: Any, act: str) -> None:
    kind, slug = name_of(edition.subject)
    audit.record(
        f"{kind}.{act}",
        actor=actor,
        target=f"{kind}:{slug}",
        detail={"edition": edition.number, "digest": edition.digest},
    )


# Links ----------------------------------------------------------------------------------------------------------------
def rest_on(name: tuple[str, str], thing: tuple[str, str], actor: Any) -> Link:
    """Say that it rests on a thing of the hub, such as a statement of a discussion or an experiment."""
    return spine.link(name, Relation.RESTS_ON, thing, actor)


def let_go(name: tuple[str, str], link: int, actor: Any) -> None:
    """Take such a link away; ConflictError when it is no longer there."""
    made = Link.objects.filter(pk=link, from_kind=name[0], from_id=name[1]).first()
    if made is None:
        raise ConflictError(Text("Linkkiä ei enää ole.", "Länken finns inte längre.", "The link is no longer there."))
    spine.unlink(made, actor)
