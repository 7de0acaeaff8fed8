"""Pack: versioned content that travels from the hub to the county, pulled and never pushed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luotsi.kit.canonical import JsonObject, JsonValue, digest
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

SCHEMA = "luotsi-pack/1"
_SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_FIELDS = {"schema", "id", "version", "kind", "licence", "maintainer", "valid_from", "valid_to", "sha256", "content"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Rules, phrases, templates, indicators or a clearance start, with version (semver) and validity.

    Raises InputError when the identifier, version or validity does not hold.
    """

    id: str
    version: str
    kind: str
    licence: str
    maintainer: str
    valid_from: date
    valid_to: date | None
    content: Mapping[str, JsonValue]

    def __post_init__(self) -> None:
        problems = []
        if not _ID.fullmatch(self.id):
            problems.append(Problem("id", Text("Ei ole tunnus.", "Är ingen beteckning.", "Not an identifier.")))
        if not _SEMVER.fullmatch(self.version):
            problems.append(Problem("version", Text.same("MAJOR.MINOR.PATCH")))
        if self.valid_to and self.valid_to < self.valid_from:
            problems.append(
                Problem("valid_to", Text("Loppuu ennen alkua.", "Slutar före början.", "Ends before it begins."))
            )
        if problems:
            raise InputError(_NOT_A_PACK, problems)

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical content; stored with every finding that the pack makes."""
        return digest(self.content)

    def valid_on(self, day: date) -> bool:
        """True when the pack may be used on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def order(self) -> tuple[int, ...]:
        """The version as numbers, for comparing two packs of one id."""
        return tuple(int(part) for part in self.version.split("."))

    def as_json(self) -> JsonObject:
        """The message, of schema ``luotsi-pack/1``."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "version": self.version,
            "kind": self.kind,
            "licence": self.licence,
            "maintainer": self.maintainer,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "sha256": self.sha256,
            "content": self.content,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, JsonValue]) -> "Pack":
        """Read a message; InputError for an unknown or missing field or a hash that does not match its content."""
        wrong = sorted(set(value) ^ _FIELDS)
        if wrong or value["schema"] != SCHEMA:
            raise InputError(_NOT_A_PACK, [Problem(name, _WRONG_FIELD) for name in wrong or ["schema"]])
        content = value["content"]
        try:
            valid_from = date.fromisoformat(str(value["valid_from"]))
            valid_to = date.fromisoformat(str(value["valid_to"])) if value["valid_to"] else None
        except ValueError as error:
            problem = Problem("valid_from, valid_to", Text("Ei ole päivä.", "Är inget datum.", "Not a date."))
            raise InputError(_NOT_A_PACK, [problem]) from error
        if not isinstance(content, Mapping) or digest(content) != value["sha256"]:
            problem = Problem(
                "sha256",
                Text(
                    "Tiiviste ei vastaa sisältöä.",
                    "Kontrollsumman stämmer inte med innehållet.",
                    "The hash does not match the content.",
                ),
            )
            raise InputError(_NOT_A_PACK, [problem])
        words = {name: str(value[name]) for name in ("id", "version", "kind", "licence", "maintainer")}
        return cls(**words, valid_from=valid_from, valid_to=valid_to, content=content)


_NOT_A_PACK = Text("Paketti ei kelpaa.", "Paketet duger inte.", "The pack cannot be used.")
_WRONG_FIELD = Text(
    "Kenttä puuttuu tai ei kuulu pakettiin.",
    "Fältet saknas eller hör inte till paketet.",
    "The field is missing or does not belong to a pack.",
)
