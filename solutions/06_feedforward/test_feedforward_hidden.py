"""Checks for feedforward.py that students do not receive."""

import numpy
import pytest
import torch
from test_feedforward import (
    BlobDataProbes,
    BlobLabelProbes,
    EvaluateProbes,
    FeedforwardProbes,
    TrainProbes,
    assert_blob_0_is_class_0,
    assert_same_centre,
    descend,
    probabilities,
    two_layers,
    waves,
)
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe


@exercise("Feedforward")
class TestFeedforwardHidden(FeedforwardProbes):
    @pytest.fixture
    def weights(self):
        return two_layers(input_size=5, hidden_size=3)

    @pytest.fixture
    def x(self):
        return 2 * waves(7, 5)

    @points(3)
    def test_output(self, output, weights, x):
        """other sizes give one probability for each sample, too"""
        assert_close(output, probabilities(weights, x))

    @probe
    def slopes(student, weights, x) -> dict[str, torch.Tensor]:
        model = student.Feedforward(5, 3)
        model.load_state_dict(weights)
        model(x).sum().backward()
        return {name: p.grad for name, p in model.named_parameters()}

    @points(2)
    def test_slopes(self, slopes, weights, x):
        """the gradient reaches every weight and bias"""
        weights = {name: value.requires_grad_() for name, value in weights.items()}
        expected = torch.autograd.grad(probabilities(weights, x).sum(), list(weights.values()))

        assert_close(slopes, dict(zip(weights, expected, strict=True)))

    @pytest.mark.parametrize("x", [pytest.param(waves(2, 5).double(), id="float64")])
    @points(2)
    def test_float64(self, output, weights, x):
        """after .double(), float64 in gives float64 out"""
        assert_close(output, probabilities({name: value.double() for name, value in weights.items()}, x))


@exercise("blob_label")
class TestBlobLabelHidden(BlobLabelProbes):
    @pytest.fixture
    def y(self):
        return numpy.array([[4, 2, 7], [0, 4, 9]], dtype=numpy.int64)

    @pytest.fixture
    def label(self):
        return 2

    @pytest.fixture
    def loc(self):
        return [9, 4, 11]

    @points(2)
    def test_table(self, labels):
        """an array of two dimensions keeps its shape"""
        assert_close(labels, numpy.array([[2, 2, 7], [0, 2, 2]]))

    @pytest.mark.parametrize(
        ("y", "loc"), [pytest.param(numpy.array([0.5, 1.0, 2.5], dtype=numpy.float32), [2.5, 0.5], id="float32")]
    )
    @points(1)
    def test_float32(self, labels):
        """an array of float32 stays one"""
        assert_close(labels, numpy.array([2.0, 1.0, 2.0], dtype=numpy.float32))

    @probe
    def y_after_writing_into_the_copy(student, y) -> numpy.ndarray:
        student.blob_label(y, 1, [])[:] = -1
        return y

    @points(2)
    def test_copy(self, y_after_writing_into_the_copy, y):
        """the result is a copy, even where loc is empty"""
        assert_close(y_after_writing_into_the_copy, y)


@exercise("make_blob_data")
class TestMakeBlobDataHidden(BlobDataProbes):
    @pytest.fixture
    def settings(self):
        return {"n_train": 450, "n_test": 900, "seed": 17}

    @points(2)
    def test_classes(self, data):
        """another draw has class 0. in one of its three blobs, too"""
        assert_blob_0_is_class_0(*data)

    @points(2)
    def test_same_centres(self, data):
        """another draw has the same centres in train and test, too"""
        assert_same_centre(*data)

    @pytest.mark.parametrize("settings", [{"n_train": 8, "n_test": 5, "seed": 0}])
    @points(1)
    def test_odd_sizes(self, data):
        """8 and 5 points are as many as asked for"""
        assert [len(part) for part in data] == [8, 8, 5, 5]


