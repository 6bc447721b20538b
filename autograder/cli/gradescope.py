"""Grade one submission on Gradescope: what run_autograder starts in its container, never a person."""

import argparse
import sys
from pathlib import Path

from autograder.course import read_course
from autograder.errors import AutograderError
from autograder.grading.repository import grade_repository
from autograder.release.gradescope import COURSE
from autograder.reports.gradebooks.gradescope import write_results

STUDENT = "submission"  # who it is from is known to Gradescope
REMEDY = "To grade all the same, make the archive again with --allow-weak-sandbox."


def main() -> int:
    """Grade ROOT/submission into ROOT/results/results.json; without that file, Gradescope says that grading failed."""
    parser = argparse.ArgumentParser(prog="run_autograder")
    parser.add_argument("root", type=Path)
    parser.add_argument("--allow-weak-sandbox", action="store_true")
    options = parser.parse_args()
    try:
        course = read_course(options.root / "source" / COURSE)
        (assignment,) = course.assignments.values()
        graded = grade_repository(
            assignment, options.root / "submission", STUDENT, allow_weak=options.allow_weak_sandbox, remedy=REMEDY
        )
        write_results(
            graded.record, options.root / "results" / "results.json", options.root / "submission_metadata.json"
        )
    except AutograderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
