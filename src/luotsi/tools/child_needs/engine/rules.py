"""The rules and facts that the assessment cites, the triangle, and where research is shown. Tables in ``data/``."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from luotsi.engines.language.model import Experiencer, Theme
from luotsi.kit.evidence import CitedRule, Evidence, RuleStatus
from luotsi.kit.text import Text

PACK: Final = "child-needs"
VERSION: Final = "0.1.0"
_DATA: Final = Path(__file__).parents[1] / "data"

SIDES: Final[Mapping[str, Text]] = {
    "child": Text("Lapsen kehitykselliset tarpeet", "Barnets utvecklingsbehov", "The child's developmental needs"),
    "parenting": Text("Vanhemmuus", "Föräldraförmåga", "Parenting capacity"),
    "environment": Text("Perhe ja ympäristö", "Familj och miljö", "Family and environment"),
}
DOMAINS: Final[Mapping[str, Text]] = {
    "health": Text("terveys", "hälsa", "health"),
    "education": Text("kasvatus, opetus ja oppiminen", "fostran, undervisning och lärande", "education and learning"),
    "emotional": Text("tunne-elämä ja käyttäytyminen", "känslor och beteende", "emotions and behaviour"),
    "identity": Text("identiteetti ja oma tahto", "identitet och egen vilja", "identity and own will"),
    "relations": Text("perhe- ja kaverisuhteet", "familje- och kamratrelationer", "family and peer relations"),
    "presentation": Text("sosiaalinen olemus", "socialt uppträdande", "social presentation"),
    "self_care": Text("itsestä huolehtiminen", "att ta hand om sig själv", "self-care"),
    "basic_care": Text("perushoito", "grundläggande omsorg", "basic care"),
    "safety": Text("turvallisuus", "säkerhet", "safety"),
    "warmth": Text("lämpö ja tunneyhteys", "värme och känslomässig kontakt", "emotional warmth"),
    "stimulation": Text("virikkeet", "stimulans", "stimulation"),
    "guidance": Text("ohjaus ja rajat", "vägledning och gränser", "guidance and boundaries"),
    "stability": Text("vakaus", "stabilitet", "stability"),
    "family": Text(
        "perheen historia ja toimivuus", "familjens historia och funktion", "family history and functioning"
    ),
    "wider_family": Text("suku ja lähiverkosto", "släkt och nätverk", "wider family and network"),
    "housing": Text("asuminen", "boende", "housing"),
    "employment": Text("työ", "arbete", "employment"),
    "income": Text("toimeentulo", "försörjning", "income"),
    "integration": Text("osallisuus", "delaktighet", "social integration"),
    "community": Text("yhteisön palvelut", "samhällets tjänster", "community resources"),
}
DOMAINS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "child": ("health", "education", "emotional", "identity", "relations", "presentation", "self_care"),
    "parenting": ("basic_care", "safety", "warmth", "stimulation", "guidance", "stability"),
    "environment": ("family", "wider_family", "housing", "employment", "income", "integration", "community"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule or fact with what it says. ``mark`` is S when the source says so, mem when it is from memory."""

    cited: CitedRule
    text: Text
    mark: str


@cache
def rules() -> Mapping[str, Rule]:
    """The rules by id."""
    return {row["rule_id"]: _rule(row) for row in _rows("rules.csv")}


def rulebook() -> Mapping[str, CitedRule]:
    """The rules as the card shows them."""
    return {name: rule.cited for name, rule in rules().items()}


def cited(name: str) -> Evidence:
    """A rule as a source of a proposal."""
    rule = rules()[name]
    return Evidence(rule.cited, rule.text)


@cache
def triangle() -> Mapping[Theme, tuple[str, str]]:
    """Side and domain of the assessment triangle, by theme."""
    return {Theme(row["theme"]): (row["side"], row["domain"]) for row in _rows("triangle.csv")}


@cache
def adversity() -> Mapping[Theme, frozenset[Experiencer]]:
    """For whose matters of which theme the research on adverse childhood experiences is shown beside a risk."""
    return {
        Theme(row["theme"]): frozenset(Experiencer(code) for code in row["persons"].split())
        for row in _rows("adversity.csv")
    }


def _rule(row: dict[str, str]) -> Rule:
    reviewed = date.fromisoformat(row["reviewed_on"]) if row["reviewed_on"] else None
    rule = CitedRule(row["rule_id"], PACK, VERSION, row["source"], row["locator"], RuleStatus(row["status"]), reviewed)
    return Rule(rule, Text(row["text_fi"], row["text_sv"], row["text_en"]), row["mark"])


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
