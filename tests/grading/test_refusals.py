"""What stops grading before a wrong grade is made: one clear line, and no record."""

import resource
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.errors import CourseError
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table
from autograder.sandbox import landlock
from autograder.submissions import Unit

WITHOUT_LANDLOCK = Path(__file__).parent / "without_landlock.py"
pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")


@pytest.fixture(scope="module")
def submissions(tmp_path_factory, solution: Unit) -> Path:
    folder = tmp_path_factory.mktemp("submissions")
    (folder / "ada.py").write_text(solution.text)
    return folder


def test_without_a_lockdown_nothing_is_graded(start, submissions, tmp_path):
    """On a kernel without Landlock the command says why it stops, and what would go on."""
    process = start(submissions, tmp_path, first=(str(WITHOUT_LANDLOCK),))

    _, said = process.communicate()

    assert process.returncode == 2
    assert len(said.splitlines()) == 1
    assert "Nothing was graded" in said
    assert "--allow-weak-sandbox" in said
    assert not (tmp_path / "results").exists()


def test_a_weak_sandbox_that_is_allowed_is_named_in_every_record(start, submissions, tmp_path):
    """Whoever reads the grade can see what it was made with."""
    process = start(submissions, tmp_path, "--allow-weak-sandbox", "--jobs", "1", first=(str(WITHOUT_LANDLOCK),))
    process.communicate()

    record = (tmp_path / "results" / "ada.json").read_text()

    assert '"sandbox": "weak: ' in record
    assert '"score": 100' in record


def test_a_library_that_is_required_and_not_installed_is_named(toy, monkeypatch):
    """Before a process is started that would import it in vain."""
    monkeypatch.setitem(sys.modules, "torch", None)

    with pytest.raises(CourseError, match=r"torch is among the requirements .* python -m pip install torch$"):
        Judges(toy)


def test_an_out_folder_that_cannot_be_one_is_named(start, submissions, tmp_path):
    """Before anything is started."""
    (tmp_path / "out").write_text("a file")

    process = start(submissions, tmp_path / "out")
    _, said = process.communicate()

    assert process.returncode == 2
    assert said == f"autograder: {tmp_path / 'out'} cannot be written: it is a file; name a folder\n"


def test_a_full_disk_is_named_in_one_line(start, submissions, tmp_path):
    """A limit on the size of files stands for the disk."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (99, {resource.RLIM_INFINITY}));"
    main = f"import sys; {limit} from autograder.cli import main; sys.exit(main())"

    process = start(submissions, tmp_path, "--jobs", "1", first=("-c", main))
    _, said = process.communicate()

    assert process.returncode == 2
    assert said == f"autograder: {tmp_path} cannot be written: File too large; what was finished is kept\n"


def test_where_nothing_seen_can_be_kept_nobody_gets_a_zero_for_it(start, submissions, tmp_path):
    (tmp_path / "observations").touch()

    process = start(submissions, tmp_path, "--jobs", "1")
    _, said = process.communicate()

    place = tmp_path / "observations"
    assert said == f"autograder: {place} cannot be written: it is a file; move it away; what was finished is kept\n"
    assert not list((tmp_path / "results").iterdir())


def test_checks_that_give_other_points_than_the_course_are_refused(toy, judges):
    """A grade out of 80 would be wrong for everybody."""
    with pytest.raises(CourseError, match=r"double: its checks give 60 points, course\.toml says 80"):
        need_table(replace(toy, points={**toy.points, "double": 80}), judges)


def test_checks_of_an_exercise_that_the_course_does_not_know_are_refused(toy, judges):
    """They would not be shown in its order, nor add up."""
    with pytest.raises(CourseError, match=r"count_up: its checks give 40 points, course\.toml says 0"):
        need_table(replace(toy, points={"double": 60}), judges)


def test_checks_that_the_solution_fails_are_refused(toy, judges, tmp_path):
    """Whatever is wrong with them, it is not the students' fault."""
    folder = tmp_path / "01_toy"
    folder.mkdir()
    (folder / "toy.py").write_text("def double(x): return 2 * x\ndef count_up(n): return []\n")

    with pytest.raises(CourseError, match=r"the solution itself fails test_toy\.py::TestCountUp::test_counts"):
        need_table(replace(toy, folder=folder), judges)


