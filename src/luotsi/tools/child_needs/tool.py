"""The child's service-need assessment as a tool of the house (experiment 1, Pirkanmaa). Heavy parts load when used."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from luotsi.engines.casefile.words import THEMES
from luotsi.engines.language.model import Theme
from luotsi.kit.evidence import CitedRule
from luotsi.kit.measure import OWN_VIEW_DIFFERS, STANDARD_MEASURES
from luotsi.kit.text import Text
from luotsi.kit.tool import (
    Card,
    Classification,
    Command,
    Context,
    DemoCase,
    OwnWords,
    RecordPart,
    RecordSlice,
    Result,
    Tool,
)
from luotsi.tools.child_needs import cli

if TYPE_CHECKING:
    from luotsi.tools.child_needs.proposals import ChildNeedsInput

UNCHECKED = Text(
    "Oma arvio, ei juristin tarkistama.",
    "Egen bedömning, inte granskad av jurist.",
    "Our own reading, not checked by a lawyer.",
)
_OF_ADULTS = {Theme.FUNC, Theme.COGN, Theme.FALL, Theme.SERV, Theme.WISH}

OWN_WORDS = (
    OwnWords(
        key="own_view",
        title=Text("Oma näkemyksesi", "Din egen syn", "Your own view"),
        hint=Text(
            "Merkitse huolet, jotka itse näet, ja kirjoita lyhyesti, miten arvioit lapsen tilannetta nyt.",
            "Markera den oro som du själv ser och skriv kort hur du bedömer barnets situation nu.",
            "Tick the concerns that you see yourself, and write briefly how you judge the child's situation now.",
        ),
        opens=frozenset({"risk", "question", "contradiction"}),
        opens_summary=frozenset({"triangle"}),
        choices={str(theme): THEMES[theme] for theme in Theme if theme not in _OF_ADULTS},
    ),
    OwnWords(
        key="child_view",
        title=Text("Lapsen näkemys, työntekijän kirjaamana", "Barnets syn, antecknad av arbetstagaren", "The child's view as a worker wrote it down"),
        hint=Text(
            "Kirjaa lapsen omat sanat. Merkitse, jos lapsi pyysi, ettei jotakin kerrota eteenpäin.",
            "Skriv ner barnets egna ord. Ange om barnet bad att något inte berättas vidare.",
            "Write the child's own words. Say if the child asked that something is not told on.",
        ),
    ),
    OwnWords(
        key="conclusion",
        title=Text("Johtopäätös", "Slutsats", "Conclusion"),
        hint=Text(
            "Kirjoita arvio tuen tarpeesta ja jatkosta. Kone ei ehdota tähän mitään.",
            "Skriv bedömningen av stödbehovet och fortsättningen. Maskinen föreslår ingenting här.",
            "Write the judgement of the need for support and what follows. The machine proposes nothing here.",
        ),
        needed=True,
    ),
)  # fmt: skip

CARD = Card(
    name="child_needs",
    title=Text("Lapsen palvelutarve", "Barnets servicebehov", "Child's service needs"),
    purpose=Text(
        "Kokoaa lapsen palvelutarpeen arvioinnin luonnoksen asiakirjoista: lapsen oma näkemys, voimavarat ja riskitekijät rinnakkain,"
        " aiemmat palvelut ja lakisääteiset määräajat. Työntekijä kirjaa ensin oman näkemyksensä ja aina itse johtopäätöksen.",
        "Sammanställer ur dokumenten ett utkast till bedömning av barnets servicebehov: barnets egen syn, styrkor och riskfaktorer"
        " sida vid sida, tidigare tjänster och lagstadgade frister. Arbetstagaren skriver först sin egen syn och alltid slutsatsen själv.",
        "Compiles from the papers a draft of the assessment of a child's service needs: the child's own view, strengths and risk factors side"
        " by side, earlier services and the statutory time limits. The worker first writes an own view, and always the conclusion.",
    ),
    users=Text("Lapsiperheiden ja lastensuojelun sosiaalityöntekijät", "Socialarbetare inom barnfamiljetjänster och barnskydd", "Social workers in family services and child protection"),
    limits=(
        Text(
            "Ei pisteytä, luokittele, ennusta eikä vertaa lapsia tai perheitä.",
            "Poängsätter, klassificerar, förutsäger eller jämför inte barn eller familjer.",
            "Does not score, classify, predict or compare children or families.",
        ),
        Text(
            "Lukee vain tekstiä: mitä ei ole kirjoitettu, on tuntematonta. Voi erehtyä henkilöstä, ajasta ja kielteisyydestä.",
            "Läser bara text: det som inte är skrivet är okänt. Kan ta miste på person, tid och nekande.",
            "Reads text only: what is not written is unknown. It can mistake person, time and negation.",
        ),
        Text(
            "Kansalaisuus, uskonto, kieli, postinumero ja toimeentulotuki sinänsä eivät ole perusteita, eikä niitä käytetä.",
            "Medborgarskap, religion, språk, postnummer och utkomststöd som sådant är inga grunder och används inte.",
            "Nationality, religion, language, postcode and income support as such are no grounds and are not used.",
        ),
        Text(
            "Määräajat ja säännöt ovat luonnoksia, joita juristi ei ole tarkistanut.",
            "Fristerna och reglerna är utkast som ingen jurist har granskat.",
            "The time limits and rules are drafts that no lawyer has reviewed.",
        ),
    ),
    ai_act=Classification(
        regulation="(EU) 2024/1689",
        grade="high-risk (likely)",
        ground=Text(
            "Valmistelee arviota oikeudesta julkisiin palveluihin. Vaatii lokin, ihmisen valvonnan ja perusoikeusvaikutusten arvion.",
            "Förbereder en bedömning av rätten till offentliga tjänster. Kräver logg, mänsklig tillsyn och konsekvensbedömning.",
            "Prepares an assessment of eligibility for public services. Needs a log, human oversight and a rights impact assessment.",
        ),
        locator="Art. 6(2), Annex III point 5(a); Art. 27",
        status=UNCHECKED,
    ),
    mdr=Classification(
        regulation="(EU) 2017/745",
        grade="not a device",
        ground=Text(
            "Sosiaalihuollon asiakirjan luonnos ilman lääketieteellistä käyttötarkoitusta.",
            "Ett utkast till en socialvårdshandling utan medicinskt ändamål.",
            "A draft of a social care document with no medical purpose.",
        ),
        locator="Art. 2(1)",
        status=UNCHECKED,
    ),
    reads=(RecordPart.PATIENT, RecordPart.DOCUMENTS),
    measures=(*STANDARD_MEASURES, OWN_VIEW_DIFFERS),
    experiments=("e01",),
    says=Text("Mitä asiakirjoissa lukee", "Vad dokumenten säger", "What the papers say"),
    method=Text(
        "Sanasto ja säännöt, ei kielimallia. Jokainen kohta on lause asiakirjasta. Riskeistä ehdotetut kohdat avautuvat vasta, kun"
        " työntekijä on kirjannut oman näkemyksensä; eroavuus kirjataan lukuina.",
        "Ordlista och regler, ingen språkmodell. Varje punkt är en mening ur ett dokument. Förslag om risker öppnas först när"
        " arbetstagaren har skrivit sin egen syn; skillnaden loggas som tal.",
        "A lexicon and rules, no language model. Each point is a sentence of a document. Proposals on risks open only when the worker has"
        " written an own view; the difference is logged as counts.",
    ),
    own_words=OWN_WORDS,
)  # fmt: skip


def _read(record: RecordSlice) -> "ChildNeedsInput":
    from luotsi.tools.child_needs.proposals import read  # noqa: PLC0415 - the card loads without the engine

    return read(record)


def _run(given: "ChildNeedsInput", context: Context) -> Result:
    from luotsi.tools.child_needs.proposals import run  # noqa: PLC0415 - the card loads without the engine

    return run(given, context)


def _demos() -> tuple[DemoCase, ...]:
    from luotsi.tools.child_needs.demo import demos  # noqa: PLC0415 - only the demo needs them

    return demos()


def _rulebook() -> Mapping[str, CitedRule]:
    from luotsi.tools.child_needs.engine.rules import rulebook  # noqa: PLC0415 - the card loads without the engine

    return rulebook()


ASSESS = Text(
    "Kokoa asiakirjoista lapsen palvelutarpeen arvioinnin luonnos", "Sammanställ ur dokument ett utkast till bedömning av barnets servicebehov",
    "Compile a draft assessment of a child's service needs from documents",
)  # fmt: skip

TOOL: "Tool[ChildNeedsInput]" = Tool(
    card=CARD,
    read=_read,
    run=_run,
    demos=_demos,
    rulebook=_rulebook,
    commands=(Command("assess", ASSESS, cli.configure_assess, cli.run_assess),),
)
