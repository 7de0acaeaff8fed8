"""``luotsi medication assess`` and ``formulas``: no Django, no network; reads a file or standard input."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text

STDIN = Text("FHIR R4 -paketti (JSON), - lukee vakiosyötteestä", "FHIR R4-paket (JSON), - läser från standardinmatning",
             "FHIR R4 Bundle (JSON), - reads standard input")  # fmt: skip
CANNOT_OPEN = Text(
    "Tiedostoa {f} ei voi lukea: {w}.", "Filen {f} kan inte läsas: {w}.", "The file {f} cannot be read: {w}."
)
BAD_DATE = Text("Anna päivä muodossa 2026-11-23.", "Ange dagen som 2026-11-23.", "Give the day as 2026-11-23.")
BAD_RESULTS = Text("Tuloksia ei voi käyttää.", "Resultaten kan inte användas.", "Results cannot be used.")
BAD_ROWS = Text("Rivejä ei voi laskea.", "Raderna kan inte beräknas.", "Rows cannot be computed.")
NOT_UTF8 = Text("Tiedosto ei ole UTF-8-tekstiä.", "Filen är inte UTF-8-text.", "The file is not UTF-8 text.")
NOT_OBJECT = Text("Rivi ei ole JSON-objekti.", "Raden är inte ett JSON-objekt.", "The line is not a JSON object.")
EMPTY = Text("Tiedostossa ei ole rivejä.", "Filen har inga rader.", "The file has no lines.")
NOT_NUMBER = Text("Arvo puuttuu tai ei ole luku välillä {a}–{b}.", "Värdet saknas eller är inte ett tal mellan {a} och {b}.",
                  "The value is missing or not a number from {a} to {b}.")  # fmt: skip
NOT_SEX = Text("Arvon on oltava F tai M.", "Värdet måste vara F eller M.", "The value must be F or M.")
FUTURE_OF_BIRTH = Text("Syntymäaika on arviointipäivän jälkeen.", "Födelsedatumet är efter bedömningsdagen.",
                       "The date of birth is after the day of assessment.")  # fmt: skip

FIELDS = {"age": (18, 130), "creatinine_umol_l": (5, 5000), "weight_kg": (10, 400), "height_cm": (80, 250)}


def configure_assess(parser: ArgumentParser) -> None:
    """The words of ``luotsi medication assess``."""
    parser.add_argument("bundle", metavar="BUNDLE.json", help=STDIN.en)
    parser.add_argument("--date", default=None, help="YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="JSON")
    _language(parser)


def configure_formulas(parser: ArgumentParser) -> None:
    """The words of ``luotsi medication formulas``."""
    parser.add_argument("rows", metavar="FILE.jsonl", help="age, sex, creatinine_umol_l, weight_kg, height_cm")
    parser.add_argument("--json", action="store_true", help="JSON")
    _language(parser)


def _language(parser: ArgumentParser) -> None:
    if not any("--lang" in action.option_strings for action in parser._actions):  # noqa: SLF001 - the host may have added it
        parser.add_argument("--lang", choices=[item.value for item in Language], default=None)


def _spoken(options: Namespace) -> str:
    found = getattr(options, "language", None) or getattr(options, "lang", None)
    return str(found.value if isinstance(found, Language) else found or "fi")


def run_assess(options: Namespace, out: TextIO, err: TextIO) -> int:
    """Assess one Bundle. 0 done, 2 what was given cannot be used."""
    language = _spoken(options)
    try:
        on = _day(options.date)
        answer = _assess(_bytes(options.bundle), on)
    except InputError as error:
        err.write("".join(f"{line}\n" for line in error.lines(language)))
        return 2
    if options.json:
        out.write(json.dumps(answer.as_json(), ensure_ascii=False, sort_keys=True) + "\n")
    else:
        from luotsi.tools.medication.table import table  # noqa: PLC0415 - only without --json

        out.write(table(answer, language))
    return 0


def _assess(data: bytes, on: date):  # type: ignore[no-untyped-def] # noqa: ANN202
    from luotsi.engines.clinical import parse_bundle  # noqa: PLC0415 - the command line starts fast
    from luotsi.tools.medication.engine.assess import assess  # noqa: PLC0415
    from luotsi.tools.medication.engine.knowledge import knowledge  # noqa: PLC0415
    from luotsi.tools.medication.engine.reading import state_of  # noqa: PLC0415

    bundle = parse_bundle(data)
    born = bundle.patient.birth_date
    if born is not None and born.earliest > on:
        raise InputError(BAD_RESULTS, [Problem(f"{bundle.patient.where}.birthDate", FUTURE_OF_BIRTH)])
    state = state_of(bundle, on, knowledge())
    if state.refused:
        raise InputError(BAD_RESULTS, [Problem(item.where, item.text) for item in state.refused])
    return assess(state)


def _day(text: str | None) -> date:
    if text is None:
        return date.today()  # noqa: DTZ011 - the day on the user's own wall
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(BAD_DATE, [Problem("--date", BAD_DATE)]) from error


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        why = error.strerror or "?"
        raise InputError(CANNOT_OPEN.format(f=name, w=why)) from error


def run_formulas(options: Namespace, out: TextIO, err: TextIO) -> int:
    """Compute every row. 0 done, 2 when any row cannot be computed; then nothing is written to ``out``."""
    language = _spoken(options)
    try:
        rows = formula_rows(_bytes(options.rows))
    except InputError as error:
        err.write("".join(f"{line}\n" for line in error.lines(language)))
        return 2
    for row in rows:
        if options.json:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            out.write("  ".join(f"{key} {value}" for key, value in row.items()) + "\n")
    return 0


def formula_rows(data: bytes) -> list[dict[str, object]]:
    """Each line's own fields with the answers; InputError with every line and field that is wrong."""
    problems: list[Problem] = []
    rows: list[dict[str, object]] = []
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(BAD_ROWS, [Problem("", NOT_UTF8)]) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            problems.append(Problem(f"line {number}", NOT_OBJECT))
            continue
        wrong = list(_wrong(row, f"line {number}"))
        problems.extend(wrong)
        if not wrong:
            rows.append({**row, **answers(row)})
    if problems or not rows:
        raise InputError(BAD_ROWS, problems or [Problem("", EMPTY)])
    return rows


