"""Checks for selection.py."""

from contextlib import suppress

import numpy
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, helper, points, probe, raises


def waves(*shape):
    """Return numbers between -1 and 1 in no order that the eye could follow."""
    return (torch.arange(1.0, torch.Size(shape).numel() + 1) * 2.3).sin().reshape(shape)


def assert_one_of(seen, *rights):
    """Fail unless one of the right answers is what was seen; show the last one."""
    for right in rights[:-1]:
        with suppress(AssertionError):
            return assert_close(seen, right)
    assert_close(seen, rights[-1])


def rescale(train, *others, correction):
    """Return all parts standardized by train; correction is 0 for a deviation with n, 1 for one with n − 1."""
    mean, deviation = train.mean(0), train.std(0, correction=correction)
    return [(part - mean) / deviation for part in (train, *others)]


def train_folds(folds, weights, x, y, epochs, lr, correction):
    """Return the accuracies and the weights that `cross_validate` should arrive at, a fold each."""
    accuracies, trained = [], []
    for train, validation in folds:
        assert not torch.isin(validation, train).any(), "a fold validates on what it was trained on"
        x_train, x_validation = rescale(x[train], x[validation], correction=correction)
        w, b = weights["weight"], weights["bias"]
        for _ in range(epochs):
            w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
            # In train mode the model of these checks does not see the last feature.
            loss = F.cross_entropy(x_train[:, :-1] @ w[:, :-1].T + b, y[train])
            slopes = torch.autograd.grad(loss, [w, b])
            w, b = (old.detach() - lr * slope for old, slope in zip((w, b), slopes, strict=True))
        right = (x_validation @ w.T + b).argmax(1) == y[validation]
        accuracies.append(right.double().mean().item())
        trained.append({"weight": w, "bias": b})
    return accuracies, trained


@helper
def as_pairs(listed):
    """Return a list with tuples in place of pairs of any class that unpacks; what is no list stays as it is."""
    known = (tuple, list, dict, str, torch.Tensor, numpy.ndarray)
    if not isinstance(listed, (list, tuple)):
        return listed
    return [tuple(pair) if hasattr(pair, "__iter__") and not isinstance(pair, known) else pair for pair in listed]


class KFoldProbes:
    @probe
    def folds(student, n, k) -> list | tuple:
        return as_pairs(student.k_fold_indices(n, k, torch.Generator().manual_seed(5)))

    @probe
    def seeded(student, n, k) -> list:
        return [as_pairs(student.k_fold_indices(n, k, torch.Generator().manual_seed(seed))) for seed in (5, 5, 6)]


def partition(folds):
    """Return which samples are together in a validation part."""
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
        assert sorted(torch.cat([validation for _, validation in folds]).tolist()) == list(range(n))

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
        [pytest.param(torch.tensor([[7.0, 1.0], [7.0, 3.0], [7.0, 2.0]]), [torch.tensor([[9.0, 2.0]])], id="constant")],
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


def three_groups(n):
    """Return samples of three classes, whose features have different sizes and whose last samples lie a bit apart."""
    y = torch.arange(n) % 3
    x = torch.tensor([[0.0, 0.0, 0.0], [2.0, 1.0, -1.0], [1.0, -2.0, 2.0]])[y] + 1.5 * waves(n, 3)
    x[-3:] += 1
    return x * torch.tensor([1.0, 30.0, 0.2]) + torch.tensor([2.0, -50.0, 1.0]), y


@helper
def k_fold_indices(n, k, generator):
    """Return k pairs of index tensors."""
    if not 2 <= k <= n:
        raise ValueError
    parts = torch.randperm(n, generator=generator).tensor_split(k)
    return [(torch.cat(parts[:i] + parts[i + 1 :]), part) for i, part in enumerate(parts)]


@helper
def standardize(train, *others):
    """Return all parts, measured by train."""
    deviation = train.std(0).where(train.std(0) > 0, torch.ones((), dtype=train.dtype))
    return tuple((part - train.mean(0)) / deviation for part in (train, *others))


@helper
def as_list(accuracies):
    """Return a list in place of any other sequence or array."""
    from collections import deque

    return list(accuracies) if isinstance(accuracies, (tuple, deque, numpy.ndarray)) else accuracies


class CrossValidateProbes:
    @probe
    def validated(student, weights, x, y, settings, mode) -> dict:
        from copy import deepcopy

        class Model(nn.Linear):
            def forward(self, x):
                # As with dropout, one feature less is seen in train mode.
                output = super().forward(x * torch.tensor([1, 1, 0]) if self.training else x)
                if output.requires_grad:
                    output.register_hook(lambda slope: self.taught.append(x[:, 0].detach()))
                return output

        def make_model():
            made.append(deepcopy(model))
            made[-1].taught = []
            return made[-1]

        made, model = [], Model(3, 3).to(x.dtype).train(mode == "train")
        model.load_state_dict(weights)
        torch.manual_seed(1234)
        generator = torch.Generator().manual_seed(5)
        accuracies = as_list(student.cross_validate(make_model, x, y, generator=generator, **settings))
        drawn = torch.rand(())
        try:
            folds = as_pairs(student.k_fold_indices(len(x), settings["k"], torch.Generator().manual_seed(5)))
        except Exception:
            folds = []
        trained = [one for one in made if not torch.equal(one.weight, model.weight)]
        return {
            "accuracies": accuracies,
            "trained": [one.state_dict() for one in trained],
            "taught": [torch.cat(one.taught).unique() for one in trained],
            "folds": folds,
            "x": x,
            "y": y,
            "drawn": drawn,
        }

    @pytest.fixture
    def weights(self):
        return {"weight": waves(3, 3), "bias": torch.zeros(3)}

    @pytest.fixture
    def mode(self):
        return "train"


