"""Access from the command line: who saw whom, unusual access, the client's report, roles of people.

Each act is done as a named user (``--as``), within that user's rights, and is audited like the same act on screen.
"""

import json
from argparse import ArgumentParser, Namespace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TextIO
from uuid import UUID

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text
from luotsi.kit.tool import Command

if TYPE_CHECKING:
    from luotsi.base.models import User
    from luotsi.workbench.models import Client, Unit

DAYS = 30


def _as(parser: ArgumentParser) -> None:
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL")
    parser.add_argument("--json", action="store_true")


def _period(parser: ArgumentParser) -> None:
    parser.add_argument("--since", default="", metavar="YYYY-MM-DD")
    parser.add_argument("--until", default="", metavar="YYYY-MM-DD")


def _not_found(where: str, text: Text) -> InputError:
    return InputError(Text("Ei löydy.", "Finns inte.", "Not found."), [Problem(where, text)])


def _user(where: str, email: str) -> "User":
    from luotsi.base.models import User  # noqa: PLC0415 - Django starts after this module is imported

    found = User.objects.filter(email=email.lower(), is_active=True).first()
    if found is None:
        raise _not_found(where, Text("Käyttäjää ei ole.", "Användaren finns inte.", "There is no such user."))
    return found


def _client(text: str) -> "Client":
    from luotsi.workbench.models import Client  # noqa: PLC0415 - Django starts after this module is imported

    try:
        found = Client.objects.filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise _not_found("--client", Text("Asiakasta ei ole.", "Klienten finns inte.", "There is no such client."))
    return found


def _unit(slug: str) -> "Unit | None":
    from luotsi.workbench.models import Unit  # noqa: PLC0415 - Django starts after this module is imported

    found = Unit.objects.filter(slug=slug).first()
    if slug and found is None:
        raise _not_found("--unit", Text("Yksikköä ei ole.", "Enheten finns inte.", "There is no such unit."))
    return found


def _day(where: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            Text("Tarkista päivä.", "Kontrollera datumet.", "Check the date."),
            [Problem(where, Text.same(f"{text!r}: YYYY-MM-DD"))],
        ) from error


def _within(args: Namespace) -> tuple[datetime, datetime]:
    from django.utils import timezone  # noqa: PLC0415 - Django starts after this module is imported

    last = _day("--until", args.until) if args.until else timezone.localdate()
    first = _day("--since", args.since) if args.since else last - timedelta(days=DAYS)
    if first > last:
        text = Text("On alun edellä.", "Är före början.", "Is before the beginning.")
        raise InputError(Text("Tarkista aika.", "Kontrollera tiden.", "Check the period."), [Problem("--until", text)])
    begin = timezone.make_aware(datetime.combine(first, time.min))
    return begin, timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))


def _print(args: Namespace, out: TextIO, rows: list[dict[str, Any]]) -> None:
    if args.json:
        out.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    out.writelines("  ".join(str(value) for value in row.values() if value != "") + "\n" for row in rows)


def _configure_seen(parser: ArgumentParser) -> None:
    parser.add_argument("--client", default="", metavar="ID")
    parser.add_argument("--user", default="", metavar="EMAIL")
    _period(parser)
    _as(parser)


