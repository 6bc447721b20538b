"""Grade a class of unlike answers, mend one assertion, then one probe, and grade again."""

import shutil
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from measure import ASSIGNMENT, ROOT, Time, run

from autograder.diagnosis.slips import read_slips

STUDENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
CHECKS = "test_network_parameters.py"
ASSERTION = ("assert count == 3 * 2 + 2", "assert count == 2 + 3 * 2")
PROBE = (
    "return student.count_parameters(eval(model))",
    "count = student.count_parameters(eval(model))\n        return count",
)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course, submissions, out = folder / "course", folder / "submissions", folder / "out"
        shutil.copytree(ROOT / "solutions" / ASSIGNMENT, course / "solutions" / ASSIGNMENT)
        shutil.copy(ROOT / "course.toml", course)
        submissions.mkdir()
        answer = (ROOT / "solutions" / ASSIGNMENT / "network.py").read_text()
        slips = read_slips(ROOT / "solutions" / ASSIGNMENT / "network.slips.toml")
        wrong = [slip.apply(answer) for slip in slips]
        for number, text in enumerate(islice(cycle([answer, *wrong]), STUDENTS)):
            (submissions / f"student{number:03}.py").write_text(f"{text}\n# {number}\n")

        def grade() -> Time:
            command: list[str | Path] = ["grade", ASSIGNMENT, submissions, "--out", out, "--jobs", "2", "--no-search"]
            return run([sys.executable, "-m", "autograder", *command, "--allow-weak-sandbox"], course)

        path = course / "solutions" / ASSIGNMENT / CHECKS
        first = grade()
        print(f"{STUDENTS} answers, the table of {len(slips)} slips too  {first}")
        print(f"nothing changed                            {grade()}")
        for what, (before, after) in {"one assertion": ASSERTION, "one probe": PROBE}.items():
            text = path.read_text()
            if text.count(before) == 0:
                raise SystemExit(f"{CHECKS} has no {before!r} any more: choose another piece")
            path.write_text(text.replace(before, after, 1))
            again = grade()
            print(f"{what:14} changed                     {again}: {first.wall / again.wall:.1f} times less")
        sizes = [each.stat().st_size for each in (out / "observations").iterdir()]
        print(f"observations: {sum(sizes) / len(sizes) / 1024:.1f} kB a student, at most {max(sizes) / 1024:.1f} kB")


if __name__ == "__main__":
    main()
