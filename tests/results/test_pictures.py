"""Pictures as plain data: what can be drawn is kept as it is, and nothing else is."""

import json

import numpy
import pytest
import torch

from autograder.results.pictures import Curves, Drawn, Images, Matrix, Plane

PICTURES = [
    Curves({"yours": torch.tensor([1.0, 0.5]), "right": [1, 0.25]}, across="epoch", up="loss"),
    Plane((-1, 1, -1, 1), paths={"yours": torch.zeros(2, 2)}, fields={"height": numpy.eye(3)}, levels=[0.5]),
    Matrix(torch.eye(3, dtype=torch.int64), down="label", across="answer"),
    Images(torch.rand(2, 8, 8), ("a 3", "an 8")),
]


@pytest.mark.parametrize("drawing", PICTURES, ids=lambda drawing: type(drawing).__name__)
def test_a_picture_is_the_same_after_it_was_kept(drawing):
    drawn = Drawn("fit", "a title", False, drawing)

    assert Drawn.from_dict(json.loads(json.dumps(drawn.to_dict()))) == drawn


@pytest.mark.parametrize(
    "numbers",
    [[float("nan")], [float("inf")], [1e30], torch.zeros(2, 2), ["1"], [[1, 2]], torch.zeros(10**6), None, [1j], 3.0],
    ids=str,
)
def test_what_cannot_be_drawn_is_refused(numbers):
    with pytest.raises(ValueError):
        Curves({"yours": numbers}, across="epoch", up="loss")


@pytest.mark.parametrize("view", [(0, 0, 0, 1), (0, 1, 2), (1, 0, 0, 1)])
def test_a_view_has_four_sides_with_room_between_them(view):
    with pytest.raises(ValueError):
        Plane(view)
