"""Words that say who a person is: kin, those who work with people, and those who stand beside them; in three languages.

Compounds count by their last part ("palveluohjaaja", "familjehandledare") and Finnish ones in every case.
"""

import re
from functools import lru_cache

from luotsi.engines.language.namewords import ROLES, TITLES

_KIN_HEAD = r"(?:(?:iso|pikku|puoli|kummi|sijais|bonus|adoptio|kasvatti|keski|kaksois|kaksos|esikois|äidin|isän|veljen|sisaren|pojan|tyttären|entinen|ent|isoiso)-?)?"
_KIN = (
    r"äiti|äidi|äite|isä|veli|velje|veljekse|sisko|siskokse|sisar|sisare|tytär|tyttäre|tyttö|tytö|poika|poja|poikia|mummi|mummo|mummu|mumma|ukki|uki|vaari|vaarin|pappa|papa|"
    r"täti|tädi|tätejä|setä|sedä|eno|serkku|serku|pikkuserku|vaimo|mies|miehe|aviomies|aviomiehe|exmies|eksmies|puoliso|avopuoliso|aviopuoliso|avovaimo|avomies|avomiehe|exä|eksä|exvaimo|"
    r"kihlattu|kihlatu|miniä|vävy|anoppi|anopi|appi|apen|käly|lanko|lango|lapsenlapsi|lapsenlapse|lapsi|lapse|pojanpoika|pojanpoja|tyttärentytär|tyttärenpoika|sisarenpoika|"
    r"siskontyttö|veljenpoika|veljenpoja|veljentytär|sisaruks|kaksose|kaksonen|ystävä|ystävättäre|ystävätär|poikaystävä|tyttöystävä|miesystävä|naisystävä|kaveri|kämppäkaveri|"
    r"naapuri|kummi|huoltaja|vanhempi|vanhemma|isovanhempi|isovanhemma|omainen|omaise|lähiomainen|lähiomaise|läheinen|läheise|sukulainen|sukulaise|leski|perhe|perhee|pariskunta|pariskunna|sisarukse|sisarusparvi|áhkku|áhku|eadni|áhčči"
)
_WORK = (
    r"hoitaja|ohjaaja|työntekijä|lääkäri|opettaja|terapeutti|terapeuti|kuraattori|psykologi|psykiatri|johtaja|päällikkö|päällikö|avustaja|tulkki|tulki|valvoja|henkilö|kätilö|neuvoja|"
    r"neuvolantäti|neuvolantädi|täti|tädi|kasvattaja|valmentaja|sihteeri|asiamies|asiamiehe|virkailija|käsittelijä|koordinaattori|esimies|esimiehe|esihenkilö|isännöitsijä|vuokranantaja|"
    r"konstaapeli|komisario|poliisi|pastori|pappi|papi|diakoni|diakonissa|imaami|rehtori|lakimies|lakimiehe|asianajaja|juristi|tuomari|kirjaaja|laatija|ilmoittaja|hakija|asiakas|asiakkaa|"
    r"potilas|potilaa|oppilas|oppilaa|opiskelija|kuntoutuja|asukas|asukkaa|nuori|nuore|vauva|leikki-ikäinen|rouva|neiti|herra|tohtori|professori|dosentti|logopedi|geriatri|neurologi|"
    r"kirurgi|gynekologi|hammaslääkäri|fysioterapeutti|jumppari|siivooja|kuljettaja|taksikuski|emäntä|isäntä|talonmies|talonmiehe|vartija|kouluttaja|mentori|vertainen|kummi|omistaja"
)
_CASES = r"(?:n|t|a|ä|ta|tä|lle|lla|llä|lta|ltä|na|nä|ksi|ni|nsa|nsä|mme|lleen|llaan|llään|ltaan|ltään|aan|ään|llensa|ltansa|nne|kin|in)?"
_SWEDISH = (
    r"(?:\w*(?:skötare|sköterska|arbetare|handledare|ledare|lärare|läkare|kurator|psykolog|psykiater|terapeut|tolk|rådgivare|bevakare|vårdare|assistent|direktör|konstapel|kommissarie|polis|"
    r"pastor|diakon|diakonissa|jurist|advokat|domare|sekreterare|koordinator|hyresvärd|rektor|föreståndare|barnmorska|logoped|tjänsteman|handläggare|förälder|vårdnadshavare|anmälare)|"
    r"(?:svär|styv|lille?|lilla|stor[ae]?|halv|gud|tvilling|ex|bonus|extra|mellan|barn|kontakt|stöd|fost?er|special)?-?(?:mamma|pappa|mor|far|moder|fader|mormor|morfar|farmor|farfar|fammo|fafa|mommo|moffa|"
    r"syster|bror|broder|son|dotter|kusin|moster|faster|morbror|farbror|hustru|make|maka|man|mann|sambo|särbo|fru|svåger|svägerska|barnbarn|systerson|systerdotter|brorson|brorsdotter|väninna|vän|vänn|"
    r"kompis|kamrat|pojkvän|flickvän|granne|klient|patient|elev|boende|person|chef|präst|värd|anhörig|närstående|kontakt|fadder|tvilling|änka|änkling|kvinna|flicka|pojke|kille|tjej|herr|fröken|doktor|"
    r"professor|grabb|unge|bebis|barn|familj|söner|döttrar|bröder|systrar|kusiner|syskon|föräldrar|flickor|pojkar|tvillingar|vänner|döttrarna|sönerna|bröderna|systrarna))(?:n|en|et|ns|ens|s|na|rna|a|an|ans)?"
)
_ENGLISH = frozenset(
    """
    interpreter translator key-worker keyworker caseworker caregiver carer counsellor counselor landlord landlady lawyer solicitor attorney judge pastor priest imam vicar
    chaplain deacon sergeant inspector detective constable physician gp paediatrician pediatrician psychiatrist psychotherapist physio physiotherapist dentist neurologist
    geriatrician surgeon consultant registrar matron sister midwife visitor practitioner assistant advisor adviser advocate mentor tutor coach instructor principal head
    headmaster headmistress deputy secretary receptionist caretaker janitor warden supervisor manager coordinator director specialist guardian trustee executor attorney
    mother father mum mom mummy dad daddy stepmother stepfather grandmother grandfather grandma grandpa granny grandad nana gran nan auntie aunt uncle nephew niece cousin
    son daughter stepson stepdaughter brother sister half-brother half-sister stepbrother stepsister twin husband wife ex-husband ex-wife ex widow widower fiancé fiancée
    fiance fiancee partner ex-partner boyfriend girlfriend spouse friend best-friend classmate roommate flatmate housemate neighbour neighbor colleague sibling godmother
    godfather grandson granddaughter grandchild child boy girl baby toddler teenager client patient resident pupil student tenant in-law mother-in-law father-in-law
    sister-in-law brother-in-law son-in-law daughter-in-law nurse doctor dr professor teacher worker therapist psychologist officer nursery-nurse childminder babysitter nanny
    ot pt gp slt rn phn hca caller referrer informant witness volunteer helper cleaner driver children sons daughters brothers sisters parents friends kids twins cousins siblings neighbours neighbors boys girls grandparents carers nurses rabbi woman man lady gentleman
    """.split()  # noqa: SIM905
)
_SHORTENED = frozenset(
    (
        "sh",
        "th",
        "lh",
        "ft",
        "tt",
        "stt",
        "ssk",
        "sos.tt",
        "sos.ohj",
        "ohj",
        "ope",
        "kur",
        "psyk",
        "lääk",
        "mannen",
        "hustrun",
        "makan",
        "sonen",
        "eh",
        "kh",
    )
)
_FINNISH = re.compile(rf"{_KIN_HEAD}(?:{_KIN}){_CASES}|\w*-?(?:{_WORK}){_CASES}")
_SWEDISH_ROLE = re.compile(_SWEDISH)
_KIN_FORMS = re.compile(rf"{_KIN_HEAD}(?:{_KIN}){_CASES}")
_KIN_SWEDISH = re.compile(
    r"(?:svär|styv|lille?|lilla|stor[ae]?|halv|gud|tvilling|ex)?-?(?:mamma|pappa|mor|far|mormor|morfar|farmor|farfar|fammo|mommo|syster|bror|son|dotter|kusin|moster|faster|morbror|farbror|hustru|make|"
    r"maka|man|sambo|fru|svåger|barnbarn|systerson|brorson|barn|familj|föräldrar|syskon|vän|väninna|kompis|pojkvän|flickvän)(?:n|en|s)?"
)
_KIN_ENGLISH = re.compile(
    r"(?:step|half-?|grand|god|ex-?)?(?:mother|father|mum|mom|dad|ma|pa|son|daughter|brother|sister|child|children|parents|siblings?)(?:-in-law)?|wife|husband|ex|partner|aunt|uncle|cousin|"
    r"nephew|niece|friend|boyfriend|girlfriend|fiancée?|twin|neighbou?r"
)


@lru_cache(8192)
def is_role(word: str) -> bool:
    """Whether a word says who a person is, so that a name may stand beside it.

    >>> is_role("palveluohjaajan"), is_role("tolken"), is_role("interpreter"), is_role("talo")
    (True, True, True, False)
    """
    plain = word.lower().rstrip(".")
    return (
        plain in ROLES
        or plain in TITLES
        or plain in _ENGLISH
        or plain in _SHORTENED
        or _FINNISH.fullmatch(plain) is not None
        or _SWEDISH_ROLE.fullmatch(plain) is not None
    )


@lru_cache(8192)
def is_kin(word: str) -> bool:
    """Whether a word names kin or a friend, so that the genitive before it is a person's.

    >>> is_kin("tytär"), is_kin("systerson"), is_kin("mother"), is_kin("lääkäri")
    (True, True, True, False)
    """
    plain = word.lower()
    return any(pattern.fullmatch(plain) is not None for pattern in (_KIN_FORMS, _KIN_SWEDISH, _KIN_ENGLISH))
