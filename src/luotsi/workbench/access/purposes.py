"""The purposes for which a client's record is handled, as data. The legal grounds wait for the county's lawyer.

The grounds were written from memory (GDPR and the Finnish Act 703/2023 on the handling of client data in social welfare
and health care) and checked against no source: each says so by ``status`` until a person has verified it.
"""

from dataclasses import dataclass
from enum import StrEnum

from luotsi.kit.text import Text


class GroundStatus(StrEnum):
    """Whether somebody has checked the legal ground against the law."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"

    @property
    def label(self) -> Text:
        """The status in words."""
        return _STATUS[self]


_STATUS = {
    GroundStatus.UNVERIFIED: Text(
        "luonnos, tarkistamatta laista", "utkast, inte kontrollerat mot lagen", "draft, not checked against the law"
    ),
    GroundStatus.VERIFIED: Text("tarkistettu", "kontrollerat", "checked"),
}

_HEALTH = Text(
    "GDPR 6 art. 1 c ja 9 art. 2 h; laki 703/2023",
    "GDPR art. 6.1 c och 9.2 h; lag 703/2023",
    "GDPR Art. 6(1)(c) and 9(2)(h); Act 703/2023",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One purpose: its key in the log, its name, and the legal ground with its status."""

    key: str
    label: Text
    ground: Text = _HEALTH
    status: GroundStatus = GroundStatus.UNVERIFIED


PURPOSES = {
    purpose.key: purpose
    for purpose in (
        Purpose(key="care", label=Text("hoito", "vård", "care")),
        Purpose(key="service", label=Text("sosiaalipalvelu", "socialservice", "social service")),
        Purpose(
            key="medication_review",
            label=Text("lääkityksen arviointi", "läkemedelsgranskning", "medication review"),
        ),
        Purpose(
            key="need_assessment",
            label=Text("palvelutarpeen arviointi", "bedömning av servicebehovet", "service need assessment"),
        ),
        Purpose(
            key="supervision",
            label=Text("ohjaus ja valvonta", "handledning och tillsyn", "supervision"),
        ),
        Purpose(
            key="information_request",
            label=Text("asiakkaan tietopyyntö", "klientens begäran om uppgifter", "client's request for information"),
        ),
    )
}
DEFAULT = "care"


def label(key: str) -> Text:
    """The name of a purpose; the key itself for one that is no longer on the list."""
    found = PURPOSES.get(key)
    return found.label if found else Text.same(key or "-")


def choices(language: str) -> list[tuple[str, str]]:
    """Value and label of each purpose, for a form."""
    return [(key, purpose.label.in_(language)) for key, purpose in PURPOSES.items()]
