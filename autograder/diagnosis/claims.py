"""What a slip's sentence says of the text of a program, looked up in the student's: others may behave alike."""

import ast
import re
from collections.abc import Callable

from autograder.diagnosis.source import Answer, Function

USED = re.compile(r"\b[Yy]ou (?:used|took|made|call) (?:an? |the )?`?((?:\w+\.)*\w*[A-Z_]\w*)")


def is_borne_out(says: str, answer: Answer | None) -> bool:
    """Return False where a sentence speaks of code that an answer does not have; of what cannot be read, True."""
    if answer is None:
        return True
    return all(holds(answer) for pattern, holds in CLAIMS if pattern.search(says)) and all(
        name.rpartition(".")[2].lower() in answer.unit.text.lower() for name in USED.findall(says)
    )


def _returns_in_a_loop(answer: Answer) -> bool:
    loops = [node for node in ast.walk(answer.tree) if isinstance(node, ast.For | ast.While)]
    return any(isinstance(node, ast.Return) for loop in loops for node in _without_definitions(loop))


def _without_definitions(node: ast.AST) -> list[ast.AST]:
    inner = [each for each in ast.iter_child_nodes(node) if not isinstance(each, Function | ast.Lambda)]
    return inner + [each for part in inner for each in _without_definitions(part)]


def _mentions(*words: str) -> Callable[[Answer], bool]:
    return lambda answer: any(word in answer.unit.text for word in words)


CLAIMS: tuple[tuple[re.Pattern[str], Callable[[Answer], bool]], ...] = (
    (re.compile(r"return stands inside the loop"), _returns_in_a_loop),
    (re.compile(r"^Rounding |[Yy]ou round "), _mentions("round")),
    (re.compile(r"^argmax(?:\(\))? (?:picks|looks)"), _mentions("argmax", "max(")),
    (re.compile(r"^(?:zip|chunk|randint|bincount) "), _mentions("zip", "chunk", "randint", "bincount")),
    (re.compile(r"^range\(1, "), _mentions("range(1")),
)
