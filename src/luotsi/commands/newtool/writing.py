"""What is written for a new tool, and where. Nothing that exists is ever overwritten, and nothing half-made stays."""

import json
import keyword
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from string import Template

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

TEMPLATES = Path(__file__).with_name("template")
LONGEST = 40

# From a template to its place in the tool's folder
FILES = {
    "init.py.txt": "__init__.py",
    "tool.py.txt": "tool.py",
    "commands.py.txt": "commands.py",
    "demo.py.txt": "demo.py",
    "engine/init.py.txt": "engine/__init__.py",
    "engine/rules.py.txt": "engine/rules.py",
    "engine/assess.py.txt": "engine/assess.py",
    "data/rules.csv.txt": "data/rules.csv",
    "data/SOURCES.md.txt": "data/SOURCES.md",
    "README.md.txt": "README.md",
}


class _Template(Template):
    delimiter = "§"


@dataclass(frozen=True, slots=True)
class NewTool:
    """A tool to be written: its name (a Python identifier), title, and the module that will hold it."""

    name: str
    title: Text
    module: str

    @property
    def word(self) -> str:
        """The name as a command."""
        return self.name.replace("_", "-")

    def fill(self, template: str) -> str:
        """The template with this tool's words in it."""
        values = {
            "name": self.name,
            "word": self.word,
            "module": self.module,
            "title_en": self.title.en,
            "title_fi_repr": _quoted(self.title.fi),
            "title_sv_repr": _quoted(self.title.sv),
            "title_en_repr": _quoted(self.title.en),
            "family_repr": _quoted(f"Synteettinen {self.name.replace('_', ' ').capitalize()}"),
            "description": _quoted(f"{self.title.en}: a tool for Luotsi"),
        }
        return _Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)


def checked_name(given: str, taken: list[str]) -> str:
    """The name as an identifier (``fall-watch`` is ``fall_watch``); InputError says what is wrong with it."""
    name = given.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name) or len(name) > LONGEST:
        wrong = Text(
            "Nimessä on pieniä kirjaimia a–z, numeroita ja niiden välissä viivoja; se alkaa kirjaimella, on enintään {n}"
            " merkkiä eikä ole Pythonin varattu sana. Esimerkki: fall-watch.",
            "Ett namn har små bokstäver a–z, siffror och streck mellan dem; det börjar med en bokstav, har högst {n}"
            " tecken och är inget reserverat ord i Python. Exempel: fall-watch.",
            "A name has lower-case letters a–z, digits and hyphens between them; it begins with a letter, has at most {n}"
            " characters and is no reserved word of Python. Example: fall-watch.",
        )
        raise _refused(given, wrong.format(n=LONGEST))
    if name.replace("_", "-") in taken:
        raise _refused(given, Text("Nimi on jo käytössä.", "Namnet är upptaget.", "The name is taken."))
    return name


def checked_title(given: list[str] | None, name: str) -> Text:
    """The title in three languages; one made from the name when none is given."""
    if given is None:
        words = name.replace("_", " ")
        return Text(f"Työkalu {words}", f"Verktyget {words}", f"Tool {words}")
    lines = [" ".join(title.split()) for title in given]
    if not all(lines) or len(set(lines)) != len(lines) or any(set(line) & set("{}§\\") for line in lines):
        wrong = Text(
            "Anna otsikko suomeksi, ruotsiksi ja englanniksi: kolme eri tekstiä ilman merkkejä { } § \\.",
            "Ge rubriken på finska, svenska och engelska: tre olika texter utan tecknen { } § \\.",
            "Give the title in Finnish, Swedish and English: three different texts without { } § \\.",
        )
        raise _refused("--title", wrong)
    return Text(*lines)


def write_in_house(tool: NewTool, tools_folder: Path) -> list[Path]:
    """Write the tool into the house: its folder beside the other tools, and its tests where the house has tests."""
    if not (tools_folder / "__init__.py").is_file() or tools_folder.name != "tools":
        wrong = Text(
            "Kansio ei ole Luotsin työkalukansio (src/luotsi/tools). Muualle kirjoitetaan valitsimella --package.",
            "Mappen är inte Luotsis verktygsmapp (src/luotsi/tools). Annanstans skrivs med --package.",
            "The folder is not Luotsi's folder of tools (src/luotsi/tools). Elsewhere, use --package.",
        )
        raise _refused(str(tools_folder), wrong)
    files = {f"{tool.name}/{place}": tool.fill(source) for source, place in FILES.items()}
    tests = tools_folder.parents[2] / "tests" / "tools"
    test_files = {f"{tool.name}/__init__.py": "", f"{tool.name}/test_{tool.name}.py": tool.fill("test.py.txt")}
    _refuse_existing(tools_folder / tool.name, tests / tool.name)
    return [*_write(tools_folder, tool.name, files), *_write(tests, tool.name, test_files)]


def write_package(tool: NewTool, into: Path) -> list[Path]:
    """Write the tool as a package of its own, which pip installs beside Luotsi."""
    folder = f"luotsi-{tool.word}"
    files = {
        "pyproject.toml": tool.fill("pyproject.toml.txt"),
        "README.md": tool.fill("package_README.md.txt"),
        f"tests/test_{tool.name}.py": tool.fill("test.py.txt"),
        **{f"src/{tool.module}/{place}": tool.fill(source) for source, place in FILES.items()},
    }
    _refuse_existing(into / folder)
    return _write(into, folder, {f"{folder}/{place}": text for place, text in files.items()})


def _refuse_existing(*folders: Path) -> None:
    there = [folder for folder in folders if folder.exists() or folder.is_symlink()]
    if there:
        wrong = Text(
            "On jo olemassa. Mitään ei kirjoitettu.", "Finns redan. Inget skrevs.", "It exists. Nothing was written."
        )
        raise InputError(_NOT_WRITTEN, [Problem(str(folder), wrong) for folder in there])


def _write(into: Path, folder: str, files: dict[str, str]) -> list[Path]:
    """Write beside the place, then move there in one step."""
    try:
        into.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".new-tool-", dir=into))
    except OSError as error:
        raise _refused(str(into), Text.same(error.strerror or str(error))) from error
    try:
        for place, text in files.items():
            path = scratch / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (scratch / folder).rename(into / folder)
    finally:
        shutil.rmtree(scratch)
    return [into / place for place in files]


def _quoted(text: str) -> str:
    """The text as a string literal that Python and TOML both read."""
    return json.dumps(text, ensure_ascii=False)


def _refused(where: str, text: Text) -> InputError:
    return InputError(_NOT_WRITTEN, [Problem(where, text)])


_NOT_WRITTEN = Text("Työkalua ei kirjoitettu.", "Verktyget skrevs inte.", "The tool was not written.")
