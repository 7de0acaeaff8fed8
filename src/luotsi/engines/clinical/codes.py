"""Code systems of Finnish social and health care data, and tolerant reading of ATC and ICD-10 codes.

The system addresses are from memory ("unverified") unless their comment names the source; the reader accepts every
variant listed and, where the system is missing, knows ATC and ICD-10 codes by their shape.
"""

from re import IGNORECASE
from re import compile as pattern
from typing import Final

from luotsi.engines.clinical.datatypes import Coding, Concept

ATC: Final = "http://www.whocc.no/atc"
"""FHIR R4 terminologies, "ATC"; also named in the medication specification of the house."""
ICD10: Final = "http://hl7.org/fhir/sid/icd-10"
"""FHIR R4 terminologies, "ICD-10"."""
LOINC: Final = "http://loinc.org"
"""FHIR R4 terminologies, "LOINC"."""
SNOMED: Final = "http://snomed.info/sct"
"""FHIR R4 terminologies, "SNOMED CT"."""
UCUM: Final = "http://unitsofmeasure.org"
"""FHIR R4 terminologies, "UCUM"."""
ICD10_FI: Final = "urn:oid:1.2.246.537.6.1.1999"
"""Finnish ICD-10 classification, THL code server. Unverified, from memory."""
ATC_FI: Final = "urn:oid:1.2.246.537.6.32"
"""Finnish ATC classification, THL code server; later versions add a year. Unverified, from memory."""
LABORATORY_FI: Final = "urn:oid:1.2.246.537.6.3.2006"
"""Kuntaliitto laboratory nomenclature, THL code server. Unverified, from memory."""
VNR: Final = "urn:oid:1.2.246.537.6.55"
"""Nordic product number (VNR) of a package, Fimea pharmaceutical database. Unverified, from memory."""

ATC_SYSTEMS: Final = frozenset({"whocc.no/atc", "whocc.no/atc_ddd_index"})
ATC_OIDS: Final = ("1.2.246.537.6.32", "2.16.840.1.113883.6.73")
ICD10_SYSTEMS: Final = frozenset(
    {"hl7.org/fhir/sid/icd-10", "hl7.org/fhir/sid/icd-10-fi", "hl7.org/fhir/sid/icd-10-cm"}
)
ICD10_OIDS: Final = ("1.2.246.537.6.1", "2.16.840.1.113883.6.3", "2.16.840.1.113883.6.90")
VNR_OIDS: Final = ("1.2.246.537.6.55",)

SUBSTANCE: Final = 7
"""Letters and digits of an ATC code that names a substance (level 5)."""
VNR_DIGITS: Final = 6
"""Digits of a Nordic product number."""

ATC_SHAPE = pattern(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?\Z")
ICD10_SHAPE = pattern(r"([A-Z]\d[0-9A-Z])\.?([0-9A-Z]{1,4})?\Z")
ICD10_PARTS = pattern(r"[+*&†#/,;\s]+")
BLANKS_AND_DOTS = pattern(r"[\s.·_-]+")
SCHEME = pattern(r"(?:https?://(?:www\.)?)", IGNORECASE)


def normalise_atc(text: str) -> str | None:
    """An ATC code of any level in its standard form, or ``None`` when the text is not one.

    Lower case, blanks, dots and hyphens are forgiven. Source of the shape: WHO Collaborating Centre for Drug
    Statistics Methodology, ATC structure and principles (five levels: A, 10, B, A, 02).

    >>> normalise_atc("a10 ba.02")
    'A10BA02'
    """
    code = BLANKS_AND_DOTS.sub("", text).upper()
    return code if code.isascii() and ATC_SHAPE.match(code) else None


def is_atc(text: str, level: int = 5) -> bool:
    """Whether the text is an ATC code of exactly ``level`` (1 to 5; 5 is a substance)."""
    code = normalise_atc(text)
    return code is not None and len(code) == (1, 3, 4, 5, 7)[level - 1]


def icd10_codes(text: str) -> tuple[str, ...]:
    """Every ICD-10 code of the text in standard form; Finnish pairs (``E11.3+H36.0*``) give both.

    The part after ``#`` is an ATC code in the Finnish classification (the medicine that caused an adverse effect) and
    is left out.

    >>> icd10_codes("e113+h36.0*")
    ('E11.3', 'H36.0')
    """
    found = []
    for part in ICD10_PARTS.split(text.partition("#")[0].strip().upper()):
        match = ICD10_SHAPE.match(part) if part.isascii() else None
        if match is not None:
            found.append(f"{match[1]}.{match[2]}" if match[2] else match[1])
    return tuple(dict.fromkeys(found))


def normalise_icd10(text: str) -> str | None:
    """The first ICD-10 code of the text in standard form, with its dot; ``None`` when there is none.

    >>> normalise_icd10("i489")
    'I48.9'
    """
    return next(iter(icd10_codes(text)), None)


def is_icd10(text: str) -> bool:
    """Whether the whole text is one ICD-10 code (a dagger-asterisk pair is not one code)."""
    return len(icd10_codes(text)) == 1 and ICD10_SHAPE.match(text.strip().upper().rstrip("+*†")) is not None


def _oid_under(system: str, roots: tuple[str, ...]) -> bool:
    oid = system.removeprefix("urn:oid:")
    return any(oid == root or oid.startswith(root + ".") for root in roots)


def _address(system: str) -> str:
    return SCHEME.sub("", system.strip()).rstrip("/").lower()


def is_atc_system(system: str) -> bool:
    """Whether the address names the ATC system (WHO address, Finnish or HL7 OID)."""
    return system == ATC or _address(system) in ATC_SYSTEMS or _oid_under(system.strip(), ATC_OIDS)


def is_icd10_system(system: str) -> bool:
    """Whether the address names ICD-10 (WHO, or the Finnish version)."""
    return system == ICD10 or _address(system) in ICD10_SYSTEMS or _oid_under(system.strip(), ICD10_OIDS)


def atc_of(concept: Concept) -> tuple[str, ...]:
    """The ATC codes of a medicine's concept: by system, and by shape (a full level-5 code) where the system is missing."""
    found: list[str] = []
    for coding in concept.codings:
        code = normalise_atc(coding.code)
        if code is not None and (is_atc_system(coding.system) or (not coding.system and len(code) == SUBSTANCE)):
            found.append(code)
    return tuple(dict.fromkeys(found))


def icd10_of(concept: Concept) -> tuple[str, ...]:
    """The ICD-10 codes of a condition's concept: by system, and by shape where the system is missing."""
    found: list[str] = []
    for coding in concept.codings:
        if not coding.system or is_icd10_system(coding.system):
            found.extend(icd10_codes(coding.code))
    return tuple(dict.fromkeys(found))


def vnr_of(concept: Concept) -> tuple[str, ...]:
    """The Nordic product numbers (six digits, zeros kept) of a medicine's concept."""
    return tuple(
        dict.fromkeys(
            coding.code.zfill(VNR_DIGITS)
            for coding in concept.codings
            if _oid_under(coding.system, VNR_OIDS)
            and coding.code.isascii()
            and coding.code.isdigit()
            and len(coding.code) <= VNR_DIGITS
        )
    )


def loinc_of(codings: tuple[Coding, ...]) -> tuple[str, ...]:
    """The LOINC codes of the codings: by system, and by shape (digits, hyphen, digit) where the system is missing."""
    return tuple(
        coding.code
        for coding in codings
        if coding.system == LOINC or (not coding.system and LOINC_SHAPE.match(coding.code) is not None)
    )


LOINC_SHAPE = pattern(r"\d{1,6}-\d\Z")
