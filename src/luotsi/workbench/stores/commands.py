"""The stores from the command line: what the Library holds, packs in and out, what grows old, and tasks.

Each act is done as a named user (``--as``), within that user's rights, and is audited like the same act on screen.
"""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text
from luotsi.kit.tool import Command

if TYPE_CHECKING:
    from luotsi.base.models import User


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


def _print(out: TextIO, args: Namespace, value: Any, lines: list[str]) -> int:
    text = json.dumps(value, ensure_ascii=False, indent=1) if args.json else "\n".join(lines)
    out.write(text + "\n" if text else "")
    return 0


def _list(args: Namespace, out: TextIO, err: TextIO) -> int:
    from django.utils import timezone  # noqa: PLC0415 - Django starts after this module is imported

    from luotsi.base.permissions import require  # noqa: PLC0415
    from luotsi.workbench.stores.domain.publishing import overrides  # noqa: PLC0415
    from luotsi.workbench.stores.queries import kinds, newest_versions  # noqa: PLC0415

    require(_user(args), "library.read")
    rows = []
    for name, kind in kinds().items():
        publication, _changed = overrides(kind, timezone.localdate())
        pack = Pack.from_json(publication.message) if publication else kind.starter()
        rows.append({"kind": name, "items": newest_versions(name).count(), "pack": pack.id, "version": pack.version})
    return _print(out, args, rows, [f"{r['kind']}  {r['pack']} {r['version']}  {r['items']}" for r in rows])


def _configure_take_in(parser: ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK.json|KIND")
    _as(parser)


def _take_in(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.stores.domain.library import take_in  # noqa: PLC0415 - Django starts after this import
    from luotsi.workbench.stores.queries import kinds  # noqa: PLC0415

    path = Path(args.pack)
    if args.pack in kinds():
        pack = kinds()[args.pack].starter()
    elif path.is_file():
        try:
            pack = Pack.from_json(json.loads(path.read_bytes()))
        except (ValueError, TypeError) as error:
            text = Text("Tiedosto ei ole JSON-paketti.", "Filen är inte ett JSON-paket.", "Not a JSON pack.")
            raise InputError(text, [Problem(args.pack, Text.same(str(error)))]) from error
    else:
        raise _no_such(args.pack, Text("Tiedostoa ei ole.", "Filen finns inte.", "There is no such file."))
    taken = take_in(_user(args), pack)
    value = {"added": taken.added, "changed": taken.changed, "unchanged": taken.unchanged}
    text = Text(
        "{added} uutta, {changed} muuttunutta, {unchanged} ennallaan.",
        "{added} nya, {changed} ändrade, {unchanged} oförändrade.",
        "{added} new, {changed} changed, {unchanged} as before.",
    )
    return _print(out, args, value, [text.format(**value).in_(args.language)])


def _configure_export(parser: ArgumentParser) -> None:
    parser.add_argument("kind")
    parser.add_argument("--out", default="-", metavar="FILE")
    _as(parser)


def _export(args: Namespace, out: TextIO, err: TextIO) -> int:
    from django.utils import timezone  # noqa: PLC0415 - Django starts after this module is imported

    from luotsi.base.permissions import require  # noqa: PLC0415
    from luotsi.workbench.stores.domain.packs import in_effect  # noqa: PLC0415
    from luotsi.workbench.stores.queries import kind_named  # noqa: PLC0415

    require(_user(args), "library.read")
    pack = in_effect(kind_named(args.kind), timezone.localdate())
    text = json.dumps(pack.as_json(), ensure_ascii=False, indent=1) + "\n"
    if args.out == "-":
        out.write(text)
    else:
        Path(args.out).write_text(text, encoding="utf-8")
    return 0


def _configure_due(parser: ArgumentParser) -> None:
    parser.add_argument("--notify", action="store_true")
    _as(parser)


def _due(args: Namespace, out: TextIO, err: TextIO) -> int:
    from django.utils import timezone  # noqa: PLC0415 - Django starts after this module is imported

    from luotsi.base.permissions import require  # noqa: PLC0415
    from luotsi.workbench.stores.domain.library import remind  # noqa: PLC0415
    from luotsi.workbench.stores.queries import due_among, kinds, newest_versions  # noqa: PLC0415

    require(_user(args), "library.edit")
    if args.notify:
        remind(timezone.localdate())
    rows = [
        {
            "kind": name,
            "key": row.item.key,
            "version": row.number,
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
            "review_due": row.review_due.isoformat() if row.review_due else None,
        }
        for name in kinds()
        for row in due_among(newest_versions(name))
    ]
    return _print(out, args, rows, [f"{r['kind']}  {r['key']}  {r['valid_to'] or r['review_due']}" for r in rows])


def _tasks(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.stores.queries import open_tasks_of  # noqa: PLC0415 - Django starts after this import

    rows = [
        {
            "id": str(task.pk),
            "due": task.due.isoformat(),
            "title": task.words or Text.from_json(task.title or {}).in_(args.language),
            "reason": task.reason,
            "client": str(task.client_id) if task.client_id else None,
            "tool": task.tool,
        }
        for task in open_tasks_of(_user(args))
    ]
    return _print(out, args, rows, [f"{r['due']}  {r['title']}" for r in rows])


COMMANDS = (
    Command(
        "library list",
        Text("Luettele kirjaston sisältölajit.", "Lista bibliotekets innehåll.", "List the Library's content."),
        _as,
        _list,
    ),
    Command(
        "library take-in",
        Text(
            "Ota paketti kirjastoon luonnoksina.",
            "Ta in ett paket i biblioteket som utkast.",
            "Take a pack into the Library as drafts.",
        ),
        _configure_take_in,
        _take_in,
    ),
    Command(
        "library export",
        Text("Vie voimassa oleva paketti.", "Exportera paketet i kraft.", "Export the pack in force."),
        _configure_export,
        _export,
    ),
    Command(
        "library due",
        Text(
            "Luettele vanhenevat; --notify ilmoittaa toimittajille.",
            "Lista det som föråldras; --notify meddelar redaktörerna.",
            "List what expires soon; --notify tells the editors.",
        ),
        _configure_due,
        _due,
    ),
    Command(
        "tasks list", Text("Luettele omat tehtävät.", "Lista egna uppgifter.", "List your own tasks."), _as, _tasks
    ),
)
