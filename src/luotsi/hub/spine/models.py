"""The record that travels the life cycle, and what every app of the hub points at."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luotsi.hub.spine.relations import Relation
from luotsi.hub.spine.trilingual import Trilingual, here
from luotsi.kit.lifecycle import GATES, Stage


def stage_choices() -> list[tuple[str, str]]:
    """The stages, for forms and migrations (the label shown to users is ``Stage.label``)."""
    return [(stage.value, stage.label.en) for stage in Stage]


def gate_choices() -> list[tuple[str, str]]:
    """The gates, for forms and migrations."""
    return [(gate.key, gate.title.en) for gate in GATES]


def relation_choices() -> list[tuple[str, str]]:
    """The relations of the vocabulary."""
    return [(relation.value, relation.label.en) for relation in Relation]


class Certainty(models.TextChoices):
    """How a fact is known."""

    READ = "read", _("read in the source")
    DECK = "deck", _("from the coordinator's presentation")
    MEMORY = "memory", _("from memory, unverified")


class Source(models.Model):
    """Where facts come from, cited by every one of them."""

    id = models.SlugField(primary_key=True, max_length=60)
    title_fi = models.CharField(_("title in Finnish"), max_length=255)
    title_sv = models.CharField(_("title in Swedish"), max_length=255)
    title_en = models.CharField(_("title in English"), max_length=255)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    published = models.CharField(_("published"), max_length=10, blank=True, help_text=_("Year, year-month or date."))
    url = models.URLField(_("address"), blank=True)
    retrieved_on = models.DateField(_("read on"), null=True, blank=True)

    title = Trilingual()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]

    def __str__(self) -> str:
        return here(self.title)


class Organisation(models.Model):
    """A county, authority, ministry, agency or company of the network."""

    class Type(models.TextChoices):
        COUNTY = "county", _("wellbeing services county")
        CITY = "city", _("city")
        JOINT_AUTHORITY = "joint_authority", _("joint authority")
        AUTONOMOUS = "autonomous", _("autonomous region")
        MINISTRY = "ministry", _("ministry")
        AGENCY = "agency", _("agency")
        COMPANY = "company", _("company")

    class Area(models.TextChoices):
        """The collaborative areas of health and social care."""

        NORTH = "north", _("Northern Finland")
        EAST = "east", _("Eastern Finland")
        INNER = "inner", _("Inner Finland")
        WEST = "west", _("Western Finland")
        SOUTH = "south", _("Southern Finland")

    id = models.SlugField(primary_key=True, max_length=40)
    type = models.CharField(_("type"), max_length=20, choices=Type)
    name_fi = models.CharField(_("name in Finnish"), max_length=160)
    name_sv = models.CharField(_("name in Swedish"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    short_fi = models.CharField(_("short name in Finnish"), max_length=80)
    short_sv = models.CharField(_("short name in Swedish"), max_length=80)
    short_en = models.CharField(_("short name in English"), max_length=80)
    area = models.CharField(_("collaborative area"), max_length=10, choices=Area, blank=True)
    bilingual = models.BooleanField(_("bilingual"), null=True, blank=True)
    verified = models.BooleanField(
        _("names verified"), default=False, help_text=_("Off: names, area and languages are from memory.")
    )

    name = Trilingual()
    short = Trilingual()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_fi"]

    def __str__(self) -> str:
        return here(self.name)


class Initiative(models.Model):
    """The record that travels the life cycle; its timeline is its history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), unique=True, max_length=80)
    title_fi = models.CharField(_("title in Finnish"), max_length=200)
    title_sv = models.CharField(_("title in Swedish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    stage = models.CharField(_("stage"), max_length=20, choices=stage_choices, default=Stage.NEED.value)
    responsible = models.ForeignKey(
        Organisation, models.PROTECT, related_name="initiatives", verbose_name=_("responsible organisation")
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)

    title = Trilingual()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="stage_of_the_life_cycle", condition=models.Q(stage__in=[s.value for s in Stage])
            )
        ]

    def __str__(self) -> str:
        return here(self.title)


class StageChange(models.Model):
    """One step on the life cycle: append-only."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=20, choices=stage_choices)
    on = models.CharField(
        _("when"), max_length=10, help_text=_("Year, year-month or date: as exact as the source says.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    recorded = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["recorded", "id"]


class GatePassage(models.Model):
    """A decision that opened a gate."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="gate_passages")
    gate = models.CharField(_("gate"), max_length=40, choices=gate_choices)
    on = models.DateField(_("decided on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(_("decision"))
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    recorded = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(name="one_passage_per_gate", fields=["initiative", "gate"])]


class Link(models.Model):
    """A typed link between two things of the hub, each named by its kind and identifier."""

    from_kind = models.CharField(max_length=40)
    from_id = models.CharField(max_length=64)
    relation = models.CharField(max_length=20, choices=relation_choices)
    to_kind = models.CharField(max_length=40)
    to_id = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["to_kind", "to_id"], name="link_to")]
        constraints = [
            models.UniqueConstraint(
                name="one_link_of_a_kind", fields=["from_kind", "from_id", "relation", "to_kind", "to_id"]
            )
        ]


class ContentVersion(models.Model):
    """One row: a number that grows whenever public content changes. Cached pages carry it in their key."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(name="one_content_version", condition=models.Q(id=1))]


class StarterMark(models.Model):
    """That one piece of starter content was loaded once; it is never loaded again, whatever editors did to it."""

    key = models.CharField(primary_key=True, max_length=120)
    loaded = models.DateTimeField(auto_now_add=True)
