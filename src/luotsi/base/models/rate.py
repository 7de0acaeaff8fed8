"""How often something was tried within a minute."""

from django.db import models


class RateCount(models.Model):
    """Tries of one key (a keyed hash, never the address itself) in one minute."""

    key = models.CharField(max_length=64)
    minute = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key", "minute"], name="base_ratecount_once"),)
