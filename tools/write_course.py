"""Write docs/your-own-course.md: from nothing to a graded class of one's own course, really run."""

import tempfile
from pathlib import Path

from write_transcript import ROOT, run

TARGET = ROOT / "docs" / "your-own-course.md"
OPENING = """# A course of your own

What a terminal of 80 columns shows. You need the autograder installed, and no part of this repository:
`python -m pip install autograder-….whl` is enough for a course without torch. Write `'autograder-….whl[torch]'` where
yours needs torch, and on Linux before that `python -m pip install torch --index-url
https://download.pytorch.org/whl/cpu`, or gigabytes of CUDA come along; `[instructor]` adds what draws pages of a class
and hands grades to nbgrader. `tools/write_course.py` runs all of it and writes this page. Every word and key:
[reference](reference.md).
"""
STEPS = [
    ("Begin", "A course with one small worked assignment, and all that proves, builds and tests it.",
     "", ["autograder new course statistics"]),
    ("Prove and build it", "It needs NumPy alone, so nothing here needs torch.",
     "statistics", ["autograder prove --runs 4", "autograder build", "autograder prove --mutants"]),
    ("Prove what students get", "The release, in an environment with what it lists and nothing else, solution put in.",
     "statistics", ["autograder prove --released"]),
    ("Release it", "A repository, ready to push.",
     "statistics", ["autograder release 01_average --to ../average"]),
    ("Grade", "Any folder with a file per student; here, the right answers of the course's own tests.",
     "statistics", ["autograder grade 01_average tests/right/01_average --out results", "autograder report results"]),
    ("The next assignment", "From a solution, or a notebook: exercises, a check for each, and slips are prepared. What "
     "a file only tries out\nstays behind.", "statistics",
     ["autograder new assignment 02_medians --from ../medians.py", "autograder prove 02_medians --runs 1"]),
]  # fmt: skip
SOLUTION = '''"""Medians."""

import numpy as np


def median(values: np.ndarray) -> float:
    """Return the middle one of an odd number of values.

    >>> median(np.array([3.0, 1.0, 2.0]))
    2.0
    """
    ordered = np.sort(values)
    return float(ordered[len(ordered) // 2])


print(median(np.arange(5)))
'''


def main() -> None:
    """Take every step, and write down what was printed."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "medians.py").write_text(SOLUTION, encoding="utf-8")
        parts = [OPENING]
        for title, said, folder, commands in STEPS:
            parts.append(f"## {title}\n\n{said}\n")
            parts += [f"```\n$ {one}\n{run(one, root / folder).rstrip()}\n```\n" for one in commands]
        parts.append(
            "`medians.py` is\n\n```python\n" + SOLUTION + "```\n\nWrite what TODO stands for, prove again, build, and "
            "commit `solutions/` and `assignments/`.\n\n"
            "Where an assignment needs torch, `new assignment --from` enters it into `course.toml`, for that\n"
            "assignment alone, and into `requirements.txt`, with which `make` and CI set the course up. Add to both\n"
            "what you need later; `prove` names what is imported and not listed in `course.toml`.\n"
        )
    TARGET.write_text("\n".join(parts).replace(f"{root}/", ""), encoding="utf-8")


if __name__ == "__main__":
    main()
