"""The memory of the warm server and of a judge after twenty submissions."""

import psutil
from measure import ASSIGNMENT, ROOT

from autograder.course import read_course
from autograder.grading.judges import Judges
from autograder.submissions import Unit


def main() -> None:
    """Print resident memory, and the share of it that is not shared with others."""
    assignment = read_course(ROOT).get(ASSIGNMENT)
    answer = Unit("network.py", assignment.path(".py").read_text(encoding="utf-8"))
    with Judges(assignment) as judges:
        for _ in range(20):
            judges.examine([answer])
        for process in psutil.Process().children():
            memory = process.memory_full_info()
            program = next(word for word in process.cmdline() if word.endswith((".server", ".judge")))
            print(f"{program:25} {memory.rss >> 20} MB, its share {memory.pss >> 20} MB")


if __name__ == "__main__":
    main()
