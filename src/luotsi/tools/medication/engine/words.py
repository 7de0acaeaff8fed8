"""Small pieces of wording in the three languages: names joined, days, figures with their units."""

from collections.abc import Sequence
from datetime import date

from luotsi.kit.text import Text

LANGUAGES = ("fi", "sv", "en")


def say(text: Text, language: str) -> str:
    """The text in one of the three languages, without reading a language tag: assessments say thousands of words."""
    return str(getattr(text, language))


def fill(template: Text, **values: "str | int | Text") -> Text:
    """Fill ``{name}`` places in all three languages, as ``Text.format`` does."""
    return Text(
        *(
            getattr(template, x).format(**{k: getattr(v, x) if isinstance(v, Text) else v for k, v in values.items()})
            for x in LANGUAGES
        )
    )


THOUSAND = 1000
AND = Text("ja", "och", "and")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def listed(names: Sequence[Text], most: int = 3) -> Text:
    """``a, b and c``; when there are more than ``most``, the rest as a count."""
    kept = list(dict.fromkeys(names))
    shown = kept if len(kept) <= most + 1 else kept[:most]
    rest = len(kept) - len(shown)
    if rest:
        tail = Text(f"{rest} muuta", f"{rest} till", f"{rest} more")
        return _join([*shown, tail])
    return _join(shown)


def _join(names: Sequence[Text]) -> Text:
    if len(names) == 1:
        return names[0]
    parts = []
    for language in LANGUAGES:
        words = [say(name, language) for name in names]
        parts.append(f"{', '.join(words[:-1])} {say(AND, language)} {words[-1]}")
    return Text(*parts)


def day(value: date) -> Text:
    """A date as each language writes it."""
    numeric = f"{value.day}.{value.month}.{value.year}"
    return Text(numeric, numeric, f"{value.day} {MONTHS[value.month - 1]} {value.year}")


def figure(value: float) -> Text:
    """A number with a decimal comma in Finnish and Swedish, a point in English."""
    plain = f"{value:.4g}" if value < THOUSAND else f"{value:.0f}"
    comma = plain.replace(".", ",")
    return Text(comma, comma, plain)


UNITS = {
    "mL/min/{1.73_m2}": Text("ml/min/1,73 m²", "ml/min/1,73 m²", "mL/min/1.73 m²"),
    "mL/min": Text("ml/min", "ml/min", "mL/min"),
    "mm[Hg]": Text.same("mmHg"),
    "10*9/L": Text("E9/l", "E9/l", "×10⁹/L"),
    "/min": Text.same("/min"),
    "kg/m2": Text.same("kg/m²"),
    "wk": Text("vk", "veckor", "weeks"),
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
    return Text(*(f"{say(number, x)}\u00a0{say(measure, x)}" for x in LANGUAGES))


def capital(text: Text) -> Text:
    """The first letter in upper case, except in names such as eGFR."""
    return Text(*(_capital(say(text, x)) for x in LANGUAGES))


def _capital(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].upper() + words[1:]