def _wrong(row: Mapping[str, object], where: str) -> list[Problem]:
    found = []
    for name, (least, most) in FIELDS.items():
        value = row.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            found.append(Problem(f"{where}, {name}", NOT_NUMBER.format(a=str(least), b=str(most))))
    if row.get("sex") not in {"F", "M"}:
        found.append(Problem(f"{where}, sex", NOT_SEX))
    return found


def answers(row: Mapping[str, object]) -> dict[str, float]:
    """The eGFR (CKD-EPI 2021), Cockcroft-Gault, BSA (Mosteller), de-indexed eGFR and BMI of one row."""
    from luotsi.engines.clinical import (  # noqa: PLC0415 - the command line starts fast
        Sex,
        body_mass_index,
        bsa_mosteller,
        creatinine_clearance_cockcroft_gault,
        egfr_ckd_epi_2021,
        egfr_deindexed,
    )

    age, creatinine, weight, height = (float(str(row[name])) for name in FIELDS)
    sex = Sex.FEMALE if row["sex"] == "F" else Sex.MALE
    egfr = egfr_ckd_epi_2021(creatinine, age, sex)
    surface = bsa_mosteller(weight, height)
    return {
        "egfr_ckdepi2021": round(egfr, 1),
        "crcl_cg_actual_weight": round(creatinine_clearance_cockcroft_gault(creatinine, age, weight, sex), 1),
        "bsa_mosteller": round(surface, 2),
        "egfr_deindexed_ml_min": round(egfr_deindexed(egfr, surface), 1),
        "bmi": round(body_mass_index(weight, height), 1),
    }
