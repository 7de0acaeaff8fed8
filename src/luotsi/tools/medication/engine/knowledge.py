"""The knowledge pack, read once, checked whole, and compiled to dictionaries. Nothing is read after that."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from luotsi.kit.errors import ContractError
from luotsi.kit.evidence import CitedRule, RuleStatus
from luotsi.kit.library import items_of
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text
from luotsi.tools.medication.engine import rows
from luotsi.tools.medication.engine.library import OWN, SOURCES, UNREVIEWED, starter, starter_items, tables_of
from luotsi.tools.medication.engine.logic import Node, atoms_of, parse, read_atom

Row = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The whole pack, compiled. ``groups_of`` and ``conditions_of`` map a code to the names of its groups."""

    pack: str
    version: str
    digest: str
    valid_from: str
    valid_to: str
    substances: Mapping[str, rows.Substance]
    aliases: Mapping[str, tuple[str, ...]]
    combinations: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    condition_groups: Mapping[str, tuple[str, ...]]
    labs: Mapping[str, rows.Lab]
    problems: Mapping[str, rows.Problem]
    actions: Mapping[str, Text]
    criteria: tuple[rows.Criterion, ...]
    interactions: tuple[rows.Interaction, ...]
    effects: Mapping[str, Mapping[str, int]]
    effect_rules: tuple[rows.EffectRule, ...]
    roles: Mapping[str, tuple[rows.PathwayRole, ...]]
    renal: Mapping[str, tuple[rows.RenalRule, ...]]
    doses: Mapping[str, tuple[rows.DoseRule, ...]]
    durations: tuple[rows.DurationRule, ...]
    monitoring: tuple[rows.MonitoringRule, ...]
    cascades: tuple[rows.Cascade, ...]
    pregnancy: Mapping[str, tuple[rows.PregnancyRule, ...]]
    allergies: tuple[rows.AllergyRule, ...]
    duplicates: tuple[rows.DuplicateGroup, ...]
    listed: Mapping[str, tuple[rows.Listed, ...]]
    rules: Mapping[str, CitedRule]
    _groups_of: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    _conditions_of: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> str:
        """What every result cites: pack, version and the first 12 characters of the hash of its content."""
        return f"{self.pack} {self.version} ({self.digest[:12]})"

    def codes(self, atc: str) -> tuple[str, ...]:
        """A product's code with its older and newer forms and the codes of its ingredients."""
        own = (atc, *self.aliases.get(atc, ()))
        parts = [part for code in own for part in self.combinations.get(code, ())]
        return tuple(dict.fromkeys((*own, *parts)))

    def substance(self, atc: str) -> rows.Substance | None:
        """The substance of a code or of its other form; ``None`` when the pack does not know it."""
        for code in (atc, *self.aliases.get(atc, ())):
            if code in self.substances:
                return self.substances[code]
        return None

    def groups_of(self, code: str) -> frozenset[str]:
        """The named groups of one ATC code."""
        found = self._groups_of.get(code)
        if found is None:
            found = frozenset(name for name in self.groups if self._in_group(code, name))
            self._groups_of[code] = found
        return found

    def _in_group(self, code: str, name: str) -> bool:
        prefixes, excluded = self.groups[name]
        if prefixes and prefixes[0].startswith("@pd:"):
            test = read_atom(f"L:{prefixes[0][4:]}")
            return test.compare(self.effects.get(code, {}).get(test.name, -1))
        if prefixes and prefixes[0].startswith("@pk:"):
            _, pathway, role = prefixes[0].split(":")
            return any(item.pathway == pathway and item.role == role for item in self.roles.get(code, ()))
        return code.startswith(prefixes) and not (excluded and code.startswith(excluded))

    def conditions_of(self, code: str) -> frozenset[str]:
        """The named condition groups of one ICD-10 code."""
        found = self._conditions_of.get(code)
        if found is None:
            found = frozenset(name for name, prefixes in self.condition_groups.items() if code.startswith(prefixes))
            self._conditions_of[code] = found
        return found


