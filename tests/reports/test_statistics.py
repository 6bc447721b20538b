"""What a class's points say of the checks, against values computed by hand."""

import pytest

from autograder.reports.site.statistics import (
    correlate_with_rest,
    list_checks,
    list_exercises,
    measure_class,
    measure_reliability,
)
from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.record import Record


def record(student: str, *scores: int) -> Record:
    checks = tuple(
        Check(f"c{number}", f"check {number}", "passed" if score else "failed", score, 2, False)
        for number, score in enumerate(scores)
    )
    return Record("01", student, "a.py", "f", {}, 0.1, None, (), (Exercise("Net", None, checks),))


def test_reliability_is_cronbachs_alpha() -> None:
    # Variances 1.25, 1.25, 0.1875; of the sums 2, 5, 8, 8: 6.1875. 3/2 · (1 − 2.6875 / 6.1875) = 0.8485
    items = [[1, 2, 4, 3], [1, 2, 3, 4], [0, 1, 1, 1]]

    assert measure_reliability(items) == pytest.approx(0.84848, abs=1e-5)


def test_reliability_needs_sums_that_differ() -> None:
    assert measure_reliability([[1, 2], [2, 1]]) is None
    assert measure_reliability([[1, 2]]) is None


def test_an_item_is_correlated_with_the_rest_without_itself() -> None:
    # Rest: 1, 2, 4, 3 against 1, 2, 3, 4: r = 0.8.
    assert correlate_with_rest([1, 2, 3, 4], [2, 4, 7, 7]) == pytest.approx(0.8)


def test_an_item_that_all_have_tells_nobody_apart() -> None:
    assert correlate_with_rest([2, 2, 2], [3, 4, 5]) is None


def test_a_check_counts_who_has_all_some_and_none() -> None:
    item = list_checks([record("a", 2, 0), record("b", 1, 2), record("c", 0, 2)])[0]

    assert (item.full, item.part, item.zero, item.difficulty) == (1, 1, 1, 0.5)


@pytest.mark.parametrize(
    ("scores", "remark"),
    [
        ([(2, 0), (2, 2)], "nobody fails it"),
        ([(0, 0), (0, 2)], "everybody fails it"),
        ([(2, 0), (0, 2)] * 3, "better students fail it more often"),
        ([(2, 0), (0, 2)], ""),
        ([(2, 2), (0, 0)], ""),
    ],
)
def test_what_an_instructor_should_look_at_is_pointed_out(scores, remark) -> None:
    items = list_checks([record(str(number), *each) for number, each in enumerate(scores)])

    assert items[0].remark == remark


def test_an_exercise_is_measured_as_a_whole() -> None:
    item = list_exercises([record("a", 2, 2), record("b", 0, 0)])[0]

    assert (item.title, item.max_score, item.full, item.zero) == ("Net", 4, 1, 1)


def test_a_class_has_one_reliability() -> None:
    assert measure_class([record("a", 2, 2), record("b", 0, 0), record("c", 1, 1)]) == pytest.approx(1.0)
    assert measure_class([]) is None


def test_what_varies_while_all_else_is_the_same_is_not_said_to_be_the_same() -> None:
    items = list_checks([record("a", 2, 2), record("b", 0, 2)])

    assert [item.meaning for item in items] == ["cannot be told here", "all have the same"]
