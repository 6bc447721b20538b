"""Grade notebooks one after the other, with judges that stay warm from one to the next."""

import atexit
from functools import lru_cache
from pathlib import Path

from autograder.course import Course, read_course
from autograder.diagnosis.slips import SlipTable
from autograder.errors import GradingError
from autograder.grading.grade import describe_grading, grade_one
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table
from autograder.results import Record
from autograder.submissions.read import parse_submission

# Tells a kernel that nbgrader started where the course is.
COURSE_VARIABLE = "AUTOGRADER_COURSE"


class NotebookGrader:
    """Grade notebooks of a course with all of its checks."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._warm: dict[str, tuple[Judges, SlipTable]] = {}
        self._last: tuple[object, Record] | None = None

    def grade(self, assignment: str, student: str, path: Path, data: bytes) -> Record:
        """Return the record of a notebook's bytes; raise GradingError where student code cannot be locked down.

        Asked again for the same, as by every graded cell of a notebook, it gives the same record.
        """
        asked = assignment, student, path, data
        if self._last is None or self._last[0] != asked:
            self._last = asked, self._grade(*asked)
        return self._last[1]

    def _grade(self, assignment: str, student: str, path: Path, data: bytes) -> Record:
        known = self.course.get(assignment)
        if known.name not in self._warm:
            self._warm[known.name] = self._warm_up(known.name)
        judges, table = self._warm[known.name]
        submission = parse_submission(student, path, data)
        try:
            return grade_one(known, submission, judges, table, describe_grading(known, judges))
        except GradingError:
            # The next one gets a judge that works.
            del self._warm[known.name]
            judges.close()
            raise

    def _warm_up(self, name: str) -> tuple[Judges, SlipTable]:
        assignment = self.course.get(name)
        judges = Judges(assignment).__enter__()
        atexit.register(judges.close)
        if judges.weaknesses:
            raise GradingError(f"{' '.join(judges.weaknesses)} Nothing was graded.")
        return judges, need_table(assignment, judges)


@lru_cache
def find_grader(root: Path) -> NotebookGrader:
    """Return the grader of the course in a folder, the same one each time."""
    return NotebookGrader(read_course(root))


def find_points(record: Record, exercise: str) -> float:
    """Return an exercise's points as a plain float between 0 and its maximum: nbgrader gives full marks for others."""
    found = next(each for each in record.exercises if each.name == exercise)
    return float(min(max(found.score, 0), found.max_score))
