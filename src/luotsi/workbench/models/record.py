"""The client and the record: FHIR R4 resources as immutable rows, newest version current."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from luotsi.kit.text import Text


class Unit(models.Model):
    """A unit of the county: the tenancy inside it."""

    slug = models.SlugField(unique=True)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    @property
    def name(self) -> Text:
        return Text(self.name_fi, self.name_sv, self.name_en)

    @property
    def scope(self) -> str:
        """The scope of a grant that is valid in this unit."""
        return f"unit:{self.slug}"


class Client(models.Model):
    """A person served. The identifier is opaque: no name or identity code ever stands in an address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family_name = models.CharField(max_length=120)
    given_name = models.CharField(max_length=120, blank=True)
    identity_code = models.CharField(max_length=20, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity_code"], condition=~Q(identity_code=""), name="one_client_for_one_identity_code"
            )
        ]
        ordering = ["family_name", "given_name", "id"]
        indexes = [models.Index(fields=["family_name", "given_name", "id"], name="client_by_name")]

    @property
    def name(self) -> str:
        return f"{self.family_name}, {self.given_name}" if self.given_name else self.family_name


class CareRelationship(models.Model):
    """The ground on which a unit opens a client's record, and for what purpose."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="care_relationships")
    unit = models.ForeignKey(Unit, models.PROTECT)
    purpose = models.CharField(max_length=32, default="care")
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "unit", "purpose"], condition=Q(ended_at=None), name="one_open_care_relationship"
            )
        ]


class RecordImport(models.Model):
    """One import: where the resources came from, and the digest by which a second import is recognised.

    ``source`` is the file, ``system`` the system that the data are of (empty when nobody said), ``patient`` the id by
    which that system knows the client.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="imports")
    unit = models.ForeignKey(Unit, models.PROTECT)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=120)
    system = models.CharField(max_length=120, blank=True)
    patient = models.CharField(max_length=128, blank=True)
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    ignored = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["client", "sha256"], name="import_by_content")]

    @property
    def origin(self) -> tuple[str, str]:
        """What tells one source from another: the system's name and its id for the client."""
        return self.system, self.patient

    @property
    def label(self) -> str:
        """The system and the file, for a person."""
        return f"{self.system} ({self.source})" if self.system else self.source


class Resource(models.Model):
    """One version of a FHIR R4 resource. Rows are never changed; a newer import supersedes the older one.

    ``code``, ``effective`` and ``status`` repeat what ``body`` says (``workbench.indexing``), for questions over many
    clients. ``line`` is the line of the source file, when it had one resource or one Bundle a line.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="resources")
    record_import = models.ForeignKey(RecordImport, models.CASCADE, related_name="resources")
    type = models.CharField(max_length=40)
    logical_id = models.CharField(max_length=128)
    sha256 = models.CharField(max_length=64)
    body = models.JSONField()
    code = models.CharField(max_length=64, blank=True)
    effective = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=24, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["client", "type", "logical_id"], name="resource_by_reference"),
            models.Index(fields=["type", "code", "effective"], name="resource_by_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "type", "logical_id", "sha256"], name="one_row_for_one_version_of_a_resource"
            )
        ]

    @property
    def reference(self) -> str:
        return f"{self.type}/{self.logical_id}"
