"""Reading of dosage text in Finnish, Swedish and English when no structured dosage was sent.

Every word of the text must be understood for full confidence; below 0.8 the reading is shown as text only. The word
lists are our own (draft, unreviewed).
"""

from dataclasses import dataclass
from re import Match, Pattern
from re import compile as pattern
from typing import Final

from luotsi.engines.clinical.dosage_words import (
    FILLERS,
    MOMENTS,
    NUMBERS,
    PERIOD_WORDS,
    TIMES_AFTER,
    TIMES_WORDS,
    UNITS,
    WEEKDAYS,
)

AS_NEEDED: Final = pattern(
    r"tarvittaessa|tarpeen mukaan|\btarv\b\.?|vid behov|\bv\.?b\b\.?|(?:as|if|when) (?:needed|required|necessary)|\bp\.?r\.?n\b\.?"
)
AT_MOST: Final = pattern(r"enintään|korkeintaan|\bmax\b\.?|högst|at most|up to|no more than")
UNSURE: Final = pattern(
    r"\b(?:ei|älä|inte|ej|not|never|stop|lopeta|tauko|sitten|jälkeen\s+\d|sedan|därefter|then|titra\w*|nost\w*|lask\w*"
    r"|öka\w*|minska\w*|trappa\w*|ohjeen|erillis\w*|enligt|according|instructions?)\b"
)
"""Words after which a dosage is not one steady amount: negation, taper, "as told separately"."""

NUMBER = r"\d+(?:\.\d+)?"
SPAN = rf"({NUMBER})(?:\s*-\s*({NUMBER}))?"
LASTING: Final = pattern(
    rf"{NUMBER} ?(?:päivän|viikon|kuukauden|vrk:n|vuorokauden) ajan|\b(?:i|under) {NUMBER} ?(?:dagar|dygn|veckor)"
    rf"|\bfor {NUMBER} ?(?:days|weeks)"
)
SHORTHAND: Final = pattern(rf"(?<![\w.]){SPAN} ?([a-zµåäö]*)\.? ?[x×*] ?{SPAN}(?![\w.])")
SCHEDULE: Final = pattern(rf"(?<![\w.]){NUMBER}(?: ?[-+] ?{NUMBER}){{2,3}}(?![\w.])")
HOURS: Final = pattern(
    rf"{SPAN} ?(?:tunnin välein|h välein)|\bvar {SPAN} ?:?(?:e|de)? ?(?:timme|timmar)|\bevery {SPAN} ?(?:hours|hour|h)\b"
    rf"|\bq ?{SPAN} ?h\b"
)
DAYS_APART: Final = pattern(
    rf"({NUMBER}) ?(?:päivän|vrk:n|vrk|vuorokauden) välein|\bvar ({NUMBER}) ?:?(?:e|de)? ?(?:dag|dygn)"
    rf"|\bevery ({NUMBER}) ?days|joka ({NUMBER})\. ?päivä"
)
WEEKS_APART: Final = pattern(
    rf"({NUMBER}) ?(?:viikon|vk:n|vk) välein|\bvar ({NUMBER}) ?:?(?:e|de)? ?vecka|\bevery ({NUMBER}) ?weeks"
)
NAMED_PERIODS: Final = (
    (pattern(r"joka toinen päivä|joka 2\. ?päivä|varannan dag|every (?:other|second) day"), 2.0),
    (pattern(r"joka kolmas päivä|var tredje dag|every third day"), 3.0),
    (pattern(r"joka toinen viikko|varannan vecka|every (?:other|second) week"), 14.0),
    (pattern(r"joka viikko|varje vecka|every week"), 7.0),
    (pattern(r"joka päivä|varje dag|every day"), 1.0),
)
EACH_MOMENT: Final = pattern(r"\b(?:joka|varje|every) (?=aamu|ilta|yö|morgon|kväll|natt|morning|evening|night)")
HALVES: Final = (
    (pattern(r"(\d) ?(?:½|1/2)(?!\d)"), r"\1.5"),
    (pattern(r"½|(?<![\d/])1/2(?!\d)"), "0.5"),
    (pattern(r"¼|(?<![\d/])1/4(?!\d)"), "0.25"),
)
PARENTHESIS: Final = pattern(r"\([^)]*\)")
TOKEN: Final = pattern(rf"{NUMBER}(?: ?- ?{NUMBER})?|[^\W\d_]+|\S")


LONGEST: Final = 500
"""Characters; a longer text is an instruction leaflet, not a dosage."""

WEEK: Final = 7.0


