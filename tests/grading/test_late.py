"""Lateness follows from facts, costs what the course says, and never changes a score."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.course import LatePolicy, read_course
from autograder.errors import CourseError, RecordError
from autograder.grading.late import Deadline, read_deadline
from autograder.people import Directory, Person
from autograder.results import Check, Exercise, Record
from autograder.results.record import Late
from autograder.submissions import Submission

DUE = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

COURSE = """
title = "T"
[late]
per_day = 10
grace_minutes = 15
extensions = "extensions.csv"
[assignments.01_network]
title = "N"
due = 2026-11-20T23:59:00+01:00
[assignments.01_network.points]
Net = 100
"""


def make_record(score: int = 80, student: str = "ada") -> Record:
    check = Check("test_network.py::test_one", "one", "failed", score, 100, hidden=False)
    return Record("01_network", student, "ada.py", "ab", {}, 0.1, None, (), (Exercise("Net", None, (check,)),))


def hand_in(after: timedelta, policy: LatePolicy, score: int = 80, **details: object) -> Record:
    submission = Submission("ada", Path("ada.py"), "ab", (), None, commit="c0ffee", submitted=DUE + after)
    return Deadline(DUE, policy, **details).date(make_record(score), submission)


def write_course(folder: Path, extensions: str, course: str = COURSE) -> Deadline:
    (folder / "course.toml").write_text(course)
    (folder / "extensions.csv").write_text(extensions)
    return read_deadline(read_course(folder), read_course(folder).get("01_network"))


@pytest.mark.parametrize(
    ("after", "penalty"),
    [(MINUTE, 10), (DAY, 10), (DAY + MINUTE, 20), (9 * DAY, 90), (10 * DAY, 100), (300 * DAY, 100)],
)
def test_each_day_that_has_begun_costs(after: timedelta, penalty: int) -> None:
    late = hand_in(after, LatePolicy(per_day=10)).late

    assert late == Late(int(after.total_seconds()), penalty)


@pytest.mark.parametrize("after", [timedelta(0), -MINUTE, -300 * DAY])
def test_in_time_is_not_late(after: timedelta) -> None:
    record = hand_in(after, LatePolicy(per_day=10))

    assert (record.late, record.final_score) == (None, 80)
    assert record.submitted == (DUE + after).isoformat()


def test_grace_costs_nothing_and_is_told() -> None:
    policy = LatePolicy(per_day=10, grace_minutes=15)

    assert hand_in(15 * MINUTE, policy).late == Late(900, 0)
    assert hand_in(16 * MINUTE, policy).late == Late(960, 10)


def test_the_score_stays_what_the_checks_gave() -> None:
    record = hand_in(3 * DAY, LatePolicy(per_day=10))

    assert (record.score, record.final_score) == (80, 50)


def test_no_final_score_is_below_zero() -> None:
    assert hand_in(9 * DAY, LatePolicy(per_day=10), score=5).final_score == 0


def test_half_points_are_given_to_the_student() -> None:
    record = make_record()
    small = replace(
        record, exercises=(replace(record.exercises[0], checks=(Check("c", "c", "passed", 15, 15, False),)),)
    )
    submission = Submission("ada", Path("ada.py"), "ab", (), None, submitted=DUE + MINUTE)

    assert Deadline(DUE, LatePolicy(per_day=10)).date(small, submission).late == Late(60, 1)


def test_an_extension_moves_the_students_own_deadline() -> None:
    record = hand_in(2 * DAY, LatePolicy(per_day=10), extensions={"ada": DUE + 2 * DAY})

    assert record.late is None


def test_an_extension_takes_no_time_away() -> None:
    """Not even where the deadline of all was moved past it."""
    deadline = Deadline(DUE, LatePolicy(10), {"ada": DUE - timedelta(days=3)})

    assert deadline.find_due("ada") == DUE


def test_a_moment_for_all_does_not_cut_an_extension_off() -> None:
    deadline = Deadline(DUE, LatePolicy(), {"ada": DUE + DAY})

    assert deadline.find_moment("Ada", DUE) == DUE + DAY
    assert deadline.find_moment("ada", DUE + 2 * DAY) == DUE + 2 * DAY
    assert deadline.find_moment("bob", DUE) == DUE


def test_a_moment_for_all_does_not_cut_the_grace_off() -> None:
    deadline = Deadline(DUE, LatePolicy(grace_minutes=15), {"ada": DUE + DAY})

    assert deadline.find_moment("bob", DUE) == DUE + 15 * MINUTE
    assert deadline.find_moment("ada", DUE) == DUE + DAY + 15 * MINUTE
    assert deadline.find_moment("bob", DUE + DAY) == DUE + DAY
    assert deadline.find_moment("bob", DUE - DAY) == DUE - DAY


def test_a_moved_deadline_is_recomputed_from_the_record_as_it_was() -> None:
    late = hand_in(DAY, LatePolicy(per_day=10))
    submission = Submission("ada", Path("ada.py"), "ab", (), None, commit="c0ffee", submitted=DUE + DAY)

    assert Deadline(DUE + DAY, LatePolicy(per_day=10)).date(late, submission).late is None


def test_what_nobody_knows_the_date_of_is_not_late() -> None:
    submission = Submission("ada", Path("ada.py"), "ab", (), None)

    assert Deadline(DUE, LatePolicy(per_day=10)).date(make_record(), submission) == make_record()


def test_a_dated_record_survives_json() -> None:
    record = hand_in(DAY, LatePolicy(per_day=10))
    data = json.loads(json.dumps(record.to_dict()))

    assert Record.from_dict(data) == record
    assert data["late"] == {"seconds": 86400, "penalty": 10}
    assert data["submission"]["commit"] == "c0ffee"


@pytest.mark.parametrize("late", [{}, {"seconds": 0, "penalty": 0}, {"seconds": 60, "penalty": -1}, {"seconds": 60}])
def test_a_bad_lateness_is_refused(late: object) -> None:
    with pytest.raises(RecordError):
        Record.from_dict({**make_record().to_dict(), "late": late})


# course.toml


def test_policy_and_extensions_are_read(tmp_path: Path) -> None:
    rows = "Ada,01_network,2026-11-22T23:59+01:00\nada,02_losses,2027-01-01T00:00Z\n"

    other = COURSE.replace("due = 2026-11-20T23:59:00+01:00\n", "").partition("[assignments")
    course = COURSE + f"[assignments{other[2].replace('01_network', '02_losses')}"
    deadline = write_course(tmp_path, "student,assignment,due\n" + rows, course)

    assert deadline == Deadline(
        DUE, LatePolicy(per_day=10, grace_minutes=15, extensions="extensions.csv"), {"ada": DUE + 2 * DAY}
    )


@pytest.mark.parametrize("name", ["01_network", "network", "01", "01-network"])
def test_an_extension_names_its_assignment_as_the_command_line_does(tmp_path: Path, name: str) -> None:
    deadline = write_course(tmp_path, f"student;assignment;due\nada;{name};2026-11-22T23:59+01:00\n")

    assert deadline.find_due("ADA") == DUE + 2 * DAY


def test_an_extension_reaches_a_student_under_each_of_their_names(tmp_path: Path) -> None:
    write_course(tmp_path, "student,assignment,due\ns-1,01,2026-11-22T23:59+01:00\n")
    course = read_course(tmp_path)
    deadline = read_deadline(course, course.get("01"), Directory([Person("ada", "s-1", "Ada")]))

    assert deadline.find_due("Ada") == DUE + 2 * DAY
    assert deadline.find_due("bob") == DUE


def test_an_extension_of_nobody_is_noticed(tmp_path: Path) -> None:
    deadline = write_course(tmp_path, "student,assignment,due\nadda,01_network,2026-11-22T23:59+01:00\n")

    assert deadline.list_strangers([Submission("ada", Path("ada.py"), "ab", (), None)]) == ["adda"]


@pytest.mark.parametrize(
    ("extensions", "message"),
    [
        ("student,due\nada,2026-11-22T23:59+01:00\n", "first line should be student,assignment,due"),
        ("student,assignment,due\nada,03_net,2026-11-22T23:59+01:00\n", "line 2: there is no assignment '03_net'"),
        (
            "student,assignment,due\nada,01,2026-11-22T23:59+01:00\nAda,01,2026-11-23T23:59+01:00\n",
            "line 3 and line 2: 'Ada' has two dates",
        ),
        ("student,assignment,due\nada,01_network,tomorrow\n", "line 2: write due as .* not as 'tomorrow'"),
        ("student,assignment,due\nada,01_network,9999-12-31T23:59-12:00\n", "line 2: write due as .* not as '9999"),
        ("student,assignment,due\nada,01_network,2026-11-22T23:59\n", "line 2: write due as"),
        ("student,assignment,due\n,01_network,2026-11-22T23:59Z\n", "line 2: it names no student"),
    ],
)
def test_extensions_that_cannot_be_understood_are_refused(tmp_path: Path, extensions: str, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        write_course(tmp_path, extensions)


@pytest.mark.parametrize("due", ["2026-11-20", "2026-11-20T23:59:00", "'soon'", "5"])
def test_a_due_date_without_an_offset_is_refused(tmp_path: Path, due: str) -> None:
    with pytest.raises(CourseError, match="due needs a date, a time and an offset"):
        write_course(tmp_path, "", COURSE.replace("2026-11-20T23:59:00+01:00", due))


@pytest.mark.parametrize("line", ["per_day = 101", "per_day = -1", "per_week = 1", "per_day = 'all'", "per_day = 0.5"])
def test_a_policy_that_is_none_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(CourseError):
        write_course(tmp_path, "", COURSE.replace("per_day = 10", line))
