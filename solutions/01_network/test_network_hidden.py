"""Checks for network.py that students do not receive."""

import math

import pytest
import torch
from test_network import (
    NetProbes,
    NumFlatFeaturesProbes,
    build,
    count_features,
    draw_images,
    lenet,
    list_sizes,
    sum_gradients,
)
from torch import nn

from autograder.checks import assert_close, exercise, points, probe


@exercise("Net")
class TestNetHidden(NetProbes):
    @pytest.fixture
    def kernel_size(self):
        return 5

    @pytest.fixture
    def images(self):
        return 1.5 * draw_images(2, seed=11)

    # Of each pooling, an even and an odd size: half a pixel is cut off, or none.
    @pytest.mark.parametrize("kernel_size", [2, 4, 7])
    @points(1)
    def test_kernel_size(self, scores, images, weights, kernel_size):
        """Net({kernel_size}) gives the right scores, with known weights"""
        assert_close(scores, lenet(images, weights))

    @probe
    def all_sizes(student) -> dict[str, list]:
        nets = [build(student, f"Net({kernel_size})") for kernel_size in range(1, 9)]
        sizes = [net.state_dict()["fc1.weight"].shape[1] for net in nets]
        # Used after all are built: what one knows of its size, no other may change.
        return {"sizes": sizes, "scores": [tuple(net(torch.zeros(2, 1, 32, 32)).shape) for net in nets]}

    @points(3)
    def test_every_kernel_size(self, all_sizes):
        """Net(1) to Net(8), built side by side, have first linear layers of the right sizes, and give ten scores"""
        sizes = [list_sizes(kernel_size)["fc1.weight"][1] for kernel_size in range(1, 9)]
        assert all_sizes == {"sizes": sizes, "scores": [(2, 10)] * 8}

    @pytest.mark.parametrize(("network", "images"), [("Net().eval()", draw_images(1, seed=12))])
    @points(3)
    def test_batch_of_one(self, scores, images, weights, network):
        """{network} gives a batch of one image one row of scores"""
        assert_close(scores, lenet(images, weights))

    @points(3)
    def test_gradients(self, gradients, images, weights):
        """other images give all ten parameters the right gradients"""
        assert_close(gradients, sum_gradients(images, weights))

    @pytest.mark.parametrize("kernel_size", [4])
    @pytest.mark.parametrize(("network", "images"), [("Net(4).double()", draw_images(5, seed=13).double())])
    @points(2)
    def test_float64(self, scores, images, weights, kernel_size):
        """float64 stays float64, with kernels of other sizes, too"""
        assert_close(scores, lenet(images, {name: weight.double() for name, weight in weights.items()}))


@exercise("Net.num_flat_features")
class TestNumFlatFeaturesHidden(NumFlatFeaturesProbes):
    @pytest.mark.parametrize("shape", [(6, 9, 4), (1, 4, 9, 2), (2, 2, 3, 1, 2, 5), (0,), (0, 5, 3), (7, 1)])
    @points(1)
    def test_count(self, count, shape):
        """x of shape {shape}: the number of values in one sample"""
        assert count == math.prod(shape[1:])

    @probe
    def turned_count(student, x) -> int:
        # It must not matter what it was asked before.
        return count_features(student, x, x.transpose(0, 1))[1]

    @pytest.mark.parametrize("shape", [(3, 7, 2)])
    @points(1)
    def test_other_memory_order(self, turned_count):
        """how x lies in memory makes no difference"""
        assert turned_count == 3 * 2


