"""Checks of the folds and of one scale that students do not receive."""

import pytest
import torch
from test_selection import (
    KFoldProbes,
    StandardizeProbes,
    as_pairs,
    assert_one_of,
    assert_standardized,
    partition,
    rescale,
    waves,
)

from autograder.checks import assert_close, exercise, points, probe


@exercise("k_fold_indices")
class TestKFoldIndicesHidden(KFoldProbes):
    @pytest.fixture
    def n(self):
        return 50

    @pytest.fixture
    def k(self):
        return 7

    @points(2)
    def test_many_samples(self, folds, n):
        """50 samples in 7 parts are all validated once, in one part of 8 and six of 7, and trained on otherwise"""
        assert sorted(torch.cat([validation for _, validation in folds]).tolist()) == list(range(n))
        assert [sorted(torch.cat(pair).tolist()) for pair in folds] == [list(range(n))] * 7
        assert sorted(len(validation) for _, validation in folds) == [7] * 6 + [8]

    @pytest.mark.parametrize(("n", "k"), [(13, 5)])
    @points(2)
    def test_sizes(self, folds):
        """13 samples in 5 parts are 3, 3, 3, 2 and 2"""
        assert sorted((len(validation) for _, validation in folds), reverse=True) == [3, 3, 3, 2, 2]

    @pytest.mark.parametrize(("n", "k"), [(5, 2)])
    @points(1)
    def test_two_parts(self, folds):
        """two parts are enough"""
        assert sorted(len(validation) for _, validation in folds) == [2, 3]

    @pytest.mark.parametrize(("n", "k"), [(6, 6)])
    @points(1)
    def test_one_each(self, folds):
        """as many parts as samples leave out one at a time"""
        assert partition(folds) == {frozenset([i]) for i in range(6)}

    @probe
    def drawn(student, n, k) -> dict:
        generator = torch.Generator().manual_seed(8)
        torch.manual_seed(1234)
        folds = [as_pairs(student.k_fold_indices(n, k, generator)) for _ in range(2)]
        return {"folds": folds, "next draw": torch.rand(())}

    @points(2)
    def test_random_states(self, drawn):
        """the generator goes on from call to call, and torch's global random state stays"""
        first, second = map(partition, drawn["folds"])

        assert first != second, "the second call with the same generator gave the same parts"
        assert_close(drawn["next draw"], torch.rand((), generator=torch.Generator().manual_seed(1234)))

    @probe
    def answers(student) -> list[dict]:
        answers, generator = [], torch.Generator().manual_seed(8)
        for n, k in ((10, 0), (10, -3), (4, 5), (10, 2)):
            before = generator.get_state()
            try:
                seen = len(student.k_fold_indices(n, k, generator))
            except ValueError:
                seen = "ValueError"
            answers.append({"gives": seen, "has drawn": not torch.equal(before, generator.get_state())})
        return answers

    @points(1)
    def test_refusal_comes_first(self, answers):
        """other bad k raise ValueError before anything is drawn"""
        assert answers == [{"gives": "ValueError", "has drawn": False}] * 3 + [{"gives": 2, "has drawn": True}]


@exercise("standardize")
class TestStandardizeHidden(StandardizeProbes):
    @pytest.fixture
    def train(self):
        return 40 * waves(2, 4) + 7

    @pytest.fixture
    def others(self):
        return [90 * waves(5, 4), waves(1, 4), torch.ones(3, 4)]

    @points(2)
    def test_two_rows(self, standardized, train, others):
        """two rows are enough to measure several other parts, of any length, where these do not vary, too"""
        assert_standardized(standardized, train, others)

    @pytest.mark.parametrize(
        ("train", "others"), [pytest.param(waves(6, 2).double(), [3 * waves(4, 2).double()], id="float64")]
    )
    @points(2)
    def test_float64(self, standardized, train, others):
        """float64 in gives float64 out"""
        assert_standardized(standardized, train, others)

    @pytest.mark.parametrize(
        ("train", "others"),
        [pytest.param(torch.tensor([[0.0, 3.0, -2.0]] * 4), [torch.tensor([[0.0, 5.0, -7.0]])], id="all constant")],
    )
    @points(2)
    def test_all_constant(self, standardized, train):
        """where nothing varies, train is 0 everywhere and the others stay finite"""
        assert_close(standardized[0], torch.zeros_like(train))
        assert standardized[1].isfinite().all(), "not every number of the others is finite"

    @pytest.mark.parametrize(("train", "others"), [pytest.param(waves(6, 2) / 2000, [waves(3, 2) / 500], id="small")])
    @points(1)
    def test_small_numbers(self, standardized, train, others):
        """small numbers are put on the same scale as large ones"""
        # A small constant beside the deviation may be seen here.
        assert_one_of(
            list(standardized), *(rescale(train, *others, correction=one) for one in (0, 1)), rtol=0.05, atol=0.05
        )
