"""What the reader of FHIR data says when something is wrong, in the three languages. ``{name}`` places are filled in."""

from typing import Final

from luotsi.kit.text import Text

# Headline of an InputError
UNREADABLE: Final = Text(
    "Tietoja ei voitu lukea. Korjaa alla luetellut kohdat ja lähetä uudelleen.",
    "Uppgifterna kunde inte läsas. Rätta punkterna nedan och skicka på nytt.",
    "The data could not be read. Mend the points below and send it again.",
)
MORE: Final = Text(
    "Lisäksi {count} muuta virhettä, joita ei luetella.",
    "Dessutom {count} andra fel som inte räknas upp.",
    "{count} more errors are not listed.",
)

# The bytes
EMPTY: Final = Text(
    "Aineisto on tyhjä. Anna FHIR R4 -Bundle JSON-muodossa.",
    "Materialet är tomt. Ge en FHIR R4-Bundle i JSON-format.",
    "The input is empty. Give a FHIR R4 Bundle as JSON.",
)
TOO_LARGE: Final = Text(
    "Aineiston koko on {size} tavua. Enintään {limit} tavua. Jaa se asiakkaittain pienempiin osiin.",
    "Materialet är {size} byte. Högst {limit} byte. Dela upp det i mindre delar per klient.",
    "The input is {size} bytes. The most is {limit} bytes. Split it into smaller parts by client.",
)
NOT_UTF8: Final = Text(
    "Aineisto ei ole UTF-8-merkistöä: virheellinen tavu kohdassa {offset}. Tallenna tiedosto UTF-8-muodossa.",
    "Materialet är inte UTF-8: ogiltig byte på plats {offset}. Spara filen som UTF-8.",
    "The input is not UTF-8: bad byte at offset {offset}. Save the file as UTF-8.",
)
NOT_JSON: Final = Text(
    "Aineisto ei ole JSON-muotoa: virhe rivillä {line}, sarakkeessa {column} ({detail}).",
    "Materialet är inte JSON: fel på rad {line}, kolumn {column} ({detail}).",
    "The input is not JSON: error on line {line}, column {column} ({detail}).",
)
TRUNCATED: Final = Text(
    "Aineisto päättyy kesken (rivi {line}, sarake {column}). Lähetä tiedosto kokonaan.",
    "Materialet tar slut mitt i (rad {line}, kolumn {column}). Skicka hela filen.",
    "The input ends too early (line {line}, column {column}). Send the whole file.",
)
NOT_FINITE: Final = Text(
    "NaN ja Infinity eivät ole JSON-lukuja. Jätä arvo pois, jos sitä ei tiedetä.",
    "NaN och Infinity är inte JSON-tal. Lämna bort värdet om det inte är känt.",
    "NaN and Infinity are not JSON numbers. Leave the value out when it is not known.",
)
HUGE_NUMBER: Final = Text(
    "Luku on liian suuri tai liian pitkä. Tarkista arvo.",
    "Talet är för stort eller för långt. Kontrollera värdet.",
    "The number is too large or too long. Check the value.",
)
TOO_DEEP: Final = Text(
    "Sisäkkäisiä tasoja on liikaa. Enintään {limit}.",
    "För många nivåer i varandra. Högst {limit}.",
    "Nested too deeply. The most is {limit} levels.",
)
BAD_CHARACTER: Final = Text(
    "Tekstissä on merkki, joka ei ole kelvollista Unicodea. Poista se.",
    "Texten innehåller ett tecken som inte är giltig Unicode. Ta bort det.",
    "The text holds a character that is not valid Unicode. Remove it.",
)
DOUBLE_KEY: Final = Text(
    "Nimi ”{name}” on samassa objektissa kahdesti. Poista toinen.",
    "Namnet ”{name}” finns två gånger i samma objekt. Ta bort det ena.",
    'The name "{name}" stands twice in one object. Remove one.',
)
NOT_JSON_VALUE: Final = Text(
    "Arvo on tyyppiä, jota JSON ei tunne ({kind}).",
    "Värdet är av en typ som JSON inte känner till ({kind}).",
    "The value is of a type that JSON does not know ({kind}).",
)

