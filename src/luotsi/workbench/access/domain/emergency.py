"""Emergency access: finding a client outside one's own, opening with a reason, ending, and the review afterwards."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from luotsi.base import audit, notifications
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.base.roles import Role
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.access.models import BreakGlass
from luotsi.workbench.access.purposes import PURPOSES
from luotsi.workbench.access.queries import acting_role, county_settings, in_force, privacy_officers
from luotsi.workbench.access.reasons import NOTE_LEAST, NOTE_LIMIT, EmergencyReason, Outcome
from luotsi.workbench.models import Client, Unit
from luotsi.workbench.queries import CARE_ROLES, basis_of, role_in, units_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom to look for: an exact identity code, or both names and the date of birth."""

    identity_code: str = ""
    family_name: str = ""
    given_name: str = ""
    born: date | None = None


def find_client(user: User, wanted: Wanted) -> Client | None:
    """The one client that matches exactly. InputError when the name and date fit several. The search is audited."""
    require(user, "access.find_client")
    if wanted.identity_code:
        found = Client.objects.filter(identity_code__iexact=wanted.identity_code)
    elif wanted.family_name and wanted.given_name and wanted.born:
        found = Client.objects.filter(
            family_name__iexact=wanted.family_name, given_name__iexact=wanted.given_name, birth_date=wanted.born
        )
    else:
        raise InputError(
            Text(
                "Anna henkilötunnus tai sukunimi, etunimet ja syntymäaika.",
                "Ange personbeteckning, eller efternamn, förnamn och födelsedatum.",
                "Give the identity code, or family name, given names and date of birth.",
            )
        )
    matches = list(found[:2])
    audit.record(
        "access.search",
        actor=user,
        role=acting_role(user),
        client=str(matches[0].pk) if len(matches) == 1 else "",
        detail={"by": "identity_code" if wanted.identity_code else "name", "matches": len(matches)},
    )
    if len(matches) > 1:
        raise InputError(
            Text(
                "Nimi ja syntymäaika sopivat useaan. Hae henkilötunnuksella.",
                "Namnet och födelsedatumet passar flera. Sök med personbeteckning.",
                "The name and date of birth fit several people. Search by identity code.",
            )
        )
    return matches[0] if matches else None


def open_emergency(
    user: User, client: Client, *, unit: Unit, reason: EmergencyReason, note: str, purpose: str
) -> BreakGlass:
    """Open the client's record for a limited time and tell the privacy officers.

    InputError when the reason is not told or a care relationship opens the record already; ConflictError when an
    emergency access lasts already.
    """
    require(user, "access.emergency")
    note = note.strip()
    if not NOTE_LEAST <= len(note) <= NOTE_LIMIT or purpose not in PURPOSES:
        raise InputError(
            Text("Tarkista tiedot.", "Kontrollera uppgifterna.", "Check what you gave."),
            [
                Problem(
                    "note",
                    Text(
                        "Kerro syy: {least}–{most} merkkiä.",
                        "Ange orsaken: {least}–{most} tecken.",
                        "Tell the reason: {least} to {most} characters.",
                    ).format(least=NOTE_LEAST, most=NOTE_LIMIT),
                )
            ],
        )
    if not units_of(user, CARE_ROLES).filter(pk=unit.pk).exists():
        raise NotPermittedError(
            Text("Sinulla ei ole tehtävää yksikössä.", "Du har ingen roll i enheten.", "You hold no role in the unit.")
        )
    with transaction.atomic():
        _lock(user)
        _check_needed(user, client)
        now = timezone.now()
        access = BreakGlass.objects.create(
            client=client,
            user=user,
            unit=unit,
            role=role_in(user, unit, CARE_ROLES),
            purpose=purpose,
            reason=reason,
            note=note,
            started_at=now,
            ends_at=now + timedelta(minutes=county_settings().emergency_minutes),
        )
        _record("access.emergency_open", user, access, {"reason": reason, "ends": access.ends_at.isoformat()})
        for officer in privacy_officers():
            notifications.notify(officer, _TOLD, reverse("access:reviews"))
    return access


def _lock(user: User) -> None:
    """One act of the same user at a time, so that a double click opens one access."""
    User.objects.select_for_update().get(pk=user.pk)


def _check_needed(user: User, client: Client) -> None:
    basis = basis_of(user, client)
    if basis is None:
        return
    if basis.alert is None:
        raise InputError(
            Text(
                "Yksikölläsi on asiakassuhde: avaa tiedot asiakasluettelosta.",
                "Din enhet har en klientrelation: öppna uppgifterna från klientlistan.",
                "Your unit has a care relationship: open the record from the list of clients.",
            )
        )
    raise ConflictError(
        Text(
            "Hätäavaus on jo voimassa tälle asiakkaalle.",
            "Nödöppningen gäller redan för klienten.",
            "Emergency access to this client is in force already.",
        )
    )


def end_emergency(user: User, client: Client) -> int:
    """End the user's own emergency access to the client before its time; how many were ended."""
    now = timezone.now()
    with transaction.atomic():
        ended = list(in_force(user).filter(client=client))
        for access in ended:
            BreakGlass.objects.filter(pk=access.pk).update(ends_at=now)
            _record("access.emergency_end", user, access, {})
    return len(ended)


def review(user: User, access: BreakGlass, *, outcome: Outcome, note: str) -> None:
    """Accept an emergency access or mark it for follow-up. Nobody reviews their own; a follow-up needs a note."""
    require(user, "access.oversee")
    if access.user_id == user.pk:
        raise NotPermittedError(
            Text(
                "Omaa hätäavausta ei voi tarkastaa. Pyydä toista tietosuojavastaavaa.",
                "Du kan inte granska din egen nödöppning. Be ett annat dataskyddsombud.",
                "You cannot review your own emergency access. Ask another privacy officer.",
            )
        )
    note = note.strip()
    if outcome is Outcome.FOLLOW_UP and len(note) < NOTE_LEAST:
        raise InputError(
            Text("Kerro, mitä selvitetään.", "Berätta vad som utreds.", "Tell what is followed up."),
            [
                Problem(
                    "note",
                    Text("Vähintään {n} merkkiä.", "Minst {n} tecken.", "At least {n} characters.").format(
                        n=NOTE_LEAST
                    ),
                )
            ],
        )
    with transaction.atomic():
        open_ = BreakGlass.objects.filter(pk=access.pk).exclude(outcome=Outcome.ACCEPTED)
        if not open_.update(outcome=outcome, reviewed_by=user, reviewed_at=timezone.now(), review_note=note):
            raise ConflictError(
                Text("Käyttö on jo hyväksytty.", "Användningen är redan godkänd.", "The access is accepted already.")
            )
        _record("access.emergency_review", user, access, {"outcome": outcome})


def _record(action: str, user: User, access: BreakGlass, detail: dict[str, str]) -> None:
    audit.record(
        action,
        actor=user,
        role=access.role if access.user_id == user.pk else Role.PRIVACY_OFFICER.value,
        target=f"emergency:{access.pk}",
        client=str(access.client_id),
        purpose=access.purpose,
        detail={"unit": access.unit.slug, **detail},
    )


_TOLD = Text(
    "Asiakkaan tiedot on avattu hätäavauksella. Tarkasta käyttö.",
    "En klients uppgifter har öppnats med nödöppning. Granska användningen.",
    "A client's record was opened by emergency access. Review its use.",
)
