"""What comes after the first grading: who moves, and why; points of a person; what a student had before."""

import csv
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from autograder.cohort.grade import GradedClass, grade_class
from autograder.cohort.intake import take_in
from autograder.cohort.student import find_record
from autograder.course import read_course
from autograder.errors import RecordError
from autograder.people import Directory, Person
from autograder.results import Record, Store
from autograder.results.class_list import keep_class
from autograder.results.manual_file import add_given
from autograder.results.record import Late
from autograder.sandbox import landlock

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")

RIGHT = """
def double(x): return 2 * x
def count_up(n):
    if n < 0: raise ValueError
    return list(range(1, n + 1))
"""
WRONG = RIGHT.replace("2 * x", "3 * x")
WRONG_WHERE_HIDDEN = RIGHT.replace("2 * x", "2 * x if x.dim() == 1 else x")


@dataclass
class Class:
    """A class of two, with everything that is graded from."""

    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def hand_in(self, student: str, text: str) -> None:
        (self.folder / "submissions" / f"{student}.py").write_text(text)

    def change_check(self, before: str, after: str) -> None:
        path = self.folder / "course/solutions/01_toy/test_toy.py"
        path.write_text(path.read_text().replace(before, after))

    def grade(self, **options: bool) -> GradedClass:
        course = read_course(self.folder / "course")
        intake = take_in(course, course.get("01"), self.folder / "submissions")
        return grade_class(course.get("01"), intake, self.out, **options)


def find(found: GradedClass, student: str) -> Record:
    return next(record for record in found.records if record.student == student)


@dataclass(frozen=True)
class Runs:
    """What each run found, one after the other."""

    first: GradedClass
    unchanged: GradedClass
    what_if: GradedClass
    left_by_what_if: bytes
    regraded: GradedClass
    moved: list[dict[str, str]]
    never_lower: GradedClass
    given: GradedClass
    given_up: GradedClass
    out: Path


@pytest.fixture(scope="module")
def runs(toy, tmp_path_factory) -> Runs:
    folder = tmp_path_factory.mktemp("class")
    shutil.copytree(toy.folder.parents[1], folder / "course")
    (folder / "submissions").mkdir()
    one = Class(folder)
    one.hand_in("ada", RIGHT)
    one.hand_in("bob", WRONG)
    one.hand_in("cyd", WRONG_WHERE_HIDDEN)
    one.hand_in("dan", RIGHT.replace("2 * x", "x[:1] * float('nan')"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        first, unchanged = one.grade(), one.grade()
        one.change_check(
            "@points(40)\n    def test_doubles(self, doubled, x):", "@points(40)\n    def test_doubles(self, doubled):"
        )
        one.change_check("assert_close(doubled, 2 * x)", "assert doubled.shape == (2,)")
        before = (one.out / "results/bob.json").read_bytes()
        what_if = one.grade(what_if=True)
        left = (one.out / "results/bob.json").read_bytes()
        assert before == left
        regraded = one.grade()
        moved = list(csv.DictReader((one.out / "changes.csv").read_text().splitlines()))
        one.hand_in("bob", "def double(x): return None\n")
        never_lower = one.grade(never_lower=True)
        entry = {"student": "ada", "exercise": "double", "points": "-5", "comment": "Names say more."}
        add_given(one.out / "manual.toml", entry)
        given = one.grade()
        one.change_check("assert counted == [1, 2, 3]", "assert [*counted] == [1, 2, 3]")
        return Runs(first, unchanged, what_if, left, regraded, moved, never_lower, given, one.grade(), one.out)


def test_a_first_run_moves_nobody(runs):
    assert runs.first.is_first
    assert runs.first.changes == runs.unchanged.changes == []


def test_what_if_says_who_would_move_and_keeps_nothing(runs):
    assert [(one.student, one.before, one.after, one.why) for one in runs.what_if.changes] == [
        ("bob", 0, 40, "the check changed")
    ]
    assert b'"score": 40' in runs.left_by_what_if


def test_a_regrade_says_the_same_and_keeps_it(runs):
    assert runs.regraded.changes == runs.what_if.changes
    assert [(one["student"], one["before"], one["after"]) for one in runs.moved] == [("bob", "0", "40")]
    assert find(runs.regraded, "bob").score == 80


def test_the_better_result_counts_where_none_may_be_lowered(runs):
    record = find(runs.never_lower, "bob")

    assert record.score == 80
    assert record.kept == "An earlier result of 80 points counts: this one would have had 0."


def test_an_earlier_result_goes_on_counting(runs):
    assert find(runs.given, "bob") == find(runs.never_lower, "bob")


def test_a_mended_check_judges_what_was_handed_in_and_not_what_counted_before(runs):
    record = find(runs.given_up, "bob")

    assert (record.kept, record.score) == (None, 0)


def test_points_of_a_person_win_and_are_shown_as_theirs(runs):
    feedback = (runs.out / "feedback/ada.md").read_text()

    assert find(runs.given, "ada").score == 95
    assert "**55 of 60 points, given by a person.** Names say more." in feedback
    assert ",95,100," in (runs.out / "grades.csv").read_text()


def test_a_picture_is_on_the_students_page_and_in_a_report(runs, tmp_path):
    page = (runs.out / "feedback/cyd.html").read_text()
    run("report", runs.out, "--to", tmp_path)

    assert '<svg role="img" aria-label="each number and its double"' in page
    assert "the doubled matrix" in (tmp_path / "students/cyd.html").read_text()


def test_a_picture_of_a_hidden_check_file_is_for_instructors_alone(runs):
    given = "".join(path.read_text() for path in (runs.out / "feedback").iterdir())

    assert "the doubled matrix" not in given
    assert "14.5" not in given


def test_what_cannot_be_drawn_costs_nothing_but_its_picture(runs):
    assert find(runs.given, "dan").score == 40
    assert "each number" not in (runs.out / "feedback/dan.html").read_text()


def test_the_examples_of_the_docs_run(runs, tmp_path, monkeypatch, capsys):
    docs = (Path(__file__).parents[2] / "docs/instructors.md").read_text()
    (tmp_path / "graded").symlink_to(runs.out)
    (tmp_path / "submissions").symlink_to(runs.out.parent / "submissions")
    monkeypatch.chdir(runs.out.parent / "course")
    names: dict[str, object] = {}

    for example in re.findall(r"```python\n(.*?)```", docs, re.DOTALL):
        exec(example.replace("01_network", "01_toy").replace("../", f"{tmp_path}/"), names)

    assert list(names["grades"]["student"]) == ["ada", "bob", "cyd", "dan"]
    assert "ada test_toy.py::TestDouble::doubled tensor([ 3., -1.])" in capsys.readouterr().out


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "autograder", *map(str, arguments)], capture_output=True, text=True)


