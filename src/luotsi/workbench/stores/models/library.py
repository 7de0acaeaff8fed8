"""The Library: items, their versions (never changed), the acts of their review, and what was published of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from luotsi.kit.text import Text
from luotsi.workbench.models import Run


class LibraryItem(models.Model):
    """A rule, phrase or template by its key within a kind. ``newest`` is the number of its newest version."""

    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    family = models.CharField(max_length=64)
    newest = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["kind", "family", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_item_for_one_key")]


class ItemVersion(models.Model):
    """One version of an item. Its content is never changed; a change is a new version. Only ``state`` moves.

    ``author`` is empty for what was taken from a pack (``origin``). ``retires`` takes the item out of use.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        IN_REVIEW = "in_review"
        REVIEWED = "reviewed"
        PUBLISHED = "published"
        RETIRED = "retired"

    item = models.ForeignKey(LibraryItem, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    title = models.JSONField()
    body = models.JSONField()
    source = models.CharField(max_length=400)
    licence = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    origin = models.CharField(max_length=120, blank=True)
    retires = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    reviewed_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["item", "-number"]
        indexes = [models.Index(fields=["state"], name="item_version_by_state")]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_version_for_one_number")]

    @property
    def text(self) -> Text:
        return Text.from_json(self.title)

    @property
    def current(self) -> bool:
        """Whether it is the newest of its item."""
        return self.number == self.item.newest


class LibraryReview(models.Model):
    """One act of review on one version: handed over, approved or returned. Never changed."""

    class Act(models.TextChoices):
        SUBMIT = "submit"
        APPROVE = "approve"
        RETURN = "return"

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="reviews")
    sequence = models.PositiveIntegerField()
    act = models.CharField(max_length=8, choices=Act)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["version", "sequence"], name="one_review_act_for_one_sequence_number")
        ]


class Publication(models.Model):
    """What the county published of a kind: an immutable pack message. In force from ``valid_from`` until the next."""

    kind = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    message = models.JSONField()
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()
    note = models.TextField(blank=True)
    regression = models.JSONField(default=dict)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_publication_for_one_number")]

    @property
    def pack_version(self) -> str:
        return str(self.message["version"])


class StoredPack(models.Model):
    """A pack that runs have used, whole, so that they replay: the built-in one, or a publication laid over it."""

    kind = models.CharField(max_length=64)
    pack = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    base_sha256 = models.CharField(max_length=64, blank=True)
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, related_name="effective")
    message = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "base_sha256"], condition=Q(publication__isnull=False), name="one_effective_pack"
            ),
            models.UniqueConstraint(
                fields=["kind", "pack", "version", "sha256"],
                condition=Q(publication__isnull=True),
                name="one_builtin_pack",
            ),
        ]


class RunPack(models.Model):
    """Which packs a run used: kind → {id, version, sha256, builtin, stored}."""

    run = models.OneToOneField(Run, models.CASCADE, related_name="library")
    packs = models.JSONField()
