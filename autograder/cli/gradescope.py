"""Grade one submission on Gradescope: what run_autograder starts in its container, never a person."""

import argparse
import sys
from pathlib import Path

from autograder.course import Assignment, read_course
from autograder.diagnosis.slips import SlipTable
from autograder.errors import AutograderError, GradingError
from autograder.grading.grade import describe_grading, grade_one
from autograder.grading.judges import Judges
from autograder.release.gradescope import COURSE
from autograder.reports.gradebooks.gradescope import write_results
from autograder.results import Record
from autograder.submissions import Submission
from autograder.submissions.pair import read_answers
from autograder.submissions.search import find_answers
from autograder.submissions.submission import SubmissionError

STUDENT = "submission"  # who it is from is known to Gradescope


def main() -> int:
    """Grade ROOT/submission into ROOT/results/results.json; without that file, Gradescope says that grading failed."""
    parser = argparse.ArgumentParser(prog="run_autograder")
    parser.add_argument("root", type=Path)
    parser.add_argument("--allow-weak-sandbox", action="store_true")
    options = parser.parse_args()
    try:
        course = read_course(options.root / "source" / COURSE)
        (assignment,) = course.assignments.values()
        record = grade(assignment, options.root / "submission", allow_weak=options.allow_weak_sandbox)
        write_results(record, options.root / "results" / "results.json")
    except AutograderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    return 0


def grade(assignment: Assignment, folder: Path, *, allow_weak: bool) -> Record:
    """Return the record of the answer in a folder; raise GradingError where student code cannot be locked down."""
    table = SlipTable.from_json(assignment.path(".slips.json").read_text(encoding="utf-8"))
    with Judges(assignment, allow_weak=allow_weak) as judges:
        if judges.weaknesses and not allow_weak:
            raise GradingError(
                f"{' '.join(judges.weaknesses)} Nothing was graded. To grade all the same, make the archive again "
                "with --allow-weak-sandbox."
            )
        return grade_one(
            assignment, _read_answer(assignment, folder), judges, table, describe_grading(assignment, judges)
        )


def _read_answer(assignment: Assignment, folder: Path) -> Submission:
    try:
        return read_answers(STUDENT, find_answers(folder, assignment.name, assignment.module))
    except SubmissionError as error:
        return Submission(STUDENT, Path(f"{assignment.module}.py"), None, (), f"The submission {error}")


if __name__ == "__main__":
    sys.exit(main())
