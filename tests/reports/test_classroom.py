"""The input of GitHub Classroom's reporter."""

import json
from base64 import b64decode
from typing import Any

from made_records import record_of

from autograder.reports.classroom import encode_failure, encode_result
from autograder.results import Check, Record


def decode(line: str) -> Any:
    return json.loads(b64decode(line, validate=True))


def test_rows_and_scores_tell_the_same_points(situation: tuple[str, Record]) -> None:
    """The reporter's table counts the rows that pass, its notices add up their scores."""
    _, record = situation
    result = decode(encode_result([record]))
    rows = result["tests"]
    passed = sum(row["status"] == "pass" for row in rows)

    assert sum(row["score"] for row in rows) == record.score
    assert passed * record.max_score == record.score * len(rows)
    assert result["max_score"] == record.max_score


def test_a_result_passes_only_with_all_points(records: dict[str, Record]) -> None:
    """Else the job is red."""
    assert decode(encode_result([records["all_public"]]))["status"] == "pass"
    assert decode(encode_result([records["one_slip"]]))["status"] == "fail"


def test_a_row_is_one_harmless_line() -> None:
    """The reporter prints names as they are."""
    title = "two\n::notice::forged ##[error]x \x1b[31m"
    check = Check("test_network.py::TestNet::test_two", title, "failed", 0, 1, hidden=False)
    (row,) = decode(encode_result([record_of(check)]))["tests"]

    assert row["name"] == "Net: two : :notice: :forged # #[error]x \\x1b[31m"


def test_a_result_fits_into_an_environment_variable() -> None:
    """With short names, if it has to be."""
    checks = [Check("id", "a title " * 20, "passed", points, points, hidden=False) for points in [7] * 90 + [1]]
    line = encode_result([record_of(*checks)])

    assert len(line) < 128 * 1024
    assert len(decode(line)["tests"]) == 90 * 7 + 1


def test_a_failed_grading_gives_the_reporter_its_reason() -> None:
    """And a row, without which it would print that there are NaN points."""
    result = decode(encode_failure("the judge\nended"))

    assert (result["status"], result["max_score"]) == ("error", 0)
    assert [(row["status"], row["message"]) for row in result["tests"]] == [("error", "the judge ended")]
