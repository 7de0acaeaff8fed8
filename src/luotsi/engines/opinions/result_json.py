"""``luotsi-dialogue-result/1``: the result as JSON."""

from typing import Any

from luotsi.engines.opinions.result import ENGINE, SCHEMA, DialogueResult, number
from luotsi.engines.opinions.rows import statement_rows


def as_json(result: DialogueResult) -> dict[str, Any]:
    """The whole result; keys of groups, people and statements are strings, as JSON has them."""
    return {
        "schema": SCHEMA,
        "engine": ENGINE,
        "mode": result.mode,
        "input": _input(result),
        **_groups(result),
        **_places(result),
        **_of_statements(result),
        **_lists(result),
        "statements": [row.as_json() for row in statement_rows(result)],
        "notes": [note.as_json() for note in result.notes],
        **_components(result),
    }


def _input(result: DialogueResult) -> dict[str, Any]:
    return {
        "sha256": result.input_hash(),
        "log_rows": result.log_rows,
        "votes": len(result.matrix.value),
        "people": len(result.matrix.people),
        "grouped": result.placed,
        "statements": len(result.matrix.statements),
        "left_out": int(result.moderation.out.sum()),
    }


def _groups(result: DialogueResult) -> dict[str, Any]:
    """Groups, how sure they are, who is in them and how they voted."""
    labels, sure = result.labels.tolist(), result.certainty
    return {
        "k": result.k,
        "clear_groups": sure.clear,
        "stability": sure.stability,
        "stability_by_group": {str(g): value for g, value in zip(labels, sure.of_group, strict=False)},
        "criterion_by_k": {str(k): number(value) for k, value in sure.criterion.items()},
        "certainty": _by(result.matrix.people.tolist(), sure.of_person.tolist()),
        "groups": {str(pid): g for pid, g in result.groups_by_person().items()},
        "group_sizes": {str(g): int((result.group == g).sum()) for g in labels},
        "group_votes": {str(g): _votes(result, at) for at, g in enumerate(labels)},
    }


def _places(result: DialogueResult) -> dict[str, Any]:
    """Where people and statements are on the map."""
    people, tids = result.matrix.people.tolist(), result.matrix.statements.tolist()
    return {
        "xy": {str(pid): xy for pid, xy in zip(people, result.xy.tolist(), strict=True)},
        "measures": {
            name: _by(people, getattr(result.measures, name).tolist())
            for name in ("centricness", "coreness", "extremeness")
        },
        "statement_xy": {str(tid): xy for tid, xy in zip(tids, result.statement_xy.tolist(), strict=True)},
    }


def _of_statements(result: DialogueResult) -> dict[str, Any]:
    """One figure a statement of each kind."""
    tids = result.matrix.statements.tolist()
    return {
        "gac": _by(tids, result.gac.tolist()),
        "gac_disagree": _by(tids, result.gac_disagree.tolist()),
        "priority": _by(tids, result.priority.tolist()),
        "extremity": _by(tids, result.extremity.tolist()),
    }


def _lists(result: DialogueResult) -> dict[str, Any]:
    """Representative statements of each group, and what everybody agrees on or rejects."""
    tids, labels = result.matrix.statements.tolist(), result.labels.tolist()
    sides = (("agree", result.agree), ("disagree", result.disagree))
    return {
        "repness": {
            str(g): [[tids[entry.column], entry.side] for entry in entries]
            for g, entries in zip(labels, result.representative, strict=True)
        },
        "repness_detail": {str(g): _representative(result, at) for at, g in enumerate(labels)},
        "consensus": {side: [tids[entry.column] for entry in entries] for side, entries in sides},
        "consensus_detail": {
            side: [
                {
                    "tid": tids[e.column],
                    "n_success": e.count,
                    "n_trials": e.votes,
                    "p_success": e.share,
                    "p_test": e.test,
                }
                for e in entries
            ]
            for side, entries in sides
        },
    }


def _by(keys: list[int], values: list[float]) -> dict[str, float]:
    """Values by key; those that are not numbers are left out."""
    return {str(key): value for key, value in zip(keys, values, strict=True) if number(value) is not None}


def _representative(result: DialogueResult, at: int) -> list[dict[str, Any]]:
    return [
        {
            "tid": int(result.matrix.statements[entry.column]),
            "side": entry.side,
            "n_success": entry.count,
            "n_trials": entry.votes,
            "p_success": entry.share,
            "p_test": entry.test,
            "repness": entry.ratio,
            "repness_test": entry.ratio_test,
            "best_agree": entry.best_agree,
        }
        for entry in result.representative[at]
    ]


def _votes(result: DialogueResult, at: int) -> dict[str, dict[str, int]]:
    tallies = result.tallies
    columns = (tallies.agree[at].tolist(), tallies.disagree[at].tolist(), tallies.votes[at].tolist())
    return {
        str(tid): {"A": a, "D": d, "S": s}
        for tid, a, d, s in zip(result.matrix.statements.tolist(), *columns, strict=True)
    }


def _components(result: DialogueResult) -> dict[str, Any]:
    """The components and base clusters of mode ``polis``."""
    found = result.details.get("polis")
    if found is None:
        return {}
    tids = result.matrix.statements.tolist()
    parts: dict[str, Any] = {
        "pca": {
            "center": _by(tids, found.components.centre.tolist()),
            "components": [_by(tids, direction) for direction in found.components.directions.tolist()],
            "variances": found.components.spread.tolist(),
        },
        "clustered": result.matrix.people[found.clustered].tolist(),
    }
    if found.grouping is not None:
        base = found.grouping.base
        members = result.matrix.people[found.clustered]
        parts["base_clusters"] = [
            {
                "id": at,
                "xy": base.centres[at].tolist(),
                "members": members[base.of == at].tolist(),
                "group": int(found.grouping.group_of_base[at]),
            }
            for at in range(len(base.centres))
        ]
    return parts
