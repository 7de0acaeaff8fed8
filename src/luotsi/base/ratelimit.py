"""How often a thing may be tried in a minute, counted in the database so that all processes count together."""

import time

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from luotsi.base.models import RateCount
from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Text

MINUTE_S = 60


class TooManyError(LuotsiError):
    """Tried too often: HTTP 429. ``retry_after_s`` is the time until the next minute begins."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            Text(
                "Liian monta yritystä. Odota {n} sekuntia ja yritä uudelleen.",
                "För många försök. Vänta {n} sekunder och försök igen.",
                "Too many tries. Wait {n} seconds and try again.",
            ).format(n=retry_after_s)
        )
        self.retry_after_s = retry_after_s


def limit(key: str, per_minute: int) -> None:
    """Count one try of ``key``; TooManyError when there were already ``per_minute`` in this minute.

    The key (an account, a network address) is stored only as a keyed hash.
    """
    minute, second = divmod(int(time.time()), MINUTE_S)
    hashed = salted_hmac("luotsi.base.ratelimit", key, algorithm="sha256").hexdigest()
    with transaction.atomic():
        RateCount.objects.bulk_create([RateCount(key=hashed, minute=minute)], ignore_conflicts=True)
        RateCount.objects.filter(key=hashed, minute=minute).update(count=F("count") + 1)
        count = RateCount.objects.values_list("count", flat=True).get(key=hashed, minute=minute)
    if count > per_minute:
        raise TooManyError(MINUTE_S - second)


def forget_old() -> int:
    """Remove counts of past minutes; how many. The worker calls this."""
    minute = int(time.time()) // MINUTE_S
    return RateCount.objects.filter(minute__lt=minute).delete()[0]
