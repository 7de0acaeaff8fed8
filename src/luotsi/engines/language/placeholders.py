"""The placeholders that stand for people and identifiers in outgoing text."""

import re
from functools import cache

from luotsi.engines.language.identifiers import Kind
from luotsi.kit.text import Language, Text

_CHILD = Text("LAPSI", "BARN", "CHILD")
_CLIENT = Text("ASIAKAS", "KLIENT", "CLIENT")
_PERSON = Text("HENKILÖ", "PERSON", "PERSON")
_ROLES = (
    (("äiti", "äidi", "mamma", "mor", "modern", "mother", "mum", "mom"), Text("ÄITI", "MAMMA", "MOTHER")),
    (("isä", "pappa", "far", "fadern", "father", "dad"), Text("ISÄ", "PAPPA", "FATHER")),
    (
        ("veli", "velj", "isovel", "pikkuvel", "sisko", "isosisk", "pikkusisk", "sisar", "bror", "lillebror", "storebror", "syster", "lillasyster", "storasyster", "brother", "sister"),
        Text("SISARUS", "SYSKON", "SIBLING"),
    ),
    (
        ("mumm", "uk", "vaari", "isovan", "isoäi", "isois", "mormor", "farmor", "morfar", "farfar", "grand", "nan", "gran"),
        Text("ISOVANHEMPI", "FARFÖRÄLDER", "GRANDPARENT"),
    ),
    (("puoliso", "vaimo", "mies", "mieh", "avo", "hustru", "make", "maka", "sambo", "wife", "husband", "partner"), Text("PUOLISO", "PARTNER", "PARTNER")),
    (("poika", "poja", "tytär", "tyttä", "son", "dotter", "daughter"), Text("JÄLKELÄINEN", "AVKOMMA", "OFFSPRING")),
    (("lapsi", "lapse", "barn", "child", "nuori", "nuore", "oppila", "elev"), _CHILD),
    (("asiakas", "asiakkaa", "potila", "klient", "patient", "client"), _CLIENT),
    (
        ("lääkäri", "ylilää", "hoitaja", "sairaanh", "lähih", "terveydenh", "sosiaali", "ohjaaja", "perhet", "kuraat", "koulukur", "psyk", "opettaj", "luokan", "rehtori",
         "tera", "työntek", "oma", "läka", "sjuk", "kurator", "lärar", "rektor", "doctor", "nurse", "teacher", "worker", "dr", "tri", "prof"),
        Text("AMMATTILAINEN", "YRKESPERSON", "PROFESSIONAL"),
    ),
)  # fmt: skip
_KINDS = {
    Kind.NAME: _PERSON,
    Kind.HETU: Text("HETU", "PERSONBETECKNING", "IDENTITYCODE"),
    Kind.DATE: Text("PÄIVÄ", "DATUM", "DATE"),
    Kind.PHONE: Text("PUHELIN", "TELEFON", "PHONE"),
    Kind.EMAIL: Text("SÄHKÖPOSTI", "EPOST", "EMAIL"),
    Kind.ADDRESS: Text("OSOITE", "ADRESS", "ADDRESS"),
    Kind.IBAN: Text("TILI", "KONTO", "ACCOUNT"),
    Kind.PLATE: Text("REKISTERITUNNUS", "REGISTERNUMMER", "PLATE"),
    Kind.NUMBER: Text("NUMERO", "NUMMER", "NUMBER"),
}
_ADULT_YEARS = 18


def label_of(kind: Kind, language: Language) -> str:
    """The word of a placeholder for an identifier of a kind."""
    return _KINDS[kind].in_(language)


def person_label(role: str, client: str, language: Language) -> str:
    """The word for a person: by the client's own line ("Siiri, 9 v") when it is the client, else by the role before."""
    if client:
        age = re.search(r"\d+", client.partition(",")[2])
        return (_CHILD if age and int(age.group()) < _ADULT_YEARS else _CLIENT).in_(language)
    return next((label for starts, label in _ROLES if role.startswith(starts)), _PERSON).in_(language)


@cache
def placeholder_pattern() -> re.Pattern[str]:
    """A placeholder with the ending that may follow it: groups ``label``, ``ending`` (Finnish), ``genitive``."""
    labels = {
        label
        for text in (_CHILD, _CLIENT, *_KINDS.values(), *(text for _, text in _ROLES))
        for label in text.as_json().values()
    }
    words = "|".join(sorted(labels, key=lambda label: (-len(label), label)))
    return re.compile(rf"<(?P<label>(?:{words})_\d+(?:\.\d+)?)>(?::(?P<ending>[a-zäö]+)|(?P<genitive>'?s)(?!\w))?")