@dataclass(frozen=True, slots=True)
class TextDose:
    """A dosage read from text: ``low`` to ``high`` ``unit`` a time, ``times_low`` to ``times_high`` times in
    ``period_days``. ``confidence`` runs from 0 (nothing understood) to 1 (every word understood).
    """

    low: float | None
    high: float | None
    unit: str
    times_low: float | None
    times_high: float | None
    period_days: float | None
    as_needed: bool
    confidence: float

    @property
    def complete(self) -> bool:
        """Whether amount, times and period are all known."""
        return self.high is not None and self.times_high is not None and self.period_days is not None


NOTHING: Final = TextDose(None, None, "", None, None, None, False, 0.0)


def parse_dosage_text(text: str) -> TextDose:
    """Read a dosage text in Finnish, Swedish or English.

    Nothing is assumed: where the amount, the times or the period is not said, the confidence is under 0.8.

    >>> dose = parse_dosage_text("15 mg kerran viikossa")
    >>> dose.high, dose.unit, dose.times_high, dose.period_days, dose.confidence
    (15.0, 'mg', 1.0, 7.0, 1.0)
    """
    return _Reading(text).result() if len(text) <= LONGEST else NOTHING


@dataclass(slots=True)
class _Amount:
    low: float
    high: float
    unit: str
    moments: int = 0


