"""Feedback goes back to learning platforms by the names that they gave out themselves."""

import zipfile

import pytest

from autograder.cohort.handing_back import pack_feedback
from autograder.reports.comment import comment_on
from autograder.reports.feedback import write_feedback
from autograder.results import Check, Exercise, Record, Store

PATHS = {
    "ada": "in/Ada Lovelace_3047364_assignsubmission_file_/network.py",
    "bob": "in/builderbob_18_4711_network-1.py",
    "cyd": "in/cyd.py",
}


@pytest.fixture
def out(tmp_path):
    checks = (Check("a", "a", "failed", 0, 5, False, "yours  1"),)
    for student, path in PATHS.items():
        exercise = Exercise("Net", "=HYPERLINK: You counted the batch.", checks)
        record = Record("01_network", student, path, "f00d", {}, 0.1, None, (), (exercise,))
        Store(tmp_path / "results").write(record)
        write_feedback(record, tmp_path / "feedback")
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "name", "left_out"),
    [
        ("moodle", "Ada Lovelace_3047364_assignsubmission_file_/feedback.html", ["bob", "cyd"]),
        ("canvas", "builderbob_18_4711_feedback.html", ["ada", "cyd"]),
    ],
)
def test_a_page_goes_back_under_the_name_that_the_platform_gave(out, platform, name, left_out):
    assert pack_feedback(out, platform, out / "feedback.zip") == (1, left_out)

    with zipfile.ZipFile(out / "feedback.zip") as archive:
        assert archive.namelist() == [name]
        assert b"You counted the batch." in archive.read(name)


def test_a_comment_is_one_line_and_no_formula(out):
    record = Store(out / "results").read("ada")

    assert comment_on(record) == "Net, 0 of 5 points: =HYPERLINK: You counted the batch."
