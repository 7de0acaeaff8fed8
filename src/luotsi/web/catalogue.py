"""Sample content of the catalogue: invented people and figures, in three languages. Illustration, not clinical advice."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from luotsi.kit.errors import Problem
from luotsi.kit.lifecycle import Stage
from luotsi.kit.review import Reason, State
from luotsi.kit.text import Text
from luotsi.web import formats
from luotsi.web.icons import ICONS
from luotsi.web.parts import Client, Event, Finding, Source, SourceKind, Step, StepState

COLOURS = (
    *("ink", "ink-2", "line-strong", "line", "bg", "bg-sunk", "bg-shoal", "bg-land", "sea", "sea-strong"),
    *("chart", "chart-bg", "chart-line", "danger", "danger-bg", "danger-solid", "warn", "warn-bg", "warn-line"),
    *("ok", "ok-bg", "ok-line", "focus-halo", "mark-1", "mark-2", "mark-3", "mark-grey", "agree", "disagree", "pass"),
)


class SampleForm(forms.Form):
    """Every kind of field."""

    business_id = forms.CharField(label=_("Business ID"), help_text=_("Seven digits, a hyphen and a check digit."))
    amount = forms.IntegerField(label=_("Amount applied for, €"), max_value=161_000)
    purpose = forms.CharField(label=_("What is it for?"), widget=forms.Textarea, required=False)
    county = forms.ChoiceField(
        label=_("County"), choices=[("04", "Pirkanmaa"), ("11", "Pohjois-Savo"), ("13", "Pohjanmaa")]
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        widget=forms.RadioSelect,
        choices=[("need", _("Need")), ("experiment", _("Experiment")), ("scale_up", _("Scale-up"))],
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
    )
    starts = forms.DateField(label=_("Starts on"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    consent = forms.BooleanField(label=_("The information may be published as open data."))


class SampleScriptForm(forms.Form):
    """Fields that scripts improve: a file, and a list long enough to search."""

    attachment = forms.FileField(label=_("Attachment"), required=False)
    home_county = forms.ChoiceField(
        label=_("County of residence"),
        required=False,
        choices=[("", ""), ("04", "Pirkanmaa"), ("11", "Pohjois-Savo"), ("13", "Pohjanmaa"), ("19", "Lappi")],
    )


_TITLE = Text(
    "Ruoansulatuskanavan verenvuodon vaara: ibuprofeeni ja apiksabaani",
    "Risk för blödning i mag-tarmkanalen: ibuprofen och apixaban",
    "Danger of gastrointestinal bleeding: ibuprofen and apixaban",
)
_WHY = Text(
    "Tulehduskipulääke ja verenohennuslääke yhdessä, ilman mahansuojaa. Ikä 84, eGFR 38 ja aiempi anemia lisäävät vaaraa.",
    "Antiinflammatoriskt läkemedel och antikoagulantia tillsammans, utan magskydd. Ålder 84, eGFR 38 och tidigare anemi ökar risken.",
    "An anti-inflammatory and an anticoagulant together, without gastroprotection. Age 84, eGFR 38 and earlier anaemia raise the danger.",
)
_STEPS = (
    Text(
        "Lopeta ibuprofeeni. Kipuun parasetamoli 1 g × 3, arvio 2 viikon kuluttua.",
        "Sätt ut ibuprofen. Mot smärta paracetamol 1 g × 3, utvärdering om 2 veckor.",
        "Stop ibuprofen. For pain paracetamol 1 g × 3, review in 2 weeks.",
    ),
    Text(
        "Pyydä PVK ja kreatiniini viikon kuluessa.",
        "Beställ blodbild och kreatinin inom en vecka.",
        "Order a blood count and creatinine within a week.",
    ),
)
_SOURCES = (
    (
        SourceKind.MEDICATION,
        Text(
            "Ibuprofeeni 400 mg × 3, alkanut 2.9.2026",
            "Ibuprofen 400 mg × 3, insatt 2.9.2026",
            "Ibuprofen 400 mg × 3, started 2 Sep 2026",
        ),
        Text("Lääkelista", "Läkemedelslista", "Medication list"),
    ),
    (
        SourceKind.MEASUREMENT,
        Text("eGFR 38 ml/min, 6.10.2026", "eGFR 38 ml/min, 6.10.2026", "eGFR 38 ml/min, 6 Oct 2026"),
        Text("Laboratorio", "Laboratorium", "Laboratory"),
    ),
    (
        SourceKind.NOTE,
        Text(
            "”Ostanut lisäksi apteekista särkylääkettä”",
            "”Har dessutom köpt värktabletter på apoteket”",
            "“Has also bought painkillers at the pharmacy”",
        ),
        Text("Kotihoito 9.11.", "Hemvård 9.11.", "Home care 9 Nov"),
    ),
    (SourceKind.RULE, Text.same("STOPP v3"), Text("Peruste", "Grund", "Ground")),
)
_CHANGE = Text(
    "Ehdotus oli ”viikolla 49”; muutettu ”viikolla 48”.",
    "Förslaget var ”vecka 49”; ändrat till ”vecka 48”.",
    "The proposal was “week 49”; changed to “week 48”.",
)
_CLIENT = (
    (Text("Hetu", "Personbeteckning", "Identity code"), Text.same("140342-982Y")),
    (Text("Ikä", "Ålder", "Age"), Text("84 v, nainen", "84 år, kvinna", "84, woman")),
    (Text("Paino", "Vikt", "Weight"), Text.same("64 kg")),
    (Text.same("eGFR"), Text("38 (6.10.)", "38 (6.10.)", "38 (6 Oct)")),
)
_ALLERGY = Text("Allergia: penisilliini, vakava", "Allergi: penicillin, allvarlig", "Allergy: penicillin, severe")
_BASIS = Text(
    "Hoitosuhde: kotihoito, Kuopio.", "Vårdrelation: hemvården, Kuopio.", "Care relationship: home care, Kuopio."
)
_PROBLEMS = (
    Problem("amount", Text("Enintään 161 000 €.", "Högst 161 000 €.", "The most is €161,000.")),
    Problem("starts", Text("Anna päivä.", "Ange datum.", "Give the day.")),
)
_EVENTS = (
    (Text("23.11. 8.31", "23.11. 8.31", "23 Nov 8:31"), Text("Hyväksytty.", "Godkänd.", "Accepted."), "L. Malli"),
    (
        Text("23.11. 8.20", "23.11. 8.20", "23 Nov 8:20"),
        Text("Ehdotus luotu.", "Förslaget skapat.", "Proposal made."),
        "2026.11",
    ),
)
_STATES = (State.PROPOSED, State.ACCEPTED, State.EDITED, State.REJECTED, State.POSTPONED)
_SEVERITIES = (4, 3, 3, 2, 1)


def _finding(place: int, language: str) -> Finding:
    state = _STATES[place]
    proposed = state is State.PROPOSED
    return Finding(
        id=f"sample-{place + 1}",
        title=_TITLE.in_(language),
        state=state,
        url="#findings",
        severity=_SEVERITIES[place],
        rank=place + 1,
        total=len(_STATES),
        why=formats.unbroken(_WHY.in_(language)) if proposed else "",
        steps=[formats.unbroken(step.in_(language)) for step in _STEPS] if proposed else (),
        sources=[
            Source(kind=kind, text=formats.unbroken(text.in_(language)), link=link.in_(language), url="#findings")
            for kind, text, link in _SOURCES
        ],
        proposal=_STEPS[0].in_(language),
        by="" if proposed else "Liisa Malli",
        change=_CHANGE.in_(language),
        reason=Reason.ALREADY_FOLLOWED.label.in_(language),
        until=date(2026, 12, 14),
        next=proposed,
        open=proposed,
    )


def _life_cycle(language: str) -> list[Step]:
    gates = {Stage.CLEARANCE, Stage.IMPACT}
    states = [StepState.DONE] * 3 + [StepState.NOW] + [StepState.AHEAD] * 3
    return [
        Step(label=stage.label.in_(language), state=state, gate=stage in gates, url="#steps")
        for stage, state in zip(Stage, states, strict=True)
    ]


def _forms() -> dict[str, Any]:
    wrong = SampleForm(
        {"business_id": "1234567", "amount": "171000", "county": "04", "purpose": "x"}, auto_id="wrong_%s"
    )
    wrong.add_error("business_id", _("The check digit does not match. Copy the ID from the business register."))
    return {"form": SampleForm(), "wrong_form": wrong, "script_form": SampleScriptForm()}


def context(language: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the catalogue shows, in a language."""
    page = Paginator(range(240), 20).get_page(query.get("page", 3))
    nav = [("#colours", _("Colours"), True), ("#controls", _("Buttons")), ("#findings", _("Findings"))]
    return {
        **_forms(),
        "colours": COLOURS,
        "icons": tuple(ICONS),
        "findings": [_finding(place, language) for place in range(len(_STATES))],
        "client": Client(
            name="ESIMERKKI, Eila",
            facts=[(term.in_(language), value.in_(language)) for term, value in _CLIENT],
            alerts=[_ALLERGY.in_(language)],
            basis=_BASIS.in_(language),
        ),
        "steps": _life_cycle(language),
        "events": [Event(at=at.in_(language), strong=strong.in_(language), text=who) for at, strong, who in _EVENTS],
        "problems": _PROBLEMS,
        "stages": [(stage.value, stage.label.in_(language)) for stage in Stage],
        "facts": [(term.in_(language), value.in_(language)) for term, value in _CLIENT],
        "page_of": page,
        "moment_sample": date(2026, 11, 23),
        "documentation_change": -3.2,
        "tabs": [("#tables", _("Today"), True, 5), ("#badges", _("Waiting"), False, 7), ("#notices", _("Signed"))],
        "nav_items": nav,
        "rail_items": [*nav, ("#tables", _("Tables"), False, 7)],
        "rail_groups": [(_("Tools"), [("#frames", _("Frames"))])],
        "crumbs": [("/", _("Front page")), ("", _("Design system"))],
        "levels": range(6),
        "footer_groups": [(_("Help"), [("#words", _("Wording"))])],
    }
