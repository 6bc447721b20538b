"""Which libraries the sandboxes of an assignment have need of: each that is imported in vain takes a second."""

from collections.abc import Iterable, Iterator

from autograder.course import Assignment
from autograder.course.texts import read_text
from autograder.sandbox.server_process import find_libraries
from autograder.submissions import Submission


def need_libraries(assignment: Assignment, submissions: Iterable[Submission]) -> list[str]:
    """Return the libraries that the assignment's own files or any of the submissions name."""
    return find_libraries(_list_texts(assignment, submissions))


def _list_texts(assignment: Assignment, submissions: Iterable[Submission]) -> Iterator[str]:
    own = *assignment.sources, assignment.path(".slips.toml")
    for path in (*own, *assignment.visible_checks, *assignment.hidden_checks):
        if path.is_file():
            yield read_text(path)
    for submission in submissions:
        yield from (unit.text for unit in submission.units)
