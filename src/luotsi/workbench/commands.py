"""The workbench from the command line: import a record, run a tool, review, sign, export.

Whoever runs these has a shell on the county's server. Each act is done as a named user (``--as``), within that
user's rights, and is audited like the same act on screen. Signing asks for the user's password.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from uuid import UUID

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.review import Act, Reason, Verdict
from luotsi.kit.text import Text
from luotsi.kit.tool import Command

if TYPE_CHECKING:
    from luotsi.base.models import User
    from luotsi.workbench.models import Client, Run

Run_ = Callable[[Namespace, TextIO, TextIO], int]


def _as(parser: ArgumentParser) -> None:
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL")
    parser.add_argument("--json", action="store_true")


def _no_such(where: str, text: Text) -> InputError:
    return InputError(Text("Ei löydy.", "Finns inte.", "Not found."), [Problem(where, text)])


def _user(args: Namespace) -> "User":
    from luotsi.base.models import User  # noqa: PLC0415 - Django starts after this module is imported

    found = User.objects.filter(email=args.email.lower(), is_active=True).first()
    if found is None:
        raise _no_such("--as", Text("Käyttäjää ei ole.", "Användaren finns inte.", "There is no such user."))
    return found


def _uuid(where: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise _no_such(where, Text("Ei ole tunnus.", "Är ingen beteckning.", "Not an identifier.")) from error


def _client(user: "User", text: str) -> "Client":
    from luotsi.workbench.queries import clients_of  # noqa: PLC0415 - Django starts after this module is imported

    found = clients_of(user, _uuid("--client", text)).first()
    if found is None:
        raise _no_such(
            "--client",
            Text(
                "Asiakasta ei ole, tai yksikölläsi ei ole asiakassuhdetta.",
                "Klienten finns inte eller din enhet saknar klientrelation.",
                "There is no such client, or your unit has no care relationship.",
            ),
        )
    return found


def _run(user: "User", text: str) -> "Run":
    from luotsi.workbench.queries import runs_of  # noqa: PLC0415 - Django starts after this module is imported

    found = runs_of(user).filter(pk=_uuid("RUN", text)).first()
    if found is None:
        raise _no_such("RUN", Text("Ajoa ei ole.", "Körningen finns inte.", "There is no such run."))
    return found


def _day(where: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            Text("Tarkista päivä.", "Kontrollera datumet.", "Check the date."),
            [Problem(where, Text.same(f"{text!r}: YYYY-MM-DD"))],
        ) from error


def _print(out: TextIO, value: Any) -> None:
    out.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


# records ------------------------------------------------------------------------------------------------------------
def _configure_import(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="BUNDLE.json")
    parser.add_argument("--unit", default="")
    _as(parser)


def _import(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.domain.records import import_record  # noqa: PLC0415 - Django starts after this import
    from luotsi.workbench.models import Unit  # noqa: PLC0415 - Django starts after this import

    path = Path(args.file)
    if not path.is_file():
        raise _no_such(args.file, Text("Tiedostoa ei ole.", "Filen finns inte.", "There is no such file."))
    unit = Unit.objects.filter(slug=args.unit).first() if args.unit else None
    imported = import_record(_user(args), path.read_bytes(), source=path.name, unit=unit)
    done = imported.record_import
    if args.json:
        _print(
            out,
            {
                "client": str(done.client_id),
                "import": str(done.id),
                "added": done.added,
                "unchanged": done.unchanged,
                "ignored": done.ignored,
                "repeated": imported.repeated,
            },
        )
    else:
        text = Text(
            "Asiakas {client}: {added} uutta, {unchanged} ennallaan.",
            "Klient {client}: {added} nya, {unchanged} oförändrade.",
            "Client {client}: {added} new, {unchanged} unchanged.",
        )
        line = text.format(client=str(done.client_id), added=done.added, unchanged=done.unchanged)
        out.write(line.in_(args.language) + "\n")
    return 0


def _list(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.queries import clients_of  # noqa: PLC0415 - Django starts after this module is imported

    found = list(clients_of(_user(args)))
    if args.json:
        _print(
            out,
            [
                {"id": str(c.id), "name": c.name, "birth_date": c.birth_date.isoformat() if c.birth_date else None}
                for c in found
            ],
        )
    out.writelines(
        f"{client.id}  {client.name}  {client.birth_date or ''}\n" for client in (() if args.json else found)
    )
    return 0


def _configure_samples(parser: ArgumentParser) -> None:
    parser.add_argument("--out", default="bundles", metavar="FOLDER")


def _samples(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.starter import write_demo_bundles  # noqa: PLC0415 - Django starts after this import

    out.writelines(f"{path}\n" for path in write_demo_bundles(Path(args.out)))
    return 0


# runs ---------------------------------------------------------------------------------------------------------------
def _configure_start(parser: ArgumentParser) -> None:
    parser.add_argument("tool")
    parser.add_argument("--client", required=True)
    parser.add_argument("--date", default="")
    _as(parser)


def _start(args: Namespace, out: TextIO, err: TextIO) -> int:
    from django.utils import timezone  # noqa: PLC0415 - Django starts after this module is imported

    from luotsi.workbench.domain.runs import start_run  # noqa: PLC0415 - Django starts after this import

    user = _user(args)
    on = _day("--date", args.date) if args.date else timezone.localdate()
    run = start_run(user, _client(user, args.client), args.tool, on=on)
    if run.failure:
        problems = [
            Problem(problem["where"], Text.from_json(problem["text"])) for problem in run.failure.get("problems", [])
        ]
        raise InputError(Text.from_json(run.failure["text"]), problems)
    _shown(run, args, out)
    return 0


def _configure_run(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    _as(parser)


def _show(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.domain.records import open_client  # noqa: PLC0415 - Django starts after this import

    user = _user(args)
    run = _run(user, args.run)
    open_client(user, run.case.client, target=f"run:{run.id}")
    _shown(run, args, out)
    return 0


def _shown(run: "Run", args: Namespace, out: TextIO) -> None:
    from luotsi.workbench.export import as_json, plain_text  # noqa: PLC0415 - Django starts after this import
    from luotsi.workbench.review_view import review_for  # noqa: PLC0415 - Django starts after this import

    review = review_for(_user(args), run, args.language.value)
    if args.json:
        _print(out, as_json(review))
    else:
        out.write(f"{run.id}\n{plain_text(review)}")


def _configure_write(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("key", metavar="KEY", help="a field of the tool's card: own_view, conclusion …")
    parser.add_argument("--text", required=True)
    parser.add_argument("--chosen", nargs="*", default=[], metavar="MATTER")
    _as(parser)


def _write(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.domain.own_words import write_own_words  # noqa: PLC0415 - Django starts after this import

    user = _user(args)
    run = _run(user, args.run)
    write_own_words(user, run, args.key, args.text, args.chosen)
    _shown(run, args, out)
    return 0


def _configure_verdict(act: Act) -> Callable[[ArgumentParser], None]:
    def configure(parser: ArgumentParser) -> None:
        parser.add_argument("run", metavar="RUN")
        parser.add_argument("position", type=int, metavar="N")
        if act is Act.REJECT:
            parser.add_argument("--reason", required=True, choices=[reason.value for reason in Reason])
            parser.add_argument("--note", default="")
        if act is Act.EDIT:
            parser.add_argument("--text", required=True)
        if act is Act.POSTPONE:
            parser.add_argument("--until", required=True, metavar="YYYY-MM-DD")
        _as(parser)

    return configure


def _verdict(act: Act) -> Run_:
    def give(args: Namespace, out: TextIO, err: TextIO) -> int:
        from luotsi.workbench.domain.review import give_verdict  # noqa: PLC0415 - Django starts after this import

        user = _user(args)
        run = _run(user, args.run)
        row = run.suggestions.filter(position=args.position).first()
        if row is None:
            text = Text("Ehdotuksia on {n}.", "Det finns {n} förslag.", "There are {n} proposals.")
            raise _no_such("N", text.format(n=run.suggestions.count()))
        verdict = Verdict(
            act=act,
            reason=Reason(args.reason) if act is Act.REJECT else None,
            note=getattr(args, "note", ""),
            text=getattr(args, "text", ""),
            until=_day("--until", args.until) if act is Act.POSTPONE else None,
        )
        state = give_verdict(user, row.pk, verdict, seen=row.verdicts.count())
        if args.json:
            _print(out, {"run": str(run.id), "position": row.position, "state": state.value})
        else:
            out.write(f"{row.position}: {state.value}\n")
        return 0

    return give


def _configure_sign(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--password-file", default="")
    _as(parser)


def _sign(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.base import ratelimit  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.workbench.domain.signing import sign  # noqa: PLC0415 - Django starts after this import

    user = _user(args)
    run = _run(user, args.run)
    ratelimit.limit(f"sign-in-to:{user.email}", 10)
    password = Path(args.password_file).read_text(encoding="utf-8").strip() if args.password_file else _asked(err)
    if not user.check_password(password):
        raise InputError(
            Text("Ei allekirjoitettu.", "Inte undertecknad.", "Not signed."),
            [Problem("password", Text("Salasana on väärä.", "Fel lösenord.", "The password is wrong."))],
        )
    signature = sign(user, run)
    if args.json:
        _print(out, {"run": str(run.id), "signed_at": signature.signed_at.isoformat(), "sha256": signature.sha256})
    else:
        out.write(f"{signature.signed_at:%Y-%m-%d %H:%M} SHA-256 {signature.sha256}\n")
    return 0


def _asked(err: TextIO) -> str:
    if sys.stdin.isatty():
        return getpass("", stream=err)
    return sys.stdin.readline().strip()


def _configure_export(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--out", default="-", metavar="FILE")
    _as(parser)


def _export(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.domain.records import open_client  # noqa: PLC0415 - Django starts after this import

    user = _user(args)
    run = _run(user, args.run)
    signature = getattr(run, "signature", None)
    if signature is None:
        text = Text(
            "Arviota ei ole allekirjoitettu.", "Granskningen är inte undertecknad.", "The review has not been signed."
        )
        raise InputError(text)
    open_client(user, run.case.client, target=f"export:{run.id}")
    if args.out == "-":
        _print(out, signature.bundle)
    else:
        Path(args.out).write_text(json.dumps(signature.bundle, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


_VERDICTS = {
    Act.ACCEPT: Text("Hyväksy ehdotus.", "Godkänn ett förslag.", "Accept a proposal."),
    Act.EDIT: Text("Hyväksy ehdotus muokattuna.", "Godkänn ett förslag redigerat.", "Accept a proposal, edited."),
    Act.REJECT: Text("Hylkää ehdotus.", "Avvisa ett förslag.", "Reject a proposal."),
    Act.POSTPONE: Text("Lykkää ehdotusta.", "Skjut upp ett förslag.", "Postpone a proposal."),
    Act.UNDO: Text("Kumoa viimeisin päätös.", "Ångra det senaste avgörandet.", "Undo the last verdict."),
}

COMMANDS = (
    Command(
        "records import",
        Text("Tuo asiakkaan tiedot FHIR R4 -nipusta.", "Importera en FHIR R4 Bundle.", "Import a FHIR R4 Bundle."),
        _configure_import,
        _import,
    ),
    Command(
        "records list",
        Text("Luettele omat asiakkaat.", "Lista de egna klienterna.", "List your clients."),
        _as,
        _list,
    ),
    Command(
        "records samples",
        Text(
            "Kirjoita työkalujen keksityt esimerkkiasiakkaat tiedostoihin.",
            "Skriv verktygens påhittade exempelklienter till filer.",
            "Write the tools' invented sample clients to files.",
        ),
        _configure_samples,
        _samples,
    ),
    Command(
        "run start",
        Text("Aja työkalu asiakkaan tiedoilla.", "Kör ett verktyg.", "Run a tool on a client's record."),
        _configure_start,
        _start,
    ),
    Command("run show", Text("Näytä arvio.", "Visa granskningen.", "Show a review."), _configure_run, _show),
    Command(
        "run write",
        Text("Kirjoita arvioon omin sanoin.", "Skriv i granskningen med egna ord.", "Write in own words on a review."),
        _configure_write,
        _write,
    ),
    *(Command(f"run {act.value}", help_, _configure_verdict(act), _verdict(act)) for act, help_ in _VERDICTS.items()),
    Command(
        "run sign", Text("Allekirjoita arvio.", "Underteckna granskningen.", "Sign a review."), _configure_sign, _sign
    ),
    Command(
        "run export",
        Text("Vie allekirjoitettu arvio (FHIR R4).", "Exportera (FHIR R4).", "Export a signed review (FHIR R4)."),
        _configure_export,
        _export,
    ),
)
