"""Names of themes, persons, states and polarities. Own wording, draft: read by no translator yet."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from luotsi.engines.language.model import Experiencer, Theme
from luotsi.kit.text import Text

THEMES: Final[Mapping[Theme, Text]] = {
    Theme.HEALTH: Text("Terveys", "Hälsa", "Health"),
    Theme.DEVEL: Text("Kehitys ja oppimisen edellytykset", "Utveckling och förutsättningar för lärande", "Development and learning ability"),
    Theme.EDU: Text("Koulu ja varhaiskasvatus", "Skola och småbarnspedagogik", "School and early education"),
    Theme.EMOT: Text("Mieliala ja tunne-elämä", "Sinnesstämning och känsloliv", "Mood and emotions"),
    Theme.BEHAV: Text("Käyttäytyminen", "Beteende", "Behaviour"),
    Theme.PEER: Text("Kaverisuhteet", "Kamratrelationer", "Peer relations"),
    Theme.CARE: Text("Perushoito", "Grundläggande omsorg", "Basic care"),
    Theme.SAFETY: Text("Turvallisuus ja valvonta", "Trygghet och tillsyn", "Safety and supervision"),
    Theme.WARMTH: Text("Tunneyhteys ja lohdutus", "Känslomässig kontakt och tröst", "Emotional warmth"),
    Theme.BOUND: Text("Rajat ja arjen rytmi", "Gränser och vardagsrytm", "Boundaries and daily rhythm"),
    Theme.PMH: Text("Huolehtivan aikuisen jaksaminen ja mielenterveys", "Den omsorgsgivande vuxnas ork och psykiska hälsa", "A carer's coping and mental health"),
    Theme.SUBST: Text("Päihteet ja riippuvuudet", "Rusmedel och beroenden", "Substances and addictions"),
    Theme.VIOL: Text("Väkivalta ja kaltoinkohtelu", "Våld och misshandel", "Violence and maltreatment"),
    Theme.CONFLICT: Text("Riidat ja perhesuhteet", "Konflikter och familjerelationer", "Conflict and family relations"),
    Theme.HOUS: Text("Asuminen", "Boende", "Housing"),
    Theme.ECON: Text("Talous", "Ekonomi", "Finances"),
    Theme.WORK: Text("Työ ja opiskelu", "Arbete och studier", "Work and studies"),
    Theme.NET: Text("Lähiverkosto", "Närstående nätverk", "Network"),
    Theme.SERV: Text("Palvelut ja yhteydenotot", "Tjänster och kontakter", "Services and contacts"),
    Theme.WISH: Text("Toiveet ja oma mielipide", "Önskemål och egen åsikt", "Wishes and own opinion"),
    Theme.FUNC: Text("Toimintakyky ja arjessa selviytyminen", "Funktionsförmåga och att klara vardagen", "Functional capacity and daily life"),
    Theme.COGN: Text("Muisti ja ajattelu", "Minne och tänkande", "Memory and thinking"),
    Theme.FALL: Text("Kaatumiset", "Fall", "Falls"),
    Theme.NUTR: Text("Ravitsemus", "Nutrition", "Nutrition"),
    Theme.MED: Text("Lääkkeiden käyttö", "Läkemedelsanvändning", "Use of medicines"),
    Theme.LONE: Text("Yksinäisyys", "Ensamhet", "Loneliness"),
}  # fmt: skip

PERSONS: Final[Mapping[Experiencer, Text]] = {
    Experiencer.CLIENT: Text("asiakas", "klienten", "client"),
    Experiencer.MOTHER: Text("äiti", "mamma", "mother"),
    Experiencer.FATHER: Text("isä", "pappa", "father"),
    Experiencer.PARENTS: Text("vanhemmat tai koti", "föräldrarna eller hemmet", "parents or the home"),
    Experiencer.PARTNER: Text("puoliso", "partner", "partner"),
    Experiencer.SIBLING: Text("sisarus", "syskon", "sibling"),
    Experiencer.GRANDPARENT: Text("isovanhempi tai sukulainen", "mor- eller farförälder eller släkting", "grandparent or relative"),
    Experiencer.OTHER: Text("muu läheinen", "annan närstående", "other close person"),
}  # fmt: skip

CHILD: Final = Text("lapsi", "barnet", "child")
"""The client in a child's matter."""

UNDATED: Final = Text("päiväämätön", "odaterat", "undated")


@lru_cache(maxsize=4096)
def day_text(day: dt.date | None) -> Text:
    """A day as each language writes it.

    >>> day_text(dt.date(2025, 2, 3)).fi
    '3.2.2025'
    """
    if day is None:
        return UNDATED
    nordic = f"{day.day}.{day.month}.{day.year}"
    return Text(nordic, nordic, f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
