"""The result that Classroom 50 collects."""

import json
from pathlib import Path

from autograder.reports.classroom50 import describe, is_called, summarise, write_result
from autograder.results import Check, Exercise, Record

ENVIRONMENT = {
    "CLASSROOM": "dl-2026",
    "ASSIGNMENT": "network",
    "SUBMISSION_TAG": "submit/2026-11-20T10-00-00Z-1234567",
    "COMMIT_URL": "http://localhost/commit",
    "RELEASE_URL": "http://localhost/release",
}


def test_every_score_is_a_whole_number(situation: tuple[str, Record]) -> None:
    """One that is not turns a submission into an error."""
    _, record = situation
    result = describe(record, ENVIRONMENT)
    scores = [(test["score"], test["max-score"]) for test in result["tests"]]

    assert {type(number) for pair in scores for number in pair} == {int}
    assert (result["score"], result["max-score"]) == tuple(map(sum, zip(*scores, strict=True)))


def test_a_name_belongs_to_one_test() -> None:
    """Parametrized checks can share their title."""
    titles = ("a batch", "a batch", "another")
    checks = tuple(Check("id", title, "passed", 5, 5, hidden=False) for title in titles)
    record = Record("01_network", "ada", "network.py", "ab", {}, 0.1, None, (), (Exercise("Net", None, checks),))
    tests = describe(record, ENVIRONMENT)["tests"]

    assert [test["test-name"] for test in tests] == ["Net: a batch", "Net: a batch (2)", "Net: another"]


def test_it_says_which_submission_it_is_of(records: dict[str, Record]) -> None:
    """In the words of its environment; older runners give nothing to review, the commit stands in."""
    result = describe(records["one_slip"], ENVIRONMENT)

    assert (result["classroom"], result["assignment"]) == ("dl-2026", "network")
    assert result["submission"] == ENVIRONMENT["SUBMISSION_TAG"]
    assert result["review"] == result["commit"] == "http://localhost/commit"


def test_a_result_takes_the_place_of_what_the_student_put_there(records: dict[str, Record], tmp_path: Path) -> None:
    """Even of a link that leads elsewhere."""
    (tmp_path / "elsewhere").write_text("theirs")
    (tmp_path / "result.json").symlink_to(tmp_path / "elsewhere")
    write_result(records["one_slip"], tmp_path, ENVIRONMENT)

    assert json.loads((tmp_path / "result.json").read_text())["schema"] == "classroom50/result/v1"
    assert "You counted the batch too." in (tmp_path / "release-body.md").read_text()
    assert (tmp_path / "elsewhere").read_text() == "theirs"


def test_the_commit_status_says_whether_points_are_missing(records: dict[str, Record]) -> None:
    """In the two words that are known there."""
    assert summarise(records["one_slip"]) == {"status": "failure", "summary": "15 of 43 points"}
    assert summarise(records["all_public"]) == {"status": "success", "summary": "7 of 7 points"}


def test_it_is_recognised_by_all_that_it_sets() -> None:
    """One variable of these names may be anyone's."""
    assert is_called(ENVIRONMENT)
    assert not is_called({"ASSIGNMENT": "network"})
