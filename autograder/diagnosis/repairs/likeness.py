"""How much liker a change makes an answer to the solution: how often each word and sign is used, names aside.

The counts say nothing about their order. They belong to those who grade, as lessons do.
"""

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from autograder.diagnosis.nodes import Definition, Function
from autograder.diagnosis.repairs.edit import Edit

WORDS = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d+)?(?:e-?\d+)?|\*\*|//|[<>=!]=|[-+*/@<>]")
MOST, LEAST = 2, -1  # changes of more words are not likelier for that
# Everywhere, or for a copy, which solutions often do without.
MINOR = {*("self", "=", "None", "return", "for", "in", "if", "is", "not"), *("clone", "detach", "copy", "list", "data")}


def count_words(statements: Sequence[ast.stmt]) -> Counter[str]:
    """Return how often words and signs occur in code, without docstrings and without what the code itself names."""
    return _count(statements, {*MINOR, *_own_names(statements)})


class Likeness:
    """What an answer has too little or too much of, and what a change does about it."""

    def __init__(self, statements: Sequence[ast.stmt], wanted: Mapping[str, int]) -> None:
        self._knows = bool(wanted)
        self._names = {*MINOR, *_own_names(statements)} if wanted else set()
        own = _count(statements, self._names) if wanted else Counter[str]()
        self._lacks = {word: wanted.get(word, 0) - own[word] for word in {*wanted, *own}}

    def gain(self, edit: Edit) -> int:
        """Return how many words more there are as often as they should be, between LEAST and MOST; 0 if unknown."""
        if not self._knows:
            return 0
        pieces = [(edit.source.between(start, end), text) for start, end, text in edit.splices]
        return max(LEAST, min(MOST, self.weigh(pieces)))

    def weigh(self, pieces: Iterable[tuple[str, str]]) -> int:
        """Return how many words more there are as often as they should be, if pieces of code become others."""
        change: Counter[str] = Counter()
        for before, after in pieces:
            change.update(WORDS.findall(after))
            change.subtract(WORDS.findall(before))
        lacks = {word: self._lacks.get(word, 0) for word in change if word not in self._names}
        return sum(abs(lack) - abs(lack - change[word]) for word, lack in lacks.items())


def _count(statements: Sequence[ast.stmt], names: Collection[str]) -> Counter[str]:
    counts = Counter(WORDS.findall("\n".join(map(_unparse, statements))))
    return Counter({word: count for word, count in counts.items() if word not in names})


def _own_names(statements: Sequence[ast.stmt]) -> set[str]:
    """Return the names that code gives: arguments, variables, attributes, functions."""
    names: set[str] = set()
    for node in (one for statement in statements for one in ast.walk(statement)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
    return names


def _unparse(statement: ast.stmt) -> str:
    copy = ast.parse(ast.unparse(statement))
    for node in ast.walk(copy):
        if isinstance(node, Definition) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, Function):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(copy)