# The Bundle
BARE_LIST: Final = Text(
    "Tämä on luettelo, ei Bundle. Aseta resurssit kenttään Bundle.entry[].resource "
    "tai lähetä NDJSON: yksi resurssi riviä kohti.",
    "Detta är en lista, inte en Bundle. Lägg resurserna i Bundle.entry[].resource "
    "eller skicka NDJSON: en resurs per rad.",
    "This is a list, not a Bundle. Put the resources in Bundle.entry[].resource, or send NDJSON: one resource a line.",
)
SINGLE_RESOURCE: Final = Text(
    "Tämä on yksittäinen {type}-resurssi, ei Bundle. Lähetä Bundle, jossa on asiakas (Patient) ja hänen tietonsa.",
    "Detta är en enda {type}-resurs, inte en Bundle. Skicka en Bundle med klienten (Patient) och klientens uppgifter.",
    "This is a single {type} resource, not a Bundle. Send a Bundle with the client (Patient) and the client's data.",
)
NOT_BUNDLE: Final = Text(
    "Tämä ei ole FHIR-Bundle: kenttä resourceType puuttuu tai on väärä. Sen on oltava ”Bundle”.",
    "Detta är inte en FHIR-Bundle: fältet resourceType saknas eller är fel. Det ska vara ”Bundle”.",
    'This is not a FHIR Bundle: resourceType is missing or wrong. It must be "Bundle".',
)
NO_ENTRIES: Final = Text(
    "Bundle on tyhjä: kentässä entry ei ole resursseja.",
    "Bundlen är tom: fältet entry har inga resurser.",
    "The Bundle is empty: entry holds no resources.",
)
NO_RESOURCE: Final = Text(
    "Resurssi puuttuu. Lisää entry.resource tai poista rivi.",
    "Resursen saknas. Lägg till entry.resource eller ta bort raden.",
    "The resource is missing. Add entry.resource or remove the entry.",
)
NO_TYPE: Final = Text(
    "resourceType puuttuu tai ei ole FHIR-resurssin nimi.",
    "resourceType saknas eller är inte namnet på en FHIR-resurs.",
    "resourceType is missing or is not the name of a FHIR resource.",
)
NO_PATIENT: Final = Text(
    "Asiakas (Patient) puuttuu. Lisää yksi Patient-resurssi.",
    "Klienten (Patient) saknas. Lägg till en Patient-resurs.",
    "There is no client (Patient). Add one Patient resource.",
)
MANY_PATIENTS: Final = Text(
    "Aineistossa on useampi asiakas: {first} ja {other}. Lähetä yhden asiakkaan tiedot kerrallaan.",
    "Materialet gäller flera klienter: {first} och {other}. Skicka en klients uppgifter åt gången.",
    "The data hold more than one client: {first} and {other}. Send one client's data at a time.",
)
OTHER_PATIENT: Final = Text(
    "Tieto viittaa toiseen asiakkaaseen ({other}), mutta aineiston asiakas on {patient}. "
    "Kahden asiakkaan tietoja ei käsitellä yhdessä.",
    "Uppgiften hänvisar till en annan klient ({other}), men klienten i materialet är {patient}. "
    "Två klienters uppgifter behandlas inte tillsammans.",
    "This refers to another client ({other}), but the client of this Bundle is {patient}. "
    "Two clients' data are not handled together.",
)
DOUBLE_ID: Final = Text(
    "Sama tunniste on jo kohdassa {first}: {id}. Anna jokaiselle resurssille oma tunniste.",
    "Samma id finns redan i {first}: {id}. Ge varje resurs ett eget id.",
    "The same identifier already stands at {first}: {id}. Give each resource its own.",
)
BAD_ID: Final = Text(
    "Tunniste ei kelpaa: 1–64 merkkiä, kirjaimia A–Z ja a–z, numeroita, väliviivoja ja pisteitä.",
    "Ogiltigt id: 1–64 tecken, bokstäverna A–Z och a–z, siffror, bindestreck och punkter.",
    "The id is not valid: 1 to 64 characters, letters A to Z and a to z, digits, hyphens and dots.",
)
R5: Final = Text(
    "Tämä on FHIR R5 -muotoa ({element}); Luotsi lukee versiota R4 (4.0.1). Muunna aineisto R4-muotoon.",
    "Detta är FHIR R5 ({element}); Luotsi läser R4 (4.0.1). Omvandla materialet till R4.",
    "This is FHIR R5 ({element}); Luotsi reads R4 (4.0.1). Convert the data to R4.",
)

# Elements
WRONG_TYPE: Final = Text(
    "Tässä pitää olla {expected}, mutta siinä on {found}.",
    "Här ska vara {expected}, men det är {found}.",
    "This must be {expected}, but it is {found}.",
)
BAD_CODE: Final = Text(
    "Arvo ”{value}” ei kelpaa. Sallitut: {allowed}.",
    "Värdet ”{value}” är inte tillåtet. Tillåtna: {allowed}.",
    '"{value}" is not allowed. Allowed: {allowed}.',
)
BAD_DATE: Final = Text(
    "Arvo ”{value}” ei ole FHIR-päivämäärä. Käytä muotoa VVVV, VVVV-KK, VVVV-KK-PP tai VVVV-KK-PPTtt:mm:ss+02:00.",
    "Värdet ”{value}” är inte ett FHIR-datum. Använd ÅÅÅÅ, ÅÅÅÅ-MM, ÅÅÅÅ-MM-DD eller ÅÅÅÅ-MM-DDTtt:mm:ss+02:00.",
    '"{value}" is not a FHIR date. Use YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+02:00.',
)
BAD_PERIOD: Final = Text(
    "Jakson loppu on ennen alkua.", "Periodens slut är före dess början.", "The period ends before it starts."
)
ONE_OF: Final = Text(
    "Vain yksi näistä sallitaan: {names}.", "Endast en av dessa är tillåten: {names}.", "Only one of these: {names}."
)
DANGLING: Final = Text(
    "Viitattua resurssia {reference} ei ole sisällytetyissä resursseissa (contained).",
    "Resursen {reference} som det hänvisas till finns inte bland de inneslutna resurserna (contained).",
    "The resource {reference} referred to is not among the contained resources.",
)

