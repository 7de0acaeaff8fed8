"""Facts a professional records in words: their names, the words for them in fi, sv and en, and where they stand.

The word lists are our own (draft, unreviewed). A fact not recorded is taken as absent, and asked for where a rule
turns on it.
"""

import re
from collections.abc import Iterator, Mapping

from luotsi.engines.clinical import Bundle, Concept, Observation
from luotsi.engines.clinical.datatypes import Coding
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.words import say

FACTS: Mapping[str, tuple[Text, str]] = {
    "hfpef": (Text("ejektiofraktio säilynyt", "bevarad ejektionsfraktion", "preserved ejection fraction"), "hfpef"),
    "hfref": (Text("ejektiofraktio alentunut", "nedsatt ejektionsfraktion", "reduced ejection fraction"), "hfref"),
    "symptomatic_hf": (
        Text("oireinen sydämen vajaatoiminta", "symtomatisk hjärtsvikt", "symptomatic heart failure"), ""),
    "symptomatic_as": (Text("oireinen aorttastenoosi", "symtomatisk aortastenos", "symptomatic aortic stenosis"), ""),
    "frail": (Text("hauraus", "skörhet", "frailty"), "hauras gerasteenia skör frailty_syndrome severe_frailty"),
    "severe_frailty": (Text("vaikea hauraus", "svår skörhet", "severe frailty"), ""),
    "end_of_life": (
        Text("saattohoito", "vård i livets slutskede", "end of life care"), "palliative palliatiivinen_hoito terminal"),
    "bleeding_risk": (Text("suuri vuotovaara", "hög blödningsrisk", "high bleeding risk"), "bleeding_diathesis"),
    "recent_stent": (
        Text("tuore stentti (alle 12 kk)", "färsk stent (under 12 mån)", "recent stent (under 12 months)"),
        "recent_acs stent_12_months tuore_stentti"),
    "current_bleeding": (Text("merkittävä vuoto nyt", "pågående betydande blödning", "current bleeding"), "active_bleeding"),
    "drug_induced_parkinsonism": (
        Text("lääkkeen aiheuttama parkinsonismi", "läkemedelsutlöst parkinsonism", "drug-induced parkinsonism"), ""),
    "intact_uterus": (Text("kohtu tallella", "livmodern kvar", "intact uterus"), ""),
    "mild_pain": (Text("lievä kipu", "lindrig smärta", "mild pain"), ""),
    "angina": (Text("oireileva angina pectoris", "symtomgivande angina pectoris", "symptomatic angina"), ""),
    "functional_impairment": (
        Text("toimintakyvyn haitta", "funktionsnedsättning", "functional impairment"), "disability"),
    "major_depression": (Text("pitkittynyt vakava masennus", "ihållande egentlig depression", "persistent major depression"), ""),
    "mild_moderate_dementia": (
        Text("lievä tai keskivaikea muistisairaus", "lindrig till måttlig demens", "mild to moderate dementia"), ""),
    "severe_anxiety": (Text("vaikea ahdistuneisuus", "svår ångest", "severe anxiety"), ""),
    "severe_rls": (Text("vaikeat levottomat jalat", "svår restless legs", "severe restless legs"), ""),
    "severe_gord": (Text("vaikea refluksitauti", "svår refluxsjukdom", "severe reflux disease"), ""),
    "moderate_severe_asthma": (
        Text("keskivaikea tai vaikea astma", "måttlig till svår astma", "moderate to severe asthma"), ""),
    "active_ra": (Text("aktiivinen nivelreuma", "aktiv reumatoid artrit", "active rheumatoid arthritis"), ""),
    "denosumab_stopped": (Text("denosumabi lopetettu", "denosumab avslutad", "denosumab stopped"), ""),
    "recurrent_gout": (Text("toistuva kihti", "återkommande gikt", "recurrent gout"), ""),
    "luts": (Text("virtsaamisoireet", "urineringsbesvär", "urinary symptoms"), ""),
    "recurrent_uti": (
        Text("toistuvat virtsatieinfektiot", "återkommande urinvägsinfektioner", "recurrent urinary infections"), ""),
    "first_line": (Text("ensimmäinen hoitovaihtoehto", "förstahandsbehandling", "first treatment tried"), "first_choice"),
    "driving": (Text("ajaa autoa", "kör bil", "drives"), "drives"),
    "pregnancy": (Text("raskaus", "graviditet", "pregnancy"), "pregnant raskaana gravid"),
    "contraception_used": (
        Text("ehkäisy käytössä", "preventivmedel används", "contraception in use"),
        "contraception pregnancy_prevention_programme ppp sterilised"),
    "falls": (Text("kaatumisia", "fall", "falls"), "recent_falls kaatuilu recurrent_falls faller fall_risk"),
    "lives_alone": (Text("asuu yksin", "bor ensam", "lives alone"), "asuu_yksin bor_ensam"),
    "cognitive": (Text("muistin heikkeneminen", "kognitiv svikt", "cognitive impairment"), "cognitive_impairment"),
    "vision": (Text("näön heikkeneminen", "nedsatt syn", "impaired vision"), "visual_impairment impaired_vision"),
    "hands": (Text("käsien toiminnan rajoite", "nedsatt handfunktion", "limited hand function"), "hand_limitation"),
    "dose_dispensing": (Text("annosjakelu käytössä", "dosdispensering används", "dose dispensing in use"), "annosjakelu"),
    "orthostatic": (Text("ortostaattinen hypotensio", "ortostatisk hypotension", "orthostatic hypotension"),
                    "orthostatic_hypotension"),
    "specialist": (Text("erikoislääkärin aloittama", "insatt av specialist", "started by a specialist"), "specialist_initiated"),
}  # fmt: skip

