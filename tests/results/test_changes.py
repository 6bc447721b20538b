"""Who moves, and why."""

from dataclasses import replace

import pytest

from autograder.results.changes import Change, compare
from autograder.results.check import Check
from autograder.results.exercise import Exercise, Manual
from autograder.results.record import Late, Record

BEFORE = Record(
    assignment="01_network",
    student="ada",
    path="ada.py",
    sha256="f00d",
    graded_with={"checks": "a1", "torch": "2.13.0"},
    seconds=0.1,
    error=None,
    notes=(),
    exercises=(Exercise("Net", None, (Check("one", "first", "passed", 4, 4, False),)),),
)


def with_points(score: int, **changed: object) -> Record:
    check = Check("one", "first", "failed", score, 4, False)
    return replace(BEFORE, exercises=(Exercise("Net", None, (check,)),), **changed)


def test_the_same_points_are_no_change() -> None:
    assert compare(BEFORE, replace(BEFORE, graded_with={"checks": "b2"})) == []


def test_other_checks_are_the_reason_where_nothing_else_changed() -> None:
    after = with_points(1, graded_with={"checks": "b2", "torch": "2.13.0"})

    assert compare(BEFORE, after) == [Change("ada", "Net", "one", 4, 1, "the check changed")]


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ({"sha256": "beef", "graded_with": {"checks": "a1", "torch": "2.14.0"}}, "the submission changed"),
        ({"sha256": "beef", "graded_with": {"checks": "b2"}}, "the submission changed, and so did checks"),
        ({"sha256": None, "error": "ada.py is empty."}, "it cannot be graded now"),
    ],
)
def test_another_submission_is_a_reason_before_versions(after: dict[str, object], why: str) -> None:
    assert compare(BEFORE, with_points(0, **after))[0].why == why


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("no submission", None, "nothing was handed in before"),
        (None, "no submission", "nothing is handed in now"),
        ("ada.py is empty.", None, "it could not be graded before"),
        (None, "ada.py is empty.", "it cannot be graded now"),
    ],
)
def test_where_nothing_was_judged_all_checks_are_one_change(before: str | None, after: str | None, why: str) -> None:
    old, new = (with_points(0 if error else 4, error=error, graded_with={}) for error in (before, after))

    assert compare(old, new) == [Change("ada", "", "all checks", old.score, new.score, why)]


def test_of_an_earlier_result_that_counts_no_more_that_is_the_reason() -> None:
    before = replace(BEFORE, kept="An earlier result of 4 points counts: this one would have had 1.")

    assert compare(before, with_points(1, graded_with={"checks": "b2"}))[0].why == "an earlier result counted until now"


@pytest.mark.parametrize(("checks", "also"), [("a1", ""), ("b2", ", and so did checks")])
def test_other_versions_are_named(checks: str, also: str) -> None:
    after = with_points(1, graded_with={"checks": checks, "torch": "2.14.0"})

    assert compare(BEFORE, after)[0].why == f"versions changed (torch){also}"


def test_a_check_that_is_new_had_no_points_before() -> None:
    after = replace(BEFORE, exercises=(Exercise("Net", None, (Check("two", "new", "passed", 4, 4, False),)),))

    assert [(one.check, one.before, one.after) for one in compare(BEFORE, after)] == [
        ("one", 4, None),
        ("two", None, 4),
    ]


def test_being_late_is_told_beside_the_checks() -> None:
    change = compare(BEFORE, replace(BEFORE, late=Late(60, 10)))[0]

    assert (change.check, change.size, change.why) == ("late", -10, "lateness")


def given(record: Record, points: int) -> Record:
    return replace(record, exercises=tuple(replace(one, manual=Manual(points, "")) for one in record.exercises))


def test_points_of_a_person_are_a_reason_of_their_own() -> None:
    assert compare(BEFORE, given(BEFORE, 1)) == [Change("ada", "Net", "by a person", 4, 1, "a person's points")]
    assert compare(given(BEFORE, 1), BEFORE)[0].size == 3


def test_a_person_who_gives_what_was_there_moves_nobody() -> None:
    assert compare(BEFORE, given(BEFORE, 4)) == []
    assert [one.check for one in compare(given(BEFORE, 2), given(with_points(1), 2))] == ["one"]
