"""Checks of the data: labels, and points from three blobs."""

import numpy
import pytest
import torch
from test_feedforward import unpack

from autograder.checks import assert_close, exercise, helper, points, probe


def assert_blob_0_is_class_0(x_train, y_train, x_test, y_test):
    """Fail unless a third of all points are class 0., and spread in train and test as one blob does."""
    y = torch.cat([y_train, y_test])
    classes, share = y.unique().tolist(), (y == 0).float().mean().item()
    assert classes == [0.0, 1.0], f"the classes should be 0. and 1., yours are {classes}"
    assert abs(share - 1 / 3) < 0.06, f"a third of the points should be class 0., in yours it is {share:.0%}"
    for part, blob in (("train", x_train[y_train == 0]), ("test", x_test[y_test == 0])):
        spread = blob.std(0).mean().item()
        assert abs(spread - 1.5) < 0.3, f"class 0. of the {part} set has a standard deviation of {spread:.2f}"


def assert_same_centre(x_train, y_train, x_test, y_test):
    """Fail unless class 0. lies in the same place in both parts."""
    train, test = x_train[y_train == 0].mean(0), x_test[y_test == 0].mean(0)
    said = "class 0. has its centre at ({:.1f}, {:.1f}) in train and at ({:.1f}, {:.1f}) in test"
    assert (train - test).abs().max() < 1, said.format(*train.tolist(), *test.tolist())


class BlobLabelProbes:
    @probe
    def labels(student, y, label, loc) -> numpy.ndarray:
        return student.blob_label(y, label, loc)

    @probe
    def labels_and_y(student, y, label, loc) -> list[numpy.ndarray]:
        return [student.blob_label(y, label, loc), y]


@exercise("blob_label")
class TestBlobLabel(BlobLabelProbes):
    @pytest.fixture
    def y(self):
        return numpy.array([0, 1, 2, 3, 1, 0])

    @pytest.fixture
    def label(self):
        return 5

    @pytest.fixture
    def loc(self):
        return [1, 3]

    @points(4)
    def test_labels(self, labels):
        """the entries that are in loc get the label, the others stay"""
        assert_close(labels, numpy.array([0, 5, 2, 5, 5, 0]))

    @points(3)
    def test_y_stays(self, labels_and_y, y):
        """y itself stays as it is, and the copy does not"""
        assert_close(labels_and_y, [numpy.array([0, 5, 2, 5, 5, 0]), y])

    @pytest.mark.parametrize("y", [pytest.param(numpy.array([2, 3, 3, 0], dtype=numpy.int8), id="int8")])
    @points(3)
    def test_dtype(self, labels):
        """the copy keeps the dtype of y, here int8"""
        assert_close(labels, numpy.array([2, 5, 5, 0], dtype=numpy.int8))


@helper
def blob_label(y, label, loc):
    """Return a copy of y in which every entry found in loc is label."""
    return numpy.where(numpy.isin(y, list(loc)), label, y).astype(numpy.asarray(y).dtype)


class BlobDataProbes:
    @probe
    def data(student, settings) -> tuple[torch.Tensor, ...] | list[torch.Tensor]:
        return unpack(student.make_blob_data(**settings))

    @probe
    def several_draws(student) -> dict:
        numpy.random.seed(1234)
        torch.manual_seed(1234)
        draws = []
        for seed in (0, 0, 4, 5):
            x_train, y_train, x_test, y_test = student.make_blob_data(200, 100, seed)
            draws.append((torch.cat([x_train, x_test]), torch.cat([y_train, y_test])))
            # Whoever has drawn data may put them on another scale, wherever they were made.
            with torch.inference_mode():
                x_train *= 2
        return {
            "points": [x for x, _ in draws],
            "labels": [y for _, y in draws],
            "sizes": [len(part) for part in student.make_blob_data(7, 6, 0)],
            "next draws": {"numpy": numpy.random.rand(), "torch": torch.rand(()).item()},
        }


@exercise("make_blob_data", builds_on=[blob_label])
class TestMakeBlobData(BlobDataProbes):
    @pytest.fixture
    def settings(self):
        return {"n_train": 600, "n_test": 300, "seed": 3}

    @points(2)
    def test_shapes(self, data):
        """there are n_train and n_test points, x has two numbers for each, y has one, all of dtype float32"""
        kinds = [(tuple(part.shape), str(part.dtype).removeprefix("torch.")) for part in data]

        assert kinds == [((600, 2), "float32"), ((600,), "float32"), ((300, 2), "float32"), ((300,), "float32")]

    @points(2)
    def test_classes(self, data):
        """class 0. is one of three blobs, with a standard deviation of 1.5, and the others are class 1."""
        assert_blob_0_is_class_0(*data)

    @points(2)
    def test_same_centres(self, data):
        """train and test share their centres"""
        assert_same_centre(*data)

    @points(1)
    def test_split(self, data):
        """no point is both in train and in test"""
        train, test = ({tuple(point) for point in x.tolist()} for x in (data[0], data[2]))

        assert not train & test, f"{len(train & test)} points of the test set are in the train set as well"

    @points(2)
    def test_seeds(self, several_draws):
        """the same seed gives the same data, another seed other data around other centres"""
        first, again, *others = several_draws["points"]
        labelled = zip(several_draws["points"], several_draws["labels"], strict=True)
        centres = [x[y.flatten() == 0].mean(0) for x, y in labelled]

        assert torch.equal(first, again), "the same seed gave other points the second time"
        assert several_draws["sizes"] == [7, 7, 6, 6], "the same seed gave another number of points than asked for"
        assert not torch.equal(first, others[0]), "two seeds gave the same points"
        assert max(torch.dist(centres[0], each) for each in centres) > 1, "class 0. has its centre in one place always"

    @points(1)
    def test_random_state(self, several_draws):
        """the next random numbers of NumPy and torch are as if nothing had been drawn"""
        torch_draw = torch.rand((), generator=torch.Generator().manual_seed(1234)).item()

        assert_close(several_draws["next draws"], {"numpy": numpy.random.RandomState(1234).rand(), "torch": torch_draw})
