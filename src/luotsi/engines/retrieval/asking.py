"""What a question asks: its content words, what kind of thing would answer it, and whether by yes or no."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from luotsi.engines.language.clauses import FUNCTION_WORDS
from luotsi.engines.retrieval.fields import Term, terms_of
from luotsi.kit.text import Language

_NUMBER = (
    r"\d|\b(?:yksi|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen|kahde\w+|kolmen|neljän|viide\w+|kuude\w+|"
    r"puol\w+|kerta\w*|kerran|kahdesti|sata|tuhat|kuudesosa|neljäsosa|kolmasosa|kolmannes|neljännes|"
    r"en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|hälft\w*|tredjedel|fjärdedel|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|half|once|twice|third|quarter)\b"
)
_TIME = (
    rf"{_NUMBER}|\b(?:heti|välittömästi|päivittäin|viikoittain|kuukausittain|vuosittain|aamu\w*|ilta\w*|yö\w*|\w*päiv\w+|viiko\w+|viikko\w*|kuukau\w+|"
    r"vuo\w+|tun\w+|minuut\w+|jälkeen|ennen|kunnes|kun|saakka|asti|mennessä|aikana|genast|omedelbart|dygn|dag\w*|veck\w+|månad\w*|år\w*|timm\w+|efter|före|"
    r"när|innan|tills|förrän|immediately|daily|weekly|day\w*|week\w*|month\w*|year\w*|hour\w*|minute\w*|after|before|until|when|within|once)\b"
)
_PERSON = (
    r"\b\w*(?:lääkäri|hoitaja|johtaja|päällikkö|esihenkilö|esimies|vastaava|työntekijä|ohjaaja|psykologi|kuraattori|henkilö|omainen|läheinen|yksikkö|tiimi|"
    r"palvelu|tuki|keskus|päivystys|vanhempi|huoltaja|valvoja|viranomainen|apteekki|farmaseutti|proviisori|vuoro|isännöitsijä|viestintä|it|"
    r"läkare|skötare|sköterska|chef|ledare|ansvarig|person|arbetare|handledare|anhörig|enhet|avdelning|tjänst|jour|"
    r"doctor|physician|nurse|manager|supervisor|worker|officer|lead|person|staff|team|relative|parent|unit|service|desk|pharmacist|coordinator)\w*\b"
)
_PLACE = (
    r"\b\w+(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|seen|hin|oon|een|iin|aan|ään)\b|\b(?:osoit\w+|huone\w*|kerro\w*|talo\w*|kaapi\w*|verko\w*|intra\w*|"
    r"i|på|vid|hos|till|från|in|at|on|to|from|under)\b|https?:"
)
_MONEY = r"€|\beuro\w*|\beur\b|\bmaksu\w*|\bmaksut\w+|\bhinta\w*|\bkorva\w+|\bavgift\w*|\bersätt\w*|\bgratis\b|\bfree\b|\bfee\w*|\bprice\w*|\bpaid\b|\bpay\w*"


class Wanted(StrEnum):
    """What kind of thing a question asks for."""

    ANYTHING = ""
    NUMBER = _NUMBER
    TIME = _TIME
    PERSON = _PERSON
    PLACE = _PLACE
    MONEY = _MONEY

    def shown_in(self, text: str) -> bool:
        """Whether the text has a thing of the kind."""
        return not self.value or bool(re.search(self.value, text, re.IGNORECASE))


_KINDS: Final = (
    (Wanted.MONEY, r"\b(?:paljonko .{0,40}maks\w+|mitä .{0,30}maksaa|kuinka paljon .{0,40}(?:maks\w+|palkkaa|korvausta)|hinta\w*|vad kostar|hur mycket kostar|how much (?:does|do|is|are) .{0,40}(?:cost|paid)|what does .{0,40}cost)"),
    (Wanted.TIME, r"\b(?:milloin|koska (?=\w+(?:taan|tään|daan|dään|ko|kö|aa|ää|an|än)\b)|kuinka (?:kauan|pitkään|usein|nopeasti|monta (?:päivää|viikkoa|tuntia))|miten (?:kauan|pitkään|usein|nopeasti|pian)|mihin mennessä|minkä ajan|missä ajassa|när|hur (?:länge|ofta|snabbt)|inom vilken tid|when|how (?:long|often|soon|quickly))\b"),
    (Wanted.NUMBER, r"\b(?:kuinka (?:monta|paljon|suuri|moni)|montako|paljonko|monesko|mikä (?:\w+ )?(?:annos|määrä|lämpötila|raja|numero)|mihin numeroon|hur (?:många|mycket|stor)|vilken dos|vilket nummer|how (?:many|much|large)|what (?:dose|number|temperature|limit))\b"),
    (Wanted.PERSON, r"\b(?:kuka|ketkä|kenen|kenelle|keneltä|kenen kanssa|keneen|ketä|vem|vilka personer|till vem|av vem|who|whom|whose)\b"),
    (Wanted.PLACE, r"\b(?:missä(?! ajassa)|mistä|mihin(?! (?:numeroon|mennessä))|minne|var(?!\w)|varifrån|vart|where)\b"),
)  # fmt: skip
_YES_NO = re.compile(
    r"^\W*(?:\w+(?:ko|kö)\b|(?:får|kan|ska|måste|är|har|bör|finns|behöver|gäller)\b|(?:is|are|can|may|must|should|do|does|did|has|have|will|am)\b)",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:aiem\w+ (?:ohje\w*|versio\w*)|vanha\w* (?:ohje\w*|versio\w*)|ennen vuotta|aikaisem\w+ (?:ohje\w*|versio\w*)|kumot\w+|"
    r"tidigare (?:anvisning\w*|version\w*)|gamla (?:anvisning\w*|version\w*)|previous (?:version\w*|guideline\w*|instruction\w*)|old (?:version\w*|guideline\w*))\b",
    re.IGNORECASE,
)
_ASKING: Final = frozenset(
    """
    kuka mikä mitä milloin missä mistä mihin minne miten miksi kuinka koska kenen kenelle keneltä ketä montako paljonko kauan usein monta saada pitää
    voida täytyä tarvita kestää tehdä toimia ohje asia tapa antaa käyttää tapahtua kuulua löytyä haluta kysyä tietää sanoa noin enintään vähintään
    vad vem när var hur varför vilken vilket vilka länge ofta många mycket ta göra finnas gälla behöva använda ge veta säga
    what who when where how why which long often many much take do make need use give know tell happen get please anyone someone
    suuri iso korkea stor lång hög large big high old
    puolesta puolestani puolestasi far must should shall may might pitkä pitkäksi heti ahead
    paljon nopeasti pian pitkään aika tarkoittaa mean betyda voi saa saako voiko pitääkö täytyykö onko
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question read: content words, the kind of answer, whether it is of yes or no, whether it asks for old versions."""

    content: tuple[Term, ...]
    wanted: Wanted
    yes_or_no: bool
    history: bool


def asked(text: str, language: Language | None) -> Asked:
    """Read a question or a list of search words."""
    terms, _ = terms_of(_HISTORY.sub(" ", text), language)
    content = tuple(
        term
        for term in dict.fromkeys(terms)
        if len(term.lemma) > 1 and not {term.lemma, term.form} & (FUNCTION_WORDS | _ASKING)
    )
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, text, re.IGNORECASE)), Wanted.ANYTHING)
    return Asked(content, kind, bool(_YES_NO.match(text)), bool(_HISTORY.search(text)))
