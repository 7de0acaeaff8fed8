"""Rates of rare events: how often, and how sure one can be of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """Events for each use, with the ends of the exact 95 % interval (same unit)."""

    events: int
    uses: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """Events for each use."""
        return self.events / self.uses

    @property
    def per_thousand(self) -> tuple[float, float]:
        """The ends of the interval for 1,000 uses."""
        return self.low * 1000, self.high * 1000


def event_rate(events: int, uses: int, *, level: float = 0.95) -> Rate:
    """The rate of a Poisson count with its exact two-sided interval (Garwood, Biometrika 28, 1936; from memory).

    With no event the upper end is 3.69 / uses at 95 %: nothing seen is not nothing there. Raises ValueError for a
    negative count or no use.

    >>> round(event_rate(0, 1).high, 2)
    3.69
    """
    if events < 0 or uses < 1:
        message = "events are not negative and there is at least one use"
        raise ValueError(message)
    from scipy.special import gammaincinv  # noqa: PLC0415 - slow: scipy loads when a rate is asked for

    tail = (1 - level) / 2
    low = float(gammaincinv(events, tail)) if events else 0.0
    return Rate(events, uses, low / uses, float(gammaincinv(events + 1, 1 - tail)) / uses)
