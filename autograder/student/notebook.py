"""Check answers where they are written: `from autograder.notebook import check`, in Jupyter or any IPython.

What is checked is source, not the objects in the kernel. Of everything that was run so far, the cells that make up the
answer now are sent to a sandbox of their own, and the checks look at what they do there: what a demonstration left
behind in the kernel has no part in it, and a check changes nothing in the notebook. Which cells those are, is told in
`autograder.submissions.cells`.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from autograder.course import Assignment, find_assignment, find_course
from autograder.course.exercises import match_exercise
from autograder.course.folders import find_check_folders
from autograder.errors import AutograderError, GradingError
from autograder.release.trusted import find_trusted
from autograder.reports.notebook import render_for_notebook, render_one_exercise
from autograder.reports.terminal import render_record
from autograder.results import Record
from autograder.student.checker import Checker
from autograder.student.keeper import examine, need_checker
from autograder.submissions import Submission
from autograder.submissions.cells import select_cells


def check(exercise: str | None = None) -> None:
    """Show what the public checks say of one exercise, or of all, as it was last run in this notebook.

    The first check takes a few seconds, those after it a fraction of one. While nbgrader validates a notebook, raise
    an error if a check fails; while it grades one, leave everything to `grade`.
    """
    doing = os.environ.get("NBGRADER_EXECUTION")
    if doing == "autograde":
        return
    try:
        record = _check(_find_assignment(Path.cwd()), exercise, _read_history())
    except AutograderError as error:
        if doing == "validate":
            raise
        print(f"check: {error}")
        return
    wrong = [found.name for found in record.exercises if found.status != "passed"]
    if doing == "validate" and wrong:
        raise AssertionError(f"not every public check passes: {', '.join(wrong)}")


def grade(exercise: str) -> float:
    """Return the points of an exercise as nbgrader collects them, and show why; what counts is the notebook's file.

    This is what a graded cell runs where nbgrader executes notebooks in a kernel. It trusts that kernel, which also
    runs the student's code: with `autograder.nbgrader.Grade` in place of `Execute`, no kernel is started.
    """
    from autograder.grading.notebooks import COURSE_VARIABLE, find_grader, find_points

    folder = Path.cwd()
    course = find_course(Path(os.environ.get(COURSE_VARIABLE, folder)))
    if course is None:
        raise GradingError(f"there is no course above {folder}, and {COURSE_VARIABLE} does not say where it is")
    path = folder / f"{course.get(folder.name).module}.ipynb"
    with _silent_processes():
        record = find_grader(course.root).grade(folder.name, "", path, path.read_bytes())
    _show(lambda console: render_one_exercise(record, exercise, console))
    return find_points(record, exercise)


def _check(assignment: Assignment, exercise: str | None, history: Sequence[str]) -> Record:
    def read(checker: Checker) -> Submission:
        units = select_cells(history, [name.partition(".")[0] for name in checker.exercises])
        return Submission("", assignment.path(".ipynb"), None, units, None)

    name = match_exercise(exercise, need_checker(assignment).exercises) if exercise is not None else None
    record, checker = examine(assignment, name, read)
    if name is not None:
        _show(lambda console: render_one_exercise(record, name, console))
        return record
    _show(
        lambda console: render_record(
            record,
            console=console,
            file="the notebook",
            title=assignment.title,
            hints=assignment.path(".hints.md").name,
            hidden_checks=checker.table.hidden_checks,
            unofficial=not checker.is_official,
        )
    )
    return record


def _find_assignment(folder: Path) -> Assignment:
    """Return the assignment whose checks belong to a notebook's folder: beside it, in its course, or installed."""
    course = find_course(folder)
    for candidate in [folder, *([course.root / "assignments" / folder.name] if course else [])]:
        if find_check_folders(candidate) == [candidate]:
            return find_assignment(candidate)
    try:
        return next(each for each in find_trusted() if each.name == folder.name)
    except (GradingError, StopIteration):
        raise AutograderError(
            f"there are no checks for {folder.name} here. It is checked when you hand it in; to check it before, open "
            "the notebook in the folder that it came in, with the files that lay beside it"
        ) from None


def _read_history() -> Sequence[str]:
    """Return the source of every cell that was run, by its number."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        shell = None
    else:
        shell = get_ipython()
    if shell is None or shell.history_manager is None:
        raise AutograderError("this works in a notebook; elsewhere run autograder check")
    return list(shell.history_manager.input_hist_raw)


def _show(render: Callable[[Console], object]) -> None:
    from IPython.display import display

    display(render_for_notebook(render), raw=True)  # type: ignore[no-untyped-call]


@contextmanager
def _silent_processes() -> Iterator[None]:
    """Let processes that are started meanwhile write their errors nowhere: nbgrader gives a cell with any no points."""
    kept = os.dup(2)
    try:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
