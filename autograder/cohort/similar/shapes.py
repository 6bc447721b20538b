"""An answer's shape: runs of syntax tree nodes, which renaming, padding and moving about leave mostly as they are."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.submissions.syntax import Function, parse

LENGTH = 12  # nodes in a run: shorter ones are in everybody's code, longer ones break at every change

# Numbers instead of names: the hash of a tuple of numbers is the same in every process.
KINDS = {name: number for number, name in enumerate(sorted(dir(ast)))}

# What says nothing of how an answer works, and what two spellings of the same differ in.
SILENT = (ast.expr_context, ast.boolop, ast.arguments, ast.alias, ast.type_ignore)


@dataclass(frozen=True)
class Shape:
    """The runs of one answer: each one's digest, and the lines of the answer in which it stands."""

    runs: dict[int, tuple[int, int]]
    lines: int


def read_shape(texts: Iterable[str]) -> Shape:
    """Return the shape of an answer's texts, a script or the cells of a notebook; lines count on through all of them.

    What is not Python has no shape.
    """
    runs: dict[int, tuple[int, int]] = {}
    offset = 0
    for text in texts:
        for digest, (first, last) in _find_runs(text):
            runs.setdefault(digest, (first + offset, last + offset))
        offset += text.count("\n") + 1
    return Shape(runs, offset)


def _find_runs(text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    tree = parse(text)
    for piece in _split(tree) if tree is not None else ():
        nodes = list(_walk(piece))
        for start in range(max(1, len(nodes) - LENGTH + 1)):
            run = nodes[start : start + LENGTH]
            lines = [line for _, line in run if line]
            if len(run) == LENGTH and lines:
                yield hash(tuple(kind for kind, _ in run)), (min(lines), max(lines))


def _split(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what can be moved about freely, each for itself: functions, methods, and the statements between them."""
    rest = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from node.body
        elif isinstance(node, Function):
            yield node
        elif not isinstance(node, (ast.Import, ast.ImportFrom)):
            rest.append(node)
    yield ast.Module(rest, [])


def _walk(node: ast.AST) -> Iterator[tuple[int, int | None]]:
    """Yield the nodes below one, each before its children: its kind and its line; without words, prints and hints."""
    # No recursion: a sum of a thousand terms is as deep as it is long.
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, SILENT) or _says_nothing(node):
            continue
        yield KINDS[type(node).__name__], getattr(node, "lineno", None)
        waiting += reversed(list(_list_children(node)))


def _list_children(node: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list", "type_params"):
            children = value if isinstance(value, list) else [value]
            yield from (child for child in children if isinstance(child, ast.AST))


def _says_nothing(node: ast.AST) -> bool:
    if isinstance(node, ast.Pass):
        return True
    if not isinstance(node, ast.Expr):
        return False
    call = node.value
    prints = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"
    return prints or isinstance(call, ast.Constant)
