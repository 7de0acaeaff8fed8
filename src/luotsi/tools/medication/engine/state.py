"""The client as the checks see them: medicines, diagnoses, results and facts on the day of assessment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from luotsi.kit.text import Text
from luotsi.tools.medication.engine.knowledge import Knowledge
from luotsi.tools.medication.engine.logic import Atom, Missing, Truth

ADULT_YEARS = 18

_SCORED = {
    "ach3": ("ach", 3, 1, 3),
    "ach2plus": ("ach", 1, 2, 4),
    "conscore2": ("con", 2, 1, 2),
    "qtdrug": ("qt", 2, 1, 2),
}
"""Tests on effect scores: the effect, the least score that counts, how many medicines, and the least sum.

Two medicines with an anticholinergic effect count as the criterion M1 from a sum of 4 on: two weak ones do not
(own reading, draft, unreviewed).
"""

_OLD, _OLDER = 65, 75
"""The age limits of CHA2DS2-VASc, years."""


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine in use. ``mg`` is mg a day by ATC code of substance; ``days`` since the start, ``None`` unknown."""

    index: int
    reference: str
    atc: str
    codes: tuple[str, ...]
    groups: frozenset[str]
    name: Text
    slug: str
    regular: bool
    local: bool
    known: bool
    mg: Mapping[str, float]
    start: date | None
    days: int | None
    weekly: bool
    times_a_day: float
    dosage: str
    dose_element: str = ""
    start_element: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis in force, by ICD-10 code."""

    code: str
    label: str
    reference: str


@dataclass(frozen=True, slots=True)
class Result:
    """The newest result of a test, in the unit of the rules. ``age_days`` is ``None`` when undated."""

    lab: str
    value: float
    age_days: int | None
    on: date | None
    reference: str
    element: str
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy or intolerance: ATC codes, words in lower case, and how bad the reaction was."""

    codes: tuple[str, ...]
    words: str
    label: str
    reference: str
    severe: bool
    intolerance: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A result that could not be used: which, where, and why."""

    lab: str
    where: str
    reference: str
    text: Text


@dataclass(slots=True)
class PatientState:
    """All that the checks read. ``vaccines`` is ``None`` when the record holds no vaccination at all."""

    on: date
    age: int | None
    sex: str
    medicines: tuple[Medicine, ...]
    diagnoses: tuple[Diagnosis, ...]
    results: Mapping[str, Result]
    flags: Mapping[str, tuple[bool, str]]
    allergies: tuple[Allergy, ...]
    vaccines: frozenset[str] | None
    refused: tuple[Refused, ...]
    quality: tuple[tuple[str, Text, str], ...]
    prescribers: int
    knowledge: Knowledge
    patient_reference: str = ""
    _truths: dict[str, Truth] = field(default_factory=dict, repr=False)
    _groups: dict[str, tuple[Medicine, ...]] = field(default_factory=dict, repr=False)
    _conditions: dict[str, tuple[Diagnosis, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        members: dict[str, list[Medicine]] = {}
        for medicine in self.medicines:
            for name in medicine.groups:
                members.setdefault(name, []).append(medicine)
        self._groups = {name: tuple(found) for name, found in members.items()}
        named: dict[str, list[Diagnosis]] = {}
        for diagnosis in self.diagnoses:
            for name in self.knowledge.conditions_of(diagnosis.code):
                named.setdefault(name, []).append(diagnosis)
        self._conditions = {name: tuple(found) for name, found in named.items()}

    @property
    def adult(self) -> bool:
        """Whether the rules for adults apply; an unknown age counts as adult and is asked for."""
        return self.age is None or self.age >= ADULT_YEARS

    def group(self, name: str) -> tuple[Medicine, ...]:
        """The medicines of a named group."""
        return self._groups.get(name, ())

    def condition(self, name: str) -> tuple[Diagnosis, ...]:
        """The diagnoses of a named group."""
        return self._conditions.get(name, ())

    def has(self, name: str) -> bool:
        """Whether a condition holds, by diagnosis or by a recorded fact of the same name."""
        return name in self._conditions or self.flag(name)

    def flag(self, name: str) -> bool:
        """Whether a professional has recorded the fact."""
        return self.flags.get(name, (False, ""))[0]

    def truth(self, atom: Atom) -> Truth:
        """The truth of one atom of the rule language, remembered."""
        found = self._truths.get(atom.text)
        if found is None:
            found = self._truths[atom.text] = self._judge(atom)
        return found

    def with_open_flags(self, atom: Atom) -> Truth:
        """As :meth:`truth`, but a fact nobody has recorded is missing instead of false: for finding what to ask."""
        if atom.kind in {"flag", "first_line"} and (atom.name or atom.kind) not in self.flags:
            return Missing(frozenset({f"ask:{atom.name or atom.kind}"}))
        return self.truth(atom)

    def _judge(self, atom: Atom) -> Truth:
        kind = atom.kind
        if kind == "G":
            return atom.name in self._groups
        if kind == "D":
            return self.has(atom.name)
        if kind in {"flag", "first_line"}:
            return self.flag(atom.name or kind)
        if kind in {"L", "age", "chads"}:
            figure, fact = self._figure(atom)
            return Missing(frozenset({fact})) if figure is None else atom.compare(figure)
        if kind in _SCORED:
            effect, least, count, total = _SCORED[kind]
            return self._scoring(effect, least) >= count and self.effect_sum(effect) >= total
        return self._judge_rest(atom)

    def _figure(self, atom: Atom) -> tuple[float | None, str]:
        if atom.kind == "L":
            result = self.results.get(atom.name)
            return (None if result is None else result.value), f"lab:{atom.name}"
        return (self.age if atom.kind == "age" else self.cha2ds2_vasc()), "age"

    def _judge_rest(self, atom: Atom) -> Truth:
        if atom.kind == "dur":
            return self._duration(atom)
        if atom.kind == "dose":
            return self._dose(atom)
        if atom.kind == "labwithin":
            return self._fresh(atom)
        if atom.kind == "vacc":
            return Missing(frozenset({"vaccinations"})) if self.vaccines is None else atom.name in self.vaccines
        if atom.kind == "sex":
            return self.sex == atom.name if self.sex else Missing(frozenset({"sex"}))
        return atom.kind == "regular" and any(medicine.regular for medicine in self.group(atom.name))

    def score(self, medicine: Medicine, effect: str) -> int:
        """A medicine's score 0 to 3 for an effect; local preparations have only their own product's scores."""
        scores = self.knowledge.effects
        return next((scores[code].get(effect, 0) for code in medicine.codes[:2] if code in scores), 0)

    def effect_sum(self, effect: str) -> int:
        """The sum of an effect over the medicines in use."""
        return sum(self.score(medicine, effect) for medicine in self.medicines)

    def _scoring(self, effect: str, least: int) -> int:
        return sum(self.score(medicine, effect) >= least for medicine in self.medicines)

    def _duration(self, atom: Atom) -> Truth:
        unknown = []
        for medicine in self.group(atom.name):
            if medicine.days is None:
                unknown.append(f"start:{medicine.atc}")
            elif atom.compare(medicine.days):
                return True
        return Missing(frozenset(unknown)) if unknown else False

    def _dose(self, atom: Atom) -> Truth:
        total, unknown = 0.0, []
        for medicine in self.group(atom.name):
            amounts = [mg for code, mg in medicine.mg.items() if atom.name in self.knowledge.groups_of(code)]
            if not amounts:
                unknown.append(f"dose:{medicine.atc}")
            total += max(amounts, default=0.0)
        if unknown and not (atom.op in {">", ">="} and atom.compare(total)):
            return Missing(frozenset(unknown))
        return atom.compare(total) and bool(self.group(atom.name))

    def _fresh(self, atom: Atom) -> Truth:
        result = self.results.get(atom.name)
        if result is None:
            return False
        return Missing(frozenset({f"date:{atom.name}"})) if result.age_days is None else result.age_days <= atom.value

    def cha2ds2_vasc(self) -> int | None:
        """CHA2DS2-VASc, 0 to 9 (Lip GYH et al., Chest 2010;137:263-272); ``None`` when the age is unknown."""
        if self.age is None:
            return None
        vascular = self.has("coronary") or self.has("pad")
        score = int(self.has("heart_failure")) + int(self.has("hypertension")) + int(self.has("diabetes"))
        score += 2 * int(self.has("stroke_tia")) + int(vascular) + int(self.sex == "F")
        return score + (2 if self.age >= _OLDER else int(self.age >= _OLD))
