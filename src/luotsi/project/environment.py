"""Every setting of Luotsi, read from the environment and nowhere else. The reference page is made from this list."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from luotsi.base.text_endpoint import Endpoint
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _flag(value: str) -> bool:
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("1 or 0")


def _role(value: str) -> str:
    if value not in {"hub", "workbench"}:
        raise ValueError("hub or workbench")
    return value


def _smallest_cell(value: str) -> int:
    if int(value) < 5:  # noqa: PLR2004 - the network's own floor, said in the reference page
        raise ValueError("5 or more")
    return int(value)


def _issuer(value: str) -> str:
    if value and not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ValueError("https://…")
    return value.rstrip("/")


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, default (as text), how it is read, and what it is for."""

    name: str
    default: str
    read: Callable[[str], Any]
    about: str
    secret: bool = False


SETTINGS = (
    Setting("LUOTSI_ROLE", "workbench", _role, "Which half this process is: `hub` or `workbench`."),
    Setting("LUOTSI_DATA", "var", Path, "Folder for databases, files and built assets. On a local disk."),
    Setting("LUOTSI_SECRET_KEY", "", str, "Secret for signing sessions; at least 50 random characters.", secret=True),
    Setting(
        "LUOTSI_DATABASE_URL",
        "",
        str,
        "Database, e.g. `postgres://user:password@host/name`. Empty: SQLite in the data folder.",
        secret=True,
    ),
    Setting("LUOTSI_HOSTS", "127.0.0.1,localhost", _words, "Host names that this half answers to."),
    Setting("LUOTSI_PUBLIC_URL", "http://127.0.0.1:8000", str, "Address under which users reach this half."),
    Setting("LUOTSI_HUB_URL", "", str, "Workbench: address of the hub, for links and for pulling packs."),
    Setting("LUOTSI_WORKBENCH_URL", "", str, "Hub: address of a workbench shown in the demo; empty in production."),
    Setting("LUOTSI_DEMO", "0", _flag, "1 shows that people and figures are synthetic and offers demo log-ins."),
    Setting("LUOTSI_HTTPS", "0", _flag, "1 behind TLS: secure cookies, HSTS, and redirects to https."),
    Setting("LUOTSI_PROXIES", "0", int, "How many trusted reverse proxies stand before this half (0 = none)."),
    Setting("LUOTSI_COUNTY_ID", "mallila", str, "Workbench: short identifier of the county, as the hub knows it."),
    Setting("LUOTSI_COUNTY_NAME_FI", "Mallilan hyvinvointialue", str, "Workbench: name of the county in Finnish."),
    Setting("LUOTSI_COUNTY_NAME_SV", "Mallila välfärdsområde", str, "Workbench: name of the county in Swedish."),
    Setting("LUOTSI_COUNTY_NAME_EN", "Mallila wellbeing services county", str, "Workbench: name in English."),
    Setting("LUOTSI_SMALLEST_CELL", "5", _smallest_cell, "k: counts under this are suppressed in what leaves (≥ 5)."),
    Setting("LUOTSI_MFA_REQUIRED", "1", _flag, "1: staff sign in with a second factor (TOTP or passkey)."),
    Setting("LUOTSI_SESSION_HOURS", "12", int, "A session ends after this many hours."),
    Setting("LUOTSI_BUNDLE_LIMIT_MB", "50", int, "Largest FHIR Bundle that is read in one piece."),
    Setting("LUOTSI_UPLOAD_LIMIT_MB", "200", int, "Largest file that is stored."),
    Setting(
        "LUOTSI_EMAIL_URL", "", str, "`smtp://user:password@host:587` or empty: mail to the data folder.", secret=True
    ),
    Setting("LUOTSI_EMAIL_FROM", "luotsi@localhost", str, "Sender address of the mail."),
    Setting("LUOTSI_OIDC_ISSUER", "", _issuer, "Address of an OpenID Connect provider; empty: local accounts only."),
    Setting("LUOTSI_OIDC_CLIENT_ID", "", str, "Client identifier at the OpenID Connect provider."),
    Setting("LUOTSI_OIDC_CLIENT_SECRET", "", str, "Client secret at the OpenID Connect provider.", secret=True),
    Setting("LUOTSI_OIDC_NAME", "OpenID Connect", str, "Name of the provider on the sign-in page."),
    Setting(
        "LUOTSI_TEXT_MODEL_URL",
        "",
        str,
        "Workbench: address of an OpenAI-compatible language model, up to `/v1`; https, or the machine itself. Empty: none is used.",
    ),
    Setting("LUOTSI_TEXT_MODEL_NAME", "", str, "Name of the model at that address."),
    Setting("LUOTSI_TEXT_MODEL_KEY", "", str, "Key of that address.", secret=True),
    Setting(
        "LUOTSI_TEXT_MODEL_DATA_CLASS",
        "",
        str,
        "What may be sent there: `synthetic` (the demo's clients only) or `pseudonymised`. Identifiers are never sent.",
    ),
    Setting(
        "LUOTSI_TEXT_MODEL_DPIA",
        "",
        str,
        "Identifier of the county's impact assessment for that use; required with the address.",
    ),
    Setting("LUOTSI_TEXT_MODEL_SECONDS", "60", float, "Longest wait for one answer of the model, in seconds."),
    Setting("LUOTSI_THREADS", "8", int, "Threads that serve pages in one process."),
    Setting("LUOTSI_LOG_LEVEL", "INFO", str, "Least severe log message that is written (to standard error)."),
)


class Environment:
    """The settings as read: ``environment["LUOTSI_ROLE"]``."""

    def __init__(self, source: Mapping[str, str]) -> None:
        problems = []
        self._values: dict[str, Any] = {}
        for setting in SETTINGS:
            raw = source.get(setting.name, setting.default)
            try:
                self._values[setting.name] = setting.read(raw)
            except ValueError as error:
                shown = "…" if setting.secret else repr(raw)
                problems.append(Problem(setting.name, Text.same(f"{shown}: {error}")))
        known = {setting.name for setting in SETTINGS}
        problems += [
            Problem(name, Text("Tuntematon asetus.", "Okänd inställning.", "Unknown setting."))
            for name in sorted(source)
            if name.startswith("LUOTSI_") and name not in known and not name.startswith("LUOTSI_TEST_")
        ]
        if problems:
            raise InputError(
                Text("Asetukset eivät kelpaa.", "Inställningarna duger inte.", "The settings cannot be used."), problems
            )

    def __getitem__(self, name: str) -> Any:
        return self._values[name]


def environment() -> Environment:
    """The settings of this process. InputError names every variable that is wrong or unknown."""
    return Environment(os.environ)


def text_endpoint(values: Environment) -> Endpoint | None:
    """The language model that the settings name; None when they name none. InputError when they name half of one."""
    if not values["LUOTSI_TEXT_MODEL_URL"]:
        return None
    endpoint = Endpoint(
        values["LUOTSI_TEXT_MODEL_URL"].rstrip("/"),
        values["LUOTSI_TEXT_MODEL_NAME"],
        values["LUOTSI_TEXT_MODEL_DATA_CLASS"],
        values["LUOTSI_TEXT_MODEL_DPIA"],
        values["LUOTSI_TEXT_MODEL_KEY"],
        values["LUOTSI_TEXT_MODEL_SECONDS"],
    )
    endpoint.check()
    return endpoint
