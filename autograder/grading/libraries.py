"""Which libraries the sandboxes of an assignment have need of: each that is imported in vain takes a second."""

from collections.abc import Iterable, Iterator

from autograder.course import Assignment
from autograder.course.texts import read_text
from autograder.errors import CourseError
from autograder.sandbox.libraries import LIBRARIES, find_libraries, is_installed
from autograder.submissions import Submission


def need_libraries(assignment: Assignment, submissions: Iterable[Submission] = ()) -> list[str]:
    """Return what the assignment's own files or any of the submissions need, of what the course requires."""
    named = find_libraries(_list_texts(assignment, submissions))
    return [name for name in list_required(assignment) if name in named]


def list_required(assignment: Assignment) -> list[str]:
    """Return all that the course requires, whatever is handed in."""
    return [name for name, library in LIBRARIES.items() if assignment.requires(library.package)]


def insist_on_libraries(libraries: Iterable[str]) -> None:
    """Raise CourseError where one of the sandbox's libraries is not installed: no process could import it."""
    for library in libraries:
        if not is_installed(library):
            raise CourseError(explain_lacking(LIBRARIES[library].package))


def explain_lacking(package: str) -> str:
    """Return what to do about a package that the course requires and that is not installed."""
    return f"{package} is among the requirements of course.toml and not installed here: python -m pip install {package}"


def _list_texts(assignment: Assignment, submissions: Iterable[Submission]) -> Iterator[str]:
    own = *assignment.sources, assignment.path(".slips.toml")
    for path in (*own, *assignment.visible_checks, *assignment.hidden_checks):
        if path.is_file():
            yield read_text(path)
    for submission in submissions:
        yield from (unit.text for unit in submission.units)
