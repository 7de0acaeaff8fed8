"""Keeps cached pages true: a change of a watched table makes every cached page stale, in the same transaction."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from luotsi.hub.spine.domain import touch_content


def changed(**_: Any) -> None:
    """Receiver of the signals."""
    touch_content()


def watch(*models: type[Model]) -> None:
    """Watch these tables. What bypasses signals (``update``, ``bulk_create``) calls ``touch_content`` itself."""
    for model in models:
        name = f"hub content: {model._meta.label}"  # noqa: SLF001 - Django's documented name
        post_save.connect(changed, sender=model, dispatch_uid=f"{name} saved")
        post_delete.connect(changed, sender=model, dispatch_uid=f"{name} deleted")
        for field in model._meta.many_to_many:  # noqa: SLF001
            m2m_changed.connect(changed, sender=getattr(model, field.name).through, dispatch_uid=f"{name} {field.name}")
