"""The reasons that are asked for when access changes, each in three languages."""

from enum import StrEnum

from luotsi.kit.text import Text

NOTE_LEAST = 10
NOTE_LIMIT = 1000


class EmergencyReason(StrEnum):
    """Why a record is opened without a care relationship."""

    LIFE = "life"
    REGISTRATION = "registration"
    ON_CALL = "on_call"
    CONTACT = "contact"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The reason in words."""
        return _EMERGENCY[self]


class StartReason(StrEnum):
    """Why a unit's care relationship with a client starts."""

    REFERRAL = "referral"
    BOOKED = "booked"
    CONTACT = "contact"
    TRANSFER = "transfer"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The reason in words."""
        return _START[self]


class EndReason(StrEnum):
    """Why a care relationship ends."""

    FINISHED = "finished"
    TRANSFER = "transfer"
    MISTAKE = "mistake"
    DEATH = "death"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The reason in words."""
        return _END[self]


class Outcome(StrEnum):
    """What the privacy officer found of an emergency access."""

    ACCEPTED = "accepted"
    FOLLOW_UP = "follow_up"

    @property
    def label(self) -> Text:
        """The outcome in words."""
        return _OUTCOME[self]


_OTHER = Text("muu syy", "annan orsak", "another reason")
_EMERGENCY = {
    EmergencyReason.LIFE: Text(
        "henki tai terveys on välittömässä vaarassa",
        "liv eller hälsa är i omedelbar fara",
        "life or health is in immediate danger",
    ),
    EmergencyReason.REGISTRATION: Text(
        "asiakas on paikalla, asiakassuhdetta ei ole vielä kirjattu",
        "klienten är på plats, klientrelationen är inte registrerad än",
        "the client is here, the care relationship is not registered yet",
    ),
    EmergencyReason.ON_CALL: Text(
        "päivystys tai sijaisuus toisessa yksikössä",
        "jour eller vikariat i en annan enhet",
        "on call or standing in for another unit",
    ),
    EmergencyReason.CONTACT: Text(
        "asiakas tai läheinen otti yhteyttä kiireellisesti",
        "klienten eller en närstående tog brådskande kontakt",
        "the client or a relative made urgent contact",
    ),
    EmergencyReason.OTHER: _OTHER,
}
_START = {
    StartReason.REFERRAL: Text("lähete tai palvelupyyntö", "remiss eller servicebegäran", "referral or request"),
    StartReason.BOOKED: Text("varattu aika tai käynti", "bokad tid eller besök", "booked appointment or visit"),
    StartReason.CONTACT: Text("asiakas otti yhteyttä", "klienten tog kontakt", "the client made contact"),
    StartReason.TRANSFER: Text("siirto toisesta yksiköstä", "flytt från en annan enhet", "moved from another unit"),
    StartReason.OTHER: _OTHER,
}
_END = {
    EndReason.FINISHED: Text("hoito tai palvelu päättyi", "vården eller servicen avslutades", "care or service ended"),
    EndReason.TRANSFER: Text("siirto toiseen yksikköön", "flytt till en annan enhet", "moved to another unit"),
    EndReason.MISTAKE: Text("kirjattu erehdyksessä", "registrerad av misstag", "registered by mistake"),
    EndReason.DEATH: Text("asiakas on kuollut", "klienten har avlidit", "the client has died"),
    EndReason.OTHER: _OTHER,
}
_OUTCOME = {
    Outcome.ACCEPTED: Text("hyväksytty", "godkänd", "accepted"),
    Outcome.FOLLOW_UP: Text("selvitettävä", "utreds vidare", "to be followed up"),
}


def choices(
    reasons: type[EmergencyReason] | type[StartReason] | type[EndReason] | type[Outcome], language: str
) -> list[tuple[str, str]]:
    """Value and label of each, for a form."""
    return [(reason.value, reason.label.in_(language)) for reason in reasons]
