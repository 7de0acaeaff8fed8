"""Synthetic children for the demo: invented people and papers, identity codes of the test series."""

from datetime import date

from luotsi.engines.casefile.invented import Invented, Note, record
from luotsi.kit.text import Text
from luotsi.kit.tool import DemoCase

ON = date(2026, 11, 23)

VENLA = Invented(
    key="child-venla", given="Venla", family="Keksittynen", gender="female", born="2017-02-11", code="110217A9004"
)
ALVAR = Invented(
    key="child-alvar", given="Alvar", family="Påhittström", gender="male", born="2019-06-30", code="300619A9015"
)
TOM = Invented(key="child-tom", given="Tom", family="Inventon", gender="male", born="2012-01-19", code="190112A9028")
LUMI = Invented(
    key="child-lumi", given="Lumi", family="Tyhjänen", gender="female", born="2014-12-01", code="011214A9043"
)

VENLA_NOTES = (
    Note(
        day="2026-10-12",
        kind="Lastensuojeluilmoitus",
        author="Koulukuraattori",
        text=(
            "Asiakas: Venla, 9 v. Kirjaus 12.10.2026.\n"
            "Koulukuraattori teki ilmoituksen 12.10.2026 toistuvien poissaolojen vuoksi. Venla on ollut koulussa väsynyt ja itkuinen.\n"
            "Äiti on käyttänyt viime aikoina paljon alkoholia. Perheessä epäillään väkivaltaa, mutta asiasta ei ole varmuutta.\n"
        ),
    ),
    Note(
        day="2026-10-23",
        kind="Kotikäynti",
        author="Sosiaalityöntekijä",
        text=(
            "Asiakas: Venla, 9 v. Kirjaus 23.10.2026.\n"
            "Kotona on selkeät rajat ja arkirytmi. Mummi ja ukki auttavat lähes päivittäin. Venlalla on kaksi hyvää kaveria.\n"
            "Äidin mukaan hän ei ole juonut kesän jälkeen. Isä lopetti juomisen kolme vuotta sitten. Isällä ei ole työtä.\n"
            "Perhe saa toimeentulotukea. Vuokrarästit on maksettu.\n"
        ),
    ),
    Note(
        day="2026-11-05",
        kind="Lapsen tapaaminen",
        author="Sosiaalityöntekijä",
        text=(
            "Asiakas: Venla, 9 v. Kirjaus 5.11.2026.\n"
            "Venla toivoo, että saisi jatkaa sirkuskoulussa. Venla kertoi pelkäävänsä iltaisin, kun vanhemmat riitelevät.\n"
            "Venla sanoi, että äiti nukkuu päivisin sohvalla. Venla pyysi, ettei tätä kerrota äidille.\n"
        ),
    ),
)
ALVAR_NOTES = (
    Note(
        day="2026-11-16",
        kind="Barnskyddsanmälan",
        author="Daghemsföreståndare",
        text=(
            "Klient: Alvar, 7 år. Anteckning 16.11.2026.\n"
            "Alvar har ofta varit hungrig på morgnarna. Ingen misstanke om våld finns. Pappan har eventuellt spelproblem.\n"
            "Mamman drack mycket förr men är nykter i dag. Mormor ställer upp varje vecka.\n"
        ),
    ),
)
TOM_NOTES = (
    Note(
        day="2026-09-01",
        kind="Child protection notification",
        author="Teacher",
        text=(
            "Client: Tom, age 14. Record 1.9.2026.\n"
            "Tom has been absent from school a lot. Mother was an inpatient for psychosis in 2022. There may be violence between the parents.\n"
        ),
    ),
    Note(
        day="2026-09-20",
        kind="Meeting",
        author="Social worker",
        text=(
            "Client: Tom, age 14. Record 20.9.2026.\n"
            "Tom says that he wants to live with his aunt. Aunt Mary collects him on Fridays. Father has no work.\n"
            "Tom has good friends. Both parents deny violence.\n"
        ),
    ),
)


def demos() -> tuple[DemoCase, ...]:
    """Four invented children: a whole matter, Swedish, English, and no papers at all."""
    return (
        DemoCase(
            key="venla",
            title=Text("Ilmoitus, kotikäynti ja lapsen tapaaminen", "Anmälan, hembesök och möte med barnet", "Notification, home visit and meeting the child"),
            bundle=record(VENLA, *VENLA_NOTES),
            on=ON,
            expects=("clock:limits",),
        ),
        DemoCase(
            key="alvar",
            title=Text("Ruotsinkielinen ilmoitus, lapsen näkemys puuttuu", "Svensk anmälan, barnets syn saknas", "A notification in Swedish, the child's view missing"),
            bundle=record(ALVAR, *ALVAR_NOTES),
            on=ON,
            expects=("clock:limits",),
        ),
        DemoCase(
            key="tom",
            title=Text("Englanninkieliset kirjaukset", "Anteckningar på engelska", "Notes in English"),
            bundle=record(TOM, *TOM_NOTES),
            on=ON,
            expects=("clock:limits",),
        ),
        DemoCase(
            key="lumi",
            title=Text("Ei asiakirjoja", "Inga dokument", "No documents"),
            bundle=record(LUMI),
            on=ON,
        ),
    )  # fmt: skip
