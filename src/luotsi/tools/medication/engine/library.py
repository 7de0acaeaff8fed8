"""The rule pack as items of the Library: the files that come with the tool, their titles, and the check of an edit."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from luotsi.kit.canonical import JsonObject
from luotsi.kit.errors import LuotsiError, Problem
from luotsi.kit.evidence import RuleStatus
from luotsi.kit.library import Item, content_of
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text

KIND = "medication-rules"
"""The kind of Library content under which the rules live."""

Row = dict[str, str]

KEYS: Mapping[str, str] = {
    "substances": "atc", "aliases": "old_atc", "combinations": "atc", "groups": "group", "conditions": "group",
    "labs": "lab", "problems": "key", "actions": "key", "criteria": "id", "ddi": "id", "effects": "atc",
    "effect_rules": "effect", "pk_roles": "atc", "renal": "id", "doses": "id", "durations": "id", "monitoring": "id",
    "cascades": "id", "pregnancy": "id", "allergies": "id", "duplicates": "id", "listed": "id",
}  # fmt: skip
"""Table → the column whose value names an item; rows of one value make one item."""

RULES = frozenset(
    {"criteria", "ddi", "effect_rules", "renal", "doses", "durations", "monitoring", "cascades", "pregnancy",
     "allergies", "duplicates", "listed"}
)  # fmt: skip
"""The tables whose rows are rules that a finding cites; the others are the words that rules use."""

SOURCES: Mapping[str, str] = {
    "stopp-start-v3": "O'Mahony D et al. 2023, Eur Geriatr Med 14:625-632 (STOPP/START version 3), CC BY 4.0",
    "pincer": "PINCER indicators: Peek N et al. 2022, PLoS Med, table 1",
    "smpc": "Summaries of product characteristics, sections 4.4, 4.5 and 4.8 (from memory)",
}
"""Full names of the sources that rows name by a short key."""

OWN = "Own assessment"
UNREVIEWED = "draft-unreviewed"
_SEVERITIES = range(5)

FAMILIES: Mapping[str, Text] = {
    "criteria": Text("Kriteerit (STOPP, START ym.)", "Kriterier (STOPP, START m.fl.)", "Criteria (STOPP, START etc.)"),
    "ddi": Text("Yhteisvaikutukset", "Interaktioner", "Interactions"),
    "effect_rules": Text("Haittojen yhteenlasku", "Sammanlagda effekter", "Added-up effects"),
    "renal": Text("Munuaisannokset", "Doser vid nedsatt njurfunktion", "Kidney doses"),
    "doses": Text("Enimmäisannokset", "Maximidoser", "Highest doses"),
    "durations": Text("Hoitoajat", "Behandlingstider", "Lengths of treatment"),
    "monitoring": Text("Seurantakokeet", "Uppföljningsprov", "Monitoring tests"),
    "cascades": Text("Lääkityskaskadit", "Förskrivningskaskader", "Prescribing cascades"),
    "pregnancy": Text("Raskaus", "Graviditet", "Pregnancy"),
    "allergies": Text("Allergiat", "Allergier", "Allergies"),
    "duplicates": Text("Päällekkäiset lääkkeet", "Dubbelmedicinering", "Duplicate medicines"),
    "listed": Text("EU(7)-PIM-lista", "EU(7)-PIM-listan", "EU(7)-PIM list"),
    "substances": Text("Lääkeaineet", "Läkemedelssubstanser", "Substances"),
    "aliases": Text("Vaihtuneet koodit", "Ändrade koder", "Changed codes"),
    "combinations": Text("Yhdistelmävalmisteet", "Kombinationspreparat", "Combination products"),
    "groups": Text("Lääkeryhmät", "Läkemedelsgrupper", "Medicine groups"),
    "conditions": Text("Sairausryhmät", "Sjukdomsgrupper", "Condition groups"),
    "labs": Text("Laboratoriokokeet", "Laboratorieprov", "Laboratory tests"),
    "problems": Text("Ongelmien nimet", "Problemens namn", "Names of problems"),
    "actions": Text("Toimien lauseet", "Åtgärdernas meningar", "Sentences of action"),
    "effects": Text("Haittapisteet", "Effektpoäng", "Effect scores"),
    "pk_roles": Text("Aineenvaihduntareitit", "Metabolismvägar", "Metabolic pathways"),
}


def tables_of_files() -> dict[str, list[Row]]:
    """The files that come with the tool, as rows by table."""
    folder = files("luotsi.tools.medication").joinpath("data")
    texts = {name: folder.joinpath(f"{name}.csv").read_text(encoding="utf-8") for name in KEYS}
    return {name: list(csv.DictReader(text.splitlines())) for name, text in texts.items()}


@cache
def _head() -> Mapping[str, str]:
    text = files("luotsi.tools.medication").joinpath("data", "pack.yaml").read_text(encoding="utf-8")
    return dict(line.split(": ", 1) for line in text.splitlines() if line.strip())


@cache
def starter_items() -> tuple[Item, ...]:
    """The items of the pack that comes with the tool."""
    return tuple(_items(tables_of_files(), _head()["licence"]))


@cache
def starter() -> Pack:
    """The pack that comes with the tool."""
    head = _head()
    return Pack(
        id=head["id"], version=head["version"], kind=KIND, licence=head["licence"], maintainer=head["maintainer"],
        valid_from=date.fromisoformat(head["valid_from"]), valid_to=date.fromisoformat(head["valid_to"]),
        content=content_of(starter_items()),
    )  # fmt: skip


def _items(tables: Mapping[str, list[Row]], licence: str) -> Iterator[Item]:
    names = {row["atc"]: Text(row["name_fi"], row["name_sv"], row["name_en"]) for row in tables["substances"]}
    for table, column in KEYS.items():
        grouped: dict[str, list[Row]] = {}
        for row in tables[table]:
            grouped.setdefault(row[column], []).append(row)
        for key, rows in grouped.items():
            yield _item(table, key, rows, title_of(table, rows[0], names), licence)


def _item(table: str, key: str, rows: list[Row], title: Text, licence: str) -> Item:
    first = rows[0]
    source = first.get("source", "smpc" if table == "effect_rules" else OWN)
    status = first.get("status", UNREVIEWED)
    left_out = {"status", "source"} if table in RULES else {"status"}
    return Item(
        key=f"{table}/{key}",
        family=table,
        title=title,
        body={"rows": [{name: value for name, value in row.items() if name not in left_out} for row in rows]},
        source=SOURCES.get(source, source),
        licence=licence,
        status=RuleStatus.DRAFT if status == UNREVIEWED else RuleStatus(status),
    )


def title_of(table: str, row: Row, names: Mapping[str, Text]) -> Text:
    """What a person reads in the list of rules."""
    for prefix in ("", "name_", "allergen_"):
        words = [row.get(f"{prefix}{language}", "").strip() for language in ("fi", "sv", "en")]
        if all(words):
            return _with(Text(*words), row["checked_atc"]) if table == "allergies" else Text(*words)
    atc = row.get("atc", "")
    if table in {"renal", "doses", "pregnancy", "listed", "effects", "pk_roles", "combinations"}:
        details = {
            "renal": f"{row.get('metric')} {row.get('range')}: {row.get('action')}",
            "doses": f"{row.get('max_mg')} mg {row.get('context')}".strip(),
            "pregnancy": row.get("category", ""),
            "listed": row.get("condition", ""),
        }
        return _with(names.get(atc, Text.same(atc)), details.get(table, ""))
    details = {
        "monitoring": f"{row.get('group')}: {row.get('lab')}, {row.get('max_age_days')} d",
        "durations": f"{row.get('slug')}: {row.get('days')} d",
        "aliases": f"{row.get('old_atc')} → {row.get('new_atc')}",
    }
    return Text.same(details.get(table) or row[KEYS[table]])


def _with(title: Text, detail: str) -> Text:
    return Text(*(f"{words} ({detail})" for words in (title.fi, title.sv, title.en))) if detail else title


def tables_of(items: Sequence[Item]) -> dict[str, list[Row]]:
    """The items of a pack as rows by table, each row with the status, source and review day of its item."""
    tables: dict[str, list[Row]] = {name: [] for name in KEYS}
    for item in items:
        rows = item.body.get("rows")
        if item.family not in tables or not isinstance(rows, Sequence) or isinstance(rows, str):
            continue
        common = {
            "status": UNREVIEWED if item.status is RuleStatus.DRAFT else item.status.value,
            "reviewed_on": item.reviewed_on.isoformat() if item.reviewed_on else "",
        }
        for row in rows:
            if isinstance(row, Mapping):
                words = {str(name): str(value) for name, value in row.items()}
                tables[item.family].append({"source": item.source, **words, **common})
    return tables


def check(body: JsonObject) -> tuple[Problem, ...]:
    """What is wrong with an item's new body: columns, severities, conditions of the rule language. Empty when sound."""
    rows = body.get("rows")
    if set(body) != {"rows"} or not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
        return (Problem("rows", _NO_ROWS),)
    return tuple(problem for number, row in enumerate(rows) for problem in _row_problems(row, f"rows.{number}"))