# What was tolerated, or left out
TYPE_NOT_READ: Final = Text(
    "Luotsi ei lue resurssityyppiä {type}. Tieto säilytetään, mutta sitä ei käytetä.",
    "Luotsi läser inte resurstypen {type}. Uppgiften bevaras men används inte.",
    "Luotsi does not read the resource type {type}. It is kept but not used.",
)
SUBJECT_NOT_CLIENT: Final = Text(
    "Tieto ei koske asiakasta itseään ({subject}). Sitä ei käytetä.",
    "Uppgiften gäller inte klienten själv ({subject}). Den används inte.",
    "This is not about the client ({subject}). It is not used.",
)
ENTRY_WITHOUT_RESOURCE: Final = Text(
    "Rivillä on vain pyyntö tai vastaus, ei resurssia.",
    "Raden har bara en begäran eller ett svar, ingen resurs.",
    "The entry holds only a request or response, no resource.",
)
NO_SUBJECT: Final = Text(
    "Viittaus asiakkaaseen puuttuu. Tieto luetaan aineiston ainoan asiakkaan tiedoksi.",
    "Hänvisningen till klienten saknas. Uppgiften läses som den enda klientens.",
    "The reference to the client is missing. It is read as the only client's.",
)
SUBJECT_UNCHECKED: Final = Text(
    "Asiakas on nimetty vain tunnuksella tai nimellä, jota ei voitu verrata aineiston asiakkaaseen.",
    "Klienten anges bara med ett nummer eller namn som inte kunde jämföras med klienten i materialet.",
    "The client is named only by an identifier or a name that could not be compared with this client's.",
)
NO_STATUS: Final = Text(
    "Tila (status) puuttuu. Tieto luetaan tilassa ”unknown”.",
    "Status saknas. Uppgiften läses med status ”unknown”.",
    'The status is missing. It is read as "unknown".',
)
NO_ZONE: Final = Text(
    "Kellonajasta puuttuu aikavyöhyke. Päivä luetaan sellaisenaan.",
    "Klockslaget saknar tidszon. Datumet läses som det står.",
    "The time has no time zone. The date is read as written.",
)
LOOSE_ID: Final = Text(
    "Tunnisteessa on alaviiva, jota R4 ei salli. Se luettiin silti.",
    "Id:t innehåller ett understreck, vilket R4 inte tillåter. Det lästes ändå.",
    "The id holds an underscore, which R4 does not allow. It was read all the same.",
)
MEDICATION_NOT_FOUND: Final = Text(
    "Viitattua lääkettä {reference} ei ole aineistossa.",
    "Läkemedlet {reference} som det hänvisas till finns inte i materialet.",
    "The medicine {reference} referred to is not in the Bundle.",
)

KINDS: Final = {
    "object": Text("objekti {}", "ett objekt {}", "an object {}"),
    "list": Text("luettelo []", "en lista []", "a list []"),
    "text": Text("teksti", "en text", "a text"),
    "filled text": Text("teksti, joka ei ole tyhjä", "en text som inte är tom", "a text that is not empty"),
    "number": Text("luku", "ett tal", "a number"),
    "whole number": Text("kokonaisluku", "ett heltal", "a whole number"),
    "positive number": Text("positiivinen luku", "ett positivt tal", "a positive number"),
    "boolean": Text("true tai false", "true eller false", "true or false"),
    "null": Text("null", "null", "null"),
}


def kind_of(value: object) -> Text:
    """The name of a JSON value's type, for the sentence that says it is the wrong one."""
    if value is None:
        return KINDS["null"]
    if isinstance(value, bool):
        return KINDS["boolean"]
    if isinstance(value, int | float):
        return KINDS["number"]
    if isinstance(value, str):
        return KINDS["text"]
    return KINDS["list"] if isinstance(value, list) else KINDS["object"]


def shortened(value: object, limit: int = 60) -> str:
    """The value as a short single line that is safe to show."""
    words = " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())
    return words if len(words) <= limit else words[: limit - 1] + "…"
