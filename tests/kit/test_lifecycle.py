from itertools import combinations

from luotsi.kit.lifecycle import GATES, Stage, missing_gates


def test_no_experiment_runs_without_clearance_and_evidence_plan():
    assert {gate.key for gate in missing_gates(Stage.EXPERIMENT, set())} == {"clearance_accepted", "evidence_plan"}


def test_stages_before_the_experiment_have_no_gate():
    assert all(missing_gates(stage, set()) == () for stage in Stage if stage.order < Stage.EXPERIMENT.order)


def test_passing_gates_never_closes_another():
    keys = [gate.key for gate in GATES]
    for n in range(len(keys) + 1):
        for passed in combinations(keys, n):
            for target in Stage:
                missing = {gate.key for gate in missing_gates(target, passed)}
                assert missing.isdisjoint(passed)
                assert missing <= {gate.key for gate in missing_gates(Stage.SCALE_UP, passed)}


def test_stages_are_in_the_order_of_the_life_cycle():
    assert [stage.order for stage in Stage] == list(range(7))
