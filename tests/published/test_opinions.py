"""Real conversations of Polis with their official results (CC BY 4.0, The Computational Democracy Project).

The data stand outside the project; without them these tests are skipped.
"""

import json

import pytest

from luotsi.engines.opinions import Statement, analyse, read_statements, read_votes
from tests.engines.opinions.material import agreement
from tests.shared import SHARED

DATA = SHARED / "data/dialogue"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the conversations are not here")


def conversation(name):
    folder = DATA / name
    votes = read_votes((folder / "votes.csv").read_bytes())
    groups = read_votes((folder / "participants-votes.csv").read_bytes()).groups
    return votes.votes, read_statements((folder / "comments.csv").read_bytes()), groups


@pytest.fixture(scope="module")
def official():
    return json.loads((DATA / "biodiversity/official.json").read_bytes())


@pytest.fixture(scope="module")
def given_groups(official):
    """Biodiversity with the official groups, and the background questions that only the official result knows."""
    votes, statements, _ = conversation("biodiversity")
    meta = set(official["meta_tids"])
    known = [Statement(s.id, s.text, s.moderated, s.id in meta) for s in statements]
    groups = {int(person): group for person, group in official["groups"].items()}
    return analyse(votes, known, mode="polis", groups=groups).to_json()


def test_who_is_clustered_is_exactly_as_official(official):
    votes, statements, _ = conversation("biodiversity")
    found = analyse(votes, statements, mode="polis").to_json()
    assert found["clustered"] == sorted(official["in_conv"])


def test_every_statistic_given_the_groups_is_exact(official, given_groups):
    for name in ("gac", "priority"):
        assert given_groups[name] == pytest.approx(official[name], abs=1e-9)
    extremity = dict(zip(map(str, official["pca"]["tids"]), official["pca"]["comment_extremity"], strict=True))
    assert given_groups["extremity"] == pytest.approx(extremity, abs=1e-9)
    centre = dict(zip(map(str, official["pca"]["tids"]), official["pca"]["center"], strict=True))
    assert {tid: -x for tid, x in given_groups["pca"]["center"].items()} == pytest.approx(centre, abs=1e-9)
    for group, counts in official["group_votes"].items():
        assert given_groups["group_votes"][group] == counts["votes"]


def test_representative_and_consensus_lists_are_the_official_ones(official, given_groups):
    assert given_groups["repness"] == official["repness"]
    assert given_groups["consensus"] == official["consensus"]
    for side in ("agree", "disagree"):
        for mine, theirs in zip(
            given_groups["consensus_detail"][side], official["consensus_detail"][side], strict=True
        ):
            assert mine["p_test"] == pytest.approx(theirs["p-test"], abs=1e-9)
            assert (mine["n_success"], mine["n_trials"]) == (theirs["n-success"], theirs["n-trials"])


def test_components_point_as_the_official_ones(official, given_groups):
    for mine, theirs in zip(given_groups["pca"]["components"], official["pca"]["comps"], strict=True):
        named = dict(zip(map(str, official["pca"]["tids"]), theirs, strict=True))
        assert abs(sum(mine[tid] * named[tid] for tid in mine)) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("name", "bar"), [("biodiversity", 0.95), ("bg2050-volunteers", 0.99)])
def test_groups_agree_with_the_official_ones(name, bar):
    votes, statements, groups = conversation(name)
    found = analyse(votes, statements, mode="polis")
    assert agreement(found.groups_by_person(), groups) >= bar


def test_group_informed_consensus_of_the_newer_export_is_exact():
    votes, statements, groups = conversation("bg2050-volunteers")
    found = analyse(votes, statements, mode="polis", groups=groups).to_json()
    text = (DATA / "bg2050-volunteers/comments.csv").read_text(encoding="utf-8")
    import csv  # noqa: PLC0415 - used once
    import io  # noqa: PLC0415 - used once

    for row in csv.DictReader(io.StringIO(text)):
        if row["comment-id"] in found["gac"] and row["group-informed-consensus"]:
            assert found["gac"][row["comment-id"]] == pytest.approx(float(row["group-informed-consensus"]), abs=1e-9)
