"""A discussion, who may run it, and the links by which it is shown to people who follow it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.hub.spine.models import Source
from luotsi.hub.spine.wording import Written

LEAST_STATEMENT, MOST_STATEMENT = 140, 200


class Phase(models.TextChoices):
    """Where a discussion stands now."""

    DRAFT = "draft", pgettext_lazy("discussion", "draft")
    AHEAD = "ahead", pgettext_lazy("discussion", "opens later")
    OPEN = "open", pgettext_lazy("discussion", "open")
    CLOSED = "closed", pgettext_lazy("discussion", "closed")


class Discussion(models.Model):
    """Its words in up to three languages, its schedule, and what its rules are.

    ``key`` makes the pseudonyms; it is emptied at closing, and from then on nobody can tell whose vote was whose.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), unique=True, max_length=50)
    title_fi = models.CharField(_("Title in Finnish"), max_length=160, blank=True)
    title_sv = models.CharField(_("Title in Swedish"), max_length=160, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=160, blank=True)
    about_fi = models.TextField(_("What it is about, in Finnish"), max_length=2000, blank=True)
    about_sv = models.TextField(_("What it is about, in Swedish"), max_length=2000, blank=True)
    about_en = models.TextField(_("What it is about, in English"), max_length=2000, blank=True)
    use_fi = models.TextField(_("What the results are used for, in Finnish"), max_length=1000, blank=True)
    use_sv = models.TextField(_("What the results are used for, in Swedish"), max_length=1000, blank=True)
    use_en = models.TextField(_("What the results are used for, in English"), max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(_("Opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Closes"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    listed = models.BooleanField(_("Show in the list of discussions"), default=True)
    open_door = models.BooleanField(_("Anybody with the address may take part"), default=True)
    own_statements = models.BooleanField(_("Participants may propose statements"), default=True)
    statement_length = models.PositiveSmallIntegerField(_("Longest statement, characters"), default=LEAST_STATEMENT)
    results_after = models.PositiveSmallIntegerField(_("Votes before a participant sees the results"), default=7)
    network_limit = models.PositiveIntegerField(_("New participants from one network in a day"), default=200)
    embed_hosts = models.TextField(_("Sites that may embed the discussion"), blank=True)
    invented = models.BooleanField(_("Invented for training or trying out"), default=False)
    imported = models.BooleanField(default=False, editable=False)
    attribution = models.CharField(_("Where it comes from"), max_length=300, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=64, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    chain = models.CharField(max_length=64, default="0" * 64, editable=False)
    statement_count = models.PositiveIntegerField(default=0, editable=False)
    participant_count = models.PositiveIntegerField(default=0, editable=False)
    computed_sequence = models.PositiveIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    moderated_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)

    title = Written()
    about = Written()
    use = Written()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        ordering = ["-opens_at", "slug"]
        constraints = [
            models.CheckConstraint(
                name="dialogue_statement_length",
                condition=models.Q(statement_length__gte=LEAST_STATEMENT, statement_length__lte=MOST_STATEMENT),
            ),
            models.CheckConstraint(
                name="dialogue_key_is_destroyed_at_closing",
                condition=models.Q(closed_at__isnull=True) | models.Q(key=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title.shown())

    def phase(self, now: datetime | None = None) -> Phase:
        """Where it stands at ``now``."""
        moment = now or timezone.now()
        if self.published_at is None:
            return Phase.DRAFT
        if self.closed_at is not None or (self.closes_at is not None and self.closes_at <= moment):
            return Phase.CLOSED
        return Phase.AHEAD if self.opens_at is not None and self.opens_at > moment else Phase.OPEN

    @property
    def cookie(self) -> str:
        """The name of the cookie in which a browser keeps its own secret for this discussion."""
        return f"luotsi_p_{self.pk.hex[:16]}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The sites that may embed it."""
        return tuple(self.embed_hosts.split())


class Steward(models.Model):
    """That a user has a part in running one discussion."""

    class Part(models.TextChoices):
        """What the user does in it."""

        OWNER = "owner", pgettext_lazy("discussion", "owner")
        MODERATOR = "moderator", pgettext_lazy("discussion", "moderator")
        FACILITATOR = "facilitator", pgettext_lazy("discussion", "facilitator")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="stewards")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Person"))
    part = models.CharField(_("Part in the discussion"), max_length=12, choices=Part)

    class Meta:
        ordering = ["part", "id"]
        constraints = [models.UniqueConstraint(name="dialogue_steward_once", fields=["discussion", "user", "part"])]


class ShareLink(models.Model):
    """An address that shows the state of a discussion, read only, before its results are public. Kept as a hash."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="share_links")
    label = models.CharField(_("For whom"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]
