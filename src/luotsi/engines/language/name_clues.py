"""What the words around a capitalised word tell: that a person is named there, or that it names a house or a firm."""

import re
from functools import lru_cache

from luotsi.engines.language.lemmas import word as word_of
from luotsi.engines.language.names import gazetteer
from luotsi.engines.language.roles import is_kin, is_role
from luotsi.kit.text import Language

_LABEL = re.compile(
    r"(?:^|[.!?;]\s+|\n)[ \t–•*-]*(?:läsnä\w*|paikalla\w*|osallistuja\w*|mukana\w*|kirjasi|kirjaaja|kirjannut|laati|laatija|laatinut|tekijä|allekirjoit\w*|allekirj|terv|terveisin|"
    r"yst\. terv|ystävällisin terveisin|yhteyshenkilö\w*|vastuu\w*|oma\w+|nimi|nimet|koko nimi|entinen nimi|lähiomai\w+|omai\w+|huoltaja\w*|vanhem\w+|äiti|isä|lapset|sisarukset|lapsi|perhe|puoliso|asiakas|potilas|"
    r"ilmoittaja|hakija|edunvalvoja|tulkki|lääkäri|hoitaja|terapeutti|ohjaaja|opettaja|kuraattori|tapaaminen|ensitapaaminen|neuvottelussa|jakelu|tiedoksi|vastaanottaja|lähettäjä|kohde|t|"
    r"närvarande|deltagare|på plats|antecknat av|antecknare|antecknat|undertecknat|underskrift|skrivet av|hälsningar|(?:med )?vänlig(?:a)? hälsning(?:ar)?|mvh|hälsn|kontaktperson\w*|kontakt|namn|"
    r"anhörig\w*|närmast\w* anhörig\w*|vårdnadshavare|föräldrar|mamma|pappa|barn|syskon|make|maka|klient|patient|anmälare|sökande|intressebevakare|tolk|läkare|skötare|mottagare|avsändare|för kännedom|ansvarig\w*|egen\w+|"
    r"present|attending|attendees|attended by|in attendance|participants|signed|signed by|written by|recorded by|noted by|prepared by|author|completed by|regards|kind regards|best wishes|yours sincerely|sincerely|"
    r"(?:emergency |main |family |next of kin )?contact(?: person)?|name|full name|next of kin|guardian|carer|key ?worker|social worker|case ?worker|client|patient|child|children|siblings|parents|mother|father|"
    r"referr\w+|caller|interpreter|gp|doctor|nurse|to|from|cc|apologies)[ \t]*[:/,.]?[ \t]*(?P<rest>[^\n]*)$",
    re.IGNORECASE,
)
_LABEL_SIGN = re.compile(r"[:/]\s*[^\n]*$")
_SIGNING = re.compile(
    r"(?:\b(?:av|by|kirjasi|laati|terv\w*|mvh|hälsning|hälsningar|hälsn|regards|wishes|sincerely)[.,]?|(?:^|[.!?] )[Tt][./])\s*$",
    re.IGNORECASE,
)
_ROLE_COLON = re.compile(r"([\w-]+):\s$")
_ITEM = re.compile(r"(?:^|[:/,(;]|\b(?:ja|sekä|och|samt|and|&)\b)\s*$", re.IGNORECASE)
_NAMING = re.compile(
    r"(?:\bnimeltä(?:än)?|\bnimi (?:on|oli)|\bnimel(?:lä|tä)|\bkutsu\w*(?: nimellä)?|\b(?:o\.?s\.?|ent\.|e\.?n\.?|omaa sukua|tyttönimi|sukunimi|etunimi|kutsumanimi|lempinimi)(?: on)?:?|"
    r"\bheter|\bhette|\bvid namn|\bnamnet är|\bkallas(?: för)?|\bkallad|\bfödd|\bf\.d\.|\btilltalsnamn(?:et)?(?: är)?|\b(?:is |was |are )?called|\bnamed|\bname is|\bname was|\bknown as|\bcalling (?:himself|herself|themselves)|\bkallar sig|\bkutsuu itseään|\bnée|\bborn as|\bnicknamed|"
    r"\b[a-zåäö]+(?:jana|jänä|kkina|rina|ttina|ginä|gina|vanhempana|henkilönä|miehenä|äitinä|isänä|kummina|lääkärinä)(?: (?:toimi\w*|on|oli|jatkaa|aloitti|kävi|mukana))?(?: [a-zåäö]+)?|"
    r"\bantecknat av|\bskriv(?:et|en) av|\bsigned by|\bwritten by|\baccording to|\benligt|\bhos|\btillsammans med|\btogether with|\bhänen (?:poikansa|tyttärensä)) [\"”“'»]?$",
    re.IGNORECASE,
)
_WEAK_NAMING = re.compile(
    r"(?:accord\w+ to|enligt|hos|med|with|kallas|kallad|called|kutsu\w*|född|\w+na|\w+nä|[a-zåäö]+) [\"”“'»]?$",
    re.IGNORECASE,
)
_STRONG_NAMING = re.compile(
    r"(?:nimel\w+|nimi (?:on|oli)|heter|hette|vid namn|namnet är|named|name is|name was|(?:is|was|are) called|calling \w+sel(?:f|ves)|kallar sig|itseään|known as|née|o\.?s\.?|av|by|omaa sukua|\w*nimi(?: on)?:?|tilltalsnamn\w*(?: är)?|nicknamed) [\"”“'»]?$",
    re.IGNORECASE,
)
_ROLE_COMMA = re.compile(r"(?P<role>[\w-]+)(?:,| eli| \(|,? dvs\.?| –| -) ?$")
_ALSO = re.compile(r"(?:[ ][A-ZÅÄÖ][\w'’-]+)*(?:[ ]eli|,|[ ]\(|[ ]–|[ ]-)[ ]?(?:(?:hänen|asiakkaan|lapsen|pojan|tytön|perheen|hennes|hans|barnets|klientens|her|his|their|the|an?|client'?s|child's|oma|entinen|nykyinen) )?"
                   r"(?P<role>[\w-]+)(?: [a-zåäö-]+)?(?=[,.;)\n]|$|[ ](?![A-ZÅÄÖ]))")  # fmt: skip