def test_grading_goes_on_where_nothing_can_be_cached(toy, judges, tmp_path, monkeypatch):
    """A cache spares time and is no condition."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert len(need_table(toy, judges).slips) == 4


def test_an_assignment_without_checks_is_refused(toy, tmp_path):
    """Before any process is started."""
    with pytest.raises(CourseError, match="has no checks"):
        Judges(replace(toy, folder=tmp_path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("assignments = 3", r"\[assignments\] is a table"),
        ('[assignments]\n01_toy = "x"', r"\[assignments.01_toy\] is a table"),
        ('[assignments.01_toy]\ntitle = "t"', "points is missing: list each exercise"),
        ('[assignments.01_toy]\ntitle = "t"\npoints = [1]', r"\[assignments.01_toy.points\] is a table"),
        ('[assignments.01_toy]\ntitle = "t"\npoints = {a = 1.5}', "points are whole numbers"),
        ('title = "t"\n[limits]\nfoo = 1', "there is no key foo; there are load_seconds, probe_seconds"),
        ('title = "t"\n[limits]\nload_seconds = "ten"', "load_seconds is a number of seconds"),
        ('title = "t"\n[limits]\nprobe_seconds = -1', "probe_seconds is a number of seconds"),
        ('title = "t"\n[limits]\nprobe_seconds = nan', "probe_seconds is a number of seconds"),
        ("", "title is missing: write title"),
    ],
)
def test_a_course_file_that_cannot_be_understood_is_refused_in_one_line(tmp_path, text, said):
    """With the file's name and what is wrong in it."""
    (tmp_path / "course.toml").write_text(text)

    with pytest.raises(CourseError, match=rf"course\.toml: .*{said}") as refused:
        read_course(tmp_path)

    assert "\n" not in str(refused.value)


def test_a_course_file_that_ends_too_soon_is_refused_with_its_last_line(tmp_path):
    (tmp_path / "course.toml").write_text('title = "x')

    with pytest.raises(CourseError, match=r"course\.toml, the last line: Unterminated string"):
        read_course(tmp_path)


def test_a_number_in_a_course_file_that_is_longer_than_python_takes_is_refused_in_one_line(tmp_path):
    (tmp_path / "course.toml").write_text(f"[limits]\nload_seconds = {'9' * 5000}")

    with pytest.raises(CourseError, match=r"course\.toml.*: Exceeds the limit \(4300 digits\)"):
        read_course(tmp_path)


CHECK = """
import pytest, torch
from autograder.checks import exercise, points, probe
@exercise("double")
class TestDouble:
    @probe
    def seen(student) -> int: return student.double(4)
    @points(60)
    def test_it(self, seen):
        \"\"\"is doubled\"\"\"
        assert seen == 8
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            CHECK.replace("@points(60)", ""),
            r"test_bad.py, line \d+: .*test_it needs @points\(N\)",
        ),
        (
            CHECK.replace("student.double", "student.nothing(CONSTANT)"),
            r"test_bad.py, line \d+: probe seen uses CONSTANT",
        ),
        ("import nonsense", "test_bad.py, line 1: ModuleNotFoundError: No module named 'nonsense'"),
        ("def (", r"test_bad.py, line 1: SyntaxError"),
    ],
)
def test_checks_that_cannot_be_used_are_refused_with_their_line(toy, tmp_path, text, said):
    """The judge starts, and tells why it goes no further."""
    (tmp_path / "test_bad.py").write_text(text)

    with (
        pytest.raises(CourseError, match=f"the checks cannot be used: {said}"),
        Judges(toy, official=False, checks=[tmp_path / "test_bad.py"]),
    ):
        pass


def test_a_check_file_that_prints_changes_nothing(toy, tmp_path):
    """Answers and prints go different ways."""
    text = "import os\nprint('{}')\nos.write(1, b'{}\\n')\n" + CHECK
    (tmp_path / "test_bad.py").write_text(text)

    with Judges(toy, official=False, checks=[tmp_path / "test_bad.py"]) as judges:
        found = judges.examine([Unit("toy.py", "def double(x): return 2 * x")])

    assert [one.check.score for one in found.checks] == [60]
