"""Where in a student's source an exercise is answered; nothing of it runs."""

import ast
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

from autograder.diagnosis.nodes import Function
from autograder.submissions import Unit
from autograder.submissions.submission import name_place
from autograder.submissions.syntax import parse

Definition = Function | ast.ClassDef

# Four times what the longest right answers have: facts are looked for outside of any sandbox, without a clock.
MOST_NODES = 4000
MOST_LEVELS = 60


@dataclass(frozen=True)
class Answer:
    """The definition that answers an exercise: a function, a method or a class, and the unit that it stands in."""

    unit: Unit
    tree: ast.Module
    node: Definition
    owner: ast.ClassDef | None  # the class of a method

    @property
    def cell(self) -> str | None:
        """Return the notebook's cell, or the file where there are several; a script alone needs no name."""
        return name_place(self.unit.name)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """Return the exercise and all in its file that it names: what others do says nothing of it."""
        known = {each.name: each for each in self.tree.body if isinstance(each, Definition)}
        first = self.owner or self.node
        found, left = {first.name: first}, [first]
        while left:
            names = {each.id for each in ast.walk(left.pop()) if isinstance(each, ast.Name)}
            left += (more := [known[name] for name in sorted(names & known.keys() - found.keys())])
            found.update({each.name: each for each in more})
        return tuple(found.values())

    @cached_property
    def code(self) -> str:
        """Return the code of the exercise and of all in its file that it names."""
        return "\n".join(map(_unparse, self.definitions))

    def code_for(self, says: str) -> str:
        """Return the code, and that of other definitions which a sentence names."""
        names = set(re.findall(r"\w+_\w+", says))
        named = [each for each in self.tree.body if isinstance(each, Definition) and each.name in names]
        return "\n".join([self.code, *map(_unparse, named)])


@dataclass(frozen=True)
class Source:
    """The units of one submission, parsed when somebody first asks for them."""

    units: Sequence[Unit]

    @cached_property
    def trees(self) -> list[tuple[Unit, ast.Module]]:
        """Return what can be parsed, and walked through again and again, in no time."""
        parsed = ((unit, parse(unit.text)) for unit in self.units)
        trees = [(unit, tree) for unit, tree in parsed if tree is not None]
        return trees if _are_ordinary([tree for _, tree in trees]) else []

    @cached_property
    def nodes_by_line(self) -> dict[tuple[str, int | None], list[ast.AST]]:
        """Return the expressions and statements that begin or end in a line, by unit and line."""
        found: dict[tuple[str, int | None], list[ast.AST]] = {}
        for unit, tree in self.trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.expr | ast.stmt):
                    for line in {node.lineno, node.end_lineno}:
                        found.setdefault((unit.name, line), []).append(node)
        return found

    def find(self, exercise: str) -> Answer | None:
        """Return the definition that counts, the last one at module level; None where there is none to be read."""
        first, _, method = exercise.partition(".")
        for unit, tree in reversed(self.trees):
            node = _find_last(tree.body, first)
            if node is None:
                continue
            if not method:
                return Answer(unit, tree, node, None)
            inner = _find_last(node.body, method) if isinstance(node, ast.ClassDef) else None
            return Answer(unit, tree, inner, node) if inner is not None and isinstance(node, ast.ClassDef) else None
        return None


def _are_ordinary(trees: Sequence[ast.AST]) -> bool:
    """Say whether trees are as small and as shallow as what people write by hand."""
    level, count, depth = [*trees], 0, 0
    while level and count <= MOST_NODES and depth <= MOST_LEVELS:
        count, depth = count + len(level), depth + 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return not level


def _unparse(definition: ast.stmt) -> str:
    """Return a definition without docstrings: what they promise is not done by that."""
    copied = deepcopy(definition)
    for node in ast.walk(copied):
        if isinstance(node, Definition) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(copied)


def _find_last(statements: list[ast.stmt], name: str) -> Definition | None:
    found = [each for each in statements if isinstance(each, Definition) and each.name == name]
    return found[-1] if found else None
