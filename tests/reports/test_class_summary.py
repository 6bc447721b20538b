"""The table at the end of grading says how the class did."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len

from autograder.people.person import NO_SUBMISSION
from autograder.reports.site.build import ClassPages
from autograder.reports.site.student import Beside
from autograder.reports.summary import render_course_summary, render_summary
from autograder.results import Exercise, Record
from autograder.results.record import BROKE_OFF, Late

Show = Callable[..., str]
render = partial(render_summary, title="Define the network")


def with_slips(record: Record, *says: str) -> Record:
    (exercise,) = record.exercises
    return replace(record, exercises=tuple(Exercise(f"exercise {each}", each, exercise.checks) for each in says))


def test_students_and_mean_stand_at_the_top(records: dict[str, Record], show: Show) -> None:
    first = show(render, [records["one_slip"], records["all_public"]]).splitlines()[0]

    assert first == "01_network · Define the network" + "2 students, mean 11.0 of 43".rjust(49)


def test_an_exercise_shows_how_many_have_full_points_and_the_mean(records: dict[str, Record], show: Show) -> None:
    exercise = records["all_public"].exercises[0]
    failed = replace(exercise, checks=(replace(exercise.checks[0], status="failed", score=0),))
    half = replace(records["all_public"], exercises=(failed,))

    table = show(render, [records["all_public"], half, half, records["all_public"]])
    (row,) = [line.split() for line in table.splitlines() if line.startswith("add")]

    assert row == ["add_batch_dimension", "50%", "3.5", "of", "7"]


def test_the_three_most_frequent_mistakes_are_counted(records: dict[str, Record], show: Show) -> None:
    table = show(render, [with_slips(records["not_started"], *says) for says in ("abcd", "abc", "ab", "a")])

    assert [line.strip() for line in table.splitlines() if "×" in line] == [
        "4 × exercise a: a",
        "3 × exercise b: b",
        "2 × exercise c: c",
    ]


def test_mistakes_of_strangers_are_not_counted(records: dict[str, Record], show: Show) -> None:
    guest = replace(with_slips(records["not_started"], "a"), student="guest")

    table = show(partial(render, strangers={"guest"}), [guest, records["all_public"]])

    assert "mistakes" not in table


def test_what_names_no_mistake_is_not_counted_among_them(records: dict[str, Record], show: Show) -> None:
    record = with_slips(records["not_started"], "Two numbers differ.")
    exercises = tuple(replace(each, way="relation") for each in record.exercises)

    table = show(render, [replace(record, exercises=exercises)])

    assert "mistakes" not in table


def test_errors_are_counted_and_some_shown(records: dict[str, Record], show: Show) -> None:
    errors = [replace(records["broken"], student=f"s{n}", error=f"s{n}.py is empty.") for n in range(7)]

    table = show(render, [*errors, records["one_slip"]])

    assert "7 could not be graded" in table
    assert "✗ s0: s0.py is empty." in table
    assert table.count("is empty") == 5
    assert "and 2 more; all are in grades.csv" in table


def test_whoever_has_the_same_error_stands_in_one_line(records: dict[str, Record], show: Show) -> None:
    missing = [replace(records["broken"], student=f"s{n}", error="two files") for n in range(7)]

    table = show(render, [*missing, records["broken"]])

    assert "✗ s0, s1, s2, s3, s4 and 2 more: two files" in table
    assert table.count("✗") == 2


def test_nothing_is_said_of_mistakes_and_errors_where_there_are_none(records: dict[str, Record], show: Show) -> None:
    table = show(render, [records["all_public"]])

    assert "mistakes" not in table
    assert "could not" not in table
    assert table.startswith("01_network")
    assert "1 student, mean 7.0 of 7" in table


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_table_fits_every_terminal(records: dict[str, Record], show: Show, width: int, encoding: str) -> None:
    table = show(render, list(records.values()), width=width, encoding=encoding)

    assert max(map(cell_len, table.splitlines())) <= min(width, 80)


def test_only_what_members_of_the_class_wrote_counts(records: dict[str, Record], show: Show) -> None:
    one = records["one_slip"]
    checks = tuple(replace(each, status="failed", score=0) for each in one.exercises[0].checks)
    zoe = replace(one, student="zoe", exercises=(replace(one.exercises[0], checks=checks),))
    missing = replace(zoe, student="mia", error=NO_SUBMISSION)
    others = [replace(one, student="guest"), replace(records["not_started"], student="starter"), missing]

    table = show(partial(render, strangers={"guest"}), [one, zoe, *others])

    assert "2 students, mean 7.5 of 43" in table.splitlines()[0]
    assert "not counted: 1 without a submission: mia" in table
    assert "not counted: 1 not on the roster: guest" in table
    assert "not counted: 1 with an untouched starter: starter" in table
    assert "1 with 0 points: zoe" in table


def test_the_table_and_the_pages_have_the_same_mean(records: dict[str, Record], show: Show, tmp_path: Path) -> None:
    """Of what counts, as in the picture: less what being late costs, and 0 for what could not be read."""
    one = records["one_slip"]
    unread = replace(one, student="zoe", error="net.py is empty.", exercises=())
    broken_off = replace(unread, student="bea", error=f"{BROKE_OFF} (no disk)")
    late = replace(one, student="ada", late=Late(seconds=60, penalty=5))
    guests = [replace(one, student="eve"), replace(one, student="guest")]
    some = [one, late, unread, broken_off, *guests, replace(unread, student="mia", error=NO_SUBMISSION)]
    names = frozenset({"eve", "guest"})

    table = show(partial(render, strangers=names), some)
    page = (
        ClassPages(some, "Network", lambda record: record, lambda record: Beside(), names).write(tmp_path).read_text()
    )

    assert "3 students, mean 8.3 of 43" in table.splitlines()[0]
    assert "1 lost points by being late: ada" in table
    assert "3 handed in, mean 8.3 of 43; of these 1 late, 1 could not be read." in page
    assert "How 3 students' points are distributed" in page
    assert "Not counted: 1 not graded to the end, 2 not on the roster, 1 without a submission." in page


def test_those_who_might_have_handed_in_are_those_of_the_roster(records: dict[str, Record], show: Show) -> None:
    one = records["one_slip"]
    graded = {
        "01_network": [
            one,
            replace(one, student="mia", error=NO_SUBMISSION, exercises=()),
            replace(one, student="guest"),
        ]
    }

    assert "1 of 2" in show(partial(render_course_summary, graded, title="All", strangers={"guest"}))
