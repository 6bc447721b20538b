"""Grade 200 copies of a right answer with two judges, against a fresh pytest for each; then 200 wrong answers."""

import sys
import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from measure import ASSIGNMENT, ROOT, Time, median, run

from autograder.diagnosis.slips import read_slips

MANY, FEW = 200, 20
# The least that a grader of the usual kind does for a submission: import torch and the answer, and run it once.
PLAIN = """
import torch
from network import Net

def test_forward():
    assert Net()(torch.randn(1, 1, 32, 32)).shape == (1, 10)
"""


def grade(count: int, answers: Sequence[str], folder: Path) -> Time:
    """Return what `autograder grade` takes for so many answers, taken in turns, from its start to its end."""
    submissions = Path(tempfile.mkdtemp(dir=folder))
    for number, answer in enumerate(islice(cycle(answers), count)):
        (submissions / f"student{number:03}.py").write_text(f"{answer}\n# {number}\n")
    out = Path(tempfile.mkdtemp(dir=folder))
    command: list[str | Path] = ["grade", ASSIGNMENT, submissions, "--out", out, "--jobs", "2", "--allow-weak-sandbox"]
    return run([sys.executable, "-m", "autograder", *command], ROOT)


def main() -> None:
    """Print the figures."""
    folder = ROOT / "solutions" / ASSIGNMENT
    answer = (folder / "network.py").read_text()
    wrong = [slip.apply(answer) for slip in read_slips(folder / "network.slips.toml")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Makes the table of slips, which is kept for later runs.
        grade(1, [answer], folder)
        few, many = grade(FEW, [answer], folder), grade(MANY, [answer], folder)
        unlike = grade(MANY, wrong, folder)
        (folder / "network.py").write_text(answer)
        (folder / "test_plain.py").write_text(PLAIN)
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_plain.py"]
        fresh = median([run(pytest, folder) for _ in range(5)])
    start = few - (many - few) / (MANY - FEW) * FEW
    each, more = many / MANY, (many - start) / MANY
    print(f"{MANY} submissions         {many}")
    print(f"each                    {each}")
    print(f"each, without the start {more}")
    print(f"each of as many answers with one of {len(wrong)} slips, without the start {(unlike - start) / MANY}")
    print(f"a fresh pytest for each {fresh}")
    print(f"that is {fresh.wall / each.wall:.0f} times the wall time, {fresh.cpu / each.cpu:.0f} times the CPU time")


if __name__ == "__main__":
    main()
