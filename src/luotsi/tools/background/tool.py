"""The background compiler as a tool of the house (experiment 4, Kanta-Häme). Heavy parts load when used."""

from typing import TYPE_CHECKING

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
from luotsi.tools.background import cli
from luotsi.tools.background.engine import library

if TYPE_CHECKING:
    from luotsi.tools.background.proposals import BackgroundInput

UNCHECKED = Text(
    "Oma arvio, ei juristin tarkistama.",
    "Egen bedömning, inte granskad av jurist.",
    "Our own reading, not checked by a lawyer.",
)

CARD = Card(
    name="background",
    title=Text("Taustakooste", "Bakgrundssammanställning", "Background compilation"),
    purpose=Text(
        "Kokoaa asiakkaan asiakirjoista, mitä niissä sanotaan teemoittain: kenestä, onko asia nyt, aiemmin, epävarma vai"
        " kirjattu olemattomaksi. Jokainen kohta on lause asiakirjasta päivineen. Ammattilainen päättää, mitä koosteeseen tulee.",
        "Samlar ur klientens dokument vad de säger enligt tema: om vem, och om saken är aktuell, tidigare, osäker eller"
        " antecknad som obefintlig. Varje punkt är en mening ur ett dokument med datum. Den yrkesverksamma avgör vad som tas med.",
        "Gathers from the client's documents what they say by theme: of whom, and whether it is so now, was earlier, is"
        " uncertain or is recorded as not so. Each point is a dated sentence of a document. The professional decides what is kept.",
    ),
    users=Text("Sosiaali- ja terveydenhuollon ammattilaiset", "Yrkesverksamma inom social- och hälsovården", "Social and health care professionals"),
    limits=(
        Text(
            "Lukee vain tekstiä. Mitä ei ole kirjoitettu, sitä ei löydy: puuttuva maininta on tuntematon, ei kunnossa.",
            "Läser bara text. Det som inte är skrivet hittas inte: en sak som inte nämns är okänd, inte i sin ordning.",
            "Reads text only. What is not written is not found: a matter not mentioned is unknown, never fine.",
        ),
        Text(
            "Voi erehtyä henkilöstä, ajasta tai kielteisyydestä, ja osa maininnoista jää löytymättä. Lue lähdelauseet.",
            "Kan ta miste på person, tid eller nekande, och en del omnämnanden hittas inte. Läs källmeningarna.",
            "It can mistake the person, the time or a negation, and misses some mentions. Read the source sentences.",
        ),
        Text(
            "Ei pisteytä, ei järjestä vakavuuden mukaan eikä ennusta.",
            "Poängsätter inte, ordnar inte efter allvar och förutsäger inte.",
            "Does not score, rank by gravity or predict.",
        ),
        Text(
            "Sanasto on tarkistamaton luonnos.",
            "Ordlistan är ett ogranskat utkast.",
            "The lexicon is an unreviewed draft.",
        ),
    ),
    ai_act=Classification(
        regulation="(EU) 2024/1689",
        grade="high-risk (possible)",
        ground=Text(
            "Sääntöpohjainen. Jos tulkitaan tekoälyksi ja käytetään palveluihin pääsyn arviointiin, suuririskinen.",
            "Regelbaserad. Om det tolkas som AI och används för att bedöma rätt till tjänster: högrisk.",
            "Rule-based. If read as AI and used to assess access to services: high-risk.",
        ),
        locator="Art. 6(2), Annex III point 5(a)",
        status=UNCHECKED,
    ),
    mdr=Classification(
        regulation="(EU) 2017/745",
        grade="not a device",
        ground=Text(
            "Kokoaa olemassa olevat kirjaukset eikä anna tietoa hoitopäätöksiin.",
            "Samlar befintliga anteckningar och ger inte underlag för vårdbeslut.",
            "Gathers existing entries and gives no information for treatment decisions.",
        ),
        locator="Art. 2(1), Annex VIII rule 11",
        status=UNCHECKED,
    ),
    reads=(RecordPart.PATIENT, RecordPart.DOCUMENTS),
    measures=STANDARD_MEASURES,
    experiments=("e04",),
    stores=(Store.LIBRARY,),
    says=Text("Mitä asiakirjoissa lukee", "Vad dokumenten säger", "What the papers say"),
    method=Text(
        "Sanasto ja säännöt: lauseen teema, henkilö, kielteisyys, varmuus ja aika päätellään sanoista ja"
        " lauserakenteesta. Sama syöte antaa aina saman koosteen. Jos alueella on kielimalli, se kirjoittaa lisäksi tiivistelmän, jonka jokainen virke tarkistetaan lähteistä.",
        "Ordlista och regler: meningens tema, person, nekande, säkerhet och tid härleds ur ord och"
        " satsbyggnad. Samma indata ger alltid samma sammanställning. Har området en språkmodell, skriver den dessutom ett sammandrag vars varje mening kontrolleras mot källorna.",
        "A lexicon and rules: theme, person, negation, certainty and time are read from words and clause"
        " structure. The same input always gives the same compilation. Where the county has a language model, it also writes a summary whose every sentence is checked against the sources.",
    ),
)  # fmt: skip


def _read(record: RecordSlice) -> "BackgroundInput":
    from luotsi.tools.background.proposals import read  # noqa: PLC0415 - the card loads without the engine

    return read(record)


def _run(given: "BackgroundInput", context: Context) -> Result:
    from luotsi.tools.background.proposals import run  # noqa: PLC0415 - the card loads without the engine

    return run(given, context)


def _demos() -> tuple[DemoCase, ...]:
    from luotsi.tools.background.demo import demos  # noqa: PLC0415 - only the demo needs them

    return demos()


COMPILE = Text(
    "Kokoa asiakirjoista tausta teemoittain", "Sammanställ bakgrunden ur dokument enligt tema", "Compile background from documents by theme"
)  # fmt: skip

TOOL: "Tool[BackgroundInput]" = Tool(
    card=CARD,
    read=_read,
    run=_run,
    demos=_demos,
    commands=(Command("compile", COMPILE, cli.configure_compile, cli.run_compile),),
    library=(
        Kind(
            name=library.KIND,
            title=Text(
                "Taustakoosteen teemat", "Bakgrundssammanställningens teman", "Themes of the background compilation"
            ),
            starter=library.starter,
            families=library.FAMILIES,
            check=library.check,
            fields=library.FIELDS,
        ),
    ),
)
