"""Feedback goes back to learning platforms by the names that they gave out themselves."""

import subprocess
import zipfile
from dataclasses import replace
from functools import partial

import pytest

from autograder.cohort.handing_back import BRANCH, branch_feedback, pack_feedback
from autograder.errors import AutograderError
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


def test_feedback_that_is_gone_is_asked_for(out):
    (out / "feedback/ada.html").unlink()

    with pytest.raises(AutograderError, match=r"ada\.html cannot be read .*: grade again, and it is written"):
        pack_feedback(out, "moodle", out / "feedback.zip")


def test_an_archive_without_a_page_is_not_written(out):
    for student in ("bob", "ada"):
        Store(out / "results").remove(student)

    with pytest.raises(AutograderError, match="came in a folder or file that Moodle named"):
        pack_feedback(out, "moodle", out / "feedback.zip")

    assert not (out / "feedback.zip").exists()


def test_a_comment_is_one_line_and_no_formula(out):
    record = Store(out / "results").read("ada")

    assert comment_on(record) == "Net, 0 of 5 points: =HYPERLINK: You counted the batch."


@pytest.fixture
def clone(out):
    """Give the clone that ada's answer came in, with a branch checked out and a hook that leaves a trace."""
    folder = out / "clones" / "net-ada"
    folder.mkdir(parents=True)
    run = partial(subprocess.run, cwd=folder, check=True, capture_output=True)
    run(["git", "init", "--quiet", "--initial-branch=main"])
    (folder / "network.py").write_text("x = 1\n")
    run(["git", "add", "."])
    run(["git", "-c", "user.name=A", "-c", "user.email=a@x", "commit", "--quiet", "-mx"])
    for hook in ("reference-transaction", "post-commit"):
        (folder / ".git" / "hooks" / hook).write_text(f"#!/bin/sh\necho ran >> {out}/trace\n")
        (folder / ".git" / "hooks" / hook).chmod(0o755)
    store = Store(out / "results")
    store.write(replace(store.read("ada"), path=str(folder / "network.py")))
    return folder


def show(clone, *arguments):
    return subprocess.check_output(["git", "-c", "core.hooksPath=/none", *arguments], cwd=clone, text=True)


def test_clones_that_were_moved_are_not_said_to_be_none(out, clone):
    clone.rename(out / "elsewhere")

    with pytest.raises(AutograderError, match="is no longer where it was graded: run this there, or grade again"):
        branch_feedback(out)


def test_a_clone_that_cannot_be_written_costs_nobody_else(out, clone):
    (clone / ".git/refs/heads" / BRANCH).mkdir()

    assert branch_feedback(out)[1]["net-ada cannot be written: Is a directory"] == ["ada"]


def test_feedback_lies_on_a_branch_on_top_of_what_was_handed_in(out, clone):
    written, left_out = branch_feedback(out)

    assert (written, left_out) == ([clone], {"no longer where it was graded": ["bob", "cyd"]})
    assert "You counted the batch." in show(clone, "show", f"{BRANCH}:FEEDBACK.md")
    assert show(clone, "diff", "--stat", "main", BRANCH).startswith(" FEEDBACK.md ")
    assert show(clone, "status", "--short", "--branch") == "## main\n"
    assert not (out / "trace").exists()


def test_feedback_that_is_there_is_not_committed_again(out, clone):
    branch_feedback(out)
    branch_feedback(out)
    (out / "feedback" / "ada.md").write_text("# Better\n")
    branch_feedback(out)

    assert show(clone, "rev-list", "--count", f"main..{BRANCH}") == "2\n"


def test_without_a_clone_nothing_is_written(out, monkeypatch):
    monkeypatch.chdir(out)
    (out / "in").mkdir()
    (out / "in/cyd.py").touch()
    for student in ("ada", "bob"):
        Store(out / "results").remove(student)

    with pytest.raises(AutograderError, match="came in a clone: there is no branch"):
        branch_feedback(out)


def test_a_repository_of_several_students_gets_no_branch(out, clone):
    store = Store(out / "results")
    store.write(replace(store.read("bob"), path=str(clone / "bob.py")))

    assert branch_feedback(out)[0] == []
    assert BRANCH not in show(clone, "branch")
