"""Keep checkers warm for as long as a notebook's kernel lives."""

import atexit
from collections.abc import Callable
from pathlib import Path

from autograder.course import Assignment
from autograder.errors import GradingError
from autograder.grading.judges import Judges
from autograder.results import Record
from autograder.student.checker import Checker, find_file
from autograder.submissions import Submission

_warm: dict[Path, tuple[Checker, Judges]] = {}


def need_checker(assignment: Assignment) -> Checker:
    """Return the assignment's checker, started if need be."""
    if assignment.folder not in _warm:
        judges = Judges(assignment, allow_weak=True, checks=assignment.visible_checks)
        judges.__enter__()
        atexit.register(judges.close)
        _warm[assignment.folder] = Checker(assignment, find_file(assignment), judges), judges
    return _warm[assignment.folder][0]


def examine(
    assignment: Assignment, exercise: str | None, read: Callable[[Checker], Submission]
) -> tuple[Record, Checker]:
    """Return what a checker finds in what `read` gives; if its judge has gone, ask the one that takes its place."""
    checker = need_checker(assignment)
    submission = read(checker)
    try:
        return checker.examine(submission, exercise), checker
    except GradingError:
        return checker.examine(submission, exercise), checker
    # It reaches every process that the kernel has started.
    except KeyboardInterrupt:
        _warm.pop(assignment.folder)[1].close()
        raise
