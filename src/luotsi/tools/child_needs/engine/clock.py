"""The statutory clock of a service-need assessment: working days, public holidays, calendar months.

Days and months are those of the rules ``clock-urgent``, ``clock-start``, ``clock-ready`` and ``time-limits`` of
``data/rules.csv``, where their sources stand: draft, not reviewed by a lawyer.
"""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from typing import Final

START_WORKING_DAYS: Final = 7
READY_MONTHS: Final = 3
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """The days of one matter. ``pending`` is the day on which it became pending.

    ``start_by`` is the last day to start the assessment, ``ready_by`` the last day to finish it.
    """

    pending: dt.date
    start_by: dt.date
    ready_by: dt.date

    def working_days_left(self, on: dt.date) -> int:
        """Working days from the day after ``on`` to ``start_by``, that day included; negative when it has passed."""
        if on <= self.start_by:
            return _working_days(on, self.start_by)
        return -_working_days(self.start_by, on)

    def days_left(self, on: dt.date) -> int:
        """Calendar days from ``on`` to ``ready_by``; negative when it has passed."""
        return (self.ready_by - on).days


def clock(pending: dt.date) -> Clock:
    """The clock of a matter that became pending on the day.

    THL's example: a contact on a Tuesday means starting by Thursday of the next week, unless there are holidays.

    >>> clock(dt.date(2025, 2, 4)).start_by.strftime("%A %d.%m.")
    'Thursday 13.02.'
    """
    return Clock(pending, working_day_after(pending, START_WORKING_DAYS), months_after(pending, READY_MONTHS))


def working_day(day: dt.date) -> bool:
    """Monday to Friday and no public holiday of Finland, Christmas Eve and Midsummer Eve among them."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def working_day_after(day: dt.date, count: int) -> dt.date:
    """The ``count``-th working day after the day, which itself is not counted. ``count`` is 1 or more."""
    if count < 1:
        message = "count working days from 1"
        raise ValueError(message)
    while count:
        day += dt.timedelta(days=1)
        count -= working_day(day)
    return day


def months_after(day: dt.date, months: int) -> dt.date:
    """The day of the same number that many calendar months later; the month's last day when it has no such day.

    >>> months_after(dt.date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def holiday_name(day: dt.date) -> str:
    """The Finnish name of the public holiday; empty on other days."""
    return _holidays(day.year).get(day, "")


def _working_days(after: dt.date, to: dt.date) -> int:
    return sum(working_day(after + dt.timedelta(days=n)) for n in range(1, (to - after).days + 1))


@cache
def _holidays(year: int) -> dict[dt.date, str]:
    import holidays  # noqa: PLC0415 - slow to load

    return dict(holidays.country_holidays("FI", years=year, language="fi"))
