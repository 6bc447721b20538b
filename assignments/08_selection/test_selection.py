"""Checks of the folds, and of one scale for train and validation."""

from contextlib import suppress

import numpy
import pytest
import torch

from autograder.checks import assert_close, exercise, helper, points, probe, raises


def waves(*shape):
    """Return numbers between -1 and 1 in no order that the eye could follow."""
    return (torch.arange(1.0, torch.Size(shape).numel() + 1) * 2.3).sin().reshape(shape)


def assert_one_of(seen, *rights, **tolerance):
    """Fail unless one of the right answers is what was seen; show the last one."""
    for right in rights[:-1]:
        with suppress(AssertionError):
            return assert_close(seen, right, **tolerance)
    assert_close(seen, rights[-1], **tolerance)


def rescale(train, *others, correction):
    """Return all parts standardized by train; correction is 0 for a deviation with n, 1 for one with n − 1."""
    mean, deviation = train.mean(0), train.std(0, correction=correction)
    return [(part - mean) / deviation for part in (train, *others)]


@helper
def as_pairs(listed):
    """Return a list with tuples in place of pairs of any class that unpacks; what is no list stays as it is."""
    known = (tuple, list, dict, str, torch.Tensor, numpy.ndarray)
    if not isinstance(listed, (list, tuple)):
        return listed
    return [tuple(pair) if hasattr(pair, "__iter__") and not isinstance(pair, known) else pair for pair in listed]


@helper
def as_list(accuracies):
    """Return a list in place of any other sequence or array."""
    from collections import deque

    return list(accuracies) if isinstance(accuracies, (tuple, deque, numpy.ndarray)) else accuracies


class KFoldProbes:
    @probe
    def folds(student, n, k) -> list | tuple:
        return as_pairs(student.k_fold_indices(n, k, torch.Generator().manual_seed(5)))

    @probe
    def seeded(student, n, k) -> list:
        return [as_pairs(student.k_fold_indices(n, k, torch.Generator().manual_seed(seed))) for seed in (5, 5, 6)]


def partition(folds):
    """Return which samples are together in a validation part."""
    others = [validation.dtype for _, validation in folds if validation.dtype != torch.int64]
    assert not others, f"a validation part holds {others[0]}, and indices are int64"
    return {frozenset(validation.tolist()) for _, validation in folds}


@exercise("k_fold_indices")
class TestKFoldIndices(KFoldProbes):
    @pytest.fixture
    def n(self):
        return 10

    @pytest.fixture
    def k(self):
        return 4

    @points(3)
    def test_pairs(self, folds):
        """there are k pairs of int64 index tensors"""
        kinds = [[str(getattr(part, "dtype", type(part).__name__)) for part in pair] for pair in folds]

        assert kinds == [["torch.int64", "torch.int64"]] * 4

    @points(4)
    def test_validation(self, folds, n):
        """every sample is in one validation part, and in one only"""
        count = torch.cat([validation for _, validation in folds]).bincount(minlength=n)

        assert len(count) == n, f"there is a sample {len(count) - 1}, and {n} samples are numbered from 0 to {n - 1}"
        said = f"samples in no validation part: {(count == 0).sum()} of {n}, in several: {(count > 1).sum()}"
        assert (count == 1).all(), said

    @points(3)
    def test_train(self, folds, n):
        """a train part is everything that is not in its validation part"""
        rest = [sorted(set(range(n)) - set(validation.tolist())) for _, validation in folds]

        assert [sorted(train.tolist()) for train, _ in folds] == rest

    @points(2)
    def test_sizes(self, folds):
        """the validation parts differ in size by at most one: 10 samples in 4 parts are 3, 3, 2 and 2"""
        assert sorted((len(validation) for _, validation in folds), reverse=True) == [3, 3, 2, 2]

    @points(2)
    def test_drawn(self, seeded):
        """the generator draws who is together with whom"""
        first, again, other = map(partition, seeded)

        assert first == again, "two generators with the same seed gave different parts"
        assert first != other, "generators with different seeds put the same samples together"

    @raises(ValueError)
    @pytest.mark.parametrize("k", [1, 11])
    @points(1)
    def test_bad_k(self, folds):
        """k = {k} for 10 samples raises ValueError"""


@helper
def k_fold_indices(n, k, generator):
    """Return k pairs of index tensors."""
    if not 2 <= k <= n:
        raise ValueError
    parts = torch.randperm(n, generator=generator).tensor_split(k)
    return [(torch.cat(parts[:i] + parts[i + 1 :]), part) for i, part in enumerate(parts)]


class StandardizeProbes:
    @probe
    def standardized(student, train, others) -> tuple[torch.Tensor, ...]:
        return student.standardize(train, *others)

    @probe
    def parts_and_inputs(student, train, others) -> list:
        return [list(student.standardize(train, *others)), train, *others]


def assert_standardized(seen, train, others):
    """Fail unless all parts are what train says, with n or n − 1."""
    assert_one_of(list(seen), *(rescale(train, *others, correction=correction) for correction in (0, 1)))


@exercise("standardize")
class TestStandardize(StandardizeProbes):
    @pytest.fixture
    def train(self):
        return torch.tensor([[1.0, 300.0, 0.02], [2.0, 100.0, 0.01], [4.0, 200.0, 0.05], [5.0, 600.0, 0.04]])

    @pytest.fixture
    def others(self):
        return [torch.tensor([[3.0, 900.0, 0.01], [8.0, 100.0, 0.07]])]

    @points(3)
    def test_train(self, standardized, train):
        """each feature of train has mean 0 and standard deviation 1"""
        assert_standardized(standardized[:1], train, [])

    @points(4)
    def test_others(self, standardized, train, others):
        """the other part is measured by the mean and the deviation of train"""
        assert_standardized(standardized, train, others)

    @pytest.mark.parametrize(
        ("train", "others"),
        [pytest.param(torch.tensor([[7.0, 1.0], [7.0, 6.0], [7.0, 2.0]]), [torch.tensor([[9.0, 2.0]])], id="constant")],
    )
    @points(3)
    def test_constant(self, standardized, train, others):
        """a feature that is constant in train becomes 0 there and stays finite in the others"""
        assert_close(standardized[0][:, 0], torch.zeros(3))
        assert_standardized([part[:, 1:] for part in standardized], train[:, 1:], [others[0][:, 1:]])
        assert standardized[1].isfinite().all(), f"the other part should stay finite, yours is {standardized[1]}"

    @pytest.mark.parametrize("others", [pytest.param([], id="alone")])
    @points(1)
    def test_alone(self, standardized, train):
        """train alone comes back as a tuple of one"""
        assert_standardized(standardized, train, [])

    @points(2)
    def test_inputs_stay(self, parts_and_inputs, train, others):
        """train and the others stay as they are, and other tensors come back"""
        parts, *inputs = parts_and_inputs

        assert len(parts) == 2
        assert_close(inputs, [train, *others])


@helper
def standardize(train, *others):
    """Return all parts, measured by train."""
    deviation = train.std(0).where(train.std(0) > 0, torch.ones((), dtype=train.dtype))
    return tuple((part - train.mean(0)) / deviation for part in (train, *others))
