"""Recommendations and the vision as they are being worked on, and the editions in which they are published."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.hub.spine.models import Certainty, Organisation, Source
from luotsi.hub.spine.wording import Words, Written

_ON = _("Year, year-month or date, as exactly as known: 2027, 2027-06 or 2027-06-30.")


class Worked(models.Model):
    """What is edited here and published only as an edition. ``behind`` names the languages that lag the newest."""

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    title_fi = models.CharField(_("Title in Finnish"), max_length=200)
    title_sv = models.CharField(_("Title in Swedish"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Source")
    )
    certainty = models.CharField(_("How it is known"), max_length=10, choices=Certainty, blank=True)
    reviewed_on = models.DateField(_("Reviewed on"), null=True, blank=True)
    behind = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)

    title = Written()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title.shown())


class Recommendation(Worked):
    """One recommendation. ``stewards`` may edit it; an unknown owner stays empty and is said to be so."""

    number = models.PositiveSmallIntegerField(_("Number"), unique=True)
    why_fi = models.TextField(_("Why, in Finnish"), blank=True, max_length=2000)
    why_sv = models.TextField(_("Why, in Swedish"), blank=True, max_length=2000)
    why_en = models.TextField(_("Why, in English"), blank=True, max_length=2000)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    stewards = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    why = Written()
    WORDS = ("title", "why")

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["number"]


class Vision(Worked):
    """The vision of the network. ``launched`` is empty until a day is announced."""

    lead_fi = models.TextField(_("Lead in Finnish"), blank=True, max_length=1000)
    lead_sv = models.TextField(_("Lead in Swedish"), blank=True, max_length=1000)
    lead_en = models.TextField(_("Lead in English"), blank=True, max_length=1000)
    about_fi = models.TextField(_("How it was made, in Finnish"), blank=True, max_length=4000)
    about_sv = models.TextField(_("How it was made, in Swedish"), blank=True, max_length=4000)
    about_en = models.TextField(_("How it was made, in English"), blank=True, max_length=4000)
    launched = models.CharField(_("Launched"), max_length=10, blank=True, help_text=_ON)

    lead = Written()
    about = Written()
    WORDS = ("title", "lead", "about")

    class Meta:
        verbose_name = _("vision")
        verbose_name_plural = _("visions")
        ordering = ["slug"]


class Part(models.Model):
    """What a recommendation or a vision consists of; it keeps its identifier from edition to edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.PositiveSmallIntegerField(_("Place in the order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "id"]


class Figure(Part):
    """A result of the poll behind a recommendation. The size of the answer is empty where the source gives none."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="figures", null=True, blank=True)
    text_fi = models.CharField(_("Statement in Finnish"), max_length=300)
    text_sv = models.CharField(_("Statement in Swedish"), max_length=300, blank=True)
    text_en = models.CharField(_("Statement in English"), max_length=300, blank=True)
    percent = models.DecimalField(_("Share, %"), max_digits=5, decimal_places=2)
    n = models.PositiveIntegerField(_("Number of answers (n)"), null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("Source"))
    certainty = models.CharField(_("How it is known"), max_length=10, choices=Certainty)

    text = Written()

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(name="figure_0_to_100", condition=models.Q(percent__gte=0, percent__lte=100))
        ]


class Action(Part):
    """Something to be done for a recommendation."""

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("state not known")
        AHEAD = "ahead", _("not started")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", pgettext_lazy("action", "done")
        DROPPED = "dropped", _("dropped")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="actions")
    title_fi = models.CharField(_("Action in Finnish"), max_length=300)
    title_sv = models.CharField(_("Action in Swedish"), max_length=300, blank=True)
    title_en = models.CharField(_("Action in English"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who does it")
    )
    due = models.CharField(_("Due"), max_length=10, blank=True, help_text=_ON)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.UNKNOWN)
    done_on = models.CharField(_("Done on"), max_length=10, blank=True, help_text=_ON)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Source")
    )

    title = Written()


class Indicator(Part):
    """How one would see that a recommendation comes true: definition, unit, baseline and target, each maybe unknown."""

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")
        NONE = "none", _("no direction")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="indicators")
    title_fi = models.CharField(_("Indicator in Finnish"), max_length=200)
    title_sv = models.CharField(_("Indicator in Swedish"), max_length=200, blank=True)
    title_en = models.CharField(_("Indicator in English"), max_length=200, blank=True)
    definition_fi = models.TextField(_("Definition in Finnish"), max_length=600)
    definition_sv = models.TextField(_("Definition in Swedish"), max_length=600, blank=True)
    definition_en = models.TextField(_("Definition in English"), max_length=600, blank=True)
    unit_fi = models.CharField(_("Unit in Finnish"), max_length=40)
    unit_sv = models.CharField(_("Unit in Swedish"), max_length=40, blank=True)
    unit_en = models.CharField(_("Unit in English"), max_length=40, blank=True)
    direction = models.CharField(_("Direction"), max_length=5, choices=Direction, default=Direction.UP)
    baseline = models.DecimalField(_("Baseline"), max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_on = models.CharField(_("Baseline measured"), max_length=10, blank=True, help_text=_ON)
    target = models.DecimalField(_("Target value"), max_digits=14, decimal_places=4, null=True, blank=True)
    target_on = models.CharField(_("Target for"), max_length=10, blank=True, help_text=_ON)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Source of the definition")
    )

    title = Written()
    definition = Written()
    unit = Written()


class Measurement(Part):
    """One measured value of an indicator: never without its day and its source."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    on = models.CharField(_("Measured"), max_length=10, help_text=_ON)
    value = models.DecimalField(_("Value"), max_digits=14, decimal_places=4)
    n = models.PositiveIntegerField(_("Number of observations (n)"), null=True, blank=True)
    source_title = models.CharField(_("Source"), max_length=300)
    source_url = models.URLField(_("Address of the source"), blank=True)

    class Meta(Part.Meta):
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(name="measurement_has_source", condition=~models.Q(source_title="")),
        ]


class Progress(Part):
    """What has happened: one line of the history of a recommendation."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="progress")
    on = models.CharField(_("When"), max_length=10, help_text=_ON)
    text_fi = models.TextField(_("What happened, in Finnish"), max_length=800, blank=True)
    text_sv = models.TextField(_("What happened, in Swedish"), max_length=800, blank=True)
    text_en = models.TextField(_("What happened, in English"), max_length=800, blank=True)
    source_title = models.CharField(_("Source"), max_length=300, blank=True)
    source_url = models.URLField(_("Address of the source"), blank=True)

    text = Written()

    class Meta(Part.Meta):
        ordering = ["-on", "id"]


class VisionStatement(Part):
    """One statement of the vision, and how it is known."""

    vision = models.ForeignKey(Vision, models.CASCADE, related_name="statements")
    text_fi = models.TextField(_("Statement in Finnish"), max_length=600)
    text_sv = models.TextField(_("Statement in Swedish"), max_length=600, blank=True)
    text_en = models.TextField(_("Statement in English"), max_length=600, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("Source"))
    certainty = models.CharField(_("How it is known"), max_length=10, choices=Certainty)

    text = Written()

    def __str__(self) -> str:
        return str(self.text.shown())


class Edition(models.Model):
    """One published, waiting or returned state of a recommendation or a vision, whole and unchangeable.

    Whoever submits it does not publish it. What came with the starter content has neither: its source stands for it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for a second person")
        PUBLISHED = "published", _("published")
        RETURNED = "returned", _("sent back")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, null=True, blank=True, related_name="editions")
    vision = models.ForeignKey(Vision, models.CASCADE, null=True, blank=True, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State)
    note_words = models.JSONField(_("What changed and why"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Why it is sent back"), max_length=400, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="edition_of_one_thing",
                condition=models.Q(recommendation__isnull=True, vision__isnull=False)
                | models.Q(recommendation__isnull=False, vision__isnull=True),
            ),
            models.CheckConstraint(
                name="edition_by_two",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("submitted_by")),
            ),
            models.UniqueConstraint(name="edition_of_recommendation", fields=["recommendation", "number"]),
            models.UniqueConstraint(name="edition_of_vision", fields=["vision", "number"]),
            models.UniqueConstraint(
                name="one_waiting_recommendation",
                fields=["recommendation"],
                condition=models.Q(state="waiting", recommendation__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_waiting_vision",
                fields=["vision"],
                condition=models.Q(state="waiting", vision__isnull=False),
            ),
        ]

    @property
    def note(self) -> Words:
        """What changed and why, in the languages it was written in."""
        return Words.from_json(self.note_words)

    @property
    def subject(self) -> "Recommendation | Vision":
        """What it is an edition of."""
        found = self.recommendation or self.vision
        assert found is not None  # noqa: S101 - the constraint edition_of_one_thing
        return found
