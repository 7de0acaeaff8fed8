"""From a FHIR R4 Bundle to :class:`PatientState`: liberal in the shapes read, strict about what a figure means."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from luotsi.engines.clinical import (
    AllergyIntolerance,
    Bundle,
    MedicationUse,
    Sex,
    age_range,
    atc_of,
    daily_mg,
    normalise_atc,
)
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.facts import facts_of, named
from luotsi.tools.medication.engine.knowledge import Knowledge
from luotsi.tools.medication.engine.results import results_of
from luotsi.tools.medication.engine.state import Allergy, Diagnosis, Medicine, PatientState
from luotsi.tools.medication.engine.words import say

LOCAL_ROUTES = frozenset(  # words and SNOMED CT codes, from memory
    [
        "topical",
        "cutaneous",
        "iholle",
        "iho",
        "ihon",
        "kutan",
        "kutant",
        "utvärtes",
        "ophthalmic",
        "silmään",
        "silmä",
        "okulärt",
        "ocular",
        "otic",
        "korvaan",
        "nasal",
        "nenään",
        "nasalt",
        "vaginal",
        "emättimeen",
        "vaginalt",
        "6064005",
        "54485002",
        "46713006",
        "16857009",
        "10547007",
        "skin",
        "eye",
        "ear",
    ]
)
LOCAL_BY_ROUTE = ("M01", "H02", "J01", "J02", "R06", "G03C")
"""ATC groups whose medicines act only locally when the route says so; a patch or an injection of another is systemic."""

LOCAL_ATC = ("A01", "C05", "D", "G01", "G03CA04", "M02", "N01B", "R01", "R02", "R03", "S01", "S02", "S03")
PARACETAMOL, LEAST_PARACETAMOL_MG = "N02BE01", 325
SHORTEST_ATC = 3
REDUCED_PERCENT, PRESERVED_PERCENT = 40, 50
VACCINES = {"J07BB": "influenza", "J07AL": "pneumococcal", "J07BK": "zoster", "J07BN": "covid", "J07BX03": "covid"}
VACCINE_WORDS = {
    "influen": "influenza", "pneumo": "pneumococcal", "zoster": "zoster", "vyöruusu": "zoster", "bältros": "zoster",
    "covid": "covid", "sars": "covid", "korona": "covid",
}  # fmt: skip

UNKNOWN_ATC = Text(
    "ATC-koodia ei tunneta: lääkettä ei arvioitu.",
    "ATC-koden är okänd: läkemedlet bedömdes inte.",
    "The ATC code is not known: the medicine was not assessed.",
)
NO_ATC = Text(
    "ATC-koodi puuttuu: lääkettä ei arvioitu.",
    "ATC-kod saknas: läkemedlet bedömdes inte.",
    "No ATC code: the medicine was not assessed.",
)
NO_ICD = Text(
    "Diagnoosilla ei ole ICD-10-koodia: sitä ei käytetty.",
    "Diagnosen saknar ICD-10-kod: den användes inte.",
    "The diagnosis has no ICD-10 code: it was not used.",
)
ENDED = Text(
    "Päättynyt kuuri on yhä listalla: sitä ei arvioitu.",
    "En avslutad kur finns kvar på listan: den bedömdes inte.",
    "An ended course is still listed: it was not assessed.",
)


def state_of(bundle: Bundle, on: date, known: Knowledge) -> PatientState:
    """The client on the day ``on``. Medicines come in a fixed order, so that the order sent never matters."""
    quality: list[tuple[str, Text, str]] = []
    age = None if bundle.patient.birth_date is None else _age(bundle, on)
    sex = {Sex.FEMALE: "F", Sex.MALE: "M"}.get(bundle.patient.sex, "")
    results, refused, notes = results_of(bundle, on, age, sex, known)
    quality.extend(notes)
    flags = facts_of(bundle)
    ejection = results.get("lvef")
    if ejection is not None:  # limits of the ESC heart failure guideline 2021: reduced <= 40 %, preserved >= 50 %
        flags.setdefault("hfref", (ejection.value <= REDUCED_PERCENT, ejection.reference))
        flags.setdefault("hfpef", (ejection.value >= PRESERVED_PERCENT, ejection.reference))
    return PatientState(
        on=on,
        age=age,
        sex=sex,
        medicines=_medicines(bundle, on, known, quality),
        diagnoses=_diagnoses(bundle, quality),
        results=results,
        flags=flags,
        allergies=tuple(
            sorted((_allergy(item) for item in bundle.allergies if item.active), key=lambda a: a.reference)
        ),
        vaccines=_vaccines(bundle),
        refused=refused,
        quality=tuple(sorted(quality, key=lambda item: (item[0], item[2]))),
        prescribers=_prescribers(bundle),
        knowledge=known,
        patient_reference=bundle.patient.reference,
    )


def _age(bundle: Bundle, on: date) -> int | None:
    """The age in whole years; the older one when the birth date is known only in part."""
    born = bundle.patient.birth_date
    return None if born is None or on < born.earliest else age_range(born, on)[1]


def _diagnoses(bundle: Bundle, quality: list[tuple[str, Text, str]]) -> tuple[Diagnosis, ...]:
    found: dict[str, Diagnosis] = {}
    for condition in sorted(bundle.conditions, key=lambda item: item.reference):
        if not condition.usable:
            continue
        if not condition.icd10 and condition.active and named(condition.concept) is None:
            quality.append((condition.concept.label or condition.reference, NO_ICD, condition.reference))
        for code in condition.icd10:
            # A resolved ulcer or bleed is still a history; a resolved state of another kind no longer holds.
            if condition.active or code.startswith(HISTORY):
                found.setdefault(code, Diagnosis(code, condition.concept.label or code, condition.reference))
    return tuple(found[code] for code in sorted(found))


HISTORY = ("K25", "K26", "K27", "K28", "K92.0", "K92.1", "K92.2", "I60", "I61", "I62", "I63", "I64", "G45", "I21", "I22",
           "I26", "I80", "I82", "C50", "Z85", "S72", "M80", "E16", "G40")  # fmt: skip
"""ICD-10 stems that matter as history even when the record calls them resolved (our own list, draft, unreviewed)."""


def _medicines(
    bundle: Bundle, on: date, known: Knowledge, quality: list[tuple[str, Text, str]]
) -> tuple[Medicine, ...]:
    found: dict[tuple[str, ...], tuple[MedicationUse, str]] = {}
    for use in sorted(bundle.medications, key=lambda item: (item.start.text if item.start else "", item.reference)):
        if not use.current(on):
            ended = use.usable and use.status == "active" and use.end is not None and use.end.latest < on
            if ended:
                quality.append((use.label or use.reference, ENDED, use.reference))
            continue
        atc = next(iter(use.atc), "")
        key = (atc, use.dosage_text, str(daily_mg(use))) if atc else (use.reference,)
        if key in found and found[key][0].source != use.source:  # the same medicine ordered, dispensed and reported
            continue
        found[key if key not in found else (*key, use.reference)] = (use, atc)
    ordered = sorted(found.values(), key=lambda item: (item[1], item[0].reference))
    for use, atc in ordered:
        if known.substance(atc) is None and not atc.startswith("J07"):
            quality.append((use.label or atc or use.reference, UNKNOWN_ATC if atc else NO_ATC, use.reference))
    return tuple(_medicine(index, use, atc, on, known) for index, (use, atc) in enumerate(ordered))


def _medicine(index: int, use: MedicationUse, atc: str, on: date, known: Knowledge) -> Medicine:
    substance = known.substance(atc) if atc else None
    name = _plain(substance.name) if substance else Text.same(use.label or atc or use.reference)
    local = atc.startswith(LOCAL_BY_ROUTE) and not atc.startswith(LOCAL_ATC) and _is_local(use)
    codes = known.codes(atc) if atc and not local else ()
    begun = use.start or use.authored
    start = begun.earliest if begun is not None and begun.earliest <= on else None
    rate = use.rate
    return Medicine(
        index=index,
        reference=use.reference,
        atc=atc,
        codes=codes,
        groups=frozenset().union(*(known.groups_of(code) for code in codes)),
        name=name,
        slug=_slug(name.en),
        regular=not use.as_needed,
        local=local or atc.startswith(LOCAL_ATC),
        known=substance is not None,
        mg=_doses(use, codes, known) if codes else {},
        start=start,
        days=None if start is None else (on - start).days,
        weekly=rate is not None and rate.at_longer_intervals,
        times_a_day=rate.times / rate.period_days if rate is not None else 0.0,
        dosage=_dosage(use),
        dose_element=rate.element if rate is not None and "," not in rate.element else "",
        start_element=use.start_element if use.start is not None else "",
    )


@cache
def _plain(name: Text) -> Text:
    """The name without its explanation in brackets: ``methotrexate (immunosuppressant)`` is methotrexate."""
    return Text(*(say(name, x).partition(" (")[0] for x in ("fi", "sv", "en")))


def _slug(name: str) -> str:
    return name.lower()


def _dosage(use: MedicationUse) -> str:
    if use.dosage_text:
        return use.dosage_text
    rate = use.rate
    if rate is None:
        return ""
    per = "vrk" if rate.period_days == 1 else f"{rate.period_days:g} vrk"
    return f"{rate.high:g} {rate.unit} / {per}"


def _is_local(use: MedicationUse) -> bool:
    route = use.route
    if route is None:
        return False
    words = {word for text in (route.text, *(c.display for c in route.codings)) for word in text.lower().split()}
    return bool((words | {code.lower() for code in route.codes}) & LOCAL_ROUTES)


def _doses(use: MedicationUse, codes: tuple[str, ...], known: Knowledge) -> Mapping[str, float]:
    """Milligrams a day by code of substance. A product of several substances without strengths is not guessed at, except
    that a daily amount of 325 mg or more of a paracetamol combination is its paracetamol.
    """
    parts = known.combinations.get(codes[0], ())
    if not parts:
        amount = daily_mg(use)
        return {} if amount is None else dict.fromkeys(codes, amount)
    found: dict[str, float] = {}
    for place, ingredient in enumerate(use.ingredients):
        code = next((code for code in ingredient.atc if code in codes), None)
        amount = daily_mg(use, place)
        if code is not None and amount is not None:
            found[code] = amount
    if not found and PARACETAMOL in parts and not use.ingredients:
        amount = daily_mg(use)
        if amount is not None and amount >= LEAST_PARACETAMOL_MG:
            found[PARACETAMOL] = amount
    if not found and not use.ingredients:
        amount = daily_mg(use)
        if amount is not None:
            found[codes[0]] = amount
    return found


def _allergy(item: AllergyIntolerance) -> Allergy:
    concepts = [item.concept, *(reaction.substance for reaction in item.reactions)]
    codes = [code for concept in concepts for code in atc_of(concept)]
    codes += [code for c in item.concept.codings if (code := normalise_atc(c.code)) and len(code) >= SHORTEST_ATC]
    words = " ".join(
        word.lower()
        for concept in (*concepts, *(sign for reaction in item.reactions for sign in reaction.manifestations))
        for word in (concept.text, *(coding.display for coding in concept.codings))
        if word
    )
    severe = item.criticality == "high" or any(r.severity == "severe" for r in item.reactions) or "anafyl" in words
    label = item.concept.label or item.reference
    return Allergy(
        tuple(dict.fromkeys(codes)), words, label, item.reference, severe or "anaphyl" in words,
        item.kind == "intolerance",
    )  # fmt: skip


def _vaccines(bundle: Bundle) -> frozenset[str] | None:
    """The vaccines given; ``None`` when the record has no vaccination of any kind."""
    found: set[str] = set()
    given = [item for item in bundle.immunizations if item.usable]
    for item in given:
        words = " ".join((item.concept.text, *(c.display for c in item.concept.codings))).lower()
        found |= {name for word, name in VACCINE_WORDS.items() if word in words}
        found |= {name for code in atc_of(item.concept) for stem, name in VACCINES.items() if code.startswith(stem)}
    for use in bundle.medications:
        found |= {name for code in use.atc for stem, name in VACCINES.items() if code.startswith(stem)}
    return frozenset(found) if given or found else None


def _prescribers(bundle: Bundle) -> int:
    """How many different prescribers the orders name."""
    named = set()
    for use in bundle.medications:
        data = bundle.raw.get(use.reference, {})
        source = data.get("requester") or data.get("informationSource")
        if isinstance(source, dict):
            named.add(str(source.get("reference") or source.get("display") or ""))
    return len(named - {""})
