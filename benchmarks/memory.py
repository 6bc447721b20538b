"""The memory of the zygotes, the warm server and a judge after twenty submissions."""

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
        found = [(each.name(), each.memory_full_info()) for each in psutil.Process().children(recursive=True)]
    for name, memory in found:
        print(f"{name:8} resident {memory.rss >> 20:4} MB, its share {memory.pss >> 20:4} MB")
    print(f"all, their shares added up {sum(memory.pss for _, memory in found) >> 20} MB")


if __name__ == "__main__":
    main()
