"""The pages of a class of 1,000, made of copies of the example class, and what a student takes on disk."""

import sys
import tempfile
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from measure import ASSIGNMENT, ROOT, run, run_to_peak

from autograder import read_records
from autograder.results.observations import ObservationStore
from autograder.results.store import Store

STUDENTS = (250, 500, 1000)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        autograder = [sys.executable, "-m", "autograder"]
        run([*autograder, "grade", ASSIGNMENT, f"examples/class/{ASSIGNMENT}", "--out", folder / "class"], ROOT)
        records = read_records(folder / "class")
        for kept in ("results", "observations", "history", "feedback"):
            sizes = [path.stat().st_size for path in (folder / "class" / kept).iterdir()]
            print(f"{kept:14} {sum(sizes) / len(records) / 1024:6.1f} kB a student")
        seen = ObservationStore(folder / "class/observations")
        for count in STUDENTS:
            out, to = folder / f"out{count}", folder / f"pages{count}"
            for number, record in enumerate(islice(cycle(records), count)):
                student = f"s{number:04}"
                if (found := seen.read(record.student)) is not None:
                    ObservationStore(out / "observations").write(student, *found)
                Store(out / "results").write(replace(record, student=student))
            took, memory = run_to_peak(["report", out, "--to", to], ROOT)
            index = (to / "index.html").stat().st_size / 1024
            print(f"{count:5} students: {took}, index.html {index:.0f} kB, at most {memory} MB")


if __name__ == "__main__":
    main()
