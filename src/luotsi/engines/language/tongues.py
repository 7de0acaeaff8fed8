"""Which language a paragraph is in: its function words tell, and the letters and endings when there are none."""

import re

from luotsi.kit.text import Language

_WORD = re.compile(r"[^\W\d_]+")
_FI = str.split(
    """
    ja on ei oli se että hän ovat mutta kun myös kuin tai jos niin joka ole en ne sen olla olen oma hänen vain
    jo nyt kanssa mukaan vielä ollut sitä ovat eivät sekä koska ettei äiti isä äidin isän lapsi lapsen kertoo
    kotona koulussa mitä me he minä sinä mä sä joo siitä siihen hänelle hänellä häntä tämä tässä jälkeen aikana
    alla klo asiakas asiakkaan vuotta viime usein hyvin paljon voi pitää saa haluaa käy tulee menee ilman sitten
    kuitenkin eikä onko oliko mikä miten
    """
)
_SV = str.split(
    """
    och att det är inte som på med för den av till har hon han ett om men från mamma pappa de en i vid var så
    kan ska skall när eller också efter mycket honom henne hennes hans sig sin sitt sina hade blev blir vi jag
    du mig dig vad hur varit vara under över mot utan finns får fick går säger vill alla inga ingen någon några
    in ut upp ner hos man sedan nu då där här bara barnet modern fadern hemma skolan enligt samt redan ännu aldrig ofta senaste år
    """
)
_EN = str.split(
    """
    the and of to is in not has was with she he for that her his on at from mother but it they have are be been
    this which who what when there their them you your my me we our an as by or if no were will would can could
    do does did had says said at home school father child after before about into than then so because denies
    reports
    """
)
_COMMON: dict[str, Language | None] = {}
for _language, _words in ((Language.FI, _FI), (Language.SV, _SV), (Language.EN, _EN)):
    for _one in _words:
        _COMMON[_one] = None if _COMMON.get(_one, _language) is not _language else _language
_ENDINGS = (
    (
        re.compile(
            r"(?:ssa|ssä|sta|stä|lla|llä|lle|ksi|nen|kaan|kin|nut|nyt|ää|aa|uu|oo|ii|yy|yö|uo|ään|aan|een|iin|oon|uun)$"
        ),
        Language.FI,
    ),
    (
        re.compile(
            r"(?:å|ande$|ende$|erna$|arna$|orna$|het$|heten$|ning$|ningen$|sk$|skt$|ör$|ck|ar$|er$|ade$|ades$|tes$|run$|rna$)"
        ),
        Language.SV,
    ),
    (re.compile(r"(?:ing$|tion$|ness$|ed$|w|th|sh|ous$|ly$)"), Language.EN),
)
_ENOUGH = 3  # function words in sight of which endings are not asked
_FEW = 40  # endings are looked at in the first words only


def counts(text: str) -> dict[Language, float]:
    """How much speaks for each language: its function words, and endings at a tenth of that."""
    found = dict.fromkeys(Language, 0.0)
    words = _WORD.findall(text.lower())
    for word in words:
        language = _COMMON.get(word)
        if language:
            found[language] += 1
    if sum(found.values()) >= _ENOUGH:
        return found
    for word in words[:_FEW]:
        for pattern, language in _ENDINGS:
            if pattern.search(word):
                found[language] += 0.1 if language is not Language.FI else 0.15
    return found


def language_of(text: str, *, otherwise: Language = Language.FI) -> Language:
    """The language of a text; ``otherwise`` when nothing in it tells.

    >>> language_of("Äidin mukaan koulussa on ollut rauhallista.").value
    'fi'
    """
    found = counts(text)
    best = max(found, key=lambda language: found[language])
    return best if found[best] > 0 else otherwise


def paragraph_tongues(text: str, whole: Language) -> tuple[Language, bool]:
    """The language of a paragraph, and whether its words speak for another language too: look at each sentence then."""
    found = counts(text)
    best = max(found, key=lambda language: found[language])
    language = best if found[best] >= 1 and found[best] > 1.5 * found[whole] + 0.5 else whole
    return language, any(found[other] >= 1 for other in Language if other is not language)
