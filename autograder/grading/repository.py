"""Grade a student's repository with the checks that were released with it."""

from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Assignment
from autograder.diagnosis.slips import SlipTable
from autograder.errors import GradingError
from autograder.grading.grade import describe_grading, grade_one
from autograder.grading.judges import Judges
from autograder.results.record import Record
from autograder.submissions import Submission
from autograder.submissions.pair import read_answers
from autograder.submissions.search import find_answers
from autograder.submissions.submission import SubmissionError


@dataclass(frozen=True)
class Graded:
    """One assignment of the repository, and what grading it found."""

    assignment: Assignment
    record: Record
    hidden_checks: int  # that run elsewhere

    @property
    def passed(self) -> bool:
        """Say whether nothing is missing."""
        return self.record.score == self.record.max_score


def grade_repository(assignment: Assignment, repository: Path, student: str) -> Graded:
    """Grade the assignment's answer in a repository; raise GradingError where student code cannot be locked down."""
    table = SlipTable.from_json(assignment.path(".slips.json").read_text(encoding="utf-8"))
    submission = _read_answer(assignment, repository, student)
    with Judges(assignment) as judges:
        if judges.weaknesses:
            raise GradingError(f"{' '.join(judges.weaknesses)} Nothing was graded.")
        record = grade_one(assignment, submission, judges, table, describe_grading(assignment, judges))
    return Graded(assignment, record, table.hidden_checks)


def _read_answer(assignment: Assignment, repository: Path, student: str) -> Submission:
    """Read the student's file, wherever it lies; its path is told as it is in the repository."""
    try:
        answer = read_answers(student, find_answers(repository, assignment.name, assignment.module))
    except SubmissionError as error:
        return Submission(student, Path(f"{assignment.module}.py"), None, (), f"The repository {error}")
    return replace(answer, path=answer.path.relative_to(repository))
