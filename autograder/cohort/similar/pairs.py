"""Compare every answer with every other one, as vectors of runs in which rare ones weigh more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from scipy import sparse

from autograder.cohort.similar.shapes import Shape

COMMON = 0.25  # a run in more than this share of a class is how the exercise is solved, not how two people solve it
LEAST_SHARED = 25  # runs: fewer are in common by chance, and small exercises leave no more
FARTHEST = 6.0  # times the usual spread, above the usual nearness, from which a pair is told
LEAST_NEARNESS = 0.5
BLOCK = 256  # rows of the product at a time: memory stays flat in a large class


@dataclass(frozen=True)
class Pair:
    """Two answers, by number, and how near they are: 1 for the same shape, 0 for nothing in common."""

    one: int
    other: int
    nearness: float
    shared: frozenset[int]  # runs that both have and few others


@dataclass(frozen=True)
class Comparison:
    """The pairs that stand out, nearest first, and what is usual in this class."""

    pairs: tuple[Pair, ...]
    usual: float  # the median nearness of an answer to the one that is second nearest to it
    limit: float  # from which a pair stands out


def compare(shapes: Sequence[Shape], starter: Shape) -> Comparison:
    """Return the pairs of answers that are nearer than is usual in this class; the same for the same answers.

    Nearness is the cosine of two rows of a matrix of answers × runs, each run weighed by log(answers / answers that
    have it) (inverse document frequency: Spärck Jones 1972). Runs of the starter and those that many have count for
    nothing. A pair stands out if it lies more than FARTHEST times the median absolute deviation above the median of
    each answer's second nearest neighbour: the nearest of a copy is its original, the second is an honest one.
    """
    matrix, columns = _weigh(shapes, starter)
    second = numpy.zeros(len(shapes))
    found: list[tuple[int, int, float]] = []
    for start in range(0, len(shapes), BLOCK):
        block = matrix[start : start + BLOCK]
        nearness = (block @ matrix.T).toarray()
        # Of each pair one half, and nobody with themselves.
        nearness[numpy.arange(len(nearness)), start + numpy.arange(len(nearness))] = 0
        if len(shapes) > 2:
            second[start : start + BLOCK] = numpy.partition(nearness, -2, axis=1)[:, -2]
        for row, other in zip(*numpy.nonzero(nearness >= LEAST_NEARNESS), strict=True):
            if start + row < other:
                found.append((start + int(row), int(other), float(nearness[row, other])))
    usual = float(numpy.median(second)) if len(second) else 0.0
    spread = float(numpy.median(numpy.abs(second - usual))) if len(second) else 0.0
    limit = max(LEAST_NEARNESS, usual + FARTHEST * spread)
    told = [Pair(*each, _share(each[0], each[1], matrix, columns)) for each in found if each[2] >= limit]
    kept = sorted((pair for pair in told if len(pair.shared) >= LEAST_SHARED), key=lambda pair: -pair.nearness)
    return Comparison(tuple(kept), usual, limit)


def _weigh(shapes: Sequence[Shape], starter: Shape) -> tuple[sparse.csr_matrix, list[int]]:
    """Return the matrix, each row of length 1, and the run that each column stands for."""
    columns: dict[int, int] = {}
    rows, cells = [], []
    for row, shape in enumerate(shapes):
        for run in shape.runs:
            if run not in starter.runs:
                rows.append(row)
                cells.append(columns.setdefault(run, len(columns)))
    ones = numpy.ones(len(rows))
    matrix = sparse.csr_matrix((ones, (rows, cells)), shape=(len(shapes), max(1, len(columns))))
    having = numpy.asarray(matrix.sum(axis=0)).ravel()
    weights = numpy.log(max(1, len(shapes)) / numpy.maximum(having, 1))
    weights[having > max(4, COMMON * len(shapes))] = 0
    matrix = (matrix @ sparse.diags(weights)).tocsr()
    matrix.eliminate_zeros()
    lengths = numpy.sqrt(numpy.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (sparse.diags(1 / numpy.where(lengths == 0, 1, lengths)) @ matrix).tocsr(), list(columns)


def _share(one: int, other: int, matrix: sparse.csr_matrix, columns: list[int]) -> frozenset[int]:
    found = set(matrix[one].indices) & set(matrix[other].indices)
    return frozenset(columns[column] for column in found)
