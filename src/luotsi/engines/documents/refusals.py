"""Why a file is not read, in words that tell what to do."""

from typing import Final

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

EMPTY: Final = Text("Tiedosto on tyhjä.", "Filen är tom.", "The file is empty.")
TOO_LARGE: Final = Text(
    "Tiedosto on {n} Mt. Enintään {most} Mt. Jaa se osiin.",
    "Filen är {n} MB. Högst {most} MB. Dela upp den.",
    "The file is {n} MB. At most {most} MB. Split it.",
)
TOO_LONG: Final = Text(
    "Teksti on liian pitkä: yli {most} miljoonaa merkkiä. Jaa se osiin.",
    "Texten är för lång: över {most} miljoner tecken. Dela upp den.",
    "The text is too long: over {most} million characters. Split it.",
)
SCANNED: Final = Text(
    "Tiedostossa on vain kuvia, ei tekstiä (skannattu). Aja se ensin tekstintunnistuksen (OCR) läpi tai pyydä alkuperäinen.",
    "Filen innehåller bara bilder, ingen text (skannad). Kör textigenkänning (OCR) först eller be om originalet.",
    "The file holds pictures only, no text (a scan). Run text recognition (OCR) on it first, or ask for the original.",
)
PICTURE: Final = Text(
    "Tiedosto on kuva. Siitä ei voi lukea tekstiä: aja se ensin tekstintunnistuksen (OCR) läpi.",
    "Filen är en bild. Text kan inte läsas ur den: kör textigenkänning (OCR) först.",
    "The file is a picture. No text can be read from it: run text recognition (OCR) first.",
)
ENCRYPTED: Final = Text(
    "PDF on suojattu salasanalla. Tallenna se ilman suojausta ja yritä uudelleen.",
    "PDF-filen är skyddad med lösenord. Spara den utan skydd och försök igen.",
    "The PDF is protected by a password. Save it without protection and try again.",
)
BROKEN_PDF: Final = Text(
    "PDF on vioittunut, eikä sitä voi lukea. Pyydä tiedosto uudelleen.",
    "PDF-filen är skadad och kan inte läsas. Be om filen på nytt.",
    "The PDF is damaged and cannot be read. Ask for the file again.",
)
BROKEN_DOCX: Final = Text(
    "Word-asiakirja on vioittunut, eikä sitä voi lukea. Tallenna se Wordissa uudelleen.",
    "Worddokumentet är skadat och kan inte läsas. Spara det på nytt i Word.",
    "The Word document is damaged and cannot be read. Save it again in Word.",
)
OLD_WORD: Final = Text(
    "Vanha Office-tiedosto (.doc). Tallenna se muodossa .docx tai PDF.",
    "Gammal Office-fil (.doc). Spara den som .docx eller PDF.",
    "An old Office file (.doc). Save it as .docx or PDF.",
)
RTF: Final = Text(
    "RTF-tiedosto. Tallenna se muodossa .docx, PDF tai teksti.",
    "RTF-fil. Spara den som .docx, PDF eller text.",
    "An RTF file. Save it as .docx, PDF or text.",
)
ARCHIVE: Final = Text(
    "Pakattu tiedosto, joka ei ole Word-asiakirja (.docx). Pura se ja anna asiakirjat yksitellen.",
    "Ett arkiv som inte är ett Worddokument (.docx). Packa upp det och ge dokumenten ett i taget.",
    "An archive that is not a Word document (.docx). Unpack it and give the documents one by one.",
)
SWELLS: Final = Text(
    "Tiedosto paisuisi purettaessa yli sallitun. Sitä ei avattu.",
    "Filen skulle svälla över det tillåtna när den packas upp. Den öppnades inte.",
    "The file would swell beyond what is allowed when unpacked. It was not opened.",
)
BINARY: Final = Text(
    "Tiedosto ei ole tekstiä, Word-asiakirja (.docx) eikä PDF.",
    "Filen är varken text, Worddokument (.docx) eller PDF.",
    "The file is neither text, a Word document (.docx) nor a PDF.",
)
NOT_FHIR: Final = Text(
    "JSON-tiedosto ei ole FHIR R4 Bundle, DocumentReference eikä Composition.",
    "JSON-filen är inte FHIR R4 Bundle, DocumentReference eller Composition.",
    "The JSON file is not a FHIR R4 Bundle, DocumentReference or Composition.",
)
NO_CONTENT: Final = Text(
    "Asiakirjan tiedosto ei ole mukana: siinä on vain osoite.",
    "Dokumentets fil finns inte med: det har bara en adress.",
    "The document's file is not included: there is only an address.",
)
BAD_BASE64: Final = Text(
    "Liitteen sisältö ei ole kelvollista base64-muotoa.",
    "Bilagans innehåll är inte giltig base64.",
    "The attachment's content is not valid base64.",
)
OTHER_HASH: Final = Text(
    "Tiedosto ei ole se, jonka asiakirja nimeää (tarkiste ei täsmää).",
    "Filen är inte den som dokumentet anger (kontrollsumman stämmer inte).",
    "The file is not the one that the document names (the hash differs).",
)


def refused(reason: Text, name: str = "") -> InputError:
    """The error for a file that is not read; ``name`` is the file as its giver knows it."""
    return InputError(reason, [Problem(name, reason)] if name else ())
