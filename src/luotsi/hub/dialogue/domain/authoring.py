"""Making and running a discussion: words, schedule, seeds, versions, stewards, closing."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.hub.dialogue import pseudonyms
from luotsi.hub.dialogue.domain import words
from luotsi.hub.dialogue.models import Discussion, NetworkCount, Statement, Steward
from luotsi.hub.dialogue.models.statement import Standing
from luotsi.hub.spine.domain import touch_content
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Language, Text

LEAST_SEEDS, MOST_SEEDS = 10, 30
_TAGS = tuple(language.value for language in Language)

_TAKEN = Text("Osoite on jo käytössä.", "Adressen används redan.", "The address is already in use.")
_CHANGED = Text(
    "Joku muu on tallentanut muutoksen tällä välin. Mitään ei tallennettu. Lataa sivu uudelleen.",
    "Någon annan har sparat en ändring under tiden. Ingenting sparades. Ladda om sidan.",
    "Somebody else has saved a change in the meantime. Nothing was stored. Reload the page.",
)
_NOT_READY = Text(
    "Keskustelua ei voi vielä avata.", "Dialogen kan inte öppnas ännu.", "The discussion cannot be opened yet."
)
_FEW_SEEDS = Text(
    "Siemenväittämiä on {n}. Tarvitaan {least}–{most}.",
    "Startpåståendena är {n}. Det behövs {least}–{most}.",
    "There are {n} seed statements. {least} to {most} are needed.",
)
_NO_VERSION = Text(
    "Väittämä {n} puuttuu kielellä {language}.",
    "Påstående {n} saknas på {language}.",
    "Statement {n} is missing in {language}.",
)
_NO_TITLE = Text(
    "Otsikko puuttuu kielellä {language}.", "Rubriken saknas på {language}.", "The title is missing in {language}."
)
_PAST_CLOSING = Text(
    "Sulkeutumisaika on jo mennyt.", "Stängningstiden har redan passerats.", "The closing time has already passed."
)
LANGUAGE_NAMES = {
    "fi": Text("suomi", "finska", "Finnish"),
    "sv": Text("ruotsi", "svenska", "Swedish"),
    "en": Text("englanti", "engelska", "English"),
}


def lock(discussion: Discussion) -> Discussion:
    """The row, locked until the transaction ends."""
    return Discussion.objects.select_for_update().get(pk=discussion.pk)


@transaction.atomic
def create(values: Mapping[str, Any], actor: User | None) -> Discussion:
    """A draft. Its maker becomes its owner."""
    try:
        with transaction.atomic():
            made = Discussion.objects.create(**values, key=pseudonyms.new_key(), created_by=actor)
    except IntegrityError as error:
        raise InputError(_TAKEN, [Problem("slug", _TAKEN)]) from error
    if actor is not None:
        Steward.objects.create(discussion=made, user=actor, part=Steward.Part.OWNER)
    audit.record("discussion.create", actor=actor, target=f"discussion:{made.slug}")
    return made


@transaction.atomic
def rewrite(discussion: Discussion, values: Mapping[str, Any], actor: User, *, seen: int) -> None:
    """Store what an owner wrote. ``seen`` is the revision that was read."""
    locked = lock(discussion)
    if locked.revision != seen:
        raise ConflictError(_CHANGED)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.save(update_fields=[*values, "revision"])
    audit.record("discussion.edit", actor=actor, target=f"discussion:{locked.slug}", detail={"fields": sorted(values)})
    touch_content()


def readiness(discussion: Discussion) -> list[Problem]:
    """What is missing before it may open: title and seeds in three languages, ten to thirty seeds."""
    names = LANGUAGE_NAMES
    problems = [
        Problem("title", _NO_TITLE.format(language=names[tag])) for tag in _TAGS if not discussion.title.in_(tag)
    ]
    seeds = list(discussion.statements.filter(seed=True, state=Statement.State.ACCEPTED))
    if not LEAST_SEEDS <= len(seeds) <= MOST_SEEDS:
        problems.append(Problem("seeds", _FEW_SEEDS.format(n=len(seeds), least=LEAST_SEEDS, most=MOST_SEEDS)))
    problems += [
        Problem("seeds", _NO_VERSION.format(n=seed.number, language=names[tag]))
        for seed in seeds
        for tag in seed.text.missing()
    ]
    if discussion.closes_at is not None and discussion.closes_at <= timezone.now():
        problems.append(Problem("closes_at", _PAST_CLOSING))
    return problems


@transaction.atomic
def publish(discussion: Discussion, actor: User | None) -> None:
    """Make it public: open from its opening time (from now when it has none)."""
    locked = lock(discussion)
    if locked.published_at is not None:
        return
    if problems := readiness(locked):
        raise InputError(_NOT_READY, problems)
    locked.published_at = timezone.now()
    locked.opens_at = locked.opens_at or locked.published_at
    locked.save(update_fields=["published_at", "opens_at"])
    audit.record("discussion.publish", actor=actor, target=f"discussion:{locked.slug}")
    touch_content()


@transaction.atomic
def close(discussion: Discussion, actor: User | None) -> bool:
    """Close it for good: the key of the pseudonyms is destroyed, and from now on no vote leads to its giver."""
    locked = lock(discussion)
    if locked.closed_at is not None or locked.published_at is None:
        return False
    locked.closed_at = timezone.now()
    locked.closes_at = min(locked.closes_at or locked.closed_at, locked.closed_at)
    locked.key = ""
    locked.save(update_fields=["closed_at", "closes_at", "key"])
    NetworkCount.objects.filter(discussion=locked).delete()
    audit.record("discussion.close", actor=actor, target=f"discussion:{locked.slug}", detail={"root": locked.chain})
    touch_content()
    return True


def due_to_close() -> list[Discussion]:
    """Published discussions whose closing time has passed and whose key still stands."""
    return list(
        Discussion.objects.filter(published_at__isnull=False, closed_at__isnull=True, closes_at__lte=timezone.now())
    )


# Statements ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_statement(
    discussion: Discussion,
    *,
    versions: Mapping[str, str],
    language: str,
    standings: Mapping[str, str] | None = None,
    actor: User | None = None,
    **fields: Any,
) -> Statement:
    """One more statement, with the next number. ``fields`` are those of the table (seed, state, author …)."""
    locked = lock(discussion)
    tidy = {tag: words.tidied(versions.get(tag, "")) for tag in _TAGS}
    if problems := words.version_problems(tidy, language, locked.statement_length):
        raise InputError(problems[0].text, problems)
    given = standings or {}
    locked.statement_count += 1
    made = Statement.objects.create(
        discussion=locked,
        number=locked.statement_count,
        language=language,
        **{f"text_{tag}": tidy[tag] for tag in _TAGS},
        **{f"standing_{tag}": standing_of(tag, language, tidy[tag], given.get(tag, "")) for tag in _TAGS},
        **fields,
    )
    locked.save(update_fields=["statement_count"])
    discussion.statement_count = locked.statement_count
    if actor is not None:
        audit.record("statement.add", actor=actor, target=f"statement:{made.identifier}", detail={"seed": made.seed})
    touch_content()
    return made


def standing_of(tag: str, language: str, text: str, given: str) -> str:
    """How a version came about: the original, or as given, else by a person; empty where nothing is written."""
    if not text:
        return ""
    return Standing.ORIGINAL if tag == language else given or Standing.HUMAN


@transaction.atomic
def translate(statement: Statement, versions: Mapping[str, str], standings: Mapping[str, str], actor: User) -> None:
    """Write or mend the translations; the original stays as it was voted on."""
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    tidy = {tag: words.tidied(text) for tag, text in versions.items() if tag != current.language}
    most = current.discussion.statement_length
    problems = [words.length_problem(text, most + most // 4, f"text_{tag}") for tag, text in tidy.items() if text]
    if found := [problem for problem in problems if problem is not None]:
        raise InputError(found[0].text, found)
    for tag, text in tidy.items():
        setattr(current, f"text_{tag}", text)
        setattr(current, f"standing_{tag}", standing_of(tag, current.language, text, standings.get(tag, "")))
    current.save()
    audit.record("statement.translate", actor=actor, target=f"statement:{current.identifier}")
    touch_content()


@transaction.atomic
def reword(statement: Statement, text: str, actor: User) -> Statement:
    """Mend the original. Where somebody has voted, a new statement takes its place and the old one is rejected."""
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    tidy = words.tidied(text)
    if problem := words.length_problem(tidy, current.discussion.statement_length, f"text_{current.language}"):
        raise InputError(problem.text, [problem])
    if tidy == current.text.in_(current.language):
        return current
    if not current.votes_cast:
        setattr(current, f"text_{current.language}", tidy)
        current.save()
        audit.record("statement.reword", actor=actor, target=f"statement:{current.identifier}")
        touch_content()
        return current
    return add_statement(
        current.discussion,
        versions={current.language: tidy},
        language=current.language,
        actor=actor,
        seed=current.seed,
        meta=current.meta,
        state=Statement.State.PENDING,
        replaces=current,
    )


# People who run it --------------------------------------------------------------------------------------------------
@transaction.atomic
def entrust(discussion: Discussion, user: User, part: str, actor: User) -> None:
    """Give somebody a part in running it."""
    Steward.objects.get_or_create(discussion=discussion, user=user, part=part)
    audit.record(
        "discussion.entrust",
        actor=actor,
        target=f"discussion:{discussion.slug}",
        detail={"user": str(user.pk), "part": part},
    )


_LAST_OWNER = Text(
    "Keskustelulla pitää olla omistaja. Nimeä ensin toinen.",
    "Dialogen måste ha en ägare. Utse först en annan.",
    "A discussion must have an owner. Name another one first.",
)


@transaction.atomic
def release(steward: Steward, actor: User) -> None:
    """Take somebody's part away; the last owner stays."""
    lock(steward.discussion)
    owners = Steward.objects.filter(discussion=steward.discussion, part=Steward.Part.OWNER)
    if steward.part == Steward.Part.OWNER and owners.count() == 1:
        raise InputError(_LAST_OWNER)
    audit.record(
        "discussion.release",
        actor=actor,
        target=f"discussion:{steward.discussion.slug}",
        detail={"user": str(steward.user_id), "part": steward.part},
    )
    steward.delete()
