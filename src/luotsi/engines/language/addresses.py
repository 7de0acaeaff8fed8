"""Addresses: streets in Finnish, Swedish and English with their house numbers, postcodes with their places, boxes.

A street is known by its last part and a house number after it; one without a telling ending by what stands around it.
"""

import re
from collections.abc import Iterator

from luotsi.engines.language.stretches import Places, found_in, stretches

_FI_ENDINGS = (
    "katu|kadu|tie|polku|polu|kuja|väylä|raitti|raiti|kaari|kaare|kaarre|kaartee|kulma|ranta|ranna|rinne|rintee|mäki|mäe|tori|aukio|aukea|bulevardi|puisto|"
    "portti|porti|penger|penkere|penkeree|kangas|kankaa|kallio|niemi|nieme|laakso|lehto|lehdo|niitty|niity|piha|silta|silla|taival|taipalee|esplanadi|"
    "kenttä|kentä|harju|linja|puistikko|puistiko|haara|rivi|tanhua|tanhu|saari|saare|kumpu|kummu|notko|suora|varsi|varre|valkama|törmä|laita|laida|reuna|aho|"
    "vainio|pelto|pello|kierto|kierro|kierros|kierrokse|valta|valla|mutka|piennar|pientaree|rata|rada|taus|taukse|veräjä|portaat|porrasta|ahde|ahtee|"
    "jyrkänne|jyrkäntee|vuori|vuore|metsä|puro|lähde|lähtee|tasanne|käytävä|palsta|oja|joki|joe|järvi|järve|lahti|lahde|salmi|salme|koski|kose|kylä|kivi|kive|"
    "syrjä|sivu|askel|kannas|kannakse|töyry|nummi|numme|korpi|korve|luoto|luodo|suo|nurkka|nurka|polvi|ympyrä|solmu|kaarto|kaarro|sola|rotko|alue|jänkä|vaara|hovi"
)
_FI_CASE = r"(?:n|lla|llä|lta|ltä|lle|ssa|ssä|sta|stä|an|en|in|on|än|hen|seen|a|ä|ta|tä)?"
_FI_STREET = rf"(?:{_FI_ENDINGS}){_FI_CASE}"
_SV_ENDINGS = (
    "gatan|gata|vägen|väg|gränden|gränd|stigen|stig|torget|torg|esplanaden|esplanad|allén|alléen|allé|kajen|kaj|stranden|strand|backen|brinken|planen|plan|"
    "parken|bågen|linjen|svängen|leden|slingan|rundan|kroken|stråket|bron|åsen|udden|höjden|hagen|dalen|ängen|åkern|kullen|viken|holmen|gården|gård|tåget|tåg|"
    "tegen|branten|platsen|ringen|hörnet|tunet|sundet|näset|kanten|porten|trappan|skogen|berget|kvarnen|vretan|lyckan|stycket|rännan|passagen|bulevarden"
)
_SV_STREET = rf"(?:{_SV_ENDINGS})"
_EN_STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Way|Place|Terrace|Crescent|Gardens|Grove|Square|Hill|Walk|Mews|Row|Parade|Rise|Green|"
    r"Boulevard|Blvd|Quay|Wharf|Yard|Gate|Heights|View|Cottages|Buildings)"
)
_FLAT = r"(?:as|lgh|bst|bostad|huoneisto|asunto|asunnossa|h|hus|talo|rappu|trappa|krs|flat|apt|lägenhet|oven|ovi|dörr)"
_UNITS = (
    r"(?![ ](?:v\b|vuo|kert|krt|kk\b|lasta|lapsen|tunt|päiv|minuut|viikko|viikon|kuukau|henkil|asiakas|euro|prosent|kpl|metri|kilom|år\b|gånger|barn\b|"
    r"månad|veck|dag|timm|personer|times|years|year|children|months|weeks|days|hours|people|mg|kg|km|pistet|poäng|points)|[ ]?%|[.,:]\d)"
)
_DOOR = (
    r"\d{1,4}(?!\d)(?:[ ]?[-–/][ ]?\d{1,3}(?!\d))?"
    r"(?:[ ]?[A-Z](?!\w)|[ ]?[A-Za-z]{1,2}(?=\d)|[a-z](?!\w)|[ ][a-h](?=[ ]\d|[,;)]|\.?\s*$|\.\s))?"
    r"(?:[ ]?[-–]?\d{1,4}(?!\w|[.,]\d))?"
    rf"(?:,?[ ]{_FLAT}\b\.?[ ]?(?:[A-Z]?\d{{1,4}}|[A-Z](?!\w))(?:[ ]?[A-Z](?!\w))?)*"
)
_TOWN = r"(?:[A-ZÅÄÖ][a-zåäöé]+(?:[- ](?:[A-ZÅÄÖ][a-zåäö]+))?|[A-ZÅÄÖ]{3,}(?:[- ][A-ZÅÄÖ]{3,})?)"
_ZIP = rf"(?:(?:FI|FIN|SE|S|AX)[- ])?(?:\d{{5}}|\d{{3}}[ ]\d{{2}})[ ]{{1,2}}{_TOWN}"
_FI_BEFORE = r"(?:Itäinen|Läntinen|Pohjoinen|Eteläinen|Vanha|Vanhan|Uusi|Uuden|Iso|Ison|Pieni|Pitkä|Pikku|Suuri|Ylinen|Alinen|Keskinen|Yli|Ala|Ylä|Poikki)"
_SV_BEFORE = r"(?:Stora|Lilla|Norra|Södra|Östra|Västra|Gamla|Nya|Övre|Nedre|Inre|Yttre|Långa|Höga)"
_CAPITAL = r"[A-ZÅÄÖÉ][\wåäöé'’-]*"
_STREET = (
    rf"(?:(?:{_FI_BEFORE}[ ])?(?:{_CAPITAL}{_FI_STREET}|Bulevardi\w*|Esplanadi\w*)[ ]{_DOOR}{_UNITS}"
    rf"|{_CAPITAL}(?:[ ]{_CAPITAL})?n[ ](?:puisto)?(?:tie|katu|kadu|polku|polu|kuja|raitti|kaari){_FI_CASE}[ ]{_DOOR}{_UNITS}"
    rf"|{_CAPITAL}[ ][a-zåäö]*(?:katu|kadu|tie|kuja|polku|polu|linja|raitti|raiti|kaari|kaare|väylä|ranta|ranna|rinne|bulevardi){_FI_CASE}[ ]{_DOOR}{_UNITS}"
    rf"|(?:{_SV_BEFORE}[ ])?(?:{_CAPITAL}(?:s[ ])?{_SV_STREET}|Bulevarden|Esplanaden)[ ]{_DOOR}{_UNITS}"
    rf"|{_CAPITAL}s?[ ]{_SV_STREET}[ ]{_DOOR}{_UNITS}"
    rf"|(?:(?:[Ff]lat|[Aa]pt\.?|[Aa]partment|[Uu]nit)[ ]\d{{1,4}}[A-Za-z]?,?[ ])?\d{{1,4}}[a-zA-Z]?[ ](?:{_CAPITAL}[ ]){{1,3}}{_EN_STREET}\b\.?"
    rf"|\d{{1,3}}[ ]?[a-zA-Z]?[ ]{_CAPITAL}(?:katu|tie|kuja|polku|gatan|vägen)(?!\w)"
    r"|(?:PL|PB|P\.?O\.? ?Box|Box|Postilokero|Postbox)[ ]\d{1,5}(?!\w))"
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?:{_STREET}(?:,?[ ]{{1,2}}(?:[A-Z][ ])?{_ZIP}|,[ ]{_TOWN}(?=[\s.,;)]|$)(?!(?:[ ][a-zåäöA-ZÅÄÖ]+)?[ ]\d))?"
    rf"|(?:{_CAPITAL}[ ]){{1,2}}{_DOOR},?[ ]{_ZIP}(?!\w)|{_ZIP}(?!\w))"
)
_STAIRCASE = re.compile(
    rf"(?<!\w)(?!(?:Luok|Ryhm|Klass|Class|Grade|Osasto|Avdelning|Ward|Room|Kohta|Vaihe)){_CAPITAL}[ ]\d{{1,3}}[ ][A-Z][ ]\d{{1,3}}(?!\w|[.,]\d)"
)
_AFTER_WORD = re.compile(
    rf"\b(?:[Oo]soi(?:te|tteessa|tteeseen|tteesta|tteella|tteeksi|tteensa|tteen)\w*|OSOITE|(?:[a-zåäö]+)?[Aa]dress(?:en)?|ADRESS|[Aa]ddress)(?:[ ]?:|[ ](?:on|är|is))?[ ]"
    rf"((?:{_CAPITAL}[ ]){{1,3}}(?:[a-zåäö]+[ ])?{_DOOR}(?:,?[ ]{_ZIP})?){_UNITS}"
)
_UK_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)")
_POSTCODE_WORD = re.compile(
    r"\b(?:postinumero\w*|postinro|postnummer\w*|postnr|post ?code|zip(?: code)?)\b[.:]?\s*(?:on |är |is )?(\d{5}|\d{3} \d{2})(?!\w)",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?:asu\w*|asunto\w*|koti\w*|muutt\w+|muutti|bor|bott|bodde|flytta\w*|hem|hemma|bostad\w*|lives|living|lived|moved|home|flat)(?:[ ][a-zåäö]+){0,3}[ ]"
    rf"(?:{_FI_BEFORE}[ ]|{_SV_BEFORE}[ ])?$"
)
_STREET_ONLY = re.compile(
    r"(?<!\w)[A-ZÅÄÖ][a-zåäö]{2,}(?:katu|kadu(?:n|lla|lta|lle)|kuja(?:n|lla|lta|lle)?|polku|polu(?:n|lla|lta|lle)|tie(?:llä|lle|ltä|n)|gatan|vägen|gränden|stigen)(?!\w)"
)


def addresses_in(text: str, places: Places | None = None) -> Iterator[tuple[int, int]]:
    """Places of addresses, postcodes and boxes; some may be given twice, the longest first.
    ``places`` are the text's stretches with digits, when they are known already.

    >>> text = "Muutti: Iso Roobertinkatu 41 d 52, 00120 HELSINKI."
    >>> [text[start:end] for start, end in addresses_in(text)]
    ['Iso Roobertinkatu 41 d 52, 00120 HELSINKI']
    """
    places = list(stretches(text)) if places is None else places
    for match in found_in(_POSTCODE_WORD, text, places):
        yield match.span(1)
    for pattern in (_ADDRESS, _STAIRCASE, _UK_POSTCODE):
        for match in found_in(pattern, text, places):
            yield match.span()
    for match in found_in(_AFTER_WORD, text, places):
        yield match.span(1)
    for match in _STREET_ONLY.finditer(text):
        if _LIVES.search(text[max(0, match.start() - 60) : match.start()]):
            yield match.span()
