"""Results as open data: tables that are k-anonymous (no cell under ten), never a row of a person."""

import csv
import io
import json
from typing import Any

from luotsi.hub.dialogue.models import Discussion, Result, Statement
from luotsi.kit.text import Language

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("statement", "text_fi", "text_sv", "text_en", "group", "answers", "agree", "disagree", "unsure", "note")


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet reads as a formula (CSV injection): such text gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS) else text


def as_csv(discussion: Discussion, result: Result) -> str:
    """RFC 4180, UTF-8: a row a statement and group; an empty cell is withheld (fewer than ten people, or to keep such)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _rows(discussion, result):
        texts = [row["text"][language.value] for language in Language]
        writer.writerow(
            [safe_cell(cell) for cell in (row["statement"], *texts, row["group"], *row["cells"], row["note"])]
        )
    return out.getvalue()


def as_json(discussion: Discussion, result: Result) -> str:
    """The same tables with how they were made: engine, hash of the input, end of the log."""
    tables = result.data["tables"]
    told: dict[str, Any] = {
        "discussion": discussion.slug,
        "title": discussion.title.as_json(),
        "simulated": discussion.invented,
        "attribution": discussion.attribution,
        "engine": result.engine,
        "mode": result.mode,
        "input_hash": result.input_hash,
        "log_sequence": result.sequence,
        "k": tables["k"],
        "clear_groups": result.data["clear"],
        "stability": result.data["stability"],
        "rows": [
            {name: row[name] for name in ("statement", "text", "group")}
            | dict(zip(("answers", "agree", "disagree", "unsure"), row["cells"], strict=True))
            for row in _rows(discussion, result)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _rows(discussion: Discussion, result: Result) -> list[dict[str, Any]]:
    """(statement, group or everybody) rows of what may leave: accepted statements only."""
    statements = {row.number: row for row in discussion.statements.filter(state=Statement.State.ACCEPTED)}
    letters = {str(group["id"]): group["letter"] for group in result.data["groups"]}
    note = "simulated" if discussion.invented else ""
    tables = result.data["tables"]
    names = ["+".join(letters.get(part, part) for part in name.split("+")) for name in tables["rows"]]
    made = []
    for table in tables["statements"]:
        statement = statements.get(table["tid"])
        if statement is None:
            continue
        told = {"statement": statement.number, "text": statement.text.as_json(), "note": note}
        made.append({**told, "group": "everybody", "cells": _cells(table["total"])})
        if result.data["clear"]:
            made += [
                {**told, "group": name, "cells": _cells(counts)}
                for name, counts in zip(names, table["counts"], strict=True)
            ]
    return made


def _cells(counts: list[int | None]) -> list[int | None]:
    """(answers, agree, disagree, unsure); the sum is told only where each part of it is."""
    disagree, unsure, agree = counts
    parts = (agree, disagree, unsure)
    answers = None if any(part is None for part in parts) else sum(part for part in parts if part is not None)
    return [answers, agree, disagree, unsure]