def _seen(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.base import audit  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.base.permissions import require  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.workbench.access import purposes  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.workbench.access.domain.report import what_in_words  # noqa: PLC0415 - Django starts first
    from luotsi.workbench.access.domain.seen import SeenFilter, lines, seen  # noqa: PLC0415 - Django starts first

    officer = _user("--as", args.email)
    require(officer, "access.oversee")
    since, until = _within(args)
    client = str(_client(args.client).pk) if args.client else ""
    user = str(_user("--user", args.user).pk) if args.user else ""
    detail = {"since": since.isoformat(), "until": until.isoformat(), "user": user}
    audit.record("access.seen", actor=officer, client=client, purpose="supervision", detail=detail)
    rows = seen(SeenFilter(client=client, user=user, since=since, until=until)).order_by("sequence")
    spoken = args.language
    _print(
        args,
        out,
        [
            {
                "at": line.at.isoformat(timespec="seconds"),
                "user": line.user,
                "role": line.role.in_(spoken),
                "unit": line.unit.in_(spoken),
                "client": line.client_id,
                "purpose": purposes.label(line.purpose).in_(spoken),
                "basis": line.basis,
                "what": what_in_words(line, spoken),
            }
            for line in lines(list(rows))
        ],
    )
    return 0


def _configure_unusual(parser: ArgumentParser) -> None:
    _period(parser)
    _as(parser)


def _unusual(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.base import audit  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.base.permissions import require  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.workbench.access.domain.unusual import unusual  # noqa: PLC0415 - Django starts first

    officer = _user("--as", args.email)
    require(officer, "access.oversee")
    since, until = _within(args)
    found = unusual(since, until)
    detail = {"since": since.isoformat(), "until": until.isoformat(), "found": len(found)}
    audit.record("access.unusual", actor=officer, purpose="supervision", detail=detail)
    _print(
        args,
        out,
        [
            {
                "rule": item.rule.key if args.json else item.rule.title.in_(args.language),
                "at": item.at.isoformat(timespec="seconds"),
                "user": item.user,
                "client": item.client_id,
                "count": item.count,
            }
            for item in found
        ],
    )
    return 0


def _configure_report(parser: ArgumentParser) -> None:
    parser.add_argument("--client", required=True, metavar="ID")
    _period(parser)
    _as(parser)


def _report(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.access.domain.report import access_report  # noqa: PLC0415 - Django starts first

    since, until = _within(args)
    made = access_report(
        _user("--as", args.email),
        _client(args.client),
        since=since,
        until=until,
        language=Language.parse(args.language),
        form="json" if args.json else "text",
    )
    out.write(json.dumps(made.as_json(), ensure_ascii=False, indent=1) + "\n" if args.json else made.as_text())
    return 0


def _configure_people(parser: ArgumentParser) -> None:
    _as(parser)


def _people(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.base.models import User  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.base.permissions import require  # noqa: PLC0415 - Django starts after this module is imported

    require(_user("--as", args.email), "access.manage")
    rows = []
    for person in User.objects.order_by("name", "email").prefetch_related("grants"):
        grants = sorted(f"{item.role} {item.scope}".strip() for item in person.grants.all() if item.ended_at is None)
        last = person.last_login.isoformat(timespec="seconds") if person.last_login else ""
        rows.append(
            {
                "email": person.email,
                "name": person.name,
                "active": person.is_active if args.json else ("" if person.is_active else "-"),
                "roles": grants if args.json else ", ".join(grants),
                "last_sign_in": last,
            }
        )
    _print(args, out, rows)
    return 0


def _configure_role(parser: ArgumentParser) -> None:
    parser.add_argument("person", metavar="EMAIL")
    parser.add_argument("role", metavar="ROLE")
    parser.add_argument("--unit", default="", metavar="UNIT")
    _as(parser)


def _grant(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.base.roles import WORKBENCH_ROLES, Role  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.workbench.access.domain.accounts import grant_role  # noqa: PLC0415 - Django starts first

    if args.role not in set(WORKBENCH_ROLES):
        raise _not_found("ROLE", Text.same(", ".join(sorted(WORKBENCH_ROLES))))
    admin, person = _user("--as", args.email), _user("EMAIL", args.person)
    grant_role(admin, person, Role(args.role), _unit(args.unit))
    return 0


def _end(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.access.domain.accounts import end_role  # noqa: PLC0415 - Django starts first

    admin, person, unit = _user("--as", args.email), _user("EMAIL", args.person), _unit(args.unit)
    found = person.grants.filter(role=args.role, scope=unit.scope if unit else "", ended_at=None).first()
    if found is None:
        raise _not_found("ROLE", Text("Roolia ei ole.", "Rollen finns inte.", "There is no such role."))
    end_role(admin, found)
    return 0


COMMANDS = (
    Command(
        "access seen",
        Text("Kuka katsoi kenen tietoja ja miksi.", "Vem såg vems uppgifter och varför.", "Who saw whom, and why."),
        _configure_seen,
        _seen,
    ),
    Command(
        "access unusual",
        Text("Poikkeava käyttö sääntöjen mukaan.", "Avvikande åtkomst enligt regler.", "Unusual access, by rules."),
        _configure_unusual,
        _unusual,
    ),
    Command(
        "access report",
        Text("Lokitiedot asiakkaalle.", "Logguppgifter till en klient.", "The access report for a client."),
        _configure_report,
        _report,
    ),
    Command(
        "people list",
        Text("Alueen henkilöt ja roolit.", "Områdets personer och roller.", "The county's people and their roles."),
        _configure_people,
        _people,
    ),
    Command("people grant", Text("Anna rooli.", "Ge en roll.", "Grant a role."), _configure_role, _grant),
    Command("people end", Text("Päätä rooli.", "Avsluta en roll.", "End a role."), _configure_role, _end),
)
