"""What an answer does, read off its text: where it returns, what it calls in which order."""

import ast
from collections.abc import Callable

from autograder.diagnosis.nodes import Function
from autograder.diagnosis.source import Answer

LOOPS = ast.For | ast.While | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def returns_in_a_loop(answer: Answer) -> bool:
    """Return whether a return stands in a loop of the file, functions inside of it aside."""
    loops = [node for node in ast.walk(answer.tree) if isinstance(node, ast.For | ast.While)]
    return any(isinstance(node, ast.Return) for loop in loops for node in _without_definitions(loop))


def returns_nothing(answer: Answer) -> bool:
    """Return whether no return of the exercise itself has a value."""
    body = _without_definitions(answer.node)
    return not any(isinstance(node, ast.Return) and node.value is not None for node in body)


def clears(*, in_loops: bool) -> Callable[[Answer], bool]:
    """Say whether an exercise clears gradients in loops, or else at all and nowhere in a loop."""

    def holds(answer: Answer) -> bool:
        inside = [node for node in ast.walk(answer.node) if isinstance(node, LOOPS) and clears_at_all(node)]
        return bool(inside) if in_loops else not inside and clears_at_all(answer.node)

    return holds


def clears_at_all(node: ast.AST) -> bool:
    """Return whether a piece of code clears gradients, by whatever name."""
    parts = [each for each in ast.walk(node) if isinstance(each, ast.Call | ast.Assign)]
    return any("zero_grad" in _names(each) for each in parts)


def repeats(*words: str) -> Callable[[Answer], bool]:
    """Say whether one of some words stands in a loop of the exercise."""

    def holds(answer: Answer) -> bool:
        loops = [ast.unparse(node) for node in ast.walk(answer.node) if isinstance(node, LOOPS)]
        return any(word in loop for loop in loops for word in words)

    return holds


def reads(name: str) -> Callable[[Answer], bool]:
    """Say whether the exercise uses a name, beside having it as an argument."""
    return lambda answer: any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(answer.node))


def lacks(holds: Callable[[Answer], bool]) -> Callable[[Answer], bool]:
    """Say the opposite."""
    return lambda answer: not holds(answer)


def _without_definitions(node: ast.AST) -> list[ast.AST]:
    inner = [each for each in ast.iter_child_nodes(node) if not isinstance(each, Function | ast.Lambda)]
    return inner + [each for part in inner for each in _without_definitions(part)]


def calls(*names: str) -> Callable[[Answer], bool]:
    """Say whether the exercise calls methods in this order, with or without others between them."""

    def holds(answer: Answer) -> bool:
        calls = [node for node in ast.walk(answer.node) if isinstance(node, ast.Call | ast.Assign)]
        calls.sort(key=lambda node: (node.lineno, node.col_offset))
        found = iter([name for node in calls for name in _names(node)])
        return all(name in found for name in names)

    return holds


def _names(node: ast.Call | ast.Assign) -> list[str]:
    """Return what a statement does; to put None into .grad or to fill it with zeros clears it, too."""
    if isinstance(node, ast.Assign):
        targets = [each.attr for each in node.targets if isinstance(each, ast.Attribute)]
        return ["zero_grad"] if "grad" in targets else []
    name = ast.unparse(node.func).rpartition(".")[2]
    return ["zero_grad" if name == "zero_" or name.startswith("zero_grad") else name]
