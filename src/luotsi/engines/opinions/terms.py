"""Terms of social and health care and of AI in three languages: one meaning a row, beginnings of words in each.

Written for this project from memory and unreviewed (draft). A beginning stands for every word that starts with it, so
that Finnish cases and Swedish and English endings need no list. Two beginnings with a space must follow each other.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

_ROWS = """
tekoäly,keinoäly | artificiell intelligens,ai | artificial intelligence,ai
asiakas,asiakka | klient | client,customer
potilas,potila | patient | patient
ammattilai,hoitaj,henkilöstö,työntekij | yrkesperson,personal,vårdare,anställd | professional,staff,nurse,worker,employee
lääkäri,lääkäre | läkare | doctor,physician
sosiaalityöntekij,sosiaalityö | socialarbet | social work
päätö,päättä,päättä | beslut,besluta | decision,decide
vastuu,vastaa,vastuus | ansvar | responsib,accountab,liab
tieto,tiedo,data | data,uppgift,information | data,information
tietosuoj,yksityisyy | dataskydd,integritet | privacy,data protection
tietoturv | informationssäkerhet,datasäkerhet | security
luotta,luottam,luottav | lita,förtroende,tillit | trust,confiden,rely
turvalli | säker,trygg | safe
avoin,avoim,läpinäky | öppen,öppet,transparen | open,transparen
kerto,kerro,ilmoit,tiedotta | berätt,meddela,informera,upplys | tell,told,inform,disclos
suostu,lupa,luva | samtyck,tillstånd | consent,permission
kirjaa,kirja,kirjaus,kirjaami | dokument,anteckn | document,record,note
aika,aikaa,ajan | tid | time
kustann,maks,hinta,säästö,säästä | kostnad,betala,pris,spar | cost,pay,price,sav
raha,rahoit | pengar,finansier | money,fund
kiire,kuorm | brådska,belast,stress | hurry,burden,workload,stress
korva,korvaa | ersätt | replace,substitut
ihminen,ihmi,ihmise | människa,människ,person | human,people,person
laatu,laadu | kvalitet | quality
virhe,virhei,erehdy | fel,misstag | error,mistake,wrong
diagnoos | diagnos | diagnos
hoito,hoido,hoita | vård,behandl | care,treat
lääke,lääki,lääkit | läkemedel,medicin | medicin,drug
lapsi,lapse,laste,lapsia | barn | child
nuor | ungdom,unga | young,youth
iäk,ikäihm,vanhus,vanhu | äldre,senior | elder,older,old
perhe,perhei | familj | famil
omais,läheis | anhörig,närstående | relative,carer,next of kin
kieli,kielen,kiele,kielt | språk | language
tulkk,tulkka | tolk | interpret
käännö,käänt,kääntä | översätt | translat
saavutett,esteettöm | tillgänglig | accessib
yhdenvert,tasa-arv,oikeudenmuk | jämlik,rättvis,likabehandl | equal,fair,equit
syrji | diskriminer | discriminat
vinou,vinoum,puolueelli | partisk,skevhet,snedvrid | bias
koulut,osaami,oppi,opet | utbild,kompetens,lära,undervis | train,skill,learn,educat
johta,johto,johdo | led,chef | leader,manage
laki,lain,lains,lainsääd | lag,lagstift | law,legislat,legal
sääntö,sääntel,sääde | regel,regler | rule,regulat
eetti,etii,etiik | etisk,etik | ethic
hyvinvointialue | välfärdsområde | wellbeing services county,county
kunta,kunna,kunti | kommun | municipal
valtio,kansalli | stat,nationell | state,national,government
kokeil,pilot | försök,experiment,pilot | experiment,trial,pilot
käyttöönot,käyttö,käytet,käyttä | införa,använd,bruk | adopt,use,using,deploy
vaikut,vaikuttav | effekt,påverk,verkan | impact,effect
tutki,tutkim | forsk,undersök | research,study,studies
arvio,arvioi | bedöm,utvärder | assess,evaluat
palvelu | tjänst,service | service
digita,sähköi,verkko | digital,elektronisk,nät | digital,electronic,online
etä,etäpalvel | distans | remote,distance
jono,odotta,jonot | kö,vänta | queue,wait
tasapuoli,saada,saatav | få,tillgång | access,availab
pakko,pakolli | obligatorisk,tvång | compulsory,mandatory,must
kieltä,kielletä,kielto | förbjud,förbud | ban,forbid,prohibit
salli,sallit | tillåt | allow,permit
valvo,valvont | tillsyn,övervak | supervis,oversight,monitor
tarkista,tarkast | kontroll,gransk | check,review,verif
riski | risk | risk
ennust,ennako | prognos,förutse,förutsäg | predict,forecast
tuki,tuke,auttaa,apu,autta | stöd,hjälp | support,help,assist,aid
päivitt,muutos,muutt | ändra,förändr,uppdater | change,update
vapaaehto,valita,valinta,valin | frivillig,välja,val | voluntary,choose,choice
kaikki,jokai | alla,varje | all,every
nopea,nopeu,nopeam | snabb | fast,quick,rapid
helppo,helpot | lätt,enkel | easy,simpl
vaike | svår | difficult,hard
enemmän,lisää,lisätä | mer,mera,öka | more,increas
vähemmän,vähentä | mindre,minska | less,fewer,reduc
ei,eivät,älä,ilman | inte,ej,utan | not,no,never,without
yhteis,yhdessä | gemensam,tillsammans | common,shared,together,joint
kehittä,kehity | utveckl | develop
teknolog,tekniik | teknik,teknolog | technolog
järjestelmä,ohjelmist | system,program | system,software
yritys,yrity,yksityi | företag,privat | company,companies,private,business
osallist,kuulla,kuul | delta,delaktig,höra | particip,hear,involv,listen
koti,kotona,kotih | hem | home
sairaala | sjukhus | hospital
terveys,tervey | hälsa,hälso | health
mielenterv | psykisk hälsa,mental | mental health
lihav,paino | fetma,övervikt,vikt | obes,weight
kuva,kuvant | bild | imag
syöpä | cancer | cancer
kuntou,toimintakyk | rehabilit,funktionsförmåga | rehabilit,functional
"""


@lru_cache
def beginnings(language: str) -> tuple[tuple[str, int], ...]:
    """The beginnings of words in a language (fi, sv, en) with the number of their meaning, longest first."""
    column = {"fi": 0, "sv": 1, "en": 2}[language]
    found = []
    for number, row in enumerate(line for line in _ROWS.strip().splitlines() if line.strip()):
        cells = [cell.strip() for cell in row.split("|")]
        found += [(word.strip(), number) for word in cells[column].split(",")]
    return tuple(sorted(set(found), key=lambda item: (-len(item[0]), item)))


@lru_cache(maxsize=4096)
def meaning(word: str, language: str) -> int | None:
    """The number of the meaning that a word (lower case) has; None when the table does not know it.

    >>> meaning("potilaiden", "fi") == meaning("patienternas", "sv") == meaning("patients", "en")
    True
    """
    for beginning, number in beginnings(language):
        if " " in beginning:
            continue
        short = len(beginning) <= 3  # noqa: PLR2004 - a short one would begin half the language
        if word == beginning or (word.startswith(beginning) and (not short or len(word) <= len(beginning) + 2)):
            return number
    return None


def meanings(words: Sequence[str], language: str) -> list[int]:
    """The numbers of the meanings of words that follow each other (lower case), phrases before single words.

    >>> meanings(["artificiell", "intelligens"], "sv") == meanings(["tekoälyä"], "fi")
    True
    """
    found, at = [], 0
    while at < len(words):
        length, number = next(_phrases(words, at, language), (1, meaning(words[at], language)))
        if number is not None:
            found.append(number)
        at += length
    return found


def _phrases(words: Sequence[str], at: int, language: str) -> Iterator[tuple[int, int]]:
    for beginning, number in beginnings(language):
        parts = beginning.split()
        here = words[at : at + len(parts)]
        if len(here) == len(parts) > 1 and all(word.startswith(part) for word, part in zip(here, parts, strict=True)):
            yield len(parts), number
