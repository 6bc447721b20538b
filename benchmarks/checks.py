"""Measure how long the checks of each assignment's solution take, warm, with one thread, one after the other."""

import statistics
from pathlib import Path

from autograder.course import Assignment, need_course
from autograder.grading.judges import Judges
from autograder.submissions import Unit

RUNS = 7


def main() -> None:
    """Print the median for each assignment."""
    for assignment in need_course(Path(__file__).parent).assignments.values():
        with Judges(assignment) as judges:
            print(f"{assignment.name:15} {len(judges.checks):3} checks {measure(assignment, judges):6.2f} s")


def measure(assignment: Assignment, judges: Judges) -> float:
    """Return the median seconds of examining the solution, after a first time that does not count."""
    solution = Unit(f"{assignment.module}.py", assignment.path(".py").read_text(encoding="utf-8"))
    seconds = [judges.examine([solution]).seconds for _ in range(RUNS + 1)]
    return statistics.median(seconds[1:])


if __name__ == "__main__":
    main()
