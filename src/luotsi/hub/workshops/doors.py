"""What this app puts into the registries of the spine."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from luotsi.hub.spine.addresses import in_every_language
from luotsi.hub.spine.freshness import watch
from luotsi.hub.spine.models import Initiative, Link
from luotsi.hub.spine.registry import (
    Band,
    Kind,
    MenuItem,
    PublicAddress,
    TimelineItem,
    register_band,
    register_kind,
    register_menu,
    register_public,
    register_timeline,
)
from luotsi.hub.workshops import screens
from luotsi.hub.workshops.models import Phase, Workshop
from luotsi.hub.workshops.queries import announced, coming
from luotsi.kit.text import Text

TITLE = Text("Työpajat", "Workshoppar", "Workshops")


def _find(slug: str) -> Workshop | None:
    return Workshop.objects.filter(slug=slug).first()


def _address(found: Workshop) -> str:
    return "" if found.phase == Phase.DRAFT else reverse("workshops:detail", kwargs={"slug": found.slug})


def _offered() -> Iterator[tuple[str, str]]:
    for row in announced():
        yield row.slug, f"{row.title.shown()} ({row.day.isoformat()})"


def _band() -> dict[str, Any]:
    row = coming(timezone.localdate()).first()
    return {"workshop": screens.card(row) if row else None}


def _public() -> Iterator[PublicAddress]:
    yield PublicAddress(in_every_language("workshops:list"))
    for row in announced():
        yield PublicAddress(in_every_language("workshops:detail", slug=row.slug), row.changed_at.date())
        if row.reported_at:
            yield PublicAddress(in_every_language("workshops:report", slug=row.slug), row.reported_at.date())


def _timeline(initiative: Initiative) -> Iterator[TimelineItem]:
    """The workshop that an initiative came from."""
    made = Link.objects.filter(from_kind="initiative", from_id=initiative.slug, to_kind="workshop")
    for link in made:
        row = announced().filter(slug=link.to_id).first()
        if row is not None and not row.title.missing():
            words = Text(
                "Syntyi työpajassa: {title}", "Kom till i workshoppen: {title}", "Came of the workshop: {title}"
            )
            title = Text(row.title.fi, row.title.sv, row.title.en)
            yield TimelineItem(row.day.isoformat(), words.format(title=title))


def register() -> None:
    """Called once, when the app is ready. Only what the public page shows makes pages stale."""
    watch(Workshop)
    register_kind(Kind("workshop", Text("työpaja", "workshop", "workshop"), _find, _address, _offered))
    register_menu(MenuItem(TITLE, "workshops:list", 48))
    register_band(Band("next_workshop", Text("Seuraava työpaja", "Nästa workshop", "Next workshop"),
                       "workshops/_band.html", _band))  # fmt: skip
    register_public("workshops", _public)
    register_timeline("workshops", _timeline)
