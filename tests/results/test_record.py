"""The record keeps its own rules: whole points, known states, totals that agree."""

import json

import pytest

from autograder.errors import RecordError
from autograder.results import Check, Exercise, Record


def make_check(status: str = "passed", score: int = 5, max_score: int = 5, **details: object) -> Check:
    return Check("test_network.py::test_one", "one sample", status, score, max_score, **{"hidden": False, **details})


def make_record(*exercises: Exercise, error: str | None = None) -> Record:
    return Record("01_network", "ada", "ada.py", "ab" * 32, {"checks": "c"}, 0.5, error, ("a note",), exercises)


def edit(record: Record, **changes: object) -> dict:
    return {**record.to_dict(), **changes}


def test_a_record_survives_json() -> None:
    failed = make_check("failed", 0, message="expected  400", line=31, seconds=0.25, printed="hello")
    record = make_record(Exercise("Net", "Count one sample.", (make_check(), failed)))

    assert Record.from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_the_json_is_what_the_schema_says() -> None:
    data = make_record(Exercise("Net", None, (make_check(),))).to_dict()

    assert " ".join(data) == (
        "schema assignment student score max_score submission graded_with seconds error notes exercises"
    )
    assert list(data["exercises"][0]) == ["name", "score", "max_score", "status", "says", "checks"]
    assert (data["schema"], data["score"], data["max_score"]) == ("autograder/result/v1", 5, 5)


@pytest.mark.parametrize(("score", "max_score"), [(1.0, 5), (True, 5), (5, 5.0), (6, 5), (-1, 5), ("5", 5)])
def test_points_are_whole_and_possible(score: int, max_score: int) -> None:
    with pytest.raises(RecordError):
        make_check(score=score, max_score=max_score)


def test_a_status_must_be_a_known_one() -> None:
    with pytest.raises(RecordError, match="skipped"):
        make_check("skipped", 0)


def test_an_error_leaves_no_points() -> None:
    with pytest.raises(RecordError, match="no 5 points"):
        make_record(Exercise("Net", None, (make_check(),)), error="ada.py is empty.")


@pytest.mark.parametrize(
    ("scores", "status"),
    [
        ({"passed": 5}, "passed"),
        ({"passed": 5, "failed": 0}, "partial"),
        ({"passed": 5, "not_started": 0}, "partial"),
        ({"timed_out": 0, "not_started": 0}, "failed"),
        ({"not_started": 0}, "not_started"),
        ({}, "not_started"),
    ],
)
def test_an_exercise_sums_up_its_checks(scores: dict[str, int], status: str) -> None:
    exercise = Exercise("Net", None, tuple(make_check(each, score) for each, score in scores.items()))

    assert (exercise.status, exercise.score) == (status, sum(scores.values()))


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "autograder/result/v2"},
        {"student": 3},
        {"score": 100},
        {"seconds": "0.5"},
        {"notes": [1]},
        {"notes": "text"},
        {"submission": None},
        {"graded_with": {"checks": 1}},
        {"exercises": [{"name": "Net"}]},
        {"exercises": [[]]},
    ],
)
def test_bad_data_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(RecordError):
        Record.from_dict(edit(make_record(), **changes))


def test_edited_points_are_refused() -> None:
    data = make_record(Exercise("Net", None, (make_check("failed", 0),))).to_dict()
    data["exercises"][0]["score"] = data["score"] = 5

    with pytest.raises(RecordError, match="the checks give 0"):
        Record.from_dict(data)


@pytest.mark.parametrize("data", [None, [], "text", {}])
def test_what_is_no_record_is_refused(data: object) -> None:
    with pytest.raises(RecordError):
        Record.from_dict(data)