_CLOSED = re.compile(
    r"(?:[ ][A-ZÅÄÖ][\w'’-]+){0,3}(?:[,.;)]|[ ](?:ja|och|and|sekä|on|oli|är|har|is|was|has|kallad|called|född|born)\b|$)"
)
_HOUSE_BEFORE = re.compile(
    r"(?:\w{3,}(?:talo|puisto|keskus|kerho|poli|klinikka)|(?:turvakoti|hoivakoti|hoitokoti|palvelukoti|ryhmäkoti|vanhainkoti|päiväkoti|lastenkoti|perhekoti|palvelutalo|palvelukeskus|asumisyksikkö|yksikkö|koulu|ravintola|kahvila|apteekki|yhdistys|säätiö|yritys)|"
    r"(?:turvakodi|hoivakodi|hoitokodi|palvelukodi|ryhmäkodi|vanhainkodi|päiväkodi|lastenkodi|perhekodi|palvelutalo|palvelukeskukse|yksikö|koulu|ravintola|kahvila|apteeki|yhdistykse|säätiö|yritykse)"
    r"(?:n|ssa|ssä|sta|stä|on|ön|in|een|lla|llä|lle|lta|ltä)|"
    r"daghem(?:met)?|skyddshem(?:met)?|servicehus(?:et)?|boende(?:t)?|vårdhem(?:met)?|grupphem(?:met)?|barnhem(?:met)?|skolan?|restaurang(?:en)?|kafé(?:et)?|apotek(?:et)?|förening(?:en)?|företag(?:et)?|stiftelse(?:n)?|"
    r"(?<!\w)(?:osasto\w*|baari\w*|järjestö\w*|firma\w*|tiimi\w*|hotelli\w*|laiva\w*|sovellu\w+|pel(?:i|iä|issä|iin|in)|ohjelma\w*|kirja(?:n|a|ssa)?|menetelmä\w*|lääke|kauppa|kaupassa|hanke|projekti\w*|leiri\w*|ryhmä\w*|villa(?:n)?|"
    r"avdelning(?:en)?|enhet(?:en)?|hotell(?:et)?|spel(?:et)?|app(?:en)?|båt(?:en)?|gruppen|"
    r"nursery|shelter|school|home|restaurant|café|cafe|ward|unit|clinic|pharmacy|charity|association|company|hotel|app|game|programme|project|storm|hurricane|hostel|group|camp|st\.?|saint|sankt|sankta|s:t|s:ta|pyhän))$",
    re.IGNORECASE,
)
_PET = re.compile(
    r"(?<!\w)(?:dogs?|cats?|puppy|kitten|horse|rabbit|pet|koira(?:n|nsa|a|lle)?|kissa(?:n|nsa|a|lle)?|hevonen|hevose\w+|pentu|hund(?:en)?|katt(?:en)?|häst(?:en)?|kanin(?:en)?),?(?:[ ][a-zåäö]+){0,2}[ ]?$",
    re.IGNORECASE,
)
_FEAST = re.compile(r"(?:Midsummer|Christmas|Easter|Year|Year['’]s|Twelfth) $")
_ARTICLE = re.compile(
    r"(?<!\w)(?:the|an?|blue|red|white|black|grey|gray|silver|green|sin\w+ |pun\w+nen|valkoinen|musta|harmaa|vit|röd|svart|grå|blå) $",
    re.IGNORECASE,
)
_FAMILY = re.compile(r"[ ](?:famil|child|boys|girls|household|twins|siblings|[A-ZÅÄÖ])|s?['’]")
_STREET = re.compile(
    r"\w{2,}(?:katu|kadu|kuja|tie|tori|aukio|puisto|kirkko|kirko|koulu|koti|kodi|talo|keskus|keskukse|sairaala|asema|halli|satama|kauppa|säätiö|liitto|yhdistys|yhdistykse|poli|klinikka|neuvola|ranta|ranna)"
    r"(?:lla|llä|lle|lta|ltä|ssa|ssä|sta|stä|on|an|in|en)|\w{2,}(?:katu|kuja|gatan|vägen|gränden|stigen|torget|skolan|hemmet|parken|kyrkan|sjukhuset|kliniken|hemmets|skolans)$"
)
_HOUSE_AFTER = re.compile(
    r"[ ](?:(?:Oy|Oyj|Ab|Ky|Tmi|Ltd|Inc|ry|rf|r\.y\.|r\.f\.|sr|GmbH|Group|Care|Homes?|House|Hospital|School|Centre|Center|Church|Clinic|Lodge|Court|Trust|Foundation|Arena|Ward|Unit|Hall|Nursery|University|Cathedral|Association|Society|Institute|Club|Federation|League|Ambulance|"
    r"College|Academy|Park|Station|Library|Hotel|Shelter|Café|Cafe|Bar|Pub|Street|Road|Stores?|Shop|Market|Oaks|Scale|Test|Index|Day|Syndrome|Disease|Method|Programme|Project|Scouts|Mental)(?!\w)|"
    r"(?:sairaala\w*|päivystys|päivystykse\w+|poliklinik\w+|vuodeosasto\w*|hammashoitola\w*|terveysasema\w*|kauppakeskus\w*|kirkko|kirkon|kirkossa|kirkolla|seurakunta\w*|yliopisto\w*|uimahalli\w*|"
    r"moskeija\w*|päivä(?:nä|ä|n)?|asema|asemalla|tori|torilla|sjukhus|kyrka|hälsostation|sjukhem|servicehus|församling)(?!\w))"
)
_PUBLIC_AFTER = re.compile(  # after a first name these are the child's own: "Onnin päiväkodissa"
    r"[ ](?:neuvola\w*|toimipiste\w*|nuorisotalo\w*|leikkipuisto\w*|ala-aste\w*|yläaste\w*|peruskoulu\w*|lukio\w*|esikoulu\w*|koulun?|koulussa|koulusta|koululla|päiväkoti|päiväkodi\w+|hoivakoti|"
    r"hoivakodi\w+|palvelutalo\w*|kirjasto\w*|daghem|skola|bibliotek|school|hospital|shelter|nursery|library|church)(?!\w)"
)
_PLACED = re.compile(r"\b(?:in|at|from|to|near|into|via|i|från|på|till|vid|ur|kring) $")
_HYPHENED = re.compile(r"-(?P<last>[a-zåäö][\w]*)$")
_ADULT_TAIL = re.compile(r"(?:niminen|nimisen|nimise\w+|niminen|nimistä|täti\w*|tädi\w+|setä\w*|sedä\w+|eno\w*|mummi\w*|mummo\w*|mummu\w*|ukki\w*|uki\w+|vaari\w*|pappa\w*|papa\w+|tyttö\w*|tytö\w+|poika\w*|poja\w+|serkku\w*|serku\w+|vauva\w*|vaimo\w*|äiti\w*|äidi\w+|isä\w*|sisko\w*|veli|velje\w+|kummi\w*|rouva\w*|opettaja\w*|ope\w*)$")  # fmt: skip
_MEDICINE = re.compile(
    r"\w{2,}(?:aban|pril|priili|sartan|sartaani|statin|statiini|zepam|tsepaami|olol|ololi|apiini|apine|oksetiini|oxetine?|traliini|traline?|sylliini|cillin|mysiini|mycin|prasoli|prazole?|dipiini|dipine?|"
    r"gliptiini|gliptin|flotsiini|flozin|formiini|formin|setamoli|cetamol|fenaakki|fenac|profeeni|profen|kodoni|codone|morfiini|morphine|fentanyyli|fentanyl|norphine|norfiini|peridoli?|peridone?|peridoni|"
    r"piprazole?|faksiini|faxine?|talopraami|talopram|zolam|tsolaami|dronaatti|dronate|pariini|parin|gabalin|gabaliini|bapentin|triptyliini|triptyline?|farin|fariini|mantiini|mantine|pezil|petsiili)$"
)
_AGED = re.compile(
    r"\s?\((?:\d|s\.|synt|hetu|f\.|född|born|aged)|,\s(?:s\.|synt\.?|f\.|född|born|aged?)\s?\d|,?\s\d{1,3}[ -]?(?:v\b|v\.|vuotia|år|year)",
    re.IGNORECASE,
)
_SAYING = frozenset(
    [
        "säger",
        "sa",
        "sade",
        "berättar",
        "berättade",
        "frågade",
        "svarade",
        "tycker",
        "said",
        "says",
        "told",
        "asked",
        "replied",
        "adds",
        "added",
        "sanoi",
        "sanoo",
        "kertoi",
        "kertoo",
        "kysyi",
        "vastasi",
        "totesi",
        "toteaa",
        "ihmetteli",
        "kirjoitti",
        "pyysi",
    ]
)
_TOLD_OF = re.compile(
    r"\b(?:säger|sade|sa|berättar|berättade|uppger|tycker|says|said|told \w+|reports|thinks|feels|worries|worried|kertoi|kertoo|sanoi|sanoo|mielestä|ilmoitti|epäilee|arvelee|pelkää),? (?:att|that|että) $"
)
_TO_PERSON = re.compile(
    r"\b(?:soite\w+|soitt\w+|kerro\w+|kerto\w+|sano\w+|ilmoite\w+|ilmoitt\w+|lähete\w+|lähett\w+|kysy\w+|pyyde\w+|pyyd\w+|annett\w+|anto\w+|vastasi\w*|puhu\w+|tavoite\w+|saatu|sai|saanut|kirjoitt\w+|viesti\w*)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"(?:\b(?:tapa(?:si|a|sivat|avat|nnut|ttiin)|löi|lyönyt|halasi|haki|hakee|hakenut|syytti|syyttää|kaipaa|kaipasi|rakastaa|hoitaa|hoiti|auttoi|auttaa|näki|nähnyt|kiusa\w+|uhka\w+|seurustelee|pelkää|pelkäsi|"
    r"naimisissa|riitel\w+|"
    r"träffa\w+|ringt|ringde|mötte|möter|kramade|slog|slagit|besökt?e?|hämtade?|saknar|älskar|frågade|kontaktade|gift med|tillsammans med|ihop med|bor med|bodde med|rädd för|anklaga\w+|hotade|"
    r"told|asked|met|meets|visited|phoned|called|texted|hugged|hit|married(?: to)?|contacted|saw|loves|misses|thanked|accused|threatened|blames|punched|helped|interviewed|"
    r"förlovad med|sambo med|kär i|kihloissa|engaged to|in love with|(?:live|lives|lived|living|stay|stays|stayed|staying|spoke|speaks|spoken|talked|argued|argues|friends|along) with|\w+(?:ed|en|ne|own|ght) by|\w+(?:ades|ats|des|ts|ad|ed) av|afraid of|friend of|son of|daughter of|care of)"
    r"|\bc/o) $",
    re.IGNORECASE,
)
_AND_KIN = re.compile(
    r"[ ](?:ja|och|and) (?:hänen|hennes|hans|hens|her|his|their|sin|sitt)[ ](?P<role>[\w-]+)|[ ]ja (?P<own>\w+(?:nsa|nsä))\b"
)
_WITH = re.compile(r"[ ](?:kanssa|luona|luokse|luo|luota|mukaan|mielestä|puolesta|seurassa|kertoman|avulla)\b")


def aged(text: str, end: int) -> bool:
    """Whether an age or a birth stands right after."""
    return _AGED.match(text, end) is not None


def in_label(line: str) -> bool:
    """Whether the line so far is a label that persons follow ("Läsnä: ", "Kirjasi: ") and a new item begins."""
    found = _LABEL.search(line)
    if found is None:
        role = _ROLE_COLON.search(line)
        return role is not None and is_role(role[1])
    rest = found["rest"]
    if re.search(r"\w{3,}[.!?]\s", rest):
        return False  # the sentence of the label is over
    sign = bool(_LABEL_SIGN.search(line[found.start() :]))
    if not rest.strip():
        return sign or _SIGNING.search(line) is not None
    words = re.findall(r"[\w-]+", rest)
    after_role = bool(words) and is_role(words[-1]) and rest.endswith(" ")
    return sign and (bool(_ITEM.search(rest)) or after_role)


def named_before(before: str) -> str:
    """How surely the words before say that a name comes: "surely", "maybe" or not at all."""
    if not _NAMING.search(before):
        return ""
    return "surely" if _STRONG_NAMING.search(before) else "maybe"


def after_role_comma(before: str, after: str) -> bool:
    """Whether a role and a comma stand before: "her father, Will Turner, and"."""
    role = _ROLE_COMMA.search(before)
    return bool(role and is_role(role["role"]) and _CLOSED.match(after))


def in_apposition(before: str, after: str) -> bool:
    """Whether a role stands beside with a comma, a bracket or "eli": "her father, Will Turner, and", "Tuulin eli äidin"."""
    if after_role_comma(before, after):
        return True
    also = _ALSO.match(after)
    return bool(also and also["role"].islower() and is_role(also["role"]))


def is_house(word: str, before: str, after: str, *, listed: bool = False) -> bool:
    """Whether the word is a house's, a firm's, a street's or a pet's: "turvakoti Mona", "Hilda House", "a blue Ford"."""
    if re.match(r"\.[a-zåäö]", after) or (not listed and _PUBLIC_AFTER.match(after)):  # "Reg.nr", "Rihmalan koulu"
        return True
    if (
        _STREET.fullmatch(word.lower())
        or _HOUSE_BEFORE.search(word)
        or _HOUSE_BEFORE.search(before.rstrip())
        or _HOUSE_AFTER.match(after)
    ):
        return True
    if _PET.search(before) or (word == "Eve" and _FEAST.search(before)):
        return True
    if before.endswith("the ") and word.endswith("s"):  # "the Pattersons"
        return False
    return _ARTICLE.search(before) is not None and _FAMILY.match(after) is None


def after_place_word(before: str) -> bool:
    """Whether a word of place or direction stands right before: "in Lahore", "från Charkiv"."""
    return _PLACED.search(before) is not None


def told_of(before: str) -> bool:
    """Whether somebody says something of what follows: "säger att", "sanoi, että", "said that"."""
    return _TOLD_OF.search(before) is not None


def said_before(before: str) -> bool:
    """Whether a verb that people do stands right before, as in "säger Dag", "kertoi Aava"."""
    verb = re.search(r"([a-zåäö]+) $", before)
    return bool(verb and verb[1] in _SAYING)


def is_compound(word: str) -> bool:
    """Whether a capitalised word goes on as a common one after a hyphen ("Lego-palikoilla") and says no kin."""
    found = _HYPHENED.search(word)
    return found is not None and _ADULT_TAIL.match(found["last"]) is None


def is_called(word: str, after: str) -> bool:
    """Whether it is said to be a name: "Kaie-niminen", "Kaie niminen"."""
    return re.search(r"-nimi[ns]", word) is not None or re.match(r"[ -]nimi(?:nen|se|st)", after) is not None


def after_initial(before: str, *, listed: bool) -> bool:
    """Whether an initial stands before: "A. Virtanen", "J-P Mäki"."""
    found = re.search(r"(?<![\w])(?:[A-ZÅÄÖ]\.? ?-? ?){0,2}(?:[A-ZÅÄÖ]\. ?|[A-ZÅÄÖ]-[A-ZÅÄÖ]\.? )$", before)
    if found is None:
        return False
    earlier = before[: found.start()].rstrip(" ")
    if not earlier or earlier[-1] in "\n:/(,;" or listed:
        return not earlier[-1:].isdigit()
    word = re.search(r"[\w-]+$", earlier)
    return bool(word and (is_role(word.group()) or word.group() in {"av", "by", "ja", "och", "and"}))


def to_person(before: str, word: str, after: str) -> bool:
    """Whether something is told or sent to the word, or done with it, as only with a person."""
    low = word.lower()
    if _MEETING.search(before):
        return True
    kin = _AND_KIN.match(after)
    if kin and is_kin(kin["role"] or kin["own"]):
        return True
    if low.endswith(("lle", "lta", "ltä")):
        return bool(_TO_PERSON.search(before[-30:]) or _TO_PERSON.match(after.lstrip()))
    return low.endswith("n") and _WITH.match(after) is not None


def kin_follows(word: str, after: str, *, finnish: bool) -> bool:
    """Whether the word is a genitive before kin: "Rauhan tytär", "Nimcos bror", "Abdi's mother"."""
    low = word.lower().replace("’", "'")
    genitive = low.endswith("n") if finnish else low.endswith("s")
    following = re.match(r"[ ]([\w-]+)", after)
    return bool(genitive and following and following[1][:1].islower() and is_kin(following[1]))


@lru_cache(16384)
def is_strange(word: str, language: Language) -> bool:
    """Whether no dictionary knows the word as a common one, so that it may well be a name."""
    word = re.sub(r"['’´]s$", "", word)
    if len(word) < 3:  # noqa: PLR2004 - too short to tell
        return False
    found = word_of(word, language)
    return not found.known or (found.lemma[:1].isupper() and not found.heads)


@lru_cache(16384)
def is_body(options: tuple[str, ...]) -> bool:
    """Whether the word is a service's, a firm's, a medicine's or a test's."""
    return not gazetteer("bodies").isdisjoint(options) or any(_MEDICINE.search(option) for option in options[:3])
