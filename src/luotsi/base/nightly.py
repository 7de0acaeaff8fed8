"""Jobs that run once a night, started by whichever worker comes first."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from luotsi.base import jobs
from luotsi.base.models import Job

# From this hour, local time; a worker that was away at that hour starts the night's jobs when it is back.
HOUR = 2
_LOCK = 0x6E69676874
_NIGHTLY: list[str] = []


def every_night(name: str) -> None:
    """Have the registered job started once a night, without an owner and without a payload."""
    if name not in _NIGHTLY:
        _NIGHTLY.append(name)


def start_due(now: datetime | None = None) -> list[str]:
    """Start what has not been started since the last turn of the night; the names of what was started."""
    local = timezone.localtime(now)
    since = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if local < since:
        since -= timedelta(days=1)
    return [name for name in _NIGHTLY if _started(name, since)]


def _started(name: str, since: datetime) -> bool:
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite has one writer anyway
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if Job.objects.filter(name=name, created_at__gte=since).exists():
            return False
        jobs.start(name, owner=None, payload={})
    return True