@exercise("train")
class TestTrainHidden(TrainProbes):
    @pytest.fixture
    def x(self):
        return 2 * waves(9, 2)

    @pytest.fixture
    def y(self):
        return (torch.arange(9) % 3 == 0).float()

    @pytest.fixture
    def settings(self):
        # With so large a step the loss rises now and then.
        return {"epochs": 20, "lr": 4.0}

    @points(4)
    def test_long_training(self, trained, weights, x, y, settings):
        """many epochs give the losses and the weights of plain SGD, whether the loss falls or rises"""
        losses, weights = descend(weights, x, y, **settings)

        assert_close(trained["losses"], losses)
        assert_close(trained["weights"], weights)

    @pytest.mark.parametrize(
        ("x", "y", "settings"),
        [pytest.param(waves(2, 2), torch.tensor([1.0, 0.0]), {"epochs": 60, "lr": 5.0}, id="two points")],
    )
    @points(3)
    def test_two_points(self, trained, weights, x, y, settings):
        """two points are enough to train on, for all epochs, however small the loss"""
        assert_close(trained["losses"], descend(weights, x, y, **settings)[0])

    @pytest.mark.parametrize(
        ("x", "y"), [pytest.param(waves(6, 2).double(), torch.tensor([1.0, 0, 1, 1, 0, 1]).double(), id="float64")]
    )
    @points(3)
    def test_float64(self, trained, weights, x, y, settings):
        """a float64 model is trained on float64 points"""
        weights = {name: value.double() for name, value in weights.items()}

        assert_close(trained["weights"], descend(weights, x, y, **settings)[1])


@exercise("evaluate")
class TestEvaluateHidden(EvaluateProbes):
    @pytest.fixture
    def x(self):
        return 3 * waves(12, 2)

    @pytest.fixture
    def y(self):
        return (torch.arange(12) % 4 < 2).float()

    @points(2)
    def test_loss(self, loss_and_accuracy, x, y):
        """other points have their loss in eval mode"""
        assert_close(loss_and_accuracy[0], F.binary_cross_entropy((x[:, 0] - x[:, 1]).sigmoid(), y).item())

    @points(2)
    def test_accuracy(self, loss_and_accuracy, x, y):
        """other points have their accuracy in eval mode"""
        assert_close(loss_and_accuracy[1], ((x[:, 0] >= x[:, 1]) == y.bool()).float().mean().item())

    @pytest.mark.parametrize(
        ("x", "y"), [pytest.param(waves(5, 2).double(), torch.tensor([1.0, 0, 0, 1, 0]).double(), id="float64")]
    )
    @points(1)
    def test_float64(self, loss_and_accuracy, x, y):
        """float64 points are judged as well"""
        assert_close(loss_and_accuracy[0], F.binary_cross_entropy((x[:, 0] - x[:, 1]).sigmoid(), y).item())

    @probe
    def left_as_found(student, x, y) -> dict:
        model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
        model.load_state_dict({"0.weight": torch.tensor([[2.0, -1.0]]), "0.bias": torch.tensor([0.5])})
        with torch.no_grad():
            _, accuracy = student.evaluate(model, x, y)
            records, wanted = torch.is_grad_enabled(), [p.requires_grad for p in model.parameters()]
            return {"accuracy": accuracy, "x": x, "y": y, "records graphs": records, "gradients wanted": wanted}

    @points(2)
    def test_left_as_found(self, left_as_found, x, y):
        """the points and the weights stay as they are, and so does torch.no_grad() around the call"""
        right = (2 * x[:, 0] - x[:, 1] + 0.5 >= 0) == y.bool()

        assert left_as_found["gradients wanted"] == [True, True], "the weights want no gradients any more"
        found = {name: left_as_found[name] for name in ("accuracy", "x", "y", "records graphs")}
        assert_close(found, {"accuracy": right.float().mean().item(), "x": x, "y": y, "records graphs": False})
