"""The audit log: one row an event, chained by hash, never changed and never removed."""

from typing import Any, NoReturn

from django.db import models

from luotsi.kit.audit import AuditEvent


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove a row of the audit log: a defect of the caller."""


class AuditRowSet(models.QuerySet["AuditRow"]):
    """Reads rows; refuses to change them."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(sorted(kwargs))

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("delete")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("bulk_update")


class AuditRow(models.Model):
    """One event. The database's own triggers refuse UPDATE and DELETE too (migration 0002)."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=64)
    role = models.CharField(max_length=30, blank=True)
    action = models.CharField(max_length=100, db_index=True)
    target = models.CharField(max_length=200, blank=True, db_index=True)
    client = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    objects = AuditRowSet.as_manager()

    class Meta:
        ordering = ("sequence",)
        indexes = (
            models.Index(fields=["client", "action", "sequence"], name="base_audit_client"),
            models.Index(fields=["actor", "sequence"], name="base_audit_actor"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; never update."""
        if not self._state.adding:
            raise AppendOnlyError("save")
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(*args, *kwargs)

    @property
    def event(self) -> AuditEvent:
        """The row as the kit's event, from which the hash is made."""
        return AuditEvent(
            sequence=self.sequence,
            at=self.at,
            actor=self.actor,
            role=self.role,
            action=self.action,
            target=self.target,
            client=self.client,
            purpose=self.purpose,
            detail=self.detail,
        )
