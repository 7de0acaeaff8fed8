"""``luotsi models``: which models are there, that they are what their cards say, and that the language model answers.

A model of files lives in ``<data>/models/<name>/`` with its card beside it. The language model lives elsewhere: its card is the
endpoint's declaration, made of the settings.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import Command
from luotsi.project.environment import environment, text_endpoint

KINDS = ("speech", "translation", "imaging", "text")
CARD = "card.json"
ENDPOINT = "text-endpoint"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_PROBE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["word"],
    "properties": {"word": {"type": "string", "maxLength": 40}},
}
_BLOCK = 1 << 20


def _folder() -> Path:
    folder: Path = environment()["LUOTSI_DATA"]
    return folder.resolve() / "models"


def _endpoint() -> Any:
    return text_endpoint(environment())


def sha256_of(folder: Path) -> str:
    """One hash of all files of a model: their paths, sizes and contents in order of path; the card is left out."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / CARD):
        content = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                content.update(block)
        whole.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0{content.hexdigest()}\n".encode())
    return whole.hexdigest()


def _cards() -> Iterator[dict[str, Any]]:
    for path in sorted(_folder().glob(f"*/{CARD}")):
        try:
            card = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            card = {}
        yield {"name": path.parent.name, "kind": "?", "version": "?", "sha256": ""} | card
    endpoint = _endpoint()
    if endpoint is not None:
        yield {
            "name": ENDPOINT,
            "kind": "text",
            "version": endpoint.model,
            "sha256": endpoint.identity.sha256,
            **endpoint.declaration(),
        }


def _configure_list(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="JSON on standard output")


def _list(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    cards = list(_cards())
    if arguments.json:
        out.write(json.dumps({"models": cards}, ensure_ascii=False) + "\n")
        return 0
    out.writelines(
        f"{card['name']:<24} {card['kind']:<12} {card['version']:<20} {card['sha256'][:16]}\n" for card in cards
    )
    if not cards:
        text = Text(
            "Malleja ei ole. Työkalut käyttävät omia menetelmiään.",
            "Det finns inga modeller. Verktygen använder sina egna metoder.",
            "There are no models. The tools use their own methods.",
        )
        out.write(f"{text.in_(arguments.language)}\n")
    return 0


def _configure_add(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, metavar="|".join(KINDS))
    parser.add_argument("name", metavar="NAME", help="lower-case letters, digits, dots and hyphens")
    parser.add_argument("path", metavar="PATH", type=Path, help="a file or a folder; it is copied")
    parser.add_argument("--model-version", required=True, metavar="VERSION")
    parser.add_argument("--licence", required=True, metavar="SPDX", help="licence of the weights")
    parser.add_argument("--source", required=True, metavar="WHERE", help="where the weights come from")
    parser.add_argument("--purpose", default="", metavar="WORDS", help="what the model is meant for")


def _add(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    problems = []
    if not _NAME.fullmatch(arguments.name) or arguments.name == ENDPOINT:
        problems.append(Problem("NAME", Text.same("a-z 0-9 . _ -")))
    if not arguments.path.exists():
        problems.append(Problem(str(arguments.path), Text("Ei löydy.", "Finns inte.", "Not found.")))
    target = _folder() / arguments.name
    if target.exists():
        problems.append(Problem("NAME", Text("Nimi on jo käytössä.", "Namnet är redan i bruk.", "The name is in use.")))
    if problems:
        raise InputError(Text("Mallia ei lisätty.", "Modellen lades inte till.", "The model was not added."), problems)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        made = Path(scratch) / arguments.name
        if arguments.path.is_dir():
            shutil.copytree(arguments.path, made, ignore=shutil.ignore_patterns(CARD))
        else:
            made.mkdir()
            shutil.copy2(arguments.path, made / arguments.path.name)
        card = {
            "name": arguments.name,
            "kind": arguments.kind,
            "version": arguments.model_version,
            "licence": arguments.licence,
            "source": arguments.source,
            "purpose": arguments.purpose,
            "sha256": sha256_of(made),
        }
        (made / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(made, target)  # noqa: PTH105 - whole or not at all
    out.write(f"{arguments.name} {card['sha256']}\n")
    return 0


def _configure_verify(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="all when not given")
    parser.add_argument("--json", action="store_true", help="JSON on standard output")


def _verify(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    cards = [card for card in _cards() if arguments.name in {None, card["name"]}]
    if arguments.name and not cards:
        raise InputError(
            Text("Mallia ei ole: {name}.", "Modellen finns inte: {name}.", "There is no such model: {name}.").format(
                name=arguments.name
            )
        )
    results = [(card["name"], _wrong(card)) for card in cards]
    if arguments.json:
        out.write(json.dumps({name: wrong is None for name, wrong in results}) + "\n")
    for name, wrong in results:
        if not arguments.json or wrong:
            (err if wrong else out).write(f"{name}: {wrong.in_(arguments.language) if wrong else 'ok'}\n")
    return 1 if any(wrong for _, wrong in results) else 0


def _wrong(card: dict[str, Any]) -> Text | None:
    """What is wrong with a model; None when it is what its card says."""
    if card["name"] == ENDPOINT:
        from luotsi.base.text_model import OpenAiTextModel  # noqa: PLC0415 - slow, and only for this

        try:
            OpenAiTextModel(_endpoint()).complete('Answer {"word": "ready"}.', _PROBE, seed=0)
        except LuotsiError as error:
            return error.text
        return None
    if card["sha256"] == sha256_of(_folder() / str(card["name"])):
        return None
    return Text(
        "Tiedostot eivät ole samat kuin mallikortissa.",
        "Filerna är inte desamma som på modellkortet.",
        "The files are not those of the model card.",
    )


COMMANDS = (
    Command(
        "models list",
        Text("Luettelee mallit", "Räknar upp modellerna", "List the models"),
        _configure_list,
        _list,
    ),
    Command(
        "models add",
        Text(
            "Lisää mallin tiedostoista ja tekee sille mallikortin",
            "Lägger till en modell ur filer och gör ett modellkort",
            "Add a model of files and make its card",
        ),
        _configure_add,
        _add,
    ),
    Command(
        "models verify",
        Text(
            "Tarkistaa, että mallit ovat korttiensa mukaiset ja kielimalli vastaa",
            "Kontrollerar att modellerna stämmer med sina kort och att språkmodellen svarar",
            "Check that models are what their cards say and that the language model answers",
        ),
        _configure_verify,
        _verify,
    ),
)
