"""Files of an invented county for the tests of the intake: NDJSON as a FHIR bulk export writes it."""

import json

from luotsi.workbench.intake.domain import bulk as bulks
from tests import toy


def quiet(_done, _total, _text):
    """No one watches the progress."""


def resources(ident, *values, hetu="", family="Esimerkki", **patient):
    """The resources of one client whose name and identifiers follow from ``ident``."""
    whole = toy.bundle(*values, hetu=hetu, family=f"{family}{ident}", ident=ident)
    found = [entry["resource"] for entry in whole["entry"]]
    found[0].update(patient)
    for number, item in enumerate(found[1:]):
        item["id"] = f"{ident}-o{number}"
    return found


def line(value):
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def written(path, *items):
    """The items as lines: dictionaries as JSON, bytes as they are."""
    path.write_bytes(b"".join(item if isinstance(item, bytes) else line(item) for item in items))
    return path


def begin(user, *paths, **fields):
    return bulks.begin(user, [bulks.Given(path, path.name) for path in paths], **fields)


def run(user, *paths, progress=quiet, **fields):
    return bulks.run(begin(user, *paths, **fields), progress)


def reasons(bulk):
    """(file position, line, element, reason in English) of every problem."""
    return [
        (file, number, element, reason["en"])
        for rejection in bulk.rejections.all()
        for file, number, element, reason in rejection.problems
    ]
