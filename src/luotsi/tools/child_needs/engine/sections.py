"""The draft by its headings, and which finding stands under which."""

from collections.abc import Mapping
from typing import Final

from luotsi.engines.casefile.grid import State, state_of
from luotsi.engines.language.model import Finding, Polarity, Theme
from luotsi.kit.text import Text
from luotsi.tools.child_needs.engine.childs_view import is_childs, is_parents
from luotsi.tools.child_needs.engine.rules import triangle

REASON, CHILD_VIEW, PARENTS_VIEWS = "reason", "child_view", "parents_views"
CHILD, PARENTING, ENVIRONMENT = "child_situation", "parenting", "family_environment"
STRENGTHS, RISKS, SERVICES, NEEDS, CONCLUSION = "strengths", "risks", "earlier_services", "needs", "conclusion"

HEADINGS: Final[Mapping[str, tuple[Text, Text]]] = {
    REASON: (
        Text("Arvioinnin syy", "Orsak till bedömningen", "Reason for the assessment"),
        Text("Asiakirjoista ei löytynyt, mistä asia tuli vireille. Kirjaa se itse.", "Dokumenten berättar inte hur ärendet inleddes. Anteckna det själv.", "The documents do not tell how the matter began. Record it yourself."),
    ),
    CHILD_VIEW: (
        Text("Lapsen oma näkemys", "Barnets egen syn", "The child's own view"),
        Text("Lapsen oma näkemys puuttuu asiakirjoista. Tapaa lapsi ja kirjaa, mitä hän sanoo. 12 vuotta täyttänyttä on kuultava (LsL 20 §, muistista).", "Barnets egen syn saknas i dokumenten. Träffa barnet och anteckna vad det säger. Den som fyllt 12 år ska höras (BskL 20 §, ur minnet).", "The child's own view is missing from the documents. Meet the child and record what is said. One of 12 or over is heard (Child Welfare Act 20 §, from memory)."),
    ),
    PARENTS_VIEWS: (
        Text("Vanhempien näkemykset", "Föräldrarnas syn", "The parents' views"),
        Text("Vanhempien omia näkemyksiä ei löytynyt.", "Föräldrarnas egen syn hittades inte.", "The parents' own views were not found."),
    ),
    CHILD: (
        Text("Lapsen tilanne", "Barnets situation", "The child's situation"),
        Text("Ei muita kirjauksia.", "Inga andra anteckningar.", "No other entries."),
    ),
    PARENTING: (
        Text("Vanhemmuus", "Föräldraskap", "Parenting"),
        Text("Ei muita kirjauksia vanhemmuudesta.", "Inga andra anteckningar om föräldraskapet.", "No other entries on parenting."),
    ),
    ENVIRONMENT: (
        Text("Perhe ja ympäristö", "Familj och miljö", "Family and environment"),
        Text("Ei muita kirjauksia perheestä ja ympäristöstä.", "Inga andra anteckningar om familj och miljö.", "No other entries on family and environment."),
    ),
    STRENGTHS: (
        Text("Voimavarat ja suojaavat tekijät", "Styrkor och skyddande faktorer", "Strengths and protective factors"),
        Text("Voimavaroja ei ole kirjattu. Se ei tarkoita, ettei niitä ole: kysy niistä.", "Inga styrkor har antecknats. Det betyder inte att de saknas: fråga om dem.", "No strengths are recorded. That does not mean that there are none: ask about them."),
    ),
    RISKS: (
        Text("Riskitekijät ja huolet", "Riskfaktorer och oro", "Risk factors and concerns"),
        Text("Ei avattuja tai kirjattuja riskitekijöitä.", "Inga öppnade eller antecknade riskfaktorer.", "No risk factors opened or recorded."),
    ),
    SERVICES: (
        Text("Aiemmat ja nykyiset palvelut", "Tidigare och nuvarande tjänster", "Earlier and present services"),
        Text("Palveluista ei löytynyt mainintaa.", "Tjänster nämns inte.", "Services are not mentioned."),
    ),
    NEEDS: (
        Text("Tuen tarpeet ja selvitettävää", "Stödbehov och att utreda", "Needs and what to find out"),
        Text("Ei avattuja tai kirjattuja selvitettäviä asioita.", "Inga öppnade eller antecknade saker att utreda.", "Nothing opened or recorded to find out."),
    ),
    CONCLUSION: (
        Text("Työntekijän johtopäätökset", "Arbetstagarens slutsatser", "The worker's conclusion"),
        Text("Kone ei kirjoita tähän mitään. Johtopäätös on aina työntekijän.", "Maskinen skriver inget här. Slutsatsen är alltid arbetstagarens.", "The machine writes nothing here. The conclusion is always the worker's."),
    ),
}  # fmt: skip
"""The headings in the order of the document, and what an empty one means."""

_SIDE: Final = {"child": CHILD, "parenting": PARENTING, "environment": ENVIRONMENT}


def section_of(found: Finding) -> str:
    """The heading of a finding: whose words it is goes first, then services, strengths, risks, and the rest by side."""
    if is_childs(found):
        return CHILD_VIEW
    if is_parents(found) and found.theme is Theme.WISH:
        return PARENTS_VIEWS
    state = state_of(found)
    if found.theme is Theme.SERV and found.polarity is Polarity.NEUTRAL:
        return NEEDS if state is State.PLANNED else SERVICES
    if state is not State.NEGATED and found.polarity is Polarity.STRENGTH:
        return STRENGTHS
    if state is not State.NEGATED and found.polarity is Polarity.RISK:
        return RISKS
    return PARENTS_VIEWS if is_parents(found) else _SIDE[triangle()[found.theme][0]]