@exercise("add_batch_dimension")
class TestAddBatchDimensionHidden:
    @probe
    def batch(student, image) -> torch.Tensor:
        return student.add_batch_dimension(image)

    @pytest.mark.parametrize("image", [torch.arange(48).reshape(8, 2, 3)], ids=["int64"])
    @points(1)
    def test_whole_numbers(self, batch, image):
        """an image of whole numbers with eight channels stays one"""
        assert_close(batch, image.reshape(1, 8, 2, 3))

    @probe
    def batch_and_image(student, image) -> tuple[torch.Tensor, torch.Tensor]:
        batch = student.add_batch_dimension(image.permute(2, 0, 1))
        batch[:, :1] = -3.0
        return batch, image

    @pytest.mark.parametrize("image", [torch.ones(4, 5, 3)], ids=["turned"])
    @points(1)
    def test_memory_of_turned_image(self, batch_and_image, image):
        """an image whose channels came last shares its memory, too"""
        expected = image.clone()
        expected[:, :, 0] = -3.0
        assert_close(batch_and_image, (expected.permute(2, 0, 1).reshape(1, 3, 4, 5), expected))

    @probe
    def outcomes(student, images) -> list[str]:
        seen = []
        for image in images:
            try:
                student.add_batch_dimension(image)
                seen.append(f"a batch, and {tuple(image.shape)}")
            except ValueError:
                seen.append(f"ValueError, and {tuple(image.shape)}")
        return seen

    @pytest.mark.parametrize("images", [[torch.ones(6), torch.ones(2, 3, 4), torch.ones(1, 1, 2, 1, 3)]], ids=["1,3,5"])
    @points(1)
    def test_refuses(self, outcomes):
        """an image of one or five dimensions, not one of three, raises ValueError, and keeps its shape"""
        assert outcomes == ["ValueError, and (6,)", "a batch, and (2, 3, 4)", "ValueError, and (1, 1, 2, 1, 3)"]


@exercise("count_parameters")
class TestCountParametersHidden:
    @probe
    def count(student, model) -> int:
        return student.count_parameters(eval(model))

    @pytest.mark.parametrize("model", ["nn.Sequential(nn.Sequential(nn.LSTM(2, 3)), nn.PReLU(4), nn.PReLU(4))"])
    @points(1)
    def test_nested(self, count):
        """layers inside of layers are counted, each of two equal ones, too"""
        assert count == 4 * (3 * 2 + 3 * 3 + 3 + 3) + 4 + 4

    @pytest.mark.parametrize("model", ["nn.ParameterList([torch.tensor(2.0), torch.ones(3, 2)])"])
    @points(1)
    def test_loose_parameters(self, count):
        """a parameter outside of any layer is counted, even a single number"""
        assert count == 1 + 3 * 2

    @pytest.mark.parametrize("model", ["nn.Sequential(nn.Flatten(), nn.ReLU())"])
    @points(1)
    def test_nothing_to_train(self, count):
        """a model without parameters has 0"""
        assert count == 0

    @probe
    def count_tied(student) -> int:
        model = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))
        model[2].weight = model[0].weight
        model[0].bias.requires_grad_(False)
        model[2].bias.grad = torch.ones(3)
        return student.count_parameters(model)

    @points(2)
    def test_tied(self, count_tied):
        """one weight in two layers counts once, of their biases only the one that is not frozen"""
        assert count_tied == 3 * 3 + 3


@exercise("parameter_shapes")
class TestParameterShapesHidden:
    @probe
    def shapes(student, model) -> dict[str, tuple[int, ...]]:
        return student.parameter_shapes(eval(model))

    @pytest.mark.parametrize("model", ["nn.Sequential(*[nn.Sequential(nn.Sequential(nn.PReLU(3))) for _ in range(2)])"])
    @points(1)
    def test_nested(self, shapes):
        """layers inside of layers have their full names, each of two equal ones, too"""
        assert shapes == {"0.0.0.weight": (3,), "1.0.0.weight": (3,)}

    @pytest.mark.parametrize("model", ["nn.ParameterList([torch.tensor(2.0), torch.ones(3, 2)])"])
    @points(1)
    def test_loose_parameters(self, shapes):
        """a parameter outside of any layer is there, even a single number of shape ()"""
        assert shapes == {"0": (), "1": (3, 2)}

    @pytest.mark.parametrize("model", ["nn.Sequential(nn.Flatten(), nn.ReLU())"])
    @points(1)
    def test_no_parameters(self, shapes):
        """a model without parameters gives an empty dict"""
        assert shapes == {}

    @probe
    def tied_names(student) -> list[str]:
        model = nn.ModuleDict({"z": nn.Linear(3, 3), "a": nn.Linear(3, 3)})
        model["a"].weight = model["z"].weight
        return list(student.parameter_shapes(model))

    @points(2)
    def test_tied(self, tied_names):
        """one weight in two layers is there once, under its first name and in its first place"""
        assert tied_names == ["z.weight", "z.bias", "a.bias"]
