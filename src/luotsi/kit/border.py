"""What crosses the border between a county and the hub: a signed envelope, its keys, and the acknowledgement.

Signature: Ed25519 (RFC 8032) over the canonical JSON of everything else in the envelope. Every schema is closed: an
unknown field is refused by name, so nothing can travel that the schema does not say.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from luotsi.kit.canonical import JsonObject, JsonValue, canonical_json, digest
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.text import Text

SCHEMA = "luotsi-envelope/1"
ACKNOWLEDGEMENT = "luotsi-acknowledgement/1"
KEY = "luotsi-key/1"
_ENVELOPE_FIELDS = frozenset({"schema", "key_id", "sent_at", "sequence", "body", "signature"})
_ACKNOWLEDGEMENT_FIELDS = frozenset({"schema", "county", "id", "version", "sha256"})
_KEY_FIELDS = frozenset({"schema", "owner", "name", "public"})
_HEX = re.compile(r"[0-9a-f]+")
_KEY_BYTES = 32


def new_key() -> bytes:
    """A new private key (32 bytes from the system's secure source)."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public key (32 bytes) of a private one."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """The name of a key: SHA-256 of its 32 bytes, in hexadecimal."""
    return sha256(public).hexdigest()


def fingerprint(public: bytes) -> str:
    """The first 128 bits of the key's name in groups of four, to be compared by telephone or on paper."""
    return " ".join(re.findall("....", key_id(public)[:32]))


def same_fingerprint(public: bytes, said: str) -> bool:
    """Whether what a person says or types is the fingerprint of the key; case and spaces do not matter."""
    return "".join(said.lower().split()) in {key_id(public), key_id(public)[:32]}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as its owner hands it over. ``owner`` is the county's identifier, or ``hub``."""

    owner: str
    name: Text
    public: bytes

    def as_json(self) -> JsonObject:
        """The key file, of schema ``luotsi-key/1``."""
        return {"schema": KEY, "owner": self.owner, "name": self.name.as_json(), "public": self.public.hex()}

    @classmethod
    def from_json(cls, value: JsonValue) -> "PublicKey":
        """Read a key file; InputError names what is wrong."""
        found = _closed(value, _KEY_FIELDS, KEY, _NOT_A_KEY)
        name, public = found["name"], str(found["public"])
        if not (isinstance(name, Mapping) and set(name) == {"fi", "sv", "en"} and all(map(str, name.values()))):
            raise InputError(_NOT_A_KEY, [Problem("name", Text.same("fi, sv, en"))])
        if not (_HEX.fullmatch(public) and len(public) == 2 * _KEY_BYTES):
            raise InputError(_NOT_A_KEY, [Problem("public", Text.same("64 × 0…9a…f"))])
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", str(found["owner"])):
            raise InputError(_NOT_A_KEY, [Problem("owner", _NOT_AN_IDENTIFIER)])
        return cls(
            str(found["owner"]), Text(*(str(name[language]) for language in ("fi", "sv", "en"))), bytes.fromhex(public)
        )


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that the receiver has enrolled, and from when to when it is accepted (an instant in UTC)."""

    public: bytes
    valid_from: datetime
    valid_to: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message on its way. ``sequence`` counts the sender's messages; one number never carries two contents."""

    key_id: str
    sent_at: datetime
    sequence: int
    body: JsonObject
    signature: str

    def unsigned(self) -> JsonObject:
        """What the signature is over."""
        return {
            "schema": SCHEMA,
            "key_id": self.key_id,
            "sent_at": self.sent_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "sequence": self.sequence,
            "body": self.body,
        }

    def as_json(self) -> JsonObject:
        """The message, of schema ``luotsi-envelope/1``."""
        return {**self.unsigned(), "signature": self.signature}

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical body: what an acknowledgement acknowledges."""
        return digest(self.body)

    @classmethod
    def from_json(cls, value: JsonValue) -> "Envelope":
        """Read an envelope without trusting it; InputError names every field that is unknown, missing or ill-typed."""
        found = _closed(value, _ENVELOPE_FIELDS, SCHEMA, _NOT_AN_ENVELOPE)
        problems = [
            Problem(name, Text.same(f"{2 * size} × 0…9a…f"))
            for name, size in (("key_id", 32), ("signature", 64))
            if not (
                isinstance(found[name], str) and len(str(found[name])) == 2 * size and _HEX.fullmatch(str(found[name]))
            )
        ]
        sequence, body = found["sequence"], found["body"]
        if not isinstance(sequence, int) or isinstance(sequence, bool) or not 1 <= sequence < 2**63:
            problems.append(Problem("sequence", Text.same("1, 2, 3 …")))
        if not isinstance(body, Mapping):
            problems.append(Problem("body", Text("Ei ole viesti.", "Är inget meddelande.", "Not a message.")))
        sent_at = _instant(str(found["sent_at"]))
        if sent_at is None:
            problems.append(Problem("sent_at", Text.same("2026-11-22T10:00:00.000000+00:00")))
        if problems or not isinstance(body, Mapping) or sent_at is None or not isinstance(sequence, int):
            raise InputError(_NOT_AN_ENVELOPE, problems)
        return cls(str(found["key_id"]), sent_at, sequence, body, str(found["signature"]))


def read_envelope(content: bytes) -> Envelope:
    """Read the bytes of an envelope without trusting it; InputError for whatever is not one."""
    try:
        value: JsonValue = json.loads(content, parse_constant=_no_constant)
        canonical_json(value)  # refuses what has no bytes of its own, such as half a surrogate pair
    except (ValueError, RecursionError) as error:
        raise InputError(
            Text("Viesti ei ole JSON.", "Meddelandet är inte JSON.", "The message is not JSON.")
        ) from error
    return Envelope.from_json(value)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def seal(private: bytes, body: JsonObject, *, sequence: int, sent_at: datetime) -> Envelope:
    """Sign a body. ``sent_at`` is an aware instant."""
    blank = Envelope(key_id(public_of(private)), sent_at, sequence, body, "")
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(canonical_json(blank.unsigned()))
    return Envelope(blank.key_id, sent_at, sequence, body, signature.hex())


def verify(envelope: Envelope, known: KnownKey | None, now: datetime) -> None:
    """Accept the envelope or raise NotPermittedError: unknown, not yet valid, expired or revoked key, or a false signature.

    Validity is judged at the receiver's own time ``now``: a revoked key's messages are refused whatever they claim.
    """
    if known is None or key_id(known.public) != envelope.key_id:
        raise NotPermittedError(_UNKNOWN_KEY)
    if known.revoked_at is not None:
        raise NotPermittedError(Text("Avain on mitätöity.", "Nyckeln är återkallad.", "The key has been revoked."))
    if now < known.valid_from or (known.valid_to is not None and now > known.valid_to):
        raise NotPermittedError(
            Text("Avain ei ole voimassa.", "Nyckeln är inte i kraft.", "The key is not valid at this time.")
        )
    try:
        Ed25519PublicKey.from_public_bytes(known.public).verify(
            bytes.fromhex(envelope.signature), canonical_json(envelope.unsigned())
        )
    except InvalidSignature as error:
        raise NotPermittedError(
            Text("Allekirjoitus ei täsmää.", "Underskriften stämmer inte.", "The signature does not match.")
        ) from error


def check_replay(earlier_sha256: str | None, envelope: Envelope) -> bool:
    """Whether the sequence number was met before; ConflictError when it then carried something else."""
    if earlier_sha256 is not None and earlier_sha256 != envelope.sha256:
        raise ConflictError(
            Text(
                "Saman järjestysnumeron viesti on jo saatu eri sisältöisenä.",
                "Ett meddelande med samma ordningsnummer har redan kommit med annat innehåll.",
                "A message with the same sequence number has already come with other content.",
            )
        )
    return earlier_sha256 is not None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The hub's word that it holds a version of an Aggregate: exactly the content with this hash."""

    county: str
    id: str
    version: int
    sha256: str

    def as_json(self) -> JsonObject:
        """The message, of schema ``luotsi-acknowledgement/1``."""
        return {
            "schema": ACKNOWLEDGEMENT,
            "county": self.county,
            "id": self.id,
            "version": self.version,
            "sha256": self.sha256,
        }

    @classmethod
    def from_json(cls, value: JsonValue) -> "Acknowledgement":
        """Read an acknowledgement; InputError names every field that does not hold."""
        found = _closed(value, _ACKNOWLEDGEMENT_FIELDS, ACKNOWLEDGEMENT, _NOT_AN_ACKNOWLEDGEMENT)
        version = found["version"]
        problems = [
            Problem(name, _NOT_AN_IDENTIFIER) for name in ("county", "id", "sha256") if not isinstance(found[name], str)
        ]
        if not isinstance(version, int) or isinstance(version, bool):
            problems.append(Problem("version", Text.same("1, 2, 3 …")))
        if problems or not isinstance(version, int):
            raise InputError(_NOT_AN_ACKNOWLEDGEMENT, problems)
        return cls(str(found["county"]), str(found["id"]), version, str(found["sha256"]))


def _closed(value: JsonValue, fields: frozenset[str], schema: str, text: Text) -> JsonObject:
    """The value as an object with exactly these fields and this schema."""
    if not isinstance(value, Mapping):
        raise InputError(text)
    problems = [
        Problem(
            name,
            Text("Kenttä puuttuu.", "Fältet saknas.", "The field is missing.")
            if name in fields
            else Text("Kenttä ei kuulu tähän.", "Fältet hör inte hit.", "The field does not belong here."),
        )
        for name in sorted(set(value) ^ fields)
    ]
    if not problems and value["schema"] != schema:
        problems = [Problem("schema", Text.same(f"≠ {schema}"))]
    if problems:
        raise InputError(text, problems)
    return value


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


_NOT_A_KEY = Text("Tiedosto ei ole julkinen avain.", "Filen är ingen publik nyckel.", "The file is not a public key.")
_NOT_AN_ENVELOPE = Text(
    "Viesti ei ole allekirjoitettu kuori.", "Meddelandet är inget undertecknat kuvert.", "Not a signed envelope."
)
_NOT_AN_ACKNOWLEDGEMENT = Text(
    "Viesti ei ole kuittaus.", "Meddelandet är ingen kvittering.", "The message is not an acknowledgement."
)
_NOT_AN_IDENTIFIER = Text("Ei ole tunnus.", "Är ingen beteckning.", "Not an identifier.")
_UNKNOWN_KEY = Text(
    "Avainta ei tunneta. Ota avain käyttöön ensin.",
    "Nyckeln är inte känd. Ta den i bruk först.",
    "The key is not known. Enrol it first.",
)