def assert_taught_folds(seen, x):
    """Fail unless each model was taught the train part of its fold, on whatever scale."""
    for number, (taught, (train, _)) in enumerate(zip(seen["taught"], seen["folds"], strict=True), start=1):
        said = f"the model of fold {number} was not taught the samples that k_fold_indices puts into its train part"
        assert len(taught) == len(train), said
        assert (standardize(taught)[0] - standardize(x[train, 0].sort().values)[0]).abs().max() < 1e-2, said


def assert_trained(seen, weights, x, y, settings):
    """Fail unless a fresh model was trained on each fold's train part, standardized with n or n − 1."""
    arguments = (seen["folds"], weights, x, y, settings["epochs"], settings["lr"])
    assert_one_of(seen["trained"], *(train_folds(*arguments, correction=correction)[1] for correction in (0, 1)))


def assert_accuracies(seen, weights, x, y, settings):
    """Fail unless the accuracies are those of such models on the validation parts."""
    arguments = (seen["folds"], weights, x, y, settings["epochs"], settings["lr"])
    assert_one_of(seen["accuracies"], *(train_folds(*arguments, correction=correction)[0] for correction in (0, 1)))


@exercise("cross_validate", builds_on=[k_fold_indices, standardize])
class TestCrossValidate(CrossValidateProbes):
    @pytest.fixture
    def x(self):
        return three_groups(14)[0]

    @pytest.fixture
    def y(self):
        return three_groups(14)[1]

    @pytest.fixture
    def settings(self):
        return {"k": 4, "epochs": 20, "lr": 0.5}

    @points(3)
    def test_folds(self, validated, x):
        """it takes the folds of k_fold_indices(len(x), k, generator)"""
        assert len(validated["taught"]) == 4, f"{len(validated['taught'])} models were trained, for 4 folds"
        assert_taught_folds(validated, x)

    @points(6)
    def test_training(self, validated, weights, x, y, settings):
        """each fold trains a fresh model on its train part, standardized, with plain SGD"""
        assert_trained(validated, weights, x, y, settings)

    @points(6)
    def test_accuracies(self, validated, weights, x, y, settings):
        """each fold gives the accuracy on its validation part, standardized like its train part, in eval mode"""
        assert_accuracies(validated, weights, x, y, settings)

    @pytest.mark.parametrize("mode", ["eval"])
    @points(2)
    def test_train_mode(self, validated, weights, x, y, settings):
        """a model that is made in eval mode is trained in train mode"""
        assert_trained(validated, weights, x, y, settings)

    @points(1)
    def test_data_stay(self, validated, x, y):
        """x and y stay as they are while models are trained"""
        assert validated["trained"], "no model was trained"
        assert_close({"x": validated["x"], "y": validated["y"]}, {"x": x, "y": y})

    @raises(ValueError)
    @pytest.mark.parametrize("settings", [pytest.param({"k": 1, "epochs": 20, "lr": 0.5}, id="1")])
    @points(2)
    def test_bad_k(self, validated):
        """k = 1 raises ValueError"""


@helper
def as_triple(given):
    """Return what came back as three parts, whatever they unpack from, the third a list of pairs if it gives any."""
    known = (dict, str, torch.Tensor, numpy.ndarray, type(None))
    parts = given if isinstance(given, known) or not hasattr(given, "__iter__") else tuple(given)
    if not isinstance(parts, tuple) or len(parts) != 3 or isinstance(parts[2], known):
        return parts
    return *parts[:2], as_pairs(list(parts[2]) if hasattr(parts[2], "__iter__") else parts[2])


class GridSearchProbes:
    @probe
    def found(student, grid) -> tuple | list:
        return as_triple(student.grid_search(grid, lambda hidden_size, lr: lr - abs(hidden_size - 5)))

    @probe
    def best_and_grid(student, grid) -> dict:
        best, *_ = student.grid_search(grid, lambda hidden_size, lr: lr - abs(hidden_size - 5))
        return {"best": best, "grid": grid}


@exercise("grid_search")
class TestGridSearch(GridSearchProbes):
    @pytest.fixture
    def grid(self):
        return {"lr": [0.25, 0.5, 0.125], "hidden_size": [2, 6, 8]}

    @points(4)
    def test_best_params(self, found):
        """the first result is the combination with the largest lr - |hidden_size - 5|"""
        assert found[0] == {"hidden_size": 6, "lr": 0.5}

    @points(3)
    def test_best_score(self, found):
        """the second is its score"""
        assert found[1] == -0.5

    @points(4)
    def test_results(self, found, grid):
        """the third lists all combinations with their scores, in the order of itertools.product"""
        assert [(params, score) for params, score in found[2]] == [
            ({"lr": lr, "hidden_size": hidden_size}, lr - abs(hidden_size - 5))
            for lr in grid["lr"]
            for hidden_size in grid["hidden_size"]
        ]

    @pytest.mark.parametrize("grid", [pytest.param({"hidden_size": [2, 6, 4], "lr": [0.5]}, id="equals")])
    @points(2)
    def test_first_of_equals(self, found):
        """of equally good combinations the first wins"""
        assert found[0] == {"hidden_size": 6, "lr": 0.5}

    @points(1)
    def test_grid_stays(self, best_and_grid, grid):
        """the grid stays as it is while its best combination is found"""
        assert best_and_grid == {"best": {"hidden_size": 6, "lr": 0.5}, "grid": grid}

    @raises(ValueError)
    @pytest.mark.parametrize("grid", [{}, {"hidden_size": [2, 8], "lr": []}], ids=["empty", "empty list"])
    @points(1)
    def test_nothing_to_try(self, found):
        """the grid {grid} raises ValueError"""
