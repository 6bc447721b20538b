"""Checks of the data that students do not receive."""

import numpy
import pytest
import torch
from test_digits import (
    DIGITS,
    LoadProbes,
    MinibatchProbes,
    assert_stratified,
    deal,
    recognise,
    resize,
    unpack,
    waves,
)

from autograder.checks import assert_close, exercise, points, probe


def draw_one():
    """Return what torch draws first after torch.manual_seed(1234)."""
    return torch.rand((), generator=torch.Generator().manual_seed(1234))


@exercise("load_digit_images")
class TestLoadDigitImagesHidden(LoadProbes):
    @pytest.fixture
    def settings(self):
        return {"test_fraction": 0.4, "seed": 11}

    @points(2)
    def test_larger_test_set(self, parts):
        """a test set of 40 % holds its share of each class, and all digits are there"""
        found = recognise(torch.cat([parts[0], parts[2]]))

        assert_stratified(parts[3], 0.4)
        assert sorted(found.tolist()) == list(range(1797))

    @points(1)
    def test_images_and_labels(self, parts):
        """the images of another split and their labels are right"""
        found = recognise(parts[0])

        assert_close(list(parts[:2]), [resize(DIGITS.images)[found], torch.as_tensor(DIGITS.target)[found]])

    @probe
    def by_default(student) -> dict:
        numpy.random.seed(1234)
        torch.manual_seed(1234)
        labels = []
        for given in (), (0.25, 0), (0.5, 0):
            part = unpack(student.load_digit_images(*given))[3]
            labels.append(part.clone())
            # What somebody does with one draw changes no other, wherever it was made.
            with torch.inference_mode():
                part.zero_()
        return {"labels": labels, "next draws": {"numpy": numpy.random.rand(), "torch": torch.rand(())}}

    @points(1)
    def test_defaults(self, by_default):
        """without arguments it is a quarter, drawn with seed 0; a half is a half, with this seed, too"""
        first, again, half = by_default["labels"]

        assert_stratified(first, 0.25)
        assert_close(again, first)
        assert_stratified(half, 0.5)

    @points(1)
    def test_random_state(self, by_default):
        """the global random states of NumPy and torch stay as they are"""
        assert_close(by_default["next draws"], {"numpy": numpy.random.RandomState(1234).rand(), "torch": draw_one()})


@exercise("minibatches")
class TestMinibatchesHidden(MinibatchProbes):
    @pytest.fixture
    def x(self):
        return waves(6, 1, 4, 5).double()

    @pytest.fixture
    def y(self):
        # Targets are not always whole numbers, nor one a sample.
        return torch.tensor([[0.5], [3.0], [-1.25], [4.0], [0.75], [2.0]])

    @pytest.fixture
    def batch_size(self):
        return 2

    @points(1)
    def test_images(self, batches, x, y, batch_size):
        """images and targets come in their shape and dtype, in full batches where the number fits"""
        assert_close(batches, deal(x, y, batch_size))

    @pytest.mark.parametrize(("what", "batch_size"), [("batches of one sample", 1), ("one batch of all", 50)])
    @points(1)
    def test_sizes(self, batches, x, y, batch_size, what):
        """{what}: that is fine, too"""
        assert_close(batches, deal(x, y, batch_size))

    @points(1)
    def test_left_as_found(self, two_epochs, x):
        """x and torch's global random state stay as they are"""
        assert_close(two_epochs["x"], x)
        assert_close(two_epochs["next draw"], draw_one())

    @probe
    def answers(student, x, y) -> list[dict]:
        answers, generator = [], torch.Generator().manual_seed(5)
        for labels, batch_size in ((y, -1), (torch.cat([y, y]), 2), (y, 6)):
            before = generator.get_state()
            try:
                _, seen = next(iter(student.minibatches(x, labels, batch_size, generator)))
            except ValueError:
                seen = "ValueError"
            answers.append({"gives": seen, "has drawn": not torch.equal(before, generator.get_state())})
        return answers

    @points(1)
    def test_refusal_comes_first(self, answers, x, y):
        """a batch size of -1 and twice as many labels raise ValueError before anything is drawn"""
        refused = {"gives": "ValueError", "has drawn": False}

        assert_close(answers, [refused, refused, {"gives": deal(x, y, 6)[0][1], "has drawn": True}])
