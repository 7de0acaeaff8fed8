"""Identifiers that have a form of their own: identity codes, numbers of phones and accounts, addresses, exact dates.

Each pattern gives places in the text as given. Names have no form of their own and live in ``name_finder``.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from luotsi.engines.language.addresses import addresses_in
from luotsi.engines.language.phones import phones_in
from luotsi.engines.language.stretches import Places, found_in, stretches


class Kind(StrEnum):
    """What an identifier is; the words of ``luotsi language pii``."""

    NAME = "NAME"
    HETU = "HETU"
    DATE = "DATE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    ADDRESS = "ADDRESS"
    IBAN = "IBAN"
    PLATE = "PLATE"
    NUMBER = "NUMBER"  # a client's, case's or document's number


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """An identifier at a place, in code points. ``suspicious`` when its own check does not hold (a wrong check
    character is masked all the same: it may be a typing error). ``heading`` marks the first name and the day of writing
    in a document's own heading line: masked too, but told apart, because they are the document's and not its contents.
    """

    start: int
    end: int
    kind: Kind
    suspicious: bool = False
    heading: bool = False


CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"  # decree 128/2010, section 2; ambiguous letters are left out
CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU–−‐‑", 1900), **dict.fromkeys("ABCDEF", 2000)}

_HETU = re.compile(r"(?<![\w])(\d{2})[. ]?(\d{2})[. ]?(\d{2})\s?([-+–−‐‑A-FU-Ya-fu-y])\s?(\d{3})\s?([0-9A-Za-z])(?!\w)")
_PERSONNUMMER = re.compile(
    r"(?<![\w-])(?:(?:19|20)\d{2}|\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[6-8]\d|9[01])[-+]\d{4}(?!\w)"
)
_EMAIL = re.compile(
    r"(?<![\w.+'’-])[\w.+%'’-]+(?:\s?(?:@|[(\[{](?:at|ät|a|miukumauku|snabel-?a)[)\]}])\s?|[ ]at[ ](?=[\w-]+\.(?:fi|com|net|org|se|ax|eu)\b))"
    r"[\w-]+(?:(?:\.|\s?[(\[](?:dot|piste|punkt)[)\]]\s?|[ ]dot[ ])[\w-]+)+(?<![.-])",
    re.IGNORECASE,
)
_AT = re.compile(r"@|[(\[{](?:at|ät|a|miu|snabel)|\bat [\w-]+\.", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)([A-Z]{2}\d{2}(?:[ ]?[0-9A-Z]){11,30})(?!\w)")
_PLATE = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{3}-\d{3}(?![\w-])")
_PLATE_WORD = re.compile(
    r"\b(?:(?i:rek(?:isteri|kari)?\w*\.?(?:\s?n(?:ume)?ro\w*|\s?tunnus\w*)?|\w*auto\w*|kilp\w*|peräkärry\w*|moottoripyörä\w*|mopo\w*|reg(?:ister|istration|\.)?\w*\.?"
    r"(?:\s?nu?m?m?e?r\w*)?|\w*bil(?:en|ens|s)?|skylt\w*|car|van|truck|licen[cs]e|plates?|number plate)|(?:Toyota|Volvo|Skoda|Škoda|Opel|Ford|Audi|BMW|Nissan|Kia|Mazda|Volkswagen|"
    r"VW|Golf|Mercedes|Peugeot|Citroën|Renault|Honda|Hyundai|Saab|Tesla|Fiat|Seat)\w*)\b[^.\n]{0,30}?"
    r"(?<![\w-])([A-ZÅÄÖ]{2,3}[- ]?\d{1,3}|[a-zåäö]{3}-\d{3}|[A-Z]{3} ?\d{2}[0-9A-Z]|[A-Z]{2}\d{2} ?[A-Z]{3}|\d{3} ?[A-Z]{3})(?![\w-])"
)
_NUMBERED_FI = (
    r"(?:asiakas|asiakkuus|potilas|jäsen|sopimus|päätös|henkilö|henkilökortti|passi|passin|henkilökortin|ajokortin|oleskeluluvan|tili|vakuutus|asia|asian|lähete|hakemus|kortin|"
    r"kela-kortin|lasku|laskun|viite|tapaus|ilmoitus|ilmoituksen|arkisto|kirjasto|opiskelija|oppilas|työntekijä|vuokrasopimus|kirjausketju|kertomus)"
)
_NUMBERED_SV = r"(?:kund|klient|patient|medlems|ärende|ärendets|pass|passets|konto|diarie|besluts|remiss|journal|faktura|referens|avtals|försäkrings|tillstånds|uppehållstillståndets|tillståndets|körkorts|id-korts|studie|elev)"
_NUMBERED_EN = (
    r"(?:client|customer|patient|case|passport|member(?:ship)?|account|record|hospital|nhs|file|permit|policy|invoice|claim|licen[cs]e|reference|referral|chart|student|"
    r"benefit|document|decision|id|identity card)"
)
_NUMBER_WORD = re.compile(
    rf"\b(?:{_NUMBERED_FI}[- ]?(?:numero\w*|n(?:ume)?ro\w*|nr|tunnus\w*|tunniste\w*|id\w*)|diaari(?:numero\w*|nro)?|dnro|viite|"
    rf"{_NUMBERED_SV}[- ]?(?:nummer|numret|numren|nr|id|beteckning)|dnr|referens|"
    rf"{_NUMBERED_EN}\s?(?:numbers?|nos?|nr|id|ref(?:erence)?)|reference|ref|mrn)\b"
    r"[.:#]*(?:\s+(?:on|är|is|oli|var|was|nyt|nu|now|uusi|ny|new))*[:#]?\s*#?([A-Za-zÅÄÖ]{0,6}[-/ .]?\d\w*(?:[-/.]\w+)*(?:[ ]\d{2,}(?![.,:]\d|\w))*)",
    re.IGNORECASE,
)
_FILE_NUMBER = re.compile(  # the police's, an office's, a county's
    r"(?<![\w/])(?:\d{4}/[A-ZÅÄÖ]{1,2}/\d{1,6}/\d{2,4}|[A-ZÅÄÖ]{2,6}/\d{1,6}(?:[./-]\d{1,6})+|\d{1,6}/\d{2}(?:\.\d{2}){1,3}/\d{4})(?!\w)"
)
_CODE_WORD = re.compile(
    r"\b(?:lähete|remiss|referral|päätös|beslut|decision|hakemus|ansökan|application|ilmoitus|anmälan|report|lasku|faktura|invoice|tunnus|tunniste|id|viite)\b[.:]?\s+([A-ZÅÄÖ]{1,6}[-/]?\d\w*(?:[-/.]\w+)+)"
    r"|\b\w*(?:tunnus|tunniste|numero|nro|nummer|number)\b[.:]?\s+([A-ZÅÄÖ]{1,6}[-/]?\d{3,}(?:[-/]\d+)*)(?!\w)",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"(?<![\w.,/-])\d{9,20}(?![\w]|[.,]\d)")

_MONTHS = (
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu(?:n|ta|ssa|sta)?"
    r"|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_DATE_FORMS = (
    re.compile(r"(?<![\w.,-])(?P<y>(?:19|20)\d{2})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\w|-\d)"),
    re.compile(r"(?<![\w.,/-])(?P<d>\d{1,2})\.[ ]?(?P<m>\d{1,2})\.[ ]?(?P<y>(?:18|19|20)\d{2}|\d{2})(?!\w|[.,]\d)"),
    re.compile(r"(?<![\w.,/-])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>(?:19|20)\d{2}|\d{2})(?!\w|/)"),
    re.compile(rf"(?<![\w.,/-])(?:den[ ])?(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th|:e)?[ ](?:päivä\w*[ ])?(?:of[ ])?(?P<month>{_MONTHS})(?:[ ,]+(?P<y>(?:19|20)\d{{2}}))?(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.?[ ](?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,?[ ](?P<y>(?:19|20)\d{2}))?(?![\w%]|[.,]\d)"),
    re.compile(r"(?<![\w.,/:-])(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?![\d\w]|[ ]?\d{2,4}\b)"),
    re.compile(r"(?<![\w.,/:-])(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.?(?=[–-]\d{1,2}\.\d{1,2}\.)"),
    re.compile(r"(?<=\d[–-])(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?P<y>(?:19|20)\d{2}|\d{2})?(?![\d\w])"),
)  # fmt: skip
_MONTH_STARTS = ("jan|tammi", "feb|helmi", "mar|maalis", "apr|huhti", "may|maj|touko", "jun|kesä", "jul|heinä",
                 "aug|elo", "sep|syys", "oct|okt|loka", "nov|marras", "dec|joulu")  # fmt: skip
_SCALES = frozenset("SHA GAD PHQ BDI SCL DSM ICD WHO COVID MMSE RAI EQ TK AUDIT SAS ADL CDR GDS NRS VAS".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class DateForm:
    """A date as written: the day, and whether the year was written or is to be worked out."""

    start: int
    end: int
    day: int
    month: int
    year: int | None

    def on(self, writing: dt.date | None) -> dt.date | None:
        """The calendar day. Without a year it is the latest one not after the day of writing; None when unknown."""
        try:
            if self.year is not None:
                return dt.date(self.year, self.month, self.day)
            if writing is None:
                return None
            day = dt.date(writing.year, self.month, self.day)
            return day if day <= writing else day.replace(year=writing.year - 1)
        except ValueError:
            return None


def hetu_holds(code: str) -> bool:
    """Whether a personal identity code has a real date and the right check character.

    DDMMYY, century sign, individual number 002-899 (900-999 are for tests), check character = the ten digits' remainder
    by 31 (Digital and Population Data Services Agency; from memory, unreviewed).

    >>> hetu_holds("131052-308T"), hetu_holds("131052-308U")
    (True, False)
    """
    match = _HETU.fullmatch(code)
    if match is None:
        return False
    day, month, year, sign, number, check = match.groups()
    try:
        dt.date(CENTURIES[sign.upper()] + int(year), int(month), int(day))
    except ValueError:
        return False
    return CHECK_CHARACTERS[int(day + month + year + number) % 31] == check.upper()


def iban_holds(code: str) -> bool:
    """Whether an account number's check digits hold (ISO 13616: remainder by 97 is 1).

    >>> iban_holds("FI21 1234 5600 0007 85")
    True
    """
    plain = code.replace(" ", "").upper()
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def dates_in(text: str) -> Iterator[DateForm]:
    """Exact dates as written, in order of form; a month or a year alone is not exact."""
    taken: list[tuple[int, int]] = []
    places = list(stretches(text))
    for form in _DATE_FORMS:
        for match in found_in(form, text, places):
            date = _date(match)
            if date and not any(date.start < end and start < date.end for start, end in taken):
                taken.append((date.start, date.end))
                yield date


def identifiers_in(text: str) -> list[Identifier]:
    """Everything with a form of its own, in order, without overlaps; what is surer to be itself wins."""
    found: list[Identifier] = []
    taken = bytearray(len(text))
    for identifier in _candidates(text):
        if not any(taken[identifier.start : identifier.end]):
            taken[identifier.start : identifier.end] = b"\1" * (identifier.end - identifier.start)
            found.append(identifier)
    return sorted(found)


def _date(match: re.Match[str]) -> DateForm | None:
    groups = match.groupdict()
    month = int(groups["m"]) if groups.get("m") else _month(groups["month"])
    year = int(groups["y"]) if groups.get("y") else None
    if year is not None and year < 100:  # noqa: PLR2004 - two digits: the century nearest to the one in use
        year += 2000 if year < 50 else 1900  # noqa: PLR2004
    day = int(groups["d"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:  # noqa: PLR2004
        return None
    return DateForm(match.start(), match.end(), day, month, year)


def _month(word: str) -> int:
    return next(at for at, starts in enumerate(_MONTH_STARTS, 1) if word.lower().startswith(tuple(starts.split("|"))))


def _candidates(text: str) -> Iterator[Identifier]:
    if _AT.search(text):
        for match in _EMAIL.finditer(text):
            yield Identifier(*match.span(), Kind.EMAIL)
    places = list(stretches(text))
    yield from _codes(text, places)
    yield from _accounts(text)
    for match in (*found_in(_NUMBER_WORD, text, places), *found_in(_CODE_WORD, text, places)):
        yield Identifier(*match.span(match.lastindex or 0), Kind.NUMBER)
    for start, end in addresses_in(text, places):
        yield Identifier(start, end, Kind.ADDRESS)
    for date in dates_in(text):
        yield Identifier(date.start, date.end, Kind.DATE)
    for start, end in phones_in(text, places):
        yield Identifier(start, end, Kind.PHONE)
    yield from _plates(text, places)
    for match in (*found_in(_FILE_NUMBER, text, places), *found_in(_LONG_NUMBER, text, places)):
        yield Identifier(*match.span(), Kind.NUMBER)


def _codes(text: str, places: Places) -> Iterator[Identifier]:
    for match in found_in(_HETU, text, places):
        spaced = any(sign.isspace() for sign in match.group())
        holds = hetu_holds(match.group())
        plausible = 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12  # noqa: PLR2004 - days and months
        if holds or (plausible and not spaced):
            yield Identifier(*match.span(), Kind.HETU, suspicious=not holds)
    for match in found_in(_PERSONNUMMER, text, places):
        yield Identifier(*match.span(), Kind.HETU)


def _accounts(text: str) -> Iterator[Identifier]:
    for match in _IBAN.finditer(text):
        code = match.group(1)
        while " " in code and not iban_holds(code):  # the next word may look like its continuation
            code = code.rpartition(" ")[0]
        if iban_holds(code):
            yield Identifier(match.start(), match.start() + len(code.rstrip()), Kind.IBAN)
        elif match.group().startswith("FI"):
            plain = re.match(r"FI\d{2}(?: ?\d){14}", match.group())
            if plain:
                yield Identifier(match.start(), match.start() + plain.end(), Kind.IBAN, suspicious=True)


def _plates(text: str, places: Places) -> Iterator[Identifier]:
    for match in found_in(_PLATE, text, places):
        if match.group()[:3] not in _SCALES:
            yield Identifier(*match.span(), Kind.PLATE)
    for match in found_in(_PLATE_WORD, text, places):
        if match.group(1)[:3].rstrip("- 0123456789") not in _SCALES:
            yield Identifier(*match.span(1), Kind.PLATE)
