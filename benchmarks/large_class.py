"""A class of ten thousand: what the main process takes for each submission and in all, where judging costs nothing.

Every student hands in the same answer, which is judged once; all else is done for each: reading, telling what is
current, diagnosis, records, feedback, tables. Then all of it again, when nothing has changed.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from measure import ASSIGNMENT, ROOT, Time, read_peak, run

from autograder.cohort.grade import grade_class
from autograder.cohort.intake import take_in
from autograder.course import need_course
from autograder.grading.judges import Judges

SIZES = (100, 1_000, 10_000)


def main() -> None:
    """Print a table."""
    print("| submissions | first run, each | peak | nothing changed, each | peak |")
    print("|---:|---:|---:|---:|---:|")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            text = (ROOT / "solutions" / ASSIGNMENT / "network.py").read_text(encoding="utf-8")
            (folder / "submissions").mkdir()
            for number in range(size):
                (folder / f"submissions/student{number:05}.py").write_text(text)
            (first, peak), (again, later) = (measure(folder) for _ in range(2))
        print(f"| {size:,} | {each(first, size)} | {peak} MB | {each(again, size)} | {later} MB |", flush=True)


def each(time: Time, size: int) -> str:
    """Return the CPU time of one submission, the start included."""
    return f"{time.cpu / size * 1000:.2f} ms"


def measure(folder: Path) -> tuple[Time, int]:
    """Return what a run in a process of its own took, its children included, and the main process's most megabytes."""
    told = folder / "told"
    time = run([sys.executable, __file__, folder, told], ROOT)
    return time, int(told.read_text())


def grade(folder: Path, told: Path) -> None:
    """Grade the folder's submissions, and tell the most megabytes that this process has had."""
    course = need_course(ROOT)
    assignment = course.get(ASSIGNMENT)
    known: list[Any] = []
    examine = Judges.examine

    def examine_once(self: Judges, *arguments: Any) -> Any:
        if not known:
            known.append(examine(self, *arguments))
        return known[0]

    with patch.object(Judges, "examine", examine_once):
        grade_class(assignment, take_in(course, assignment, folder / "submissions"), folder / "out", allow_weak=True)
    told.write_text(str(read_peak()))


if __name__ == "__main__":
    grade(*map(Path, sys.argv[1:])) if len(sys.argv) > 1 else main()