def by_prefix(table: Mapping[str, tuple[T, ...]], codes: tuple[str, ...]) -> Iterator[tuple[str, T]]:
    """Every row whose code is one of ``codes`` or the beginning of one, each once, with the code it met."""
    seen: set[int] = set()
    for code in codes:
        for length in (7, 6, 5, 4, 3):
            for row in table.get(code[:length], ()):
                if id(row) not in seen:
                    seen.add(id(row))
                    yield code, row


_MOST_KEPT = 4
_kept: dict[int, tuple[Pack, Knowledge]] = {}


def knowledge(pack: Pack | None = None) -> Knowledge:
    """The pack compiled; without one, the pack that comes with the tool. The last few stay in memory.

    ContractError names every rule that cannot be used.
    """
    chosen = pack or starter()
    found = _kept.get(id(chosen.content))  # the pack is held here, so its content's identity cannot pass to another
    if found is None:
        found = (chosen, _Loader(chosen).build())
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[id(chosen.content)] = found
    return found[1]


def _text(row: Row, prefix: str = "") -> Text:
    return Text(row[f"{prefix}fi"], row[f"{prefix}sv"], row[f"{prefix}en"])


class _Loader:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.tables: dict[str, list[Row]] = tables_of(starter_items() if pack is starter() else items_of(pack))
        self.rules: dict[str, CitedRule] = {}
        self.wrong: list[str] = []

    def build(self) -> Knowledge:
        tables = self.tables
        aliases: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for row in tables["aliases"]:
            aliases[row["old_atc"]] += (row["new_atc"],)
            aliases[row["new_atc"]] += (row["old_atc"],)
        known = Knowledge(
            pack=self.pack.id,
            version=self.pack.version,
            digest=self.pack.sha256,
            valid_from=self.pack.valid_from.isoformat(),
            valid_to=self.pack.valid_to.isoformat() if self.pack.valid_to else "",
            substances={
                r["atc"]: rows.Substance(r["atc"], _text(r, "name_"), r["route"]) for r in tables["substances"]
            },
            aliases=dict(aliases),
            combinations={r["atc"]: tuple(r["ingredients"].split()) for r in tables["combinations"]},
            groups={
                r["group"]: (self._prefixes(r["atc_prefixes"]), self._prefixes(r["exclude_prefixes"]))
                for r in tables["groups"]
            },
            condition_groups={r["group"]: tuple(r["icd10_prefixes"].split()) for r in tables["conditions"]},
            labs={r["lab"]: self._lab(r) for r in tables["labs"]},
            problems={r["key"]: rows.Problem(r["key"], r["kin"], _text(r)) for r in tables["problems"]},
            actions={r["key"]: _text(r) for r in tables["actions"]},
            criteria=tuple(self._criterion(r) for r in tables["criteria"]),
            interactions=tuple(self._interaction(r) for r in tables["ddi"]),
            effects=self._effects(),
            effect_rules=tuple(self._effect_rule(r) for r in tables["effect_rules"]),
            roles=self._roles(),
            renal=self._indexed("renal", self._renal),
            doses=self._indexed("doses", self._dose),
            durations=tuple(self._duration(r) for r in tables["durations"]),
            monitoring=tuple(self._monitoring(r) for r in tables["monitoring"]),
            cascades=tuple(self._cascade(r) for r in tables["cascades"]),
            pregnancy=self._indexed("pregnancy", self._pregnancy),
            allergies=tuple(self._allergy(r) for r in tables["allergies"]),
            duplicates=tuple(self._duplicate(r) for r in tables["duplicates"]),
            listed=self._indexed("listed", self._listed),
            rules=self.rules,
        )
        for rule, locator in (
            ("APIXABAN-DOSE", "SmPC apixaban 4.2"),
            ("RENAL-AGE", "own rule"),
            ("DATA-QUALITY", "own rule"),
        ):
            self._cite(rule, "smpc", locator, UNREVIEWED)
        self._cite("PK", "smpc", "pk_roles", UNREVIEWED)
        self._cite("HANDLING", "Own rules of handling, unreviewed", "handling", UNREVIEWED)
        self._cite("SAME-ALLERGEN", "smpc", "allergies", UNREVIEWED)
        if self.wrong:
            raise ContractError(Text.same("; ".join(self.wrong)))
        return known

    def _prefixes(self, words: str) -> tuple[str, ...]:
        # "@and:" groups need several medicines at once: the interaction check builds them, so no code belongs to one.
        return () if words.startswith("@and:") else tuple(words.split())

    def _indexed(self, table: str, make: Callable[[Row], T]) -> dict[str, tuple[T, ...]]:
        found: dict[str, tuple[T, ...]] = defaultdict(tuple)
        for row in self.tables[table]:
            found[row["atc"]] += (make(row),)
        return dict(found)

    def _cite(self, rule: str, source: str, locator: str, status: str, reviewed_on: str = "") -> CitedRule:
        if rule in self.rules:
            self.wrong.append(f"{rule} is given twice")
        if not source or not status:
            self.wrong.append(f"{rule} has no source or status")
        state = RuleStatus.DRAFT if status == UNREVIEWED else RuleStatus(status)
        reviewed = date.fromisoformat(reviewed_on) if reviewed_on else None
        name = SOURCES.get(source, source)
        cited = CitedRule(rule, self.pack.id, self.pack.version, name, locator, state, reviewed)
        self.rules[rule] = cited
        return cited

    def _own(self, row: Row, locator: str) -> CitedRule:
        source = row.get("source", OWN)
        origin = "" if "memory" not in row.get("origin", "") else " (from memory)"
        return self._cite(row["id"], f"{source}{origin}", locator, row["status"], row["reviewed_on"])

    def _logic(self, row: Row, column: str) -> Node | None:
        return parse(row[column]) if row[column] else None

    def _lab(self, row: Row) -> rows.Lab:
        loinc = tuple(row["loinc"].split())
        return rows.Lab(row["lab"], _text(row, "name_"), loinc, row["unit"], float(row["least"]), float(row["most"]))

    def _criterion(self, row: Row) -> rows.Criterion:
        locator = row["locator"] if "seen" in row["number_confidence"] else f"{row['locator']} (number from memory)"
        logic = parse(row["logic"])
        atoms = list(atoms_of(logic))
        return rows.Criterion(
            row["id"], tuple(row["types"].split(";")), int(row["severity"]), logic, row["logic"] == "manual",
            int(row["min_age"]), row["problem"], row["action"], tuple(row["culprits"].split()), _text(row),
            self._cite(row["id"], row["source"], locator, row["status"], row["reviewed_on"]),
            tuple(atom.name for atom in atoms if atom.kind == "G"),
            any(atom.kind in {"flag", "first_line"} for atom in atoms),
        )  # fmt: skip

    def _interaction(self, row: Row) -> rows.Interaction:
        return rows.Interaction(
            row["id"], int(row["severity"]), row["group_a"], row["group_b"], row["problem"], row["culprit"],
            self._logic(row, "condition"), self._logic(row, "quiet_when"), int(row["quiet_to"] or 0), _text(row),
            self._own(row, row["mechanism"]),
        )  # fmt: skip

    def _effects(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for row in self.tables["effects"]:
            found[row["atc"]][row["effect"]] = int(row["score"])
        for product in self.tables["combinations"]:
            if product["atc"] not in found:  # a combination without scores of its own gets its ingredients'
                for part in product["ingredients"].split():
                    for effect, score in list(found.get(part, {}).items()):
                        found[product["atc"]][effect] = max(score, found[product["atc"]].get(effect, 0))
        return {code: scores for code, scores in found.items() if scores}

    def _effect_rule(self, row: Row) -> rows.EffectRule:
        locator = f"effect_rules {row['effect']}"
        rule = self._cite(f"PD-{row['effect']}", row["source"], locator, row["status"], row["reviewed_on"])
        return rows.EffectRule(
            row["effect"], row["problem"], int(row["information"]), int(row["moderate"]), int(row["serious"]),
            int(row["cap"]), self._logic(row, "lift"), self._logic(row, "critical"), self._logic(row, "lower"),
            _text(row), rule,
        )  # fmt: skip

    def _roles(self) -> dict[str, tuple[rows.PathwayRole, ...]]:
        found: dict[str, tuple[rows.PathwayRole, ...]] = defaultdict(tuple)
        for row in self.tables["pk_roles"]:
            found[row["atc"]] += (rows.PathwayRole(row["pathway"], row["role"], int(row["strength"])),)
        return dict(found)

    def _renal(self, row: Row) -> rows.RenalRule:
        most = float(row["max_mg"]) if row["max_mg"] else None
        return rows.RenalRule(
            row["id"], row["atc"], row["metric"], float(row["from"]), float(row["below"]), row["action"], most,
            int(row["severity"]), row["range"], self._own(row, f"{row['atc']} {row['metric']} {row['range']}"),
        )  # fmt: skip

    def _dose(self, row: Row) -> rows.DoseRule:
        # "age>65" and "D:dementia" are contexts in the rule language already
        locator = f"{row['atc']} {row['max_mg']} mg {row['context']}".strip()
        return rows.DoseRule(
            row["id"], row["atc"], float(row["max_mg"]), self._logic(row, "context"), int(row["severity"]),
            self._own(row, locator),
        )  # fmt: skip

    def _duration(self, row: Row) -> rows.DurationRule:
        return rows.DurationRule(
            row["id"], row["slug"], int(row["severity"]), parse(row["logic"]), row["group"], int(row["days"]),
            row["problem"], row["action"], self._own(row, f"{row['slug']} {row['days']} d"),
        )  # fmt: skip

    def _monitoring(self, row: Row) -> rows.MonitoringRule:
        rule = self._own(row, f"{row['group']} {row['lab']} {row['max_age_days']} d")
        return rows.MonitoringRule(
            row["id"], row["group"], row["lab"], int(row["max_age_days"]), int(row["severity"]), rule
        )

    def _cascade(self, row: Row) -> rows.Cascade:
        return rows.Cascade(
            row["id"], int(row["severity"]), row["cause"], row["follow"], int(row["window_days"]),
            self._logic(row, "only_if"), _text(row), self._own(row, row["id"]),
        )  # fmt: skip

    def _pregnancy(self, row: Row) -> rows.PregnancyRule:
        rule = self._own(row, f"{row['atc']} {row['category']}")
        return rows.PregnancyRule(row["id"], row["atc"], row["category"], int(row["childbearing_severity"]), rule)

    def _allergy(self, row: Row) -> rows.AllergyRule:
        return rows.AllergyRule(
            row["id"], _text(row, "allergen_"), tuple(row["words"].split()), row["allergen_atc"], row["checked_atc"],
            int(row["severity"]), self._own(row, f"{row['allergen_en']} {row['checked_atc']}"),
        )  # fmt: skip

    def _duplicate(self, row: Row) -> rows.DuplicateGroup:
        members, _, others = row["members"].partition("+")
        return rows.DuplicateGroup(
            row["id"], row["slug"], int(row["severity"]), tuple(members.split()), tuple(others.split()),
            tuple(row["exclude"].split()), row["problem"], _text(row), self._own(row, row["id"]),
        )  # fmt: skip

    def _listed(self, row: Row) -> rows.Listed:
        return rows.Listed(row["id"], row["atc"], row["condition"], self._own(row, f"EU(7)-PIM {row['atc']}"))
