"""Polis exports as they come: old, new, through a spreadsheet, broken; the broken ones are told by line."""

import contextlib
import io
import json
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from luotsi.engines.opinions import conversation, read_statements, read_votes, unzipped
from luotsi.kit.errors import InputError
from tests import commands

HEAD = "timestamp,datetime,comment-id,voter-id,vote\n"
PLAIN = HEAD + "1567382954698,Sun Sep 01,0,7,-1\n1567382954699,Sun Sep 01,1,7,1\n1567382954700,Sun Sep 01,1,8,0\n"


def rows(votes):
    return list(zip(votes.person, votes.statement, votes.value, votes.at_ms, strict=True))


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",-1\n", ",-1.0\n").replace(",1\n", ", +1 \n").encode(),
        PLAIN.replace("\n", "\n\n").encode(),
    ],
)
def test_every_shape_of_the_same_export_reads_alike(content):
    found = rows(read_votes(content).votes)
    assert [row[:3] for row in found] == [(7, 0, -1), (7, 1, 1), (8, 1, 0)]
    assert [row[3] for row in found] == [1567382954698, 1567382954699, 1567382954700]


def test_seconds_become_milliseconds_and_no_times_the_order_of_rows():
    older = (
        PLAIN.replace("1567382954698", "1567382954")
        .replace("1567382954699", "1567382955")
        .replace("1567382954700", "1567382956")
    )
    assert rows(read_votes(older.encode()).votes)[0][3] == 1567382954000
    untimed = b"comment-id,voter-id,vote\n3,1,1\n4,1,-1\n"
    assert [row[3] for row in rows(read_votes(untimed).votes)] == [0, 1]


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        ("", "", "empty"),
        (HEAD, "", "no votes"),
        ("a,b,c\n1,2,3\n", "line 1", "comment-id"),
        (PLAIN + "1567382954701,x,1,9,2\n", "line 5", "not 2"),
        (PLAIN + "1567382954701,x,1,9,agree\n", "line 5", "agree"),
        (PLAIN + "1567382954701,x,one,9,1\n", "line 5", "one"),
        (PLAIN + "1567382954701,x,1\n", "line 5", "voter-id"),
        (PLAIN + "1567382954701,x,1,-9,1\n", "line 5", "-9"),
        (PLAIN + "yesterday,x,1,9,1\n", "line 5", "yesterday"),
        (PLAIN + "1567382954701,x,1,9,nan\n", "line 5", "nan"),
        (PLAIN + "\x00\x01", "line 5", "Not text"),
        ("participant,group-id,0,1\n5,0,1,7\n", "line 2", "not 7"),
    ],
)
def test_a_broken_row_is_told_by_its_line(content, where, what):
    with pytest.raises(InputError) as caught:
        read_votes(content.encode())
    assert any(problem.where == where and what in problem.text.en for problem in caught.value.problems)


@given(st.binary(max_size=300))
@example(b"\r\x01")
def test_any_bytes_are_read_or_refused(content):
    for read in (read_votes, read_statements):
        with contextlib.suppress(InputError):
            assert read(content) is not None


def test_votes_with_times_years_off_are_told():
    read = read_votes((PLAIN + "15673829547,x,1,9,1\n").encode())
    assert "1 votes" in read.notes[0].en


def test_statements_read_with_and_without_the_newer_columns():
    old = 'timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1568101622,x,4,9,1,0,-1,"Two\nlines, and ""quotes"""\n'
    new = "timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,group-informed-consensus,comment-body\n1726860676783,2,0,57,0,1,true,true,0.68,=SUM(A1)\n"
    (first,) = read_statements(old.encode())
    assert (first.id, first.moderated, first.author, first.at_ms) == (4, -1, 9, 1568101622000)
    assert first.text == 'Two\nlines, and "quotes"'
    (second,) = read_statements(new.encode())
    assert (second.meta, second.seed, second.text) == (True, True, "=SUM(A1)")


@pytest.mark.parametrize(
    ("body", "what"),
    [("4,1\n4,1\n", "repeated"), ("x,1\n", "whole number"), ("4,5\n", "moderated")],
)
def test_broken_statements_are_told_by_line(body, what):
    with pytest.raises(InputError) as caught:
        read_statements(b"comment-id,moderated\n" + body.encode())
    assert what in caught.value.problems[0].text.en
    with pytest.raises(InputError):
        read_statements(b"body\nx\n")


