"""Checks of the data that students do not receive."""

import numpy
import pytest
from test_feedforward_data import BlobDataProbes, BlobLabelProbes, assert_blob_0_is_class_0, assert_same_centre

from autograder.checks import assert_close, exercise, points, probe


@exercise("blob_label")
class TestBlobLabelHidden(BlobLabelProbes):
    @pytest.fixture
    def y(self):
        return numpy.array([[4, 2, 7], [-1, 4, 9]], dtype=numpy.int64)

    @pytest.fixture
    def label(self):
        return 2

    @pytest.fixture
    def loc(self):
        return [9, 4, 11]

    @probe
    def labels_and_loc(student, y, label, loc) -> list:
        return [student.blob_label(y, label, loc), loc]

    @points(2)
    def test_table(self, labels_and_loc):
        """an array of two dimensions keeps its shape, and loc its order"""
        assert_close(labels_and_loc, [numpy.array([[2, 2, 7], [-1, 2, 2]]), [9, 4, 11]])

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
