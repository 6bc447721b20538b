"""Measure how long the checks of each assignment's solution take, warm, with one thread, one after the other."""

import statistics
from pathlib import Path

from autograder.course import need_course
from autograder.grading.judges import Judges
from autograder.submissions import Unit

RUNS = 7


def main() -> None:
    """Print for each assignment the first time, and the median of the times at which the judge knew the answer."""
    for assignment in need_course(Path(__file__).parent).assignments.values():
        solution = Unit(f"{assignment.module}.py", assignment.path(".py").read_text(encoding="utf-8"))
        with Judges(assignment) as judges:
            first, *others = (judges.examine([solution]).seconds for _ in range(RUNS + 1))
            median = statistics.median(others)
            print(f"{assignment.name:15} {len(judges.checks):3} checks  first {first:.2f} s, then {median:.2f} s")


if __name__ == "__main__":
    main()
