"""Whoever has 0 points although something speaks against it is listed for a person to look at."""

from dataclasses import replace

import pytest

from autograder.reports.doubts import find_doubt
from autograder.results import Check, Exercise, Record


def make(status: str, **details: object) -> Record:
    exercise = Exercise("f", None, (Check("c", "c", status, 0, 10, False),))
    return replace(Record("01", "ada", "x.py", "ab", {}, 0.1, None, (), (exercise,)), **details)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (make("failed"), "every check of it failed"),
        (make("crashed"), "1 check was broken off"),
        (make("not_started", notes=("The branch work holds a network.py.",)), "The branch work"),
        (make("failed", error="ada has no network.py.", notes=("The branch work holds one.",)), "The branch work"),
    ],
)
def test_work_without_points_is_doubtful(record: Record, said: str) -> None:
    assert said in (find_doubt(record) or "")


def test_code_below_the_stubs_raise_is_work() -> None:
    said = "`raise NotImplementedError` still stands above your code."
    record = make("not_started")
    record = replace(record, exercises=(replace(record.exercises[0], says=said),))

    assert find_doubt(record) == said
    assert not record.is_untouched


@pytest.mark.parametrize(
    "record",
    [make("not_started"), make("failed", error="no submission"), make("failed", error="x.py has a syntax error.")],
)
def test_what_is_plain_is_not(record: Record) -> None:
    assert find_doubt(record) is None
