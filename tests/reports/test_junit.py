"""JUnit XML, as a CI's own reader finds it."""

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from made_records import EXCEPTION, NOT_STARTED, ONE_SLIP, SAYS, make_check, make_record

from autograder.reports.junit import write_junit
from autograder.results import Exercise

HOSTILE = make_check("</testcase>", "failed", message="yours  ]]> \x1b[31m <b>", hidden=True, printed="secret 41421")


@pytest.fixture(scope="module")
def suites(tmp_path_factory) -> dict[str, object]:
    path = tmp_path_factory.mktemp("junit") / "report.xml"
    records = [
        make_record(NOT_STARTED, ONE_SLIP, EXCEPTION),
        make_record(Exercise("Net", None, (HOSTILE,)), student="e\x00vil"),
        make_record(student="cyd", error="it is no Python"),
    ]
    write_junit(records, path)
    assert "41421" not in path.read_text()
    return {suite.name: suite for suite in JUnitXml.fromfile(str(path))}


def test_there_is_a_suite_for_each_student_with_its_counts(suites):
    suite = suites["01_network ada"]

    assert suite.tests == len(list(suite)) == 1 + len(ONE_SLIP.checks) + len(EXCEPTION.checks)
    assert (suite.skipped, suite.errors) == (2, 0)


def test_a_failure_says_what_the_student_reads(suites):
    cases = {case.name: case for case in suites["01_network ada"]}
    (failure,) = cases["the batch is not counted"].result

    assert isinstance(failure, Failure)
    assert SAYS in failure.message
    assert "expected  400" in failure.text
    assert cases["one sample of a batch of 4 maps"].is_passed
    assert isinstance(cases["ten scores per image"].result[0], Skipped)


def test_whatever_a_student_chose_is_text(suites):
    (case,) = suites["01_network e\\x00vil"]

    assert case.name == "</testcase>"
    assert case.result[0].text == "yours  ]]> \\x1b[31m <b>"


def test_what_could_not_be_graded_is_an_error(suites):
    (case,) = suites["01_network cyd"]

    assert isinstance(case.result[0], Error)
    assert case.result[0].message == "it is no Python"
