"""Find what looks like a check and is none: pytest would pass over it, and nobody would hear of that."""

import ast
from collections.abc import Iterator

from autograder.course import Assignment
from autograder.course.texts import parse, read_text
from autograder.submissions.syntax import Definition

# What a word is written on, and how its name must begin.
PREFIXES = {"exercise": "Test", "points": "test"}


def find_idle_checks(assignment: Assignment) -> Iterator[str]:
    """Yield a line for each definition that another one replaces, and for each that pytest takes for no check."""
    for path in (*assignment.visible_checks, *assignment.hidden_checks):
        tree = parse(path, read_text(path))
        for body in (tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))):
            for line, trouble in _look(body):
                yield f"{path.name}, line {line}: {trouble}"


def _look(body: list[ast.stmt]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for node in body:
        if not isinstance(node, Definition):
            continue
        if node.name in seen:
            yield node.lineno, f"{node.name} is there twice, and only this one counts: rename one of them"
        seen.add(node.name)
        for word in {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list} & {*PREFIXES}:
            if not node.name.startswith(PREFIXES[word]):
                yield node.lineno, f"{node.name} has @{word} and is no check: begin its name with {PREFIXES[word]}"
