"""Small pieces of wording in the three languages: names joined, days, figures with their units."""

from collections.abc import Sequence
from datetime import date

from luotsi.kit.text import Text

AND = Text("ja", "och", "and")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def listed(names: Sequence[Text], most: int = 3) -> Text:
    """``a, b and c``; when there are more than ``most``, the rest as a count."""
    kept = list(dict.fromkeys(names))
    shown = kept if len(kept) <= most else kept[:most]
    rest = len(kept) - len(shown)
    if rest:
        tail = Text(f"{rest} muuta", f"{rest} till", f"{rest} more")
        return _join([*shown, tail])
    return _join(shown)


def _join(names: Sequence[Text]) -> Text:
    if len(names) == 1:
        return names[0]
    parts = []
    for language in ("fi", "sv", "en"):
        words = [name.in_(language) for name in names]
        parts.append(f"{', '.join(words[:-1])} {AND.in_(language)} {words[-1]}")
    return Text(*parts)


def day(value: date) -> Text:
    """A date as each language writes it."""
    numeric = f"{value.day}.{value.month}.{value.year}"
    return Text(numeric, numeric, f"{value.day} {MONTHS[value.month - 1]} {value.year}")


def figure(value: float) -> Text:
    """A number with a decimal comma in Finnish and Swedish, a point in English."""
    plain = f"{value:.4g}" if value < 1000 else f"{value:.0f}"
    comma = plain.replace(".", ",")
    return Text(comma, comma, plain)


UNITS = {
    "mL/min/{1.73_m2}": Text("ml/min/1,73 m²", "ml/min/1,73 m²", "mL/min/1.73 m²"),
    "mL/min": Text("ml/min", "ml/min", "mL/min"),
    "mm[Hg]": Text.same("mmHg"),
    "10*9/L": Text("E9/l", "E9/l", "×10⁹/L"),
    "/min": Text.same("/min"),
    "kg/m2": Text.same("kg/m²"),
}


def amount(value: float, unit: str) -> Text:
    """A figure with its unit, kept together by a no-break space."""
    number = figure(value)
    if unit in {"1", ""}:
        return number
    measure = UNITS.get(unit)
    if measure is None:
        plain = unit.replace("umol", "µmol").replace("ug", "µg")
        measure = Text(plain.replace("/L", "/l"), plain.replace("/L", "/l"), plain)
    return Text(*(f"{number.in_(x)}\u00a0{measure.in_(x)}" for x in ("fi", "sv", "en")))


def capital(text: Text) -> Text:
    """The first letter in upper case."""
    return Text(*(text.in_(x)[:1].upper() + text.in_(x)[1:] for x in ("fi", "sv", "en")))
