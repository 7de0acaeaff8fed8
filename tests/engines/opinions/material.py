"""Discussions with a known truth."""

import numpy as np

from luotsi.engines.opinions import VoteTable

GROUP_CENTRES = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])


def planted(people, statements, share, *, groups=4, spread=0.3, pull=2.0, seed=1):
    """Votes of people around the centres of their groups, and each person's group."""
    random = np.random.default_rng(seed)
    group = random.integers(groups, size=people)
    place = (GROUP_CENTRES[:groups] if groups > 1 else np.zeros((1, 2)))[group] + random.normal(0, spread, (people, 2))
    return votes_of(place, statements, share, pull=pull, random=random), group


def votes_of(place, statements, share, *, pull, random):
    """Votes of people at given places on statements that lean in every direction."""
    leaning = random.normal(0, pull, (statements, 2)) / np.sqrt(2)
    person, statement = np.nonzero(random.random((len(place), statements)) < share)
    liking = random.normal(0.3, 0.8, statements)[statement] + (place[person] * leaning[statement]).sum(axis=1)
    value = np.where(random.random(len(person)) < 1 / (1 + np.exp(-liking)), 1, -1)
    value[random.random(len(person)) < 0.1] = 0
    at = 1_700_000_000_000 + random.permutation(len(person)) * 5_000
    return VoteTable(person.astype(np.int64), statement.astype(np.int64), value.astype(np.int8), at)


def agreement(found, truth):
    """The adjusted Rand index over the people who have a group in both, counted pair by pair."""
    people = sorted(set(found) & set(truth))
    first = np.array([found[person] for person in people])
    second = np.array([truth[person] for person in people])
    same, alike = first[:, None] == first, second[:, None] == second
    upper = np.triu_indices(len(people), 1)
    a, b = same[upper], alike[upper]
    expected = a.sum() * b.sum() / len(a)
    return ((a & b).sum() - expected) / ((a.sum() + b.sum()) / 2 - expected)


def joined(*tables):
    """Logs one after another."""
    return VoteTable(
        *(
            np.concatenate([getattr(table, name) for table in tables])
            for name in ("person", "statement", "value", "at_ms")
        )
    )