class _Reading:
    """One text, taken apart: whole phrases first, then word by word. What stays unknown lowers the confidence."""

    def __init__(self, text: str) -> None:
        self.amounts: list[_Amount] = []
        self.times: tuple[float, float] | None = None
        self.period: float | None = None
        self.moments = 0
        self.weekdays = 0
        self.unknown = 0
        self.conflict = False
        self.confidence = 1.0
        self.rest = self._plain(text)
        self.as_needed = self._take(AS_NEEDED)
        self.at_most = self._take(AT_MOST)
        self.unsure = UNSURE.search(self.rest) is not None
        self._take(LASTING)
        if self._take(PARENTHESIS):
            self.confidence = 0.95
        self._phrases()
        self._words(TOKEN.findall(self.rest))

    @staticmethod
    def _plain(text: str) -> str:
        """Lower case, one kind of blank, dash and decimal sign, halves as decimals."""
        plain = " ".join(text.lower().replace("–", "-").replace("−", "-").split())
        for found, replacement in HALVES:
            plain = found.sub(replacement, plain)
        return DECIMAL_COMMA.sub(r"\1.\2", plain)

    def _take(self, phrase: Pattern[str]) -> bool:
        self.rest, count = phrase.subn(" ", self.rest)
        return count > 0

    def _phrases(self) -> None:
        self.rest = EACH_MOMENT.sub(" ", self.rest)
        for phrase, days in NAMED_PERIODS:
            if self._take(phrase):
                self._set_period(days)
        for phrase, length in ((DAYS_APART, 1.0), (WEEKS_APART, 7.0)):
            found = phrase.search(self.rest)
            if found is not None:
                self._set_period(length * _first(found))
                self._set_times(1.0, 1.0)
                self._take(phrase)
        hours = HOURS.search(self.rest)
        if hours is not None:
            shortest, longest = _span(hours)
            if shortest > 0:
                self._set_period(1.0)
                self._set_times(24 / longest, 24 / shortest)
            self._take(HOURS)
        self._shorthand()

    def _shorthand(self) -> None:
        schedule = SCHEDULE.search(self.rest)
        short = SHORTHAND.search(self.rest)
        if schedule is not None:
            total = sum(float(part) for part in NUMERAL.findall(schedule[0]))
            self.amounts.append(_Amount(total, total, ""))
            self._set_times(1.0, 1.0)
            self._set_period(1.0)
            self._take(SCHEDULE)
            self.confidence = min(self.confidence, 0.9)
        elif short is not None and (short[3] in UNITS or not short[3]):
            low, high = float(short[1]), float(short[2] or short[1])
            self.amounts.append(_Amount(low, high, UNITS.get(short[3], "")))
            self._set_times(float(short[4]), float(short[5] or short[4]))
            self._take(SHORTHAND)
            self.confidence = min(self.confidence, 0.9)

    def _set_times(self, low: float, high: float) -> None:
        self.conflict = self.conflict or self.times is not None or low > high or low <= 0
        self.times = (low, high)

    def _set_period(self, days: float) -> None:
        self.conflict = self.conflict or days <= 0 or (self.period is not None and self.period != days)
        self.period = days

    def _words(self, words: list[str]) -> None:
        number: tuple[float, float] | None = None
        for index, word in enumerate(words):
            following = words[index + 1] if index + 1 < len(words) else ""
            if number is not None:
                used = self._after_number(number, word, words[index:])
                number = None
                if used:
                    continue
            if NUMERAL.match(word):
                number = _numbers(word)
            elif word in NUMBERS and not (word == "a" and following in PERIOD_WORDS):
                number = (NUMBERS[word], NUMBERS[word])
            else:
                self._word(word)
        if number is not None:
            self._after_number(number, "", [])

    def _after_number(self, number: tuple[float, float], word: str, rest: list[str]) -> bool:
        """What a number counts; whether ``word`` was used up by it."""
        if word in TIMES_AFTER:
            self._set_times(*number)
            return True
        if word in UNITS:
            self.amounts.append(_Amount(*number, UNITS[word]))
            return True
        a_day = word == "/" and len(rest) > 1 and rest[1] in PERIOD_WORDS
        if self.amounts and self.times is None and a_day:
            self._set_times(*number)
        elif word in TIMES_WORDS or word in MOMENTS or a_day or not word or word in PERIOD_WORDS or word in FILLERS:
            self.amounts.append(_Amount(*number, ""))
        else:
            self.unknown += 1
        return False

    def _word(self, word: str) -> None:
        if word in TIMES_WORDS:
            self._set_times(TIMES_WORDS[word], TIMES_WORDS[word])
        elif word in PERIOD_WORDS:
            self._set_period(PERIOD_WORDS[word])
        elif word in MOMENTS:
            self.moments += 1
            if self.amounts:
                self.amounts[-1].moments += 1
        elif word in WEEKDAYS:
            self.weekdays += 1
        elif word in UNITS and self.amounts and not self.amounts[-1].unit:
            self.amounts[-1].unit = UNITS[word]
        elif word not in FILLERS and word not in SIGNS and word not in TIMES_AFTER and word not in {"a", "every"}:
            self.unknown += 1

    def result(self) -> TextDose:
        """The dosage with its confidence."""
        amount = self._amount()
        times, days = self._frequency()
        if amount is None and times is None:
            return TextDose(None, None, "", None, None, None, self.as_needed, 0.0)
        confidence = self.confidence
        if amount is not None and not amount.unit:
            amount.unit = "1"
            confidence = min(confidence, 0.85)
        if self.unknown or self.conflict:
            confidence = min(confidence, max(0.3, 0.7 - 0.1 * max(0, self.unknown - 1)))
        if self.unsure:
            confidence = min(confidence, 0.3)
        if amount is None or times is None or days is None:
            confidence = min(confidence, 0.5)
        low, high = (None, None) if amount is None else (amount.low, amount.high)
        fewest, most = (None, None) if times is None else times
        fewest = 0.0 if fewest is not None and (self.at_most or self.as_needed) else fewest
        unit = "" if amount is None else amount.unit
        return TextDose(low, high, unit, fewest, most, days, self.as_needed, round(confidence, 2))

    def _amount(self) -> _Amount | None:
        """The one amount of a time; several amounts of one unit, each with its time of day, are added to a day's sum."""
        if not self.amounts:
            return None
        first = self.amounts[0]
        if len(self.amounts) == 1:
            return first
        same = len({amount.unit for amount in self.amounts}) == 1
        if not same or self.times is not None or any(not amount.moments for amount in self.amounts):
            self.conflict = True
            return first
        self.moments = 0
        self._set_times(1.0, 1.0)
        self._set_period(1.0)
        low = sum(amount.low * amount.moments for amount in self.amounts)
        return _Amount(low, sum(amount.high * amount.moments for amount in self.amounts), first.unit)

    def _frequency(self) -> tuple[tuple[float, float] | None, float | None]:
        times, period = self.times, self.period
        if self.moments:
            count = float(self.moments)
            self.conflict = self.conflict or (times is not None and times != (count, count))
            times = times or (count, count)
            period = period or (None if self.weekdays else 1.0)
        if self.weekdays:
            days = float(self.weekdays)
            self.conflict = self.conflict or period not in {None, WEEK, 1.0}
            if period == WEEK and times is not None and times != (days, days):
                self.conflict = True
            each = (1.0, 1.0) if times is None or period == WEEK else times
            return (each[0] * days, each[1] * days), WEEK
        if period is None and times is not None and self.amounts and SHORTHAND_ONLY <= self.confidence < 1.0:
            period = 1.0
        if times is None and period is not None:
            times = (1.0, 1.0)
        return times, period


SHORTHAND_ONLY: Final = 0.9
"""A "1x2" without a period means a day in Finland and Sweden; other wordings without a period mean nothing yet."""
DECIMAL_COMMA: Final = pattern(r"(\d),(\d)")
NUMERAL: Final = pattern(NUMBER)
SIGNS: Final = frozenset("/.,;:-+")


def _numbers(word: str) -> tuple[float, float]:
    found = [float(part) for part in NUMERAL.findall(word)]
    return min(found), max(found)


def _first(found: Match[str]) -> float:
    return float(next(group for group in found.groups() if group))


def _span(found: Match[str]) -> tuple[float, float]:
    numbers = [float(group) for group in found.groups() if group]
    return min(numbers), max(numbers)
