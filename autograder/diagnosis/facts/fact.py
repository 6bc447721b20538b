"""What a fact is, and words that all of them use."""

import ast
import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

LONGEST_QUOTE = 60
WITH_ARTICLE = {"int": "an int", "Tensor": "a tensor", "Parameter": "a parameter, which is a tensor"}


@dataclass(frozen=True)
class Fact:
    """A sentence about one line of a unit."""

    text: str
    unit: str
    line: int


def quote(node: ast.AST) -> str:
    """Return code on one line between backticks, cut where it is long."""
    text = " ".join(ast.unparse(node).split())
    return f"`{text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + '…'}`"


def find_close(name: str, known: Iterable[str]) -> str | None:
    """Return the name that was probably meant."""
    others = sorted(set(known) - {name})
    same = [other for other in others if other.lower() == name.lower()]
    close = same or difflib.get_close_matches(name, others, n=1, cutoff=0.75)
    return close[0] if close else None


def find_only(nodes: list[ast.AST], fits: Callable[[ast.AST], ast.AST | None]) -> ast.AST | None:
    """Return the part of some code that fits, if there is but one way to write it."""
    found = {ast.unparse(part): part for node in nodes if (part := fits(node)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None
