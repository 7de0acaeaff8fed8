"""The access report that a client gets on request: when, which unit and profession, for what purpose, what was opened.

Users' names stand in it only when the county has set so. It never says what the record holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.text import Language, Text
from luotsi.web.context import county_name
from luotsi.web.formats import day, moment
from luotsi.workbench.access.domain.seen import Line, SeenFilter, lines, seen
from luotsi.workbench.access.purposes import label
from luotsi.workbench.access.queries import county_settings
from luotsi.workbench.models import Client

TITLE = Text("Asiakastietojen käytön loki", "Logg över användningen av klientuppgifter", "Log of the use of records")
COLUMNS = (
    ("at", Text("Aika", "Tid", "Time")),
    ("unit", Text("Yksikkö", "Enhet", "Unit")),
    ("who", Text("Käsittelijä", "Behandlare", "Handled by")),
    ("purpose", Text("Käyttötarkoitus", "Ändamål", "Purpose")),
    ("what", Text("Mitä avattiin", "Vad som öppnades", "What was opened")),
    ("basis", Text("Peruste", "Grund", "Basis")),
)
WORDS = {
    "client": Text("Asiakas", "Klient", "Client"),
    "born": Text("Syntynyt", "Född", "Born"),
    "county": Text("Alue", "Område", "County"),
    "period": Text("Ajalta", "För tiden", "Period"),
    "made": Text("Laadittu", "Upprättad", "Made"),
    "none": Text(
        "Tietoja ei ole käsitelty tänä aikana.",
        "Uppgifterna har inte behandlats under denna tid.",
        "The record was not handled in this period.",
    ),
    "contact": Text(
        "Jos käsittely herättää kysymyksiä, ota yhteyttä alueen tietosuojavastaavaan.",
        "Kontakta områdets dataskyddsombud om något väcker frågor.",
        "If something here raises questions, contact the county's data protection officer.",
    ),
}
BASIS = {
    "relationship": Text("asiakassuhde", "klientrelation", "care relationship"),
    "emergency": Text("hätäavaus", "nödöppning", "emergency access"),
    "": Text("ei kirjattu", "inte antecknad", "not recorded"),
}


@dataclass(frozen=True, slots=True)
class AccessReport:
    """A report in one language, ready to be shown, printed or sent."""

    client: Client
    since: datetime
    until: datetime
    language: Language
    names: bool
    made_at: datetime
    lines: Sequence[Line]

    def facts(self) -> list[tuple[str, str]]:
        """Whom it is about, the period, and when it was made."""
        last = self.until - timedelta(microseconds=1)
        pairs = [
            ("county", county_name(self.language)),
            ("client", self.client.name),
            ("born", day(self.client.birth_date, self.language)),
            ("period", f"{day(self.since, self.language)} – {day(last, self.language)}"),
            ("made", moment(self.made_at, self.language)),
        ]
        return [(WORDS[key].in_(self.language), value) for key, value in pairs if value]

    def rows(self) -> list[list[str]]:
        """One row of words for each handling, in the order of COLUMNS."""
        spoken = self.language
        return [
            [
                moment(line.at, spoken),
                line.unit.in_(spoken),
                self._who(line),
                label(line.purpose).in_(spoken),
                what_in_words(line, spoken),
                BASIS.get(line.basis, BASIS[""]).in_(spoken),
            ]
            for line in self.lines
        ]

    def as_text(self) -> str:
        """Plain text: the facts, then one paragraph for each handling."""
        spoken = self.language
        parts = [TITLE.in_(spoken), "\n".join(f"{term}: {value}" for term, value in self.facts())]
        names = [title.in_(spoken) for _key, title in COLUMNS]
        parts += [
            "\n".join(f"{name}: {cell}" for name, cell in zip(names, row, strict=True)) for row in self.rows()
        ] or [WORDS["none"].in_(spoken)]
        return "\n\n".join([*parts, WORDS["contact"].in_(spoken)]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """The same as data; times in ISO 8601."""
        keys = [key for key, _title in COLUMNS]
        rows = [dict(zip(keys, row, strict=True)) for row in self.rows()]
        for row, line in zip(rows, self.lines, strict=True):
            row["at"] = timezone.localtime(line.at).isoformat(timespec="seconds")
        return {
            "title": TITLE.in_(self.language),
            "language": self.language.value,
            "client": self.client.name,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "made": self.made_at.isoformat(timespec="seconds"),
            "events": rows,
        }

    def _who(self, line: Line) -> str:
        profession = line.title or line.role.in_(self.language)
        return f"{line.user}, {profession}" if self.names else profession


def what_in_words(line: Line, language: str) -> str:
    """What was opened, with the parts and how many of each were handed to a tool."""
    spoken = Language.parse(language)
    handed = ", ".join(f"{part.in_(spoken)} {count}" for part, count in line.parts)
    return f"{line.what.in_(spoken)} ({handed})" if handed else line.what.in_(spoken)


def access_report(
    user: User, client: Client, *, since: datetime, until: datetime, language: Language, form: str
) -> AccessReport:
    """Make the report; that it was made is audited. ``form`` (page, text or json) is for the log."""
    require(user, "access.oversee")
    with transaction.atomic():
        found = lines(list(seen(SeenFilter(client=str(client.pk), since=since, until=until)).order_by("sequence")))
        audit.record(
            "access.report",
            actor=user,
            client=str(client.pk),
            purpose="information_request",
            detail={
                "since": since.isoformat(),
                "until": until.isoformat(),
                "language": language.value,
                "form": form,
                "rows": len(found),
            },
        )
    return AccessReport(client, since, until, language, county_settings().names_in_report, timezone.now(), found)
