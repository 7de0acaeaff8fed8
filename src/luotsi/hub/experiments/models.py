"""An experiment of the portfolio, with only what its sources say."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from luotsi.hub.spine.models import Certainty, Initiative, Organisation, Source
from luotsi.hub.spine.trilingual import Trilingual, here


class Programme(models.Model):
    """A funding programme and its call, as published."""

    id = models.SlugField(primary_key=True, max_length=40)
    title_fi = models.CharField(_("title in Finnish"), max_length=200)
    title_sv = models.CharField(_("title in Swedish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("funder"))
    coordinator = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("coordinator"))
    grant_total_eur = models.PositiveIntegerField(_("granted in all, €"), null=True, blank=True)
    max_share_percent = models.PositiveSmallIntegerField(_("largest share of costs, %"), null=True, blank=True)
    applications = models.PositiveSmallIntegerField(_("applications"), null=True, blank=True)
    requested_total_eur = models.PositiveIntegerField(_("requested in all, €"), null=True, blank=True)
    call_opened = models.CharField(_("call opened"), max_length=10, blank=True)
    call_closed = models.CharField(_("call closed"), max_length=10, blank=True)
    published = models.CharField(_("experiments published"), max_length=10, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))

    title = Trilingual()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return here(self.title)


class Experiment(ClusterableModel):
    """One experiment: who leads it, what for, with which tool, and how strongly its result is measured."""

    class Area(models.TextChoices):
        HEALTH = "health", _("Health care")
        SOCIAL = "social", _("Social care")
        BOTH = "both", _("Health and social care")

    class ToolState(models.TextChoices):
        NOT_BUILT = "not_built", _("not built yet")
        FIRST_VERSION = "first_version", _("working first version")
        READY = "ready", _("ready for evaluation in a county")

    initiative = models.OneToOneField(Initiative, models.PROTECT, related_name="experiment")
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="experiments")
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="experiments_led", verbose_name=_("leading organisation")
    )
    partners = ParentalManyToManyField(
        Organisation, blank=True, related_name="experiments_joined", verbose_name=_("partners")
    )
    area = models.CharField(_("area"), max_length=10, choices=Area)
    aim_fi = models.TextField(_("aim in Finnish"))
    aim_sv = models.TextField(_("aim in Swedish"))
    aim_en = models.TextField(_("aim in English"))
    aim_source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source of the aim"))
    aim_certainty = models.CharField(_("how the aim is known"), max_length=10, choices=Certainty)
    evidence_level = models.PositiveSmallIntegerField(
        _("evidence level"), default=0, validators=[MinValueValidator(0), MaxValueValidator(5)]
    )
    tool = models.SlugField(_("tool"), max_length=40, blank=True)
    tool_state = models.CharField(_("state of the tool in Luotsi"), max_length=20, choices=ToolState)
    tool_does_fi = models.TextField(_("what the tool does, in Finnish"))
    tool_does_sv = models.TextField(_("what the tool does, in Swedish"))
    tool_does_en = models.TextField(_("what the tool does, in English"))
    reviewed_on = models.DateField(_("reviewed on"))

    aim = Trilingual()
    tool_does = Trilingual()

    class Meta:
        verbose_name = _("experiment")
        verbose_name_plural = _("experiments")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="evidence_level_0_to_5", condition=models.Q(evidence_level__gte=0, evidence_level__lte=5)
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.initiative}"

    @property
    def code(self) -> str:
        """The short stable name: ``e05``."""
        return f"e{self.number:02d}"


class Fact(models.Model):
    """One thing that is known, or openly not known, of an experiment."""

    class Kind(models.TextChoices):
        KNOWN = "known", _("known")
        UNKNOWN = "unknown", _("not known")
        MEASURING = "measuring", _("how it is measured")

    experiment = ParentalKey(Experiment, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text_fi = models.TextField(_("in Finnish"))
    text_sv = models.TextField(_("in Swedish"))
    text_en = models.TextField(_("in English"))
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    certainty = models.CharField(_("how it is known"), max_length=10, choices=Certainty)
    reviewed_on = models.DateField(_("reviewed on"))

    text = Trilingual()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["kind", "order", "id"]

    def __str__(self) -> str:
        return here(self.text)


class Milestone(models.Model):
    """A step of the experiment; unknown unless a source says otherwise."""

    class Key(models.TextChoices):
        CONTRACT = "contract", _("Contract")
        DATA_PROTECTION = "data_protection", _("Data protection and security approval")
        CLEARANCE = "clearance", _("Clearance decision")
        BASELINE = "baseline", _("Baseline measured")
        START = "start", _("Experiment starts")
        MID_TERM = "mid_term", _("Mid-term report")
        END = "end", _("Experiment ends")
        EVALUATION = "evaluation", _("Evaluation report")
        SCALE_UP = "scale_up", _("Decision on scale-up")
        CLOSING = "closing", _("Closing report")

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("information missing")
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")

    experiment = ParentalKey(Experiment, on_delete=models.CASCADE, related_name="milestones")
    key = models.CharField(_("milestone"), max_length=20, choices=Key)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNKNOWN)
    on = models.DateField(_("date"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(name="milestone_once", fields=["experiment", "key"]),
            models.CheckConstraint(
                name="known_milestone_has_source",
                condition=models.Q(state="unknown") | models.Q(source__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_key_display()
