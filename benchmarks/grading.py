"""Grade 200 copies of a right answer with two judges, against a fresh `python -m pytest` for each."""

import sys
import tempfile
from pathlib import Path

from measure import ASSIGNMENT, ROOT, Time, median, run

MANY, FEW = 200, 20
# The least that a grader of the usual kind does for a submission: import torch and the answer, and run it once.
PLAIN = """
import torch
from network import Net

def test_forward():
    assert Net()(torch.randn(1, 1, 32, 32)).shape == (1, 10)
"""


def grade(count: int, answer: str, folder: Path) -> Time:
    """Return what `autograder grade` takes for some copies, from its start to its end."""
    submissions = folder / f"submissions{count}"
    submissions.mkdir()
    for number in range(count):
        (submissions / f"student{number:03}.py").write_text(f"{answer}\n# {number}\n")
    command = ["grade", ASSIGNMENT, submissions, "--out", folder / f"out{count}", "--jobs", "2", "--allow-weak-sandbox"]
    return run([sys.executable, "-m", "autograder", *command], ROOT)


def main() -> None:
    """Print the figures."""
    answer = (ROOT / "solutions" / ASSIGNMENT / "network.py").read_text()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Makes the table of slips, which is kept for later runs.
        grade(1, answer, folder)
        few, many = grade(FEW, answer, folder), grade(MANY, answer, folder)
        (folder / "network.py").write_text(answer)
        (folder / "test_plain.py").write_text(PLAIN)
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_plain.py"]
        fresh = median([run(pytest, folder) for _ in range(5)])
    each, more = many / MANY, (many - few) / (MANY - FEW)
    print(f"{MANY} submissions         {many}")
    print(f"each                    {each}")
    print(f"each, without the start {more}")
    print(f"a fresh pytest for each {fresh}")
    print(f"that is {fresh.wall / each.wall:.0f} times the wall time, {fresh.cpu / each.cpu:.0f} times the CPU time")


if __name__ == "__main__":
    main()
