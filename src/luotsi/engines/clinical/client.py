"""Whose data it is: the one client of a Bundle, and every reference compared with that client."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from luotsi.engines.clinical import messages

SUBJECT_FIELDS: Final = ("subject", "patient", "beneficiary", "for")
"""The fields in which R4 resources name whom they are about."""


class SubjectKind(Enum):
    """How a resource's subject compares with the client."""

    CLIENT = auto()
    OTHER = auto()
    NOT_A_PERSON = auto()
    MISSING = auto()
    UNCHECKED = auto()
    WRONG_TYPE = auto()


@dataclass(frozen=True, slots=True)
class Subject:
    """The field that names the subject, how it compares, and words to show."""

    field: str
    kind: SubjectKind
    words: str = ""


class Client:
    """The one Patient of a Bundle, as references may name it."""

    def __init__(self, identity: str, full_url: str, identifiers: object) -> None:
        self.id = identity
        self.reference = f"Patient/{identity}"
        self.full_url = full_url
        self.base = full_url.removesuffix(self.reference) if full_url.startswith(("http://", "https://")) else ""
        self.identifiers: dict[str, set[str]] = {}
        for system, value in _identifiers(identifiers):
            self.identifiers.setdefault(system, set()).add(value)

    def is_client(self, reference: str) -> bool:
        """Whether the literal reference names this client."""
        plain = reference.partition("/_history/")[0]
        if plain == self.reference or (self.full_url and plain == self.full_url):
            return True
        base = plain.removesuffix(self.reference)
        return (
            base != plain
            and base.startswith(("http://", "https://"))
            and base.endswith("/")
            and base == (self.base or base)
        )

    def is_other(self, reference: str) -> bool:
        """Whether the literal reference names a Patient that is not this client."""
        return _is_patient(reference) and not self.is_client(reference)

    def subject_of(self, resource_type: str, data: Mapping[str, object]) -> Subject:
        """Whom a resource is about."""
        name = next((field for field in SUBJECT_FIELDS if data.get(field) is not None), "")
        if not name:
            usual = "patient" if resource_type in {"AllergyIntolerance", "Immunization"} else "subject"
            return Subject(usual, SubjectKind.MISSING)
        subject = data[name]
        if not isinstance(subject, dict):
            return Subject(name, SubjectKind.WRONG_TYPE)
        return self._compared(name, subject)

    def _compared(self, name: str, subject: Mapping[str, object]) -> Subject:
        reference = subject.get("reference")
        if isinstance(reference, str) and reference:
            words = messages.shortened(reference)
            if self.is_client(reference):
                return Subject(name, SubjectKind.CLIENT, words)
            if _is_patient(reference) or reference.startswith(("urn:", "#")):
                return Subject(name, SubjectKind.OTHER, words)
            kind = SubjectKind.NOT_A_PERSON if "/" in reference else SubjectKind.UNCHECKED
            return Subject(name, kind, words)
        for system, value in _identifiers([subject.get("identifier")]):
            own = self.identifiers.get(system)
            if own is not None:
                kind = SubjectKind.CLIENT if value in own else SubjectKind.OTHER
                # the identifier itself is personal data and is not shown
                return Subject(name, kind, system)
        return Subject(name, SubjectKind.UNCHECKED)


def _is_patient(reference: str) -> bool:
    parts = reference.partition("/_history/")[0].split("/")
    return parts[-2:-1] == ["Patient"]


def _identifiers(value: object) -> Iterator[tuple[str, str]]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            system, number = item.get("system"), item.get("value")
            if isinstance(system, str) and isinstance(number, str):
                yield system, number


def patient_references(data: Mapping[str, object], client: Client, skip: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The place and text of every reference to another Patient inside a resource; top-level fields in ``skip`` aside.

    ``Patient.link`` is skipped: by its definition in R4 it names another record of the same person.
    """
    pending: list[tuple[str, object]] = [(name, item) for name, item in data.items() if name not in skip]
    pending.reverse()
    while pending:
        place, item = pending.pop()
        if isinstance(item, list):
            pending.extend((f"{place}[{index}]", inner) for index, inner in reversed(list(enumerate(item))))
        elif isinstance(item, dict):
            found = item.get("reference")
            if isinstance(found, str) and client.is_other(found):
                yield f"{place}.reference", found
            pending.extend((f"{place}.{messages.shortened(name)}", inner) for name, inner in reversed(item.items()))
