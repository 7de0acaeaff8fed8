"""What this app puts into the registries of the spine."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from luotsi.hub.dialogue import queries
from luotsi.hub.dialogue.domain import authoring, words
from luotsi.hub.dialogue.models import Discussion, Response, Statement
from luotsi.hub.spine.addresses import in_every_language
from luotsi.hub.spine.freshness import watch
from luotsi.hub.spine.models import Initiative, Link
from luotsi.hub.spine.registry import (
    Band,
    Handover,
    Intake,
    Kind,
    MenuItem,
    PublicAddress,
    TimelineItem,
    register_band,
    register_intake,
    register_kind,
    register_menu,
    register_public,
    register_timeline,
)
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

TITLE = Text("Keskustelut", "Dialog", "Dialogue")

_TARGET = Text("Valitse keskustelu.", "Välj en dialog.", "Choose a discussion.")
_WORDS = Text("Kirjoita väittämä.", "Skriv ett påstående.", "Write a statement.")


def _find(slug: str) -> Discussion | None:
    return Discussion.objects.filter(slug=slug).first()


def _find_statement(identifier: str) -> Statement | None:
    slug, _colon, number = identifier.rpartition(":")
    if not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - more digits than any statement has
        return None
    return Statement.objects.select_related("discussion").filter(discussion__slug=slug, number=int(number)).first()


def _address(found: Discussion) -> str:
    return "" if found.published_at is None else reverse("dialogue:detail", args=[found.slug])


def _statement_address(found: Statement) -> str:
    shown = found.discussion.published_at is not None and not found.hidden
    voted = found.state in {Statement.State.ACCEPTED, Statement.State.REJECTED}
    return reverse("dialogue:statement", args=[found.discussion.slug, found.number]) if shown and voted else ""


def _offered() -> Iterator[tuple[str, str]]:
    for row in Discussion.objects.filter(published_at__isnull=False):
        yield row.slug, str(row)


def _offered_statements() -> Iterator[tuple[str, str]]:
    rows = Statement.objects.filter(state=Statement.State.ACCEPTED, discussion__published_at__isnull=False)
    for row in rows.select_related("discussion"):
        yield row.identifier, f"{row.discussion}: {row.number}. {row}"


def _targets() -> Iterable[tuple[str, str]]:
    for row in queries.open_discussions():
        yield row.slug, str(row)


def taken_in(handover: Handover) -> str:
    """The intake of statements: into the moderators' queue of the discussion that was chosen."""
    target = handover.details.get("target", "")
    discussion = queries.open_discussions().filter(slug=target).first()
    if discussion is None:
        raise InputError(_TARGET, [Problem("target", _TARGET)])
    written = {tag: words.tidied(text) for tag, text in handover.words.items() if text.strip()}
    language = next((tag for tag in ("fi", "sv", "en") if tag in written), "")
    if not language:
        raise InputError(_WORDS, [Problem("words", _WORDS)])
    made = authoring.add_statement(discussion, versions=written, language=language, actor=handover.actor)
    return made.identifier


def _band() -> dict[str, Any]:
    from luotsi.hub.dialogue import screens  # noqa: PLC0415 - cycle-free start-up

    rows = [row for row in queries.public() if row.phase() == "open"]
    return {"discussions": [screens.card(row) for row in rows[:3]]}


def _public() -> Iterator[PublicAddress]:
    yield PublicAddress(in_every_language("dialogue:list"))
    for row in queries.public():
        yield PublicAddress(
            in_every_language("dialogue:detail", slug=row.slug), row.published_at and row.published_at.date()
        )
        if row.phase() == "closed":
            yield PublicAddress(
                in_every_language("dialogue:results", slug=row.slug), row.closes_at and row.closes_at.date()
            )


def _timeline(initiative: Initiative) -> Iterator[TimelineItem]:
    """A statement of a discussion that an initiative rests on."""
    links = Link.objects.filter(from_kind="initiative", from_id=initiative.slug, to_kind="statement")
    for link in links:
        found = _find_statement(link.to_id)
        if found is not None:
            words_of = Text(*(found.text.shown(tag).text for tag in ("fi", "sv", "en")))
            yield TimelineItem(
                link.created.date().isoformat(),
                Text(
                    "Nojaa keskustelun väittämään: {words}",
                    "Vilar på ett påstående i dialogen: {words}",
                    "Rests on a statement of a discussion: {words}",
                ).format(words=words_of),
            )


def register() -> None:
    """Called once, when the app is ready. Votes make no page stale: these pages are drawn for each visitor."""
    watch(Response)
    register_kind(Kind("discussion", Text("keskustelu", "dialog", "discussion"), _find, _address, _offered))
    register_kind(
        Kind(
            "statement",
            Text("väittämä", "påstående", "statement"),
            _find_statement,
            _statement_address,
            _offered_statements,
        )
    )
    register_intake(
        Intake(kind="statement", label=Text("väittämä", "påstående", "statement"), accept=taken_in, targets=_targets)
    )
    register_menu(MenuItem(TITLE, "dialogue:list", 40))
    register_band(Band("dialogue", TITLE, "dialogue/_band.html", _band))
    register_public("dialogue", _public)
    register_timeline("dialogue", _timeline)
