"""Prove the texts beside a solution: three hints an exercise."""

from autograder.course import Assignment
from autograder.course.hints import read_hints

HINTS = 3


def prove_hints(assignment: Assignment) -> list[str]:
    """Every exercise must have three hints that say something."""
    path = assignment.path(".hints.md")
    if not path.exists():
        return []
    hints = read_hints(path.read_text(encoding="utf-8"))
    problems = [f"{path.name}: {name} is no exercise of course.toml" for name in hints if name not in assignment.points]
    for name in assignment.points:
        given = [hint for hint in hints.get(name, []) if hint]
        if len(given) != HINTS:
            problems.append(f"{path.name}: {name} has {len(given)} hints: write {HINTS}, under `## {name}`")
    return problems
