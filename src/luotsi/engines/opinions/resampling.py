"""How sure groups are: whether groups sought anew among resampled people and statements are the same ones.

Every repetition draws people and statements with replacement, places the people by those statements alone, and seeks as
many groups from starts of its own. After Hennig 2007 (from memory).
"""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from luotsi.engines.opinions import mixture
from luotsi.engines.opinions.latent import LatentModel, Posterior, answer_pattern, posterior
from luotsi.engines.opinions.mixture import Mixture, Seen
from luotsi.engines.opinions.starts import divided
from luotsi.engines.opinions.votes import Floats, Ints, VoteMatrix

REPETITIONS = 30
_FIRST_LOOK, _HOPELESS = 6, 0.55
_EM_ROUNDS = 8
_AT_ONCE = 18_000  # people times groups that are worked on at once: more do not fit in the processor's cache
_STARTS, _MORE_STARTS, _FEW_PEOPLE = 3, 6, 600
SEED = 20_191_122  # any number: it only has to be the same every time


def starts(people: int) -> int:
    """How many divisions to start from."""
    return _MORE_STARTS if people < _FEW_PEOPLE else _STARTS


class Resampling:
    """Thirty repetitions, each placed once however many divisions are examined."""

    def __init__(self, model: LatentModel, matrix: VoteMatrix) -> None:
        """``matrix``: the people to resample, in canonical order."""
        self.model = model
        self._pattern = answer_pattern(matrix)
        self._shape = matrix.shape
        self._placed: list[Posterior] = []
        self._people: list[tuple[Ints, Ints]] = []

    def stability(self, whole: Mixture, seen: Seen, directions: Ints) -> tuple[float, tuple[float, ...]]:
        """Mean adjusted Rand index with the groups found anew, and of each group the mean overlap with its nearest.

        ``seen`` are the people of the matrix as the mixture sees them. Where the first six repetitions agree little,
        the others are left undone.
        """
        count = len(whole.weights)
        reference = mixture.likeliest(whole, seen)
        tables: list[Floats] = []
        for numbers in self._portions(count):
            if len(tables) == _FIRST_LOOK and rand_index(np.array(tables)).mean() < _HOPELESS:
                break
            anew = self._anew(numbers, directions, count)
            of = mixture.likeliest(anew, seen)
            cell = (np.arange(len(of))[:, None] * count + reference) * count + of
            tables += list(np.bincount(cell.ravel(), minlength=len(of) * count**2).reshape(-1, count, count) * 1.0)
        every = np.array(tables)
        overlap = np.mean([_overlap(table) for table in tables], axis=0)
        return float(rand_index(every).mean()), tuple(overlap.tolist())

    def _portions(self, count: int) -> Iterator[range]:
        size = max(_AT_ONCE // max(self._shape[0] * count, 1), 1)
        for begin, end in ((0, _FIRST_LOOK), (_FIRST_LOOK, REPETITIONS)):
            for at in range(begin, end, size):
                yield range(at, min(at + size, end))

    def _anew(self, numbers: range, directions: Ints, count: int) -> Mixture:
        self._place(numbers.stop)
        width = max(len(self._people[number][0]) for number in numbers)
        rank = len(directions)
        points, times = np.zeros((len(numbers), width, rank)), np.zeros((len(numbers), width))
        every = Seen(
            np.zeros((len(numbers), rank, width)), np.ones((len(numbers), rank * (rank + 1) // 2, width)), times
        )
        draws = []
        for at, number in enumerate(numbers):
            placed, (people, counts) = self._placed[number], self._people[number]
            few = len(people)
            mean, spread = (
                placed.mean[people][:, directions],
                placed.covariance[people][:, directions[:, None], directions],
            )
            seen = Seen.of(Posterior(mean, spread))
            points[at, :few], times[at, :few] = mean, counts
            every.at[at, :, :few], every.variance[at, :, :few] = seen.at, seen.variance
            every.variance[at, :, few:] = seen.variance[:, :1]  # those who count 0 times
            draws.append(np.random.default_rng((SEED, count, number)).random((starts(self._shape[0]), count)))
        of = divided(points, np.stack(draws), times)
        return mixture.fit(every, mixture.started(points, of, count, times), _EM_ROUNDS)

    def _place(self, until: int) -> None:
        """Draw and place the repetitions up to a number."""
        begin, (people, width) = len(self._placed), self._shape
        if until <= begin:
            return
        times = np.empty((width, until - begin))
        for at in range(until - begin):
            random = np.random.default_rng((SEED, begin + at))
            times[:, at] = np.bincount(random.integers(width, size=width), minlength=width)
            self._people.append(np.unique(random.integers(people, size=people), return_counts=True))
        told = self.model.told
        cells = told.shape[1]
        weighted = (np.repeat(times, 3, axis=0)[:, :, None] * told[:, None]).reshape(len(told), -1)
        added = csr_array(self._pattern, shape=(people, len(told))) @ weighted
        found = posterior(added.reshape(-1, cells), self.model.loadings.shape[1])
        for at in range(until - begin):
            every = slice(at, None, until - begin)
            self._placed.append(Posterior(found.mean[every], found.covariance[every]))


def rand_index(table: Floats) -> Floats:
    """The adjusted Rand index of two divisions from their cross table (Hubert and Arabie 1985); of many at once.

    >>> import numpy as np
    >>> float(rand_index(np.array([[5.0, 0.0], [0.0, 5.0]])))
    1.0
    """

    def pairs(counts: Floats) -> Floats:
        return np.asarray(counts * (counts - 1) / 2)

    both = pairs(table).sum(axis=(-1, -2))
    first, second = pairs(table.sum(axis=-1)).sum(axis=-1), pairs(table.sum(axis=-2)).sum(axis=-1)
    total = pairs(table.sum(axis=(-1, -2)))
    expected = np.divide(first * second, total, out=np.zeros_like(total), where=total > 0)
    most = (first + second) / 2
    found: Floats = np.divide(both - expected, most - expected, out=np.ones_like(total), where=most != expected)
    return found


def _overlap(table: Floats) -> Floats:
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None] - table
    share = np.divide(table, union, out=np.zeros_like(table), where=union > 0)
    rows, columns = linear_sum_assignment(-share)
    return np.asarray(share[rows, columns])