@pytest.mark.parametrize(
    ("points", "then"), [("+2", "40 of 40 points, as before"), ("-2", "38 of 40 points, in place of 40")]
)
def test_a_comment_says_what_points_come_of_it(runs, points, then):
    (runs.out / "manual.toml").write_text("")
    said = run("comment", "cyd", "count_up", f"--points={points}", "--out", runs.out).stdout

    assert said.endswith(f"added; after the next autograder grade count_up has {then}\n")


def test_history_says_what_a_student_had_and_why_it_changed(runs):
    said = run("history", "BOB", "--out", runs.out).stdout.splitlines()

    assert [line.split()[3:5] for line in said if "points" in line] == [
        [points, "of"] for points in ("40", "80", "80", "0")
    ]
    assert any("double 0 → 40" in line for line in said)


def test_show_runs_one_file_again_on_request(runs):
    said = run("show", "cyd", "double", "--out", runs.out, "--course", runs.out.parent / "course", "--regrade").stdout

    assert "graded just now; the result that is kept has 80 points" in said
    assert "expected" in said


def test_what_is_run_again_is_late_and_has_a_persons_points_as_before(runs, tmp_path):
    shutil.copytree(runs.out, out := tmp_path / "out")
    store = Store(out / "results")
    store.write(replace(store.read("ada"), late=Late(60, 10)))
    (out / "manual.toml").write_text('[[given]]\nstudent = "ada"\nexercise = "double"\npoints = "-5"\n')

    said = run("show", "ada", "--out", out, "--course", runs.out.parent / "course", "--regrade").stdout

    assert "85 of 100 points" in said.splitlines()[0]
    assert "95 points less 10 are 85" in said


@pytest.mark.parametrize("name", ["1003", "Cyd Ek", "Ek, Cyd", "cyd@uni.example"])
def test_a_student_is_found_by_every_name_of_the_roster(runs, name):
    keep_class(Directory([Person("cyd", "1003", "Cyd Ek", ("cyd@uni.example",))]), runs.out)

    assert find_record(runs.out, name).student == "cyd"


def test_a_name_that_nobody_has_gets_the_nearest_of_the_roster(runs):
    keep_class(Directory([Person("cyd", "1003", "Cyd Ek")]), runs.out)

    with pytest.raises(RecordError, match="did you mean Cyd Ek"):
        find_record(runs.out, "Cid Ek")


def test_a_name_of_two_students_is_answered_with_both(runs):
    keep_class(Directory([Person("cyd", "1003", "Cyd Ek"), Person("ada", "1001", "Cyd Ek")]), runs.out)

    with pytest.raises(RecordError, match="Cyd Ek is the name of cyd and ada: name one of them"):
        find_record(runs.out, "Cyd Ek")


def test_results_do_not_go_where_submissions_are(runs):
    submissions = runs.out.parent / "submissions"

    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", "01", submissions, "--out", submissions / "results"],
        cwd=runs.out.parent / "course",
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "would be taken for a submission: name another --out" in done.stderr


def test_show_has_what_a_hidden_check_expected(runs):
    said = run("show", "cyd", "double", "--out", runs.out).stdout

    assert "a matrix is doubled as well" in said
    assert "expected" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("show", "bobb"), "has no result of 'bobb'; did you mean bob?"),
        (("show", "bob", "doubble"), "there is no exercise doubble; did you mean double?"),
        (("comment", "bob", "doubl", "well"), "there is no exercise doubl; did you mean double?"),
        (("comment", "bob", "double", "--points", "99"), "autograder: points are a whole number from 0 to 60"),
        (("comment", "bob", "double", "--points=-500"), "autograder: points are a whole number from 0 to 60"),
        (("comment", "bob", "double"), "say something"),
        (("comment", "bob", "double", "--item", "x"), "there is no item 'x'"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_changes_nothing(runs, arguments, reason):
    before = (runs.out / "manual.toml").read_text()

    done = run(*arguments, "--out", runs.out)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert reason in done.stderr
    assert (runs.out / "manual.toml").read_text() == before
