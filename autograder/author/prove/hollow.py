"""Hollow answers: programs that do nothing of what is asked. A check that one of them passes gives its points away."""

import ast
from collections.abc import Iterator, Sequence

from autograder.author.build.pieces import is_given
from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.grading.judge_process import KnownCheck
from autograder.grading.judges import Judges
from autograder.submissions import Unit
from autograder.submissions.syntax import Definition

# What every function and method does, by how it is called in a problem.
BODIES = {
    "raises a plain Exception": "raise Exception('hollow')",
    "returns None": "return None",
    "raises ValueError": "raise ValueError('hollow')",
}


def make_hollow(source: str) -> Iterator[tuple[str, str]]:
    """Yield hollow answers in the place of a solution: what is said of each, and its source.

    What is given to students stays whole.
    """
    yield "has nothing in it", ""
    for said, body in BODIES.items():
        tree = ast.parse(source)
        _hollow_out(tree, source.split("\n"), body)
        yield f"{said} everywhere", ast.unparse(tree)


def prove_hollow(assignment: Assignment, judges: Judges) -> list[str]:
    """No hollow answer passes a check, but those that are marked as free with the reason."""
    problems = []
    file, source = f"{assignment.module}.py", read_solution(assignment)
    passed: set[str] = set()
    for said, hollow in make_hollow(source):
        found = judges.examine([Unit(file, hollow)])
        free = {check.id for check in judges.checks if check.free}
        names = [one.check.id for one in found.checks if one.check.status == "passed"]
        passed |= set(names)
        problems += [
            f"{name} is passed by an answer that {said}: check a right result in it, too, "
            'or say why not: @points(N, free="the reason")'
            for name in names
            if name not in free
        ]
    return problems + _list_idle(judges.checks, passed)


def _list_idle(checks: Sequence[KnownCheck], passed: set[str]) -> list[str]:
    return [
        f"{check.id} is marked as free, and no hollow answer passes it: take the mark away"
        for check in checks
        if check.free and check.id not in passed
    ]


def _hollow_out(tree: ast.Module | ast.ClassDef, lines: Sequence[str], body: str) -> None:
    for node in tree.body:
        if isinstance(node, Definition) and is_given(lines, node):
            continue
        if isinstance(node, ast.FunctionDef):
            node.body = ast.parse(body).body
        elif isinstance(node, ast.ClassDef):
            _hollow_out(node, lines, body)
