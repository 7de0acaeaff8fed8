"""The counties' keys (enrolled, rotated, revoked) and the hub's own."""

import json
import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.hub.arrivals.models import Counter, CountyKey, HubKey
from luotsi.hub.spine.models import Organisation
from luotsi.kit.border import Envelope, PublicKey, fingerprint, key_id, new_key, public_of, same_fingerprint, seal
from luotsi.kit.canonical import JsonObject, canonical_json
from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.text import Text

OVERLAP = timedelta(days=30)
PUBLIC_FILE = "border.pub"
_NAME = Text("Verkosto", "Nätverket", "The network")


def read_public(content: bytes) -> PublicKey:
    """A public key file; InputError when it is not one."""
    try:
        return PublicKey.from_json(json.loads(content))
    except ValueError as error:
        raise InputError(Text("Tiedosto ei ole JSON.", "Filen är inte JSON.", "The file is not JSON.")) from error


def enrol(content: bytes, said: str, *, invented: bool = False, by: User | None = None) -> CountyKey:
    """Take a county's key into use. ``said`` is the fingerprint as the county gave it by another channel.

    A key that the county had before is accepted for 30 days more, so that what is on its way arrives.
    """
    key = read_public(content)
    if not same_fingerprint(key.public, said):
        raise InputError(_OTHER_FINGERPRINT, [Problem("fingerprint", Text.same(fingerprint(key.public)))])
    _check_owner(key, invented=invented)
    now = timezone.now()
    with transaction.atomic():
        row, made = CountyKey.objects.get_or_create(
            key_id=key_id(key.public),
            defaults={
                "county": key.owner,
                "name_fi": key.name.fi,
                "name_sv": key.name.sv,
                "name_en": key.name.en,
                "public": key.public.hex(),
                "invented": invented,
                "valid_from": now,
            },
        )
        if row.county != key.owner:
            raise InputError(_TAKEN, [Problem("owner", Text.same(row.county))])
        if made:
            CountyKey.objects.filter(county=key.owner, valid_to=None).exclude(pk=row.pk).update(valid_to=now + OVERLAP)
            audit.record("border.enrolled", actor=by, target=f"key:{row.key_id}", detail={"county": row.county})
    return row


def _check_owner(key: PublicKey, *, invented: bool) -> None:
    real = Organisation.objects.filter(pk=key.owner).exists()
    if real and invented:
        raise InputError(_IS_REAL, [Problem("owner", Text.same(key.owner))])
    if not real and not invented:
        raise InputError(_NO_SUCH_COUNTY, [Problem("owner", Text.same(key.owner))])
    if CountyKey.objects.filter(county=key.owner).exclude(invented=invented).exists():
        raise InputError(_TAKEN, [Problem("owner", Text.same(key.owner))])


def revoke(said: str, *, by: User | None = None) -> CountyKey:
    """Accept nothing more that is signed with the key. What arrived before stays, and can be restated with a new key."""
    with transaction.atomic():
        row = next((row for row in CountyKey.objects.all() if same_fingerprint(bytes.fromhex(row.public), said)), None)
        if row is None:
            raise InputError(
                Text("Avainta ei löydy.", "Nyckeln finns inte.", "There is no such key."),
                [Problem("fingerprint", Text.same(said))],
            )
        if row.revoked_at is None:
            row.revoked_at = timezone.now()
            row.save(update_fields=["revoked_at"])
            audit.record("border.revoked", actor=by, target=f"key:{row.key_id}", detail={"county": row.county})
    return row


def county_key(name: str) -> CountyKey | None:
    """The enrolled key of that name."""
    found = CountyKey.objects.filter(key_id=name).first()
    if found is None and enrol_neighbour():
        found = CountyKey.objects.filter(key_id=name).first()
    return found


def enrol_neighbour() -> bool:
    """Demo only: enrol the invented county whose public key lies in the folder beside this half's own.

    Both halves of the demo are prepared at the same time, so the key is looked for when it is first needed. In
    production no key is enrolled this way.
    """
    file = Path(settings.LUOTSI_DATA).parent / "workbench" / PUBLIC_FILE
    if not settings.LUOTSI_DEMO or not file.is_file():
        return False
    content = file.read_bytes()
    try:
        enrol(content, fingerprint(read_public(content).public), invented=True)
    except InputError:
        return False
    return True


# The hub's own ------------------------------------------------------------------------------------------------------
def _private_file(name: str) -> Path:
    return Path(settings.LUOTSI_DATA) / "keys" / f"border-{name}.key"


def make_key(*, by: User | None = None) -> HubKey:
    """Make a key pair and sign with it from now on. Counties must be told the new fingerprint."""
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
        HubKey.objects.filter(retired_at=None).update(retired_at=now)
        row = HubKey.objects.create(key_id=key_id(public), public=public.hex(), made_at=now)
        audit.record("border.key_made", actor=by, target=f"key:{row.key_id}")
    write_public(Path(settings.LUOTSI_DATA) / PUBLIC_FILE)
    return row


def current_key() -> HubKey | None:
    """The key that signs now."""
    return HubKey.objects.filter(retired_at=None).first()


def write_public(path: Path) -> None:
    """Write the current public key to a file, in one step."""
    content = public_file()
    if content is not None:
        scratch = path.with_suffix(".new")
        scratch.write_bytes(content)
        scratch.replace(path)


def public_file() -> bytes | None:
    """The current public key as it is given to the counties."""
    row = current_key()
    return canonical_json(PublicKey("hub", _NAME, bytes.fromhex(row.public)).as_json()) if row else None


def signed(body: JsonObject) -> Envelope:
    """A message of the hub."""
    key = current_key()
    if key is None:
        raise LuotsiError(_NO_KEY)
    try:
        private = bytes.fromhex(_private_file(key.key_id).read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise LuotsiError(_NO_KEY) from error
    with transaction.atomic():
        Counter.objects.get_or_create(name="messages")
        Counter.objects.filter(name="messages").update(last=F("last") + 1)
        sequence = Counter.objects.get(name="messages").last
    return seal(private, body, sequence=sequence, sent_at=timezone.now())


_NO_KEY = Text(
    "Verkostolla ei ole allekirjoitusavainta. Tee se: luotsi arrivals keys --new",
    "Nätverket har ingen signeringsnyckel. Gör en: luotsi arrivals keys --new",
    "The network has no signing key. Make one: luotsi arrivals keys --new",
)
_OTHER_FINGERPRINT = Text(
    "Sormenjälki ei ole sama kuin tiedostossa. Älä ota avainta käyttöön ennen kuin ero on selvinnyt.",
    "Fingeravtrycket är inte detsamma som i filen. Ta inte nyckeln i bruk innan skillnaden är utredd.",
    "The fingerprint is not that of the file. Do not enrol the key before the difference is explained.",
)
_NO_SUCH_COUNTY = Text(
    "Aluetta ei ole organisaatioissa. Keksitty alue: --invented",
    "Området finns inte bland organisationerna. Påhittat område: --invented",
    "The county is not among the organisations. An invented county: --invented",
)
_IS_REAL = Text(
    "Alue on olemassa, eikä sitä voi merkitä keksityksi.",
    "Området finns på riktigt och kan inte märkas som påhittat.",
    "The county is real and cannot be marked as invented.",
)
_TAKEN = Text(
    "Tunnus on jo toisen alueen.",
    "Beteckningen hör redan till ett annat område.",
    "The identifier is another county's.",
)
