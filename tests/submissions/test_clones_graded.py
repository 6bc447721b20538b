"""A class of clones is graded as of a moment, completed by its roster, and dated anew each time."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TOY = Path(__file__).parents[1] / "toy"
ROSTER = "identifier,github_username,github_id,name\ns-1,ada,1,Ada\ns-2,bob,2,Bob\ns-3,Cyd-e,3,Cyd\n"
DUE = "[assignments.01_toy]\ndue = {}\n"


@dataclass
class Class:
    """A course with a deadline, and the clones of its class."""

    folder: Path

    def clone(self, student: str, *commits: tuple[str, str]) -> None:
        """Make a student's clone of (date, source) commits."""
        clone = self.folder / "cs-toy-submissions" / f"cs-toy-{student}"
        clone.mkdir(parents=True)
        _git(clone, "init", "--quiet")
        for date, source in commits:
            (clone / "toy.py").write_text(source)
            _git(clone, "add", "toy.py")
            _git(clone, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-mx", date=date)

    def grade(self, due: str, *options: str) -> str:
        """Grade with this deadline and return what was printed."""
        text = (TOY / "course.toml").read_text().replace("[assignments.01_toy]\n", DUE.format(due))
        (self.folder / "course.toml").write_text(text + "\n[late]\nper_day = 10\n")
        (self.folder / "roster.csv").write_text(ROSTER)
        command = ["-m", "autograder", "grade", "01", "cs-toy-submissions", "--out", "out", "--roster", "roster.csv"]
        done = subprocess.run(
            [sys.executable, *command, "--jobs", "1", "--allow-weak-sandbox", *options],
            cwd=self.folder,
            env={**os.environ, "COLUMNS": "100"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def read(self, table: str) -> dict[str, dict[str, str]]:
        """Return a table's rows by student."""
        with open(self.folder / "out" / table, newline="") as file:
            return {row.get("student") or row["github_username"]: row for row in csv.DictReader(file)}


def _git(folder: Path, *arguments: str, date: str = "") -> None:
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, "GIT_COMMITTER_DATE": date}, check=True)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Class, str]:
    """Give a class that was graded as of a day after its deadline, and what was printed."""
    group = Class(tmp_path_factory.mktemp("course"))
    shutil.copytree(TOY / "solutions", group.folder / "solutions")
    right = (TOY / "solutions" / "01_toy" / "toy.py").read_text()
    early, late, too_late = "2026-11-19T12:00:00Z", "2026-11-21T12:00:00Z", "2026-11-23T12:00:00Z"
    group.clone("ada", (early, right.replace("2 * x", "x")), (late, right), (too_late, "oh no"))
    group.clone("cyd-e", (early, right))
    group.clone("eve-x", (early, right))
    return group, group.grade("2026-11-20T23:59:00+01:00", "--at", "2026-11-21T23:59+01:00")


def test_the_last_commit_before_the_moment_is_graded(graded: tuple[Class, str]) -> None:
    rows = graded[0].read("grades.csv")

    assert {name: row["score"] for name, row in rows.items()} == {
        "ada": "100",
        "bob": "0",
        "cyd-e": "100",
        "eve-x": "100",
    }


def test_who_handed_nothing_in_is_told(graded: tuple[Class, str]) -> None:
    row = graded[0].read("grades.csv")["bob"]

    assert (row["identifier"], row["name"], row["error"]) == ("s-2", "Bob", "no submission")


def test_who_is_not_on_the_roster_is_told_once(graded: tuple[Class, str]) -> None:
    assert "not on the roster: eve-x\n" in graded[1]
    assert graded[1].count("not on the roster") == 1


def test_the_record_holds_the_facts_and_an_untouched_score(graded: tuple[Class, str]) -> None:
    record = json.loads((graded[0].folder / "out/results/ada.json").read_text())

    assert (record["score"], record["late"]) == (100, {"seconds": 13 * 3600 + 60, "penalty": 10})


def test_classrooms_table_counts_what_is_left(graded: tuple[Class, str]) -> None:
    row = graded[0].read("grades-classroom.csv")["ada"]

    assert (row["student_repository_name"], row["points_awarded"]) == ("cs-toy-ada", "90")


def test_a_moved_deadline_changes_no_score_and_grades_nothing_again(graded: tuple[Class, str]) -> None:
    printed = graded[0].grade("2026-11-21T23:59:00+01:00", "--at", "2026-11-21T23:59+01:00")

    row = graded[0].read("grades.csv")["ada"]

    assert "3 of 4 were graded before and are unchanged." in printed
    assert (row["score"], row["penalty"], row["final"]) == ("100", "0", "100")
    assert "after it was due" not in (graded[0].folder / "out/feedback/ada.md").read_text()