MEANS = {"severe_frailty": ("frail",)}
"""A fact that implies others."""

_BLANKS = re.compile(r"[\s\-/]+")
_BY_WORD = {
    word: name
    for name, (text, words) in FACTS.items()
    for word in (name, *words.split(), *(_BLANKS.sub("_", say(text, x).lower()) for x in ("fi", "sv", "en")))
}
NO = frozenset({"false", "no", "ei", "nej", "absent", "negative", "0", "373067005", "260385009"})


def fact_name(words: str) -> str | None:
    """The fact that a word or code names, or ``None``."""
    return _BY_WORD.get(_BLANKS.sub("_", words.strip().lower()).removeprefix("flag:").removeprefix("flag_"))


def named(concept: Concept) -> str | None:
    """The fact that a concept names, by its text, codes or displays."""
    words = [concept.text, *(part for coding in concept.codings for part in (coding.code, coding.display))]
    return next((name for word in words if word and (name := fact_name(word))), None)


def _said(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, Concept):
        return not ({word.lower() for word in (value.text, *value.codes)} & NO)
    if isinstance(value, Coding):
        return value.code.lower() not in NO
    return None if not isinstance(value, str) else value.strip().lower() not in NO


def facts_of(bundle: Bundle) -> dict[str, tuple[bool, str]]:
    """The recorded facts: name to (holds, reference). The last recorded one counts."""
    found: dict[str, tuple[bool, str]] = {}
    for observation in sorted(bundle.observations, key=_order):
        if observation.usable:
            for name, holds in _of_observation(observation):
                found[name] = (holds, observation.reference)
    for condition in bundle.conditions:
        stated = named(condition.concept) if condition.active else None
        if stated:
            found[stated] = (True, condition.reference)
    for name, implied in MEANS.items():
        if found.get(name, (False, ""))[0]:
            for other in implied:
                found.setdefault(other, found[name])
    return found


def _order(observation: Observation) -> tuple[str, str]:
    when = observation.effective or observation.issued
    return (when.earliest.isoformat() if when else "", observation.reference)


def _of_observation(observation: Observation) -> Iterator[tuple[str, bool]]:
    name = named(observation.concept)
    if name:
        said = _said(observation.value)
        yield name, True if said is None else said
    elif isinstance(observation.value, Concept | str):
        value = observation.value if isinstance(observation.value, Concept) else Concept((), observation.value)
        name = named(value)
        if name:
            yield name, True
    for part in observation.components:
        name = named(part.concept)
        said = _said(part.value)
        if name:
            yield name, True if said is None else said
