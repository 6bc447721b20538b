"""Grade a student's repository with the checks that were released with it."""

import ast
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Assignment, find_course
from autograder.diagnosis.slips import SlipTable
from autograder.grading.grader import Grader
from autograder.grading.judges import Judges
from autograder.grading.libraries import need_libraries
from autograder.grading.repairs import Repairs
from autograder.reading import read_text
from autograder.results.record import Record
from autograder.submissions import Submission
from autograder.submissions.find import read_answer
from autograder.submissions.kinds import is_script
from autograder.submissions.submission import SubmissionError
from autograder.submissions.syntax import Definition, parse
from autograder.submissions.wanted import want

SEARCH_SECONDS = 1.0  # students wait for it, and their machines are small


@dataclass(frozen=True)
class Graded:
    """One assignment of the repository, and what grading it found."""

    assignment: Assignment
    record: Record
    hidden_checks: int  # that run elsewhere
    places: dict[str, int]  # the line of the student's file in which each function, class and method begins

    @property
    def passed(self) -> bool:
        """Say whether nothing is missing."""
        return self.record.score == self.record.max_score


def grade_repository(
    assignment: Assignment, repository: Path, student: str, *, allow_weak: bool = False, remedy: str = ""
) -> Graded:
    """Grade the assignment's answer in a repository, or in any folder.

    Raise GradingError, with the remedy if there is one, where student code cannot be locked down.
    """
    table = SlipTable.from_json(read_text(assignment.path(".slips.json")))
    submission = _read_answer(assignment, repository, student)
    libraries = need_libraries(assignment, [submission])
    with Judges(assignment, allow_weak=allow_weak, libraries=libraries) as judges:
        judges.insist_on_lockdown(remedy)
        repairs = Repairs(assignment, judges, SEARCH_SECONDS)
        record = Grader(assignment, judges, table, repairs).grade(submission)
    return Graded(assignment, record, table.hidden_checks, find_places(submission))


def find_places(submission: Submission) -> dict[str, int]:
    """Return the lines in which a script's functions, classes and methods begin, by dotted name."""
    text = submission.units[0].text if is_script(submission.path) and len(submission.units) == 1 else ""
    tree = parse(text)
    places = {}
    for node in tree.body if tree is not None else ():
        if isinstance(node, Definition):
            places[node.name] = node.lineno
            inner = node.body if isinstance(node, ast.ClassDef) else ()
            places |= {f"{node.name}.{one.name}": one.lineno for one in inner if isinstance(one, Definition)}
    return places


def _find_place(assignment: Assignment, repository: Path) -> Path:
    """Return where the answer should lie in the repository: in the assignment's folder, if that is there."""
    file = (assignment.folder / f"{assignment.module}.py").resolve()
    return file.relative_to(repository.resolve()) if file.is_relative_to(repository.resolve()) else Path(file.name)


def _read_answer(assignment: Assignment, repository: Path, student: str) -> Submission:
    """Read the student's file, wherever it lies; its path is told as it is in the repository."""
    try:
        answer = read_answer(student, repository, want(assignment, find_course(assignment.folder)))
    except SubmissionError as error:
        return Submission(student, _find_place(assignment, repository), None, (), f"What was handed in {error}")
    return replace(answer, path=answer.path.relative_to(repository))
