"""Measure `nbgrader autograde` on one built course: as it is built, and with nbgrader's own Execute, in one run.

    python benchmarks/autograde.py [ASSIGNMENT] [--submissions N]

What a submission costs is what N cost more than one, divided by N − 1: starting nbgrader, and warming up once, are
left out. Half of the submissions are the solution, half what was released.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from measure import ROOT, Time, run

from autograder.course import Assignment, read_course
from autograder.nbgrader.course import write_course

NBGRADER = Path(sys.executable).with_name("nbgrader")


def main() -> None:
    """Print what a submission costs in both ways."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignment", nargs="?", default="02_losses")
    parser.add_argument("--submissions", type=int, default=11)
    options = parser.parse_args()
    course = read_course(ROOT)
    assignment = course.get(options.assignment)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_course(course, [assignment], folder)
        nbgrader(folder, "generate_assignment", assignment.name)
        # The table of slips is made once and kept; here it is made before anything is timed.
        measure(folder, assignment, 1)
        ours = measure(folder, assignment, options.submissions)
        config = folder / "nbgrader_config.py"
        config.write_text(re.sub(r"c\.Autograde.*?\n\]\n", "", config.read_text(), flags=re.DOTALL))
        stock = measure(folder, assignment, options.submissions)
    print(f"autograder.nbgrader.Grade  {ours} per submission")
    print(f"nbgrader's Execute         {stock} per submission")
    print(f"stock takes {stock.wall / ours.wall:.0f} times as long, and {stock.cpu / ours.cpu:.0f} times the CPU")


def measure(folder: Path, assignment: Assignment, count: int) -> Time:
    """Return what one submission more costs."""
    one, many = (autograde(folder, assignment, number) for number in (1, count))
    return (many - one) / max(count - 1, 1)


def autograde(folder: Path, assignment: Assignment, count: int) -> Time:
    """Let nbgrader grade submissions of new students; return what that took."""
    shutil.rmtree(folder / "submitted", ignore_errors=True)
    shutil.rmtree(folder / "autograded", ignore_errors=True)
    place = Path(assignment.name, f"{assignment.module}.ipynb")
    answers = [(folder / "source" / place).read_text(), (folder / "release" / place).read_text()]
    for number in range(count):
        path = folder / "submitted" / f"student{number}" / place
        path.parent.mkdir(parents=True)
        path.write_text(answers[number % 2])
    return nbgrader(folder, "autograde", assignment.name, "--force")


def nbgrader(folder: Path, *command: str) -> Time:
    """Run one of its commands; it looks for its helper alembic on the path."""
    return run([NBGRADER, *command], folder, PATH=f"{NBGRADER.parent}{os.pathsep}{os.environ['PATH']}")


if __name__ == "__main__":
    main()
