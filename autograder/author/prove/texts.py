"""Prove the texts beside a solution: three hints an exercise."""

from autograder.course import Assignment
from autograder.course.hints import find_misnumbered, read_hints
from autograder.course.texts import read_text

HINTS = 3


def prove_hints(assignment: Assignment) -> list[str]:
    """Every exercise must have three hints that say something."""
    path = assignment.path(".hints.md")
    if not path.exists():
        return []
    hints = read_hints(read_text(path))
    problems = [f"{path.name}: {name} is no exercise of course.toml" for name in hints if name not in assignment.points]
    for name in assignment.points:
        given = [hint for hint in hints.get(name, []) if hint]
        if len(given) != HINTS:
            problems.append(f"{path.name}: {name} has {len(given)} hints: write {HINTS}, under `## {name}`")
    return problems + [
        f"{path.name}, line {line}: {name} has a hint {number} where hint {wanted} should be"
        for name, line, number, wanted in find_misnumbered(read_text(path))
    ]