def _row_problems(row: object, where: str) -> Iterator[Problem]:
    columns = _columns()
    if not isinstance(row, Mapping) or frozenset(row) not in columns:
        yield Problem(where, _COLUMNS)
        return
    for name, value in row.items():
        if not isinstance(value, str):
            yield Problem(f"{where}.{name}", _NOT_TEXT)
        elif name in {"severity", "childbearing_severity"} and value not in {str(n) for n in _SEVERITIES}:
            yield Problem(f"{where}.{name}", _SEVERITY)
        elif name in {"logic", "condition", "quiet_when", "only_if", "lift", "critical", "lower", "context"}:
            yield from _logic_problem(f"{where}.{name}", value, name, row)


def _logic_problem(where: str, value: str, name: str, row: Mapping[str, object]) -> Iterator[Problem]:
    from luotsi.tools.medication.engine.logic import parse  # noqa: PLC0415 - the list of rules needs no language

    if not value or value == "manual" or (name == "condition" and "membership_confidence" in row):
        return
    try:
        parse(value)
    except LuotsiError as error:
        yield Problem(where, error.text)


@cache
def _columns() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset(name for name in rows[0] if name != "status" and not (table in RULES and name == "source"))
        for table, rows in tables_of_files().items()
    )


_NO_ROWS = Text("Säännössä ei ole rivejä.", "Regeln har inga rader.", "The rule has no rows.")
_COLUMNS = Text(
    "Sarakkeet eivät ole minkään sääntötaulun.",
    "Kolumnerna hör inte till någon regeltabell.",
    "The columns are not those of any rule table.",
)
_NOT_TEXT = Text("Arvo kirjoitetaan tekstinä.", "Värdet skrivs som text.", "The value is written as text.")
_SEVERITY = Text("Vakavuus on 0–4.", "Allvarlighetsgraden är 0–4.", "Severity is 0 to 4.")
