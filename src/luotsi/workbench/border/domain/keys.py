"""The county's own keys and the hub's: made, rotated, trusted, revoked."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.kit.border import KnownKey, PublicKey, fingerprint, key_id, new_key, public_of, same_fingerprint
from luotsi.kit.canonical import canonical_json
from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.border.models import HubKey, OwnKey

OVERLAP = timedelta(days=30)
PUBLIC_FILE = "border.pub"


def _private_file(name: str) -> Path:
    return Path(settings.LUOTSI_DATA) / "keys" / f"border-{name}.key"


def make_key(*, by: User | None = None) -> OwnKey:
    """Make a key pair and sign with it from now on. The earlier key stays in the list; the hub lets it lapse.

    The private half is written before the row, so that a key that the database knows can always sign.
    """
    private = new_key()
    public = public_of(private)
    file = _private_file(key_id(public))
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:  # noqa: PTH123 - opened with its mode
        stream.write(private.hex().encode())
        stream.flush()
        os.fsync(stream.fileno())
    now = timezone.now()
    with transaction.atomic():
        OwnKey.objects.filter(retired_at=None).update(retired_at=now)
        row = OwnKey.objects.create(key_id=key_id(public), public=public.hex(), made_at=now)
        audit.record("border.key_made", actor=by, target=f"key:{row.key_id}")
    write_public(Path(settings.LUOTSI_DATA) / PUBLIC_FILE)
    return row


def current_key() -> OwnKey | None:
    """The key that signs now."""
    return OwnKey.objects.filter(retired_at=None).first()


def private_of(row: OwnKey) -> bytes:
    """The private half, from its file."""
    try:
        return bytes.fromhex(_private_file(row.key_id).read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise LuotsiError(_NO_PRIVATE_KEY) from error


def public_key(row: OwnKey) -> PublicKey:
    """The key as it is handed to the hub."""
    names = settings.LUOTSI_COUNTY_NAME
    return PublicKey(settings.LUOTSI_COUNTY_ID, Text(names["fi"], names["sv"], names["en"]), bytes.fromhex(row.public))


def write_public(path: Path) -> None:
    """Write the current public key to a file, in one step."""
    row = current_key()
    if row is not None:
        scratch = path.with_suffix(".new")
        scratch.write_bytes(canonical_json(public_key(row).as_json()))
        scratch.replace(path)


def trust_hub(content: bytes, said: str, *, by: User | None = None) -> HubKey:
    """Trust a key of the hub whose fingerprint somebody compared. Earlier keys are accepted for 30 days more."""
    key = read_public(content)
    if key.owner != "hub":
        raise InputError(_NOT_THE_HUB, [Problem("owner", Text.same(f"{key.owner} ≠ hub"))])
    if not same_fingerprint(key.public, said):
        raise InputError(_OTHER_FINGERPRINT, [Problem("fingerprint", Text.same(fingerprint(key.public)))])
    now = timezone.now()
    with transaction.atomic():
        row, made = HubKey.objects.get_or_create(
            key_id=key_id(key.public), defaults={"public": key.public.hex(), "trusted_at": now}
        )
        if made:
            HubKey.objects.exclude(pk=row.pk).filter(valid_to=None).update(valid_to=now + OVERLAP)
            audit.record("border.hub_trusted", actor=by, target=f"key:{row.key_id}")
    return row


def read_public(content: bytes) -> PublicKey:
    """A public key file; InputError when it is not one."""
    try:
        return PublicKey.from_json(json.loads(content))
    except ValueError as error:
        raise InputError(Text("Tiedosto ei ole JSON.", "Filen är inte JSON.", "The file is not JSON.")) from error


def revoke_hub(said: str, *, by: User | None = None) -> None:
    """Accept nothing more that was signed with a key of the hub."""
    with transaction.atomic():
        row = next((row for row in HubKey.objects.all() if same_fingerprint(bytes.fromhex(row.public), said)), None)
        if row is None:
            raise InputError(Text("Avainta ei löydy.", "Nyckeln finns inte.", "There is no such key."))
        HubKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=timezone.now())
        audit.record("border.hub_revoked", actor=by, target=f"key:{row.key_id}")


def hub_key(name: str) -> KnownKey | None:
    """The hub's key of that name, when the county trusts it."""
    row = HubKey.objects.filter(key_id=name).first()
    if row is None and trust_neighbour():
        row = HubKey.objects.filter(key_id=name).first()
    return KnownKey(bytes.fromhex(row.public), _moment(row.trusted_at), row.valid_to, row.revoked_at) if row else None


def trust_neighbour() -> bool:
    """Demo only: trust the hub whose public key lies in the folder beside this half's own; whether it was there.

    Both halves of the demo are prepared at the same time, so the key is looked for when it is first needed. In
    production no key is trusted this way.
    """
    file = Path(settings.LUOTSI_DATA).parent / "hub" / PUBLIC_FILE
    if not settings.LUOTSI_DEMO or not file.is_file():
        return False
    content = file.read_bytes()
    try:
        trust_hub(content, fingerprint(read_public(content).public))
    except InputError:
        return False
    return True


def _moment(at: datetime) -> datetime:
    """A message may have been signed just before the key was trusted: what counts is when it is read."""
    return at - timedelta(minutes=5)


_NO_PRIVATE_KEY = Text(
    "Alueen allekirjoitusavaimen tiedosto puuttuu datakansiosta. Palauta se varmistuksesta tai tee uusi avain: "
    "luotsi border keys --new",
    "Filen med områdets signeringsnyckel saknas i datamappen. Återställ den från säkerhetskopian eller gör en ny "
    "nyckel: luotsi border keys --new",
    "The file of the county's signing key is missing from the data folder. Restore it from the backup or make a new "
    "key: luotsi border keys --new",
)
_NOT_THE_HUB = Text("Avain ei ole verkoston.", "Nyckeln är inte nätverkets.", "The key is not the network's.")
_OTHER_FINGERPRINT = Text(
    "Sormenjälki ei ole sama kuin tiedostossa. Älä luota avaimeen ennen kuin ero on selvinnyt.",
    "Fingeravtrycket är inte detsamma som i filen. Lita inte på nyckeln innan skillnaden är utredd.",
    "The fingerprint is not that of the file. Do not trust the key before the difference is explained.",
)