def test_a_matrix_of_participants_gives_votes_and_official_groups():
    wide = b"participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,3\n5,,1,0,2,1,1,1,-1\n6,,,0,1,0,0,,0\n"
    read = read_votes(wide)
    assert [row[:3] for row in rows(read.votes)] == [(5, 0, 1), (5, 3, -1), (6, 3, 0)]
    assert read.groups == {5: 1}


def zipped(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"export/2024-10-09-{name.replace('_', '-')}.csv", content)
    return held.getvalue()


def test_a_whole_export_in_a_zip_becomes_a_conversation():
    statements = "comment-id,moderated,comment-body\n0,1,Zero\n1,1,One\n"
    summary = 'topic,The matter\nurl,https://pol.is/x\nconversation-description,"Long,\ntext"\n'
    people = "participant,group-id,0,1\n7,0,-1,1\n8,1,,0\n"
    held = zipped(votes=PLAIN, comments=statements, summary=summary, participants_votes=people, other="x")
    found = conversation(unzipped(held))
    assert (found.topic, found.description, len(found.statements)) == ("The matter", "Long,\ntext", 2)
    assert len(found.votes) == 3
    assert found.official_groups == {7: 0, 8: 1}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", zipped(comments="comment-id\n1\n")])
def test_what_is_no_export_is_refused(content):
    with pytest.raises(InputError):
        conversation(unzipped(content))


def luotsi(*words):
    return commands.luotsi("dialogue", "analyse", *words, "--lang", "en")


@pytest.fixture
def files(tmp_path):
    log = "".join(
        f"{1700000000000 + p * 100 + s},x,{s},{p},{1 if (p % 2) ^ (s % 3 == 0) else -1}\n"
        for p in range(40)
        for s in range(12)
    )
    (tmp_path / "votes.csv").write_text(HEAD + log, encoding="utf-8")
    texts = "".join(f'{s},1,"=HYPERLINK(""x"") statement {s}"\n' for s in range(11)) + f"11,-1,{'x' * 10_000}\n"
    (tmp_path / "comments.csv").write_text("comment-id,moderated,comment-body\n" + texts, encoding="utf-8")
    return tmp_path


def test_the_command_writes_the_agreed_schema_and_a_table_that_runs_nothing(files):
    out, table = files / "result.json", files / "table.csv"
    done = luotsi(
        files / "votes.csv", "--statements", files / "comments.csv", "--mode", "polis", "--out", out, "--table", table
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["schema"] == "luotsi-dialogue-result/1"
    assert {
        "groups",
        "xy",
        "gac",
        "priority",
        "repness",
        "consensus",
        "stability",
        "k",
        "certainty",
        "statements",
    } <= set(found)
    assert set(found["consensus"]) == {"agree", "disagree"}
    assert all(side in {"agree", "disagree"} for listed in found["repness"].values() for _, side in listed)
    assert len(found["groups"]) == 40
    assert ",'=HYPERLINK" in table.read_text(encoding="utf-8").replace('"', "")
    given = files / "groups.json"
    given.write_text(json.dumps({str(p): p % 3 for p in range(30)}), encoding="utf-8")
    again = luotsi(files / "votes.csv", "--mode", "polis", "--groups", given, "--json")
    assert json.loads(again.stdout)["groups"] == {str(p): p % 3 for p in range(30)}


def test_a_reader_gets_sentences(files):
    done = luotsi(files / "votes.csv", "--statements", files / "comments.csv", "--mode", "polis")
    assert done.returncode == 0, done.stderr
    assert "40 participants, 12 statements, 480 votes" in done.stdout
    assert "Group A" in done.stdout


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["none.csv"], "none.csv"),
        (["votes.csv", "--groups", "votes.csv"], "groups"),
        (["votes.csv", "--mode", "polis", "--k", "3"], "--mode stable"),
        (["votes.csv", "--out", "no/such/folder.json", "--mode", "polis"], "written"),
        (["comments.csv"], "voter-id"),
    ],
)
def test_bad_input_ends_with_status_two_and_says_what(files, words, what):
    done = luotsi(*[files / word if word.endswith((".csv", ".json")) else word for word in words])
    assert done.returncode == 2
    assert what in done.stderr
