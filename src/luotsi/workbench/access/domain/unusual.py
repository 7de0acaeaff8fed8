"""Access worth a second look, by plain rules that the screen states. A finding is a question, not an accusation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from luotsi.base.models import AuditRow, User
from luotsi.kit.text import Text
from luotsi.workbench.access.models import BreakGlass, RelationshipAct
from luotsi.workbench.models import CareRelationship, Client

MANY_CLIENTS = 30
MANY_WITHIN = timedelta(minutes=60)
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the list: its key, its name, and what exactly it finds."""

    key: str
    title: Text
    what: Text


RULES = {
    rule.key: rule
    for rule in (
        Rule(
            key="many",
            title=Text("Monta asiakasta lyhyessä ajassa", "Många klienter på kort tid", "Many clients in a short time"),
            what=Text(
                "Sama käyttäjä avasi {n} tunnin aikana yli {k} eri asiakkaan tiedot.",
                "Samma användare öppnade fler än {k} olika klienters uppgifter inom {n} timme.",
                "The same user opened the records of more than {k} different clients within {n} hour.",
            ).format(k=MANY_CLIENTS, n=1),
        ),
        Rule(
            key="name",
            title=Text("Sama sukunimi", "Samma efternamn", "Same family name"),
            what=Text(
                "Käyttäjän nimen viimeinen osa on sama kuin asiakkaan sukunimi.",
                "Den sista delen av användarens namn är densamma som klientens efternamn.",
                "The last part of the user's name is the client's family name.",
            ),
        ),
        Rule(
            key="emergency",
            title=Text("Hätäavaus", "Nödöppning", "Emergency access"),
            what=Text(
                "Tiedot avattiin ilman asiakassuhdetta hätäavauksella.",
                "Uppgifterna öppnades utan klientrelation med nödöppning.",
                "The record was opened without a care relationship, by emergency access.",
            ),
        ),
        Rule(
            key="ended",
            title=Text("Asiakassuhteen jälkeen", "Efter klientrelationen", "After the care relationship"),
            what=Text(
                "Tiedot avattiin sen jälkeen, kun yksikön asiakassuhde oli päättynyt.",
                "Uppgifterna öppnades efter att enhetens klientrelation hade upphört.",
                "The record was opened after the unit's care relationship had ended.",
            ),
        ),
        Rule(
            key="self_started",
            title=Text(
                "Itse aloitettu asiakassuhde", "Egen start av klientrelation", "Relationship started by the user"
            ),
            what=Text(
                "Käyttäjä aloitti asiakassuhteen ja avasi tiedot vuorokauden kuluessa.",
                "Användaren började klientrelationen och öppnade uppgifterna inom ett dygn.",
                "The user started the care relationship and opened the record within a day.",
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """One finding: by which rule, whose access, when, to whom (empty for many) and how many clients or openings."""

    rule: Rule
    at: datetime
    user_id: str
    user: str
    client_id: str = ""
    client: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of a record as the log tells it."""

    user: str
    client: str
    at: datetime
    unit: str


def unusual(since: datetime, until: datetime) -> list[Unusual]:
    """Every finding of the period, newest first."""
    openings = list(_openings(since, until))
    found = [
        *_many(openings),
        *_by_pairs(openings),
        *_emergency(since, until),
    ]
    return sorted(found, key=lambda item: item.at, reverse=True)


def busiest(openings: Sequence[tuple[datetime, str]], within: timedelta = MANY_WITHIN) -> tuple[int, datetime | None]:
    """The most different clients within any stretch of the given length, and when that stretch began.

    ``openings`` are (time, client) in order of time; both ends of a stretch belong to it.
    """
    most, when, first = 0, None, 0
    inside: dict[str, int] = defaultdict(int)
    for at, client in openings:
        inside[client] += 1
        while at - openings[first][0] > within:
            left = openings[first][1]
            inside[left] -= 1
            if not inside[left]:
                del inside[left]
            first += 1
        if len(inside) > most:
            most, when = len(inside), openings[first][0]
    return most, when


def _openings(since: datetime, until: datetime) -> Iterator[Opening]:
    rows = AuditRow.objects.filter(action="record.open", at__gte=since, at__lt=until).order_by("actor", "sequence")
    for actor, client, at, detail in rows.values_list("actor", "client", "at", "detail").iterator(chunk_size=2000):
        yield Opening(actor, client, at, str(detail.get("unit", "")))


def _many(openings: Sequence[Opening]) -> Iterator[Unusual]:
    for actor, own in groupby(openings, key=lambda item: item.user):
        count, when = busiest([(item.at, item.client) for item in own])
        if count > MANY_CLIENTS and when is not None:
            yield Unusual(rule=RULES["many"], at=when, user_id=actor, user=_name(actor), count=count)


def _by_pairs(openings: Sequence[Opening]) -> Iterator[Unusual]:
    """The rules that look at one user and one client together."""
    pairs: dict[str, dict[str, list[Opening]]] = defaultdict(lambda: defaultdict(list))
    for opening in openings:
        pairs[opening.client][opening.user].append(opening)
    users = {str(user.pk): user for user in User.objects.filter(pk__in={item.user for item in openings} - {"system"})}
    clients = sorted(pairs)
    for some in (clients[n : n + _BATCH] for n in range(0, len(clients), _BATCH)):
        relationships = _relationships(some)
        started = _started(some)
        for client in Client.objects.filter(pk__in=some):
            for actor, own in pairs[str(client.pk)].items():
                user = users.get(actor)
                if user is not None:
                    yield from _about(client, user, own, relationships, started)


def _about(
    client: Client,
    user: User,
    own: Sequence[Opening],
    relationships: dict[tuple[str, str], list[CareRelationship]],
    started: dict[tuple[str, str], list[datetime]],
) -> Iterator[Unusual]:
    identity = str(client.pk)
    late = [item for item in own if _after_the_end(item, relationships.get((identity, item.unit), ()))]
    fresh = [
        item
        for item in own
        if any(timedelta() <= item.at - at <= timedelta(days=1) for at in started.get((identity, str(user.pk)), ()))
    ]
    same_name = own if _family_name(user) == client.family_name.casefold() else ()
    for key, matching in (("name", same_name), ("ended", late), ("self_started", fresh)):
        if matching:
            yield Unusual(
                rule=RULES[key],
                at=matching[-1].at,
                user_id=str(user.pk),
                user=user.get_full_name(),
                client_id=identity,
                client=client.name,
                count=len(matching),
            )


def _after_the_end(opening: Opening, relationships: Iterable[CareRelationship]) -> bool:
    ended = False
    for item in relationships:
        if item.started_at <= opening.at and (item.ended_at is None or opening.at < item.ended_at):
            return False
        ended = ended or (item.ended_at is not None and item.ended_at <= opening.at)
    return ended


def _relationships(clients: Sequence[str]) -> dict[tuple[str, str], list[CareRelationship]]:
    found: dict[tuple[str, str], list[CareRelationship]] = defaultdict(list)
    for item in CareRelationship.objects.filter(client__in=clients).select_related("unit"):
        found[str(item.client_id), item.unit.slug].append(item)
    return found


def _started(clients: Sequence[str]) -> dict[tuple[str, str], list[datetime]]:
    found: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    acts = RelationshipAct.objects.filter(act=RelationshipAct.Act.START, relationship__client__in=clients)
    for client, user, at in acts.values_list("relationship__client", "by", "at"):
        found[str(client), str(user)].append(at)
    return found


def _emergency(since: datetime, until: datetime) -> Iterator[Unusual]:
    for access in BreakGlass.objects.filter(started_at__gte=since, started_at__lt=until).select_related(
        "client", "user"
    ):
        yield Unusual(
            rule=RULES["emergency"],
            at=access.started_at,
            user_id=str(access.user_id),
            user=access.user.get_full_name(),
            client_id=str(access.client_id),
            client=access.client.name,
        )


def _name(actor: str) -> str:
    user = User.objects.filter(pk=actor).first() if actor != "system" else None
    return user.get_full_name() if user else actor


def _family_name(user: User) -> str:
    words = user.name.split()
    return words[-1].casefold() if words else ""
