"""Checks for open.py that students do not receive, on images that are drawn from this course's secret."""

from functools import cache
from pathlib import Path
from statistics import median

import pytest
import torch
from test_open import FORBIDDEN, ModelProbes, TrainProbes, count_right, draw_images, train_and_answer

from autograder.checks import exercise, points, probe, read_seed

HALF = 1000  # images: of the first half, the leaderboard shows scores all the while; of the other, in the end


@cache
def draw_test():
    """Return the images of both halves of the test, and the labels of each."""
    seed = read_seed(Path(__file__).parent)
    halves = [draw_images(half, HALF, seed ^ number) for number, half in enumerate(["public", "final"])]
    return torch.cat([images for images, _ in halves]), [labels for _, labels in halves]


@exercise("make_model", forbids=FORBIDDEN)
class TestMakeModelHidden(ModelProbes):
    @pytest.fixture
    def n(self):
        return 1

    @points(3)
    def test_scores(self, scores, n):
        """a single image gets ten scores"""
        assert scores == (n, 10)

    @pytest.fixture
    def x(self):
        return draw_images("validation", 300, seed=4)[0][::30]

    @points(4)
    def test_alone(self, alone):
        """in eval mode, an image alone gets the scores that it gets in a batch"""
        assert alone == {"again": True, "alone": True}


@exercise("train", forbids=FORBIDDEN)
class TestTrainHidden(TrainProbes):
    @pytest.fixture
    def images(self):
        return draw_test()[0]

    @probe(varies=True)
    def first(student, x, y, images) -> torch.Tensor:
        return train_and_answer(student, x, y, images, 1)

    @probe(varies=True)
    def second(student, x, y, images) -> torch.Tensor:
        return train_and_answer(student, x, y, images, 2)

    @probe(varies=True)
    def third(student, x, y, images) -> torch.Tensor:
        return train_and_answer(student, x, y, images, 3)

    @pytest.mark.parametrize(
        "percent",
        [
            pytest.param(30, marks=points(8)),
            pytest.param(50, marks=points(8)),
            pytest.param(60, marks=points(8)),
            pytest.param(84, marks=points(10)),
            pytest.param(87, marks=points(8)),
            pytest.param(90, marks=points(8)),
        ],
    )
    def test_test(self, first, second, third, habits, percent, record_property):
        """{percent} % of 2000 test images are told, by the median of three seeds"""
        public, final = draw_test()[1]
        thrice = (first, second, third)
        right = median(count_right(answers, torch.cat([public, final])) for answers in thrice)
        record_property("public", median(count_right(answers[:HALF], public) for answers in thrice))
        record_property("final", median(count_right(answers[HALF:], final) for answers in thrice))

        assert right >= percent / 100, f"{right:.1%} are right"
