"""The rules as items of the Library: nothing is lost on the way, and an edit is checked."""

from dataclasses import replace
from datetime import date

import pytest

from luotsi.kit.canonical import digest
from luotsi.kit.evidence import RuleStatus
from luotsi.kit.library import content_of, items_of, overlay
from luotsi.kit.pack import Pack
from luotsi.tools.medication.engine import library
from luotsi.tools.medication.engine.knowledge import knowledge
from luotsi.tools.medication.engine.soundness import problems_of

STARTER = library.starter()
ITEMS = {item.key: item for item in items_of(STARTER)}


def over(*items):
    return Pack(
        id="county", version="1.0.0", kind=library.KIND, licence="x", maintainer="x",
        valid_from=STARTER.valid_from, valid_to=None, content=content_of(items),
    )  # fmt: skip


def test_every_row_of_every_table_is_in_an_item_with_a_title_and_a_source():
    rows = sum(len(table) for table in library.tables_of_files().values())
    assert sum(len(item.body["rows"]) for item in ITEMS.values()) == rows
    assert all(item.source and item.title.sv for item in ITEMS.values())


def test_every_item_passes_its_own_check():
    assert [key for key, item in ITEMS.items() if library.check(item.body)] == []


def test_a_pack_read_from_its_message_gives_the_same_knowledge():
    again = Pack.from_json(STARTER.as_json())
    assert again.sha256 == STARTER.sha256 == digest(STARTER.content)
    assert knowledge(again).rules == knowledge().rules
    assert knowledge(again).interactions == knowledge().interactions
    assert knowledge(again).effects == knowledge().effects


def test_knowledge_laid_over_is_sound_and_cites_its_review():
    edited = replace(ITEMS["ddi/DDI001"], status=RuleStatus.PUBLISHED, reviewed_on=date(2026, 11, 22), version=2)
    known = knowledge(overlay(STARTER, over(edited, replace(ITEMS["ddi/DDI002"], status=RuleStatus.RETIRED))))
    assert problems_of(known) == []
    cited = known.rules["DDI001"]
    assert (cited.pack, cited.version, cited.status, cited.reviewed_on) == (
        "county", "1.0.0", RuleStatus.PUBLISHED, date(2026, 11, 22),
    )  # fmt: skip
    assert "DDI002" not in known.rules
    assert known.rules["DDI003"].status is RuleStatus.DRAFT


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"severity": "5"}, "rows.0.severity"),
        ({"severity": 3}, "rows.0.severity"),
        ({"condition": "G:"}, "rows.0.condition"),
        ({"colour": "red"}, "rows.0"),
    ],
)
def test_an_edit_that_does_not_hold_is_named_by_its_place(change, place):
    row = {**ITEMS["ddi/DDI001"].body["rows"][0], **change}
    assert [problem.where for problem in library.check({"rows": [row]})] == [place]


def test_content_of_another_shape_is_refused():
    assert library.check({"rows": []})
    assert library.check({"text": "x"})
