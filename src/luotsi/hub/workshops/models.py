"""A workshop, what happens in it, and what comes of it."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.hub.spine.models import Organisation, Source
from luotsi.hub.spine.wording import Words, Written

IDEA_LENGTH = 280


class Phase(models.TextChoices):
    """Where a workshop stands."""

    DRAFT = "draft", _("being prepared")
    ANNOUNCED = "announced", pgettext_lazy("workshop", "announced")
    IDEAS = "ideas", _("ideas are being gathered")
    VOTES = "votes", _("voting is open")
    CLOSED = "closed", pgettext_lazy("workshop", "closed")


class Reason(models.TextChoices):
    """Why an idea was hidden."""

    PERSONAL = "personal", _("personal data of somebody")
    UNLAWFUL = "unlawful", _("against the law")
    INSULT = "insult", _("insulting")
    OFF_TOPIC = "off_topic", _("does not belong to the topic")


class Workshop(models.Model):
    """Place and wall-clock time are as announced, in a named time zone; times that no source tells stay empty."""

    class Entry(models.TextChoices):
        CARDS = "cards", _("personal cards: one code each, nobody joins twice")
        ROOM = "room", _("one code for the room: whoever sees it may join")

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    title_fi = models.CharField(_("Title in Finnish"), max_length=200, blank=True)
    title_sv = models.CharField(_("Title in Swedish"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    lead_fi = models.TextField(_("What it is about, in Finnish"), max_length=1500, blank=True)
    lead_sv = models.TextField(_("What it is about, in Swedish"), max_length=1500, blank=True)
    lead_en = models.TextField(_("What it is about, in English"), max_length=1500, blank=True)
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Host")
    )
    place = models.CharField(_("Place"), max_length=200, blank=True)
    online = models.BooleanField(_("Held online, or also online"), default=False)
    online_url = models.URLField(_("Address of the online meeting"), blank=True)
    day = models.DateField(_("Day"))
    start_time = models.TimeField(_("Starts at"), null=True, blank=True)
    end_time = models.TimeField(_("Ends at"), null=True, blank=True)
    zone = models.CharField(_("Time zone"), max_length=40, default="Europe/Helsinki")
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.DRAFT)
    elsewhere = models.BooleanField(default=False)
    invented = models.BooleanField(default=False)
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    entry = models.CharField(_("How people join"), max_length=10, choices=Entry, default=Entry.CARDS)
    votes_each = models.PositiveSmallIntegerField(_("Votes for each person"), default=3)
    seats = models.PositiveSmallIntegerField(_("Most participants"), default=60)
    room_secret = models.CharField(max_length=32, blank=True)
    closing_fi = models.TextField(_("Closing words in Finnish"), max_length=3000, blank=True)
    closing_sv = models.TextField(_("Closing words in Swedish"), max_length=3000, blank=True)
    closing_en = models.TextField(_("Closing words in English"), max_length=3000, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    took_part = models.PositiveIntegerField(null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=0)

    title = Written()
    lead = Written()
    closing = Written()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-day", "slug"]
        constraints = [
            models.CheckConstraint(name="votes_1_to_20", condition=models.Q(votes_each__gte=1, votes_each__lte=20)),
            models.CheckConstraint(
                name="end_needs_start", condition=models.Q(end_time__isnull=True) | models.Q(start_time__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.title.shown())

    @property
    def starts(self) -> datetime | None:
        """The moment it starts; None when the time of day is not known."""
        return self._moment(self.start_time)

    @property
    def ends(self) -> datetime | None:
        """The moment it ends; None when not known."""
        return self._moment(self.end_time)

    def _moment(self, at: object) -> datetime | None:
        if at is None:
            return None
        return datetime.combine(self.day, at, tzinfo=ZoneInfo(self.zone))  # type: ignore[arg-type]


class Part(models.Model):
    """A part of the programme, in its order."""

    order = models.PositiveSmallIntegerField(_("Place in the order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "id"]


class AgendaItem(Part):
    """One item of the agenda."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="agenda")
    starts = models.TimeField(_("Starts at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True, blank=True)
    title_fi = models.CharField(_("Item in Finnish"), max_length=200, blank=True)
    title_sv = models.CharField(_("Item in Swedish"), max_length=200, blank=True)
    title_en = models.CharField(_("Item in English"), max_length=200, blank=True)

    title = Written()


class Group(Part):
    """A small group with its topic and its facilitator."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="groups")
    title_fi = models.CharField(_("Group and topic in Finnish"), max_length=160, blank=True)
    title_sv = models.CharField(_("Group and topic in Swedish"), max_length=160, blank=True)
    title_en = models.CharField(_("Group and topic in English"), max_length=160, blank=True)
    facilitator = models.CharField(
        _("Facilitator"), max_length=120, blank=True, help_text=_("Shown to the group in the room, not in public.")
    )

    title = Written()

    def __str__(self) -> str:
        return str(self.title.shown())


class Participant(models.Model):
    """A secret that takes part: stored as a keyed hash, tied to no person. Destroyed when the report is published."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="participants")
    secret_hash = models.CharField(max_length=64, unique=True)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    joined = models.BooleanField(default=False)


class Idea(models.Model):
    """An idea on the board. ``counted`` holds its votes once the single votes have been destroyed."""

    class State(models.TextChoices):
        SHOWN = "shown", pgettext_lazy("idea", "on the board")
        HIDDEN = "hidden", pgettext_lazy("idea", "hidden")
        MERGED = "merged", pgettext_lazy("idea", "merged into another")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="ideas")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="ideas")
    text = models.CharField(max_length=IDEA_LENGTH)
    language = models.CharField(max_length=2, default="fi")
    author = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    counted = models.PositiveIntegerField(null=True, blank=True)
    written = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["written", "id"]
        constraints = [
            models.CheckConstraint(
                name="merged_into_something",
                condition=models.Q(state="merged", into__isnull=False) | ~models.Q(state="merged"),
            ),
            models.CheckConstraint(
                name="hidden_with_reason", condition=~models.Q(state="hidden") | ~models.Q(reason="")
            ),
        ]


class IdeaVote(models.Model):
    """One vote: at most one a person and idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="votes")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="votes")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_vote_an_idea", fields=["idea", "participant"])]


class Note(models.Model):
    """What a group wrote down: each save is a version, and none is lost."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=6000, blank=True)
    language = models.CharField(max_length=2, default="fi")
    written = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="one_note_version", fields=["group", "number"])]


class Outcome(models.Model):
    """What came of the workshop: handed to the app that takes such things in, or waiting until there is one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be handed over")
        HANDED = "handed", _("handed over")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("What it becomes"), max_length=40)
    idea = models.ForeignKey(Idea, models.SET_NULL, null=True, blank=True, related_name="outcomes")
    words_fi = models.CharField(_("In Finnish"), max_length=200, blank=True)
    words_sv = models.CharField(_("In Swedish"), max_length=200, blank=True)
    words_en = models.CharField(_("In English"), max_length=200, blank=True)
    ground = models.TextField(_("Ground"), max_length=1000, blank=True)
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    words = Written()

    class Meta:
        ordering = ["created", "id"]


def words_of(text: str, language: str) -> Words:
    """Words written in one language."""
    return Words(**{language: text})
