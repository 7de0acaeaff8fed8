"""The medication risk assessment as a tool of the house (experiment 8, Pohjois-Savo). Heavy parts load when used."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from luotsi.kit.evidence import CitedRule
from luotsi.kit.library import Kind
from luotsi.kit.measure import STANDARD_MEASURES
from luotsi.kit.text import Text
from luotsi.kit.tool import (
    Card,
    Classification,
    Command,
    Context,
    DemoCase,
    RecordPart,
    RecordSlice,
    Result,
    Store,
    Tool,
)
from luotsi.tools.medication import cli
from luotsi.tools.medication.engine import library

if TYPE_CHECKING:
    from luotsi.tools.medication.proposals import MedicationInput

UNCHECKED = Text(
    "Oma arvio, ei juristin tarkistama.",
    "Egen bedömning, inte granskad av jurist.",
    "Our own reading, not checked by a lawyer.",
)

CARD = Card(
    name="medication",
    title=Text("Lääkitysarvio", "Läkemedelsbedömning", "Medication assessment"),
    purpose=Text(
        "Auttaa farmaseuttia, lääkäriä ja hoitajaa löytämään asiakkaan lääkityksen vaarat: yhteisvaikutukset,"
        " sopimattomat lääkkeet, munuaisannokset, puuttuvat hoidot ja kokeet. Jokainen ehdotus nojaa kirjattuun sääntöön,"
        " ja ammattilainen päättää.",
        "Hjälper farmaceut, läkare och sjukskötare att finna riskerna i klientens läkemedelsbehandling: interaktioner,"
        " olämpliga läkemedel, doser vid nedsatt njurfunktion, behandlingar och prov som saknas. Varje förslag vilar på"
        " en angiven regel, och den yrkesverksamma avgör.",
        "Helps the pharmacist, physician and nurse find the dangers in a client's medicines: interactions, inappropriate"
        " medicines, kidney doses, missing treatments and tests. Each proposal rests on a cited rule, and the"
        " professional decides.",
    ),
    users=Text("Farmaseutit, lääkärit ja hoitajat", "Farmaceuter, läkare och sjukskötare", "Pharmacists, physicians and nurses"),
    limits=(
        Text(
            "Sääntöpaketti on tarkistamaton luonnos. Sitä ei saa käyttää hoitopäätöksiin ennen farmaseutin tarkistusta.",
            "Regelpaketet är ett ogranskat utkast. Det får inte användas för vårdbeslut innan en farmaceut har granskat det.",
            "The rule pack is an unreviewed draft. It must not be used for decisions before a pharmacist's review.",
        ),
        Text(
            "Arvio näkee vain kirjatut tiedot. Itsehoitolääke, jota ei ole listalla, jää huomaamatta.",
            "Bedömningen ser bara antecknade uppgifter. Ett receptfritt läkemedel som inte finns på listan upptäcks inte.",
            "The assessment sees recorded data only. A self-care medicine that is not on the list goes unnoticed.",
        ),
        Text(
            "Aikuisille. Ei arvioi lapsen annoksia, imetystä, geenejä eikä yrttivalmisteita kattavasti.",
            "För vuxna. Bedömer inte barns doser, amning, gener eller naturläkemedel heltäckande.",
            "For adults. Does not judge children's doses, breastfeeding, genes or herbal products fully.",
        ),
        Text(
            "Työlistan taso on työjärjestys, ei haitan ennuste.",
            "Arbetslistans nivå är en arbetsordning, inte en prognos för skada.",
            "The work-list tier is an order of work, not a prediction of harm.",
        ),
    ),
    ai_act=Classification(
        regulation="(EU) 2024/1689",
        grade="rule-based",
        ground=Text(
            "Ihmisen kirjoittamat säännöt, ei oppivaa osaa. Jos tulkitaan tekoälyksi, lääkinnällisenä laitteena suuririskinen.",
            "Regler skrivna av människor, ingen lärande del. Om det tolkas som AI: högrisk som medicinteknisk produkt.",
            "Rules written by people, no learning part. If read as AI, high-risk as a medical device.",
        ),
        locator="Art. 3(1), Art. 6(1), recital 12",
        status=UNCHECKED,
    ),
    mdr=Classification(
        regulation="(EU) 2017/745",
        grade="IIa",
        ground=Text(
            "Ohjelmisto antaa tietoa hoitopäätöksiin (sääntö 11). Kokeilussa ei saateta markkinoille.",
            "Programvaran ger underlag för vårdbeslut (regel 11). Försöket släpper inte ut den på marknaden.",
            "Software that informs treatment decisions (rule 11). The experiment does not place it on the market.",
        ),
        locator="Annex VIII, rule 11",
        status=UNCHECKED,
    ),
    reads=(
        RecordPart.PATIENT,
        RecordPart.MEDICATION,
        RecordPart.CONDITIONS,
        RecordPart.OBSERVATIONS,
        RecordPart.ALLERGIES,
        RecordPart.IMMUNIZATIONS,
    ),
    measures=STANDARD_MEASURES,
    experiments=("e08",),
    stores=(Store.LIBRARY, Store.TASK),
    method=Text(
        "Kolmiarvoinen sääntölogiikka: puuttuva tieto ei ole kunnossa oleva tieto. Kaavat CKD-EPI 2021 ja Cockcroft-Gault.",
        "Trevärd regellogik: en uppgift som saknas är inte en uppgift som är i sin ordning. CKD-EPI 2021 och Cockcroft-Gault.",
        "Three-valued rule logic: missing is never fine. Formulas CKD-EPI 2021 and Cockcroft-Gault.",
    ),
)  # fmt: skip


def _read(record: RecordSlice) -> "MedicationInput":
    from luotsi.tools.medication.proposals import read  # noqa: PLC0415 - the card loads without the engine

    return read(record)


def _run(given: "MedicationInput", context: Context) -> Result:
    from luotsi.tools.medication.proposals import run  # noqa: PLC0415 - the card loads without the engine

    return run(given, context)


def _demos() -> tuple[DemoCase, ...]:
    from luotsi.tools.medication.demo import demos  # noqa: PLC0415 - only the demo needs them

    return demos()


def _rulebook() -> Mapping[str, CitedRule]:
    from luotsi.tools.medication.engine.knowledge import knowledge  # noqa: PLC0415 - the card loads without the engine

    return knowledge().rules


ASSESS = Text(
    "Arvioi yhden asiakkaan lääkitys FHIR R4 -paketista", "Bedöm en klients läkemedel från ett FHIR R4-paket",
    "Assess one client's medicines from a FHIR R4 Bundle",
)  # fmt: skip
FORMULAS = Text(
    "Laske eGFR, Cockcroft-Gault, kehon pinta-ala ja painoindeksi riveittäin",
    "Beräkna eGFR, Cockcroft-Gault, kroppsyta och BMI rad för rad",
    "Compute eGFR, Cockcroft-Gault, body surface and body mass index by row",
)

TOOL: "Tool[MedicationInput]" = Tool(
    card=CARD,
    read=_read,
    run=_run,
    demos=_demos,
    rulebook=_rulebook,
    commands=(
        Command("assess", ASSESS, cli.configure_assess, cli.run_assess),
        Command("formulas", FORMULAS, cli.configure_formulas, cli.run_formulas),
    ),
    library=(
        Kind(
            name=library.KIND,
            title=Text("Lääkitysarvion säännöt", "Läkemedelsbedömningens regler", "Rules of the medication assessment"),
            starter=library.starter,
            families=library.FAMILIES,
            check=library.check,
        ),
    ),
)
