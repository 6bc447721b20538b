"""Checks of the data: images with their labels, and mini-batches of them."""

import numpy
import pytest
import torch
from sklearn.datasets import load_digits
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, helper, points, probe, raises

DIGITS = load_digits()


def waves(*shape):
    """Return numbers between -1 and 1 in no order that the eye could follow."""
    return (torch.arange(1.0, torch.Size(shape).numel() + 1) * 2.3).sin().reshape(shape)


def resize(images):
    """Return images of 8×8 numbers from 0 to 16 as the network is to see them."""
    small = torch.as_tensor(images / 16, dtype=torch.float32)[:, None]
    return F.interpolate(small, (32, 32), mode="bilinear", align_corners=False)


def look_at(x):
    """Return directions by which images of 32×32 pixels can be told apart, however bright they are."""
    return F.normalize(x[:, 0, 1::4, 1::4].flatten(1).float())


def recognise(x):
    """Return the number of the digit that each image looks like most, in whatever way it was resized."""
    small = torch.as_tensor(DIGITS.images / 16, dtype=torch.float32)[:, None]
    ways = [{}, {"mode": "bilinear"}, {"mode": "bilinear", "align_corners": True}]
    known = [look_at(F.interpolate(small, (32, 32), **way)) for way in ways]
    likeness, digits = torch.stack([look_at(x) @ way.T for way in known]).amax(0).max(1)
    strangers = (likeness < 0.95).sum()
    assert not strangers, f"{strangers} of the {len(x)} images look like no image of load_digits"
    return digits


def assert_stratified(y, fraction):
    """Fail unless y holds that fraction of each class, within one sample and its rounding."""
    for digit, count in enumerate(torch.as_tensor(DIGITS.target).bincount().tolist()):
        share = (y == digit).sum().item()
        said = f"of the {count} images of a {digit}, {fraction:.0%} should be in the test set, in yours are {share}"
        assert abs(share - fraction * count) < 1.5, said


@helper
def unpack(parts):
    """Return a tuple in place of parts of any class that unpacks; what is known stays as it is."""
    known = (tuple, list, dict, str, torch.Tensor, numpy.ndarray)
    return tuple(parts) if hasattr(parts, "__iter__") and not isinstance(parts, known) else parts


class LoadProbes:
    @probe
    def parts(student, settings) -> tuple[torch.Tensor, ...] | list[torch.Tensor]:
        return unpack(student.load_digit_images(**settings))

    @probe
    def brightness(student) -> list[torch.Tensor]:
        tests = [unpack(student.load_digit_images(seed=seed))[2] for seed in (3, 3, 4)]
        return [x.double().mean((1, 2, 3)).sort().values for x in tests]


@exercise("load_digit_images")
class TestLoadDigitImages(LoadProbes):
    @pytest.fixture
    def settings(self):
        return {"test_fraction": 0.25, "seed": 0}

    @points(2)
    def test_kinds(self, parts):
        """the images are float32 of shape (N, 1, 32, 32), the labels int64 of shape (N,)"""
        kinds = [(str(part.dtype), list(part.shape[1:])) for part in parts]

        assert kinds == [("torch.float32", [1, 32, 32]), ("torch.int64", [])] * 2

    @points(2)
    def test_images(self, parts):
        """the images are divided by 16 and resized bilinearly, without aligning the corners"""
        x = torch.cat([parts[0], parts[2]])

        assert_close(x, resize(DIGITS.images)[recognise(x)])

    @points(1)
    def test_labels(self, parts):
        """every image has its own label"""
        for x, y in (parts[:2], parts[2:]):
            assert_close(y, torch.as_tensor(DIGITS.target)[recognise(x)])

    @points(2)
    def test_complete(self, parts):
        """each of the 1797 digits is there once, in train or in test"""
        count = recognise(torch.cat([parts[0], parts[2]])).bincount(minlength=1797)

        assert (count == 1).all(), f"{(count == 0).sum()} digits are missing, {(count > 1).sum()} are there twice"

    @points(2)
    def test_stratified(self, parts):
        """the test set holds a quarter of each class"""
        assert_stratified(parts[3], 0.25)

    @points(1)
    def test_seeds(self, brightness):
        """the same seed gives the same split, another seed another one"""
        first, again, other = brightness

        assert torch.equal(first, again), "the same seed gave another split the second time"
        assert not torch.equal(first, other), "two seeds gave the same split"


class MinibatchProbes:
    @probe
    def batches(student, x, y, batch_size) -> list:
        return [unpack(batch) for batch in student.minibatches(x, y, batch_size, torch.Generator().manual_seed(5))]

    @probe
    def two_epochs(student, x, y, batch_size) -> dict:
        generator = torch.Generator().manual_seed(5)
        torch.manual_seed(1234)
        epochs = [list(student.minibatches(x, y, batch_size, generator)) for _ in range(2)]
        return {"labels": [torch.cat([y for _, y in epoch]) for epoch in epochs], "next draw": torch.rand(()), "x": x}


@helper
def minibatches(x, y, batch_size, generator):
    """Give shuffled batches."""
    if batch_size < 1 or len(x) != len(y):
        raise ValueError
    for chosen in torch.randperm(len(x), generator=generator).split(batch_size):
        yield x[chosen], y[chosen]


def deal(x, y, batch_size):
    """Return the batches that `minibatches` should give."""
    return list(minibatches(x, y, batch_size, torch.Generator().manual_seed(5)))


@exercise("minibatches")
class TestMinibatches(MinibatchProbes):
    @pytest.fixture
    def x(self):
        return waves(10, 2)

    @pytest.fixture
    def y(self):
        return torch.arange(10) * 10

    @pytest.fixture
    def batch_size(self):
        return 4

    @points(4)
    def test_order(self, batches, x, y, batch_size):
        """the batches come in the order of torch.randperm, the smaller one last"""
        assert_close(batches, deal(x, y, batch_size))

    @points(2)
    def test_complete(self, batches, y):
        """every sample comes once"""
        assert_close(torch.cat([labels for _, labels in batches]).sort().values, y)

    @points(2)
    def test_next_epoch(self, two_epochs, y):
        """the second epoch is shuffled anew, by the same generator"""
        generator = torch.Generator().manual_seed(5)

        assert_close(two_epochs["labels"], [y[torch.randperm(10, generator=generator)] for _ in range(2)])

    @raises(ValueError)
    @pytest.mark.parametrize("batch_size", [0])
    @points(1)
    def test_batch_size(self, batches):
        """batch_size = {batch_size} raises ValueError"""

    @raises(ValueError)
    @pytest.mark.parametrize("y", [pytest.param(torch.arange(9), id="nine labels")])
    @points(1)
    def test_lengths(self, batches):
        """10 samples with 9 labels raise ValueError"""
