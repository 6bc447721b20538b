"""What a slip's sentence says of the text of a program, looked up in the student's: others may behave alike."""

import ast
import re
from collections.abc import Callable

from autograder.diagnosis.source import Answer, Function

USED = re.compile(r"\b[Yy]ou (?:used|took|made|call) (?:an? |the )?`?((?:\w+\.)*\w*[A-Z_]\w*)")

# The subject of a sentence, if it is code: what is said of it explains nothing where it is not called.
SUBJECT = re.compile(
    r"^(?:What )?((?:\w+\.)*\w+)(?:\(\d?\))? "
    r"(?:also holds|gives|cuts|copies|drops|throws away|needs|only re-cuts|spares)\b"
)


def is_borne_out(says: str, answer: Answer | None) -> bool:
    """Return False where a sentence speaks of code that an answer does not have; of what cannot be read, True."""
    if answer is None:
        return True
    return all(holds(answer) for pattern, holds in CLAIMS if pattern.search(says)) and all(
        name.rpartition(".")[2].lower() in _text_of(answer).lower()
        for name in [*USED.findall(says), *SUBJECT.findall(says)]
    )


def _returns_in_a_loop(answer: Answer) -> bool:
    loops = [node for node in ast.walk(answer.tree) if isinstance(node, ast.For | ast.While)]
    return any(isinstance(node, ast.Return) for loop in loops for node in _without_definitions(loop))


def _without_definitions(node: ast.AST) -> list[ast.AST]:
    inner = [each for each in ast.iter_child_nodes(node) if not isinstance(each, Function | ast.Lambda)]
    return inner + [each for part in inner for each in _without_definitions(part)]


def _calls(*names: str) -> Callable[[Answer], bool]:
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
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return ["zero_grad" if name in ("zero_", "zero_grad") else name]


def _mentions(*words: str) -> Callable[[Answer], bool]:
    return lambda answer: any(word in _text_of(answer) for word in words)


def _text_of(answer: Answer) -> str:
    """Return the code of an exercise and of all in its file that it names: what others do says nothing of it."""
    known = {each.name: each for each in answer.tree.body if isinstance(each, Function | ast.ClassDef)}
    first = answer.owner or answer.node
    found, left = {first.name: first}, [first]
    while left:
        names = {each.id for each in ast.walk(left.pop()) if isinstance(each, ast.Name)}
        left += (more := [known[name] for name in sorted(names & known.keys() - found.keys())])
        found.update({each.name: each for each in more})
    return "\n".join(map(ast.unparse, found.values()))


CLAIMS: tuple[tuple[re.Pattern[str], Callable[[Answer], bool]], ...] = (
    (re.compile(r"return stands inside the loop"), _returns_in_a_loop),
    (re.compile(r"comes between backward\(\) and step\(\)"), _calls("backward", "zero_grad", "step")),
    (re.compile(r"[Yy]ou (?:clear|cleared) the gradients after the step"), _calls("step", "zero_grad")),
    (re.compile(r"steps before backward\(\)"), _calls("step", "backward")),
    (re.compile(r"^You call backward\(\) twice"), _calls("backward", "backward")),
    (re.compile(r"^Rounding |[Yy]ou round "), _mentions("round")),
    (re.compile(r"^argmax(?:\(\))? (?:picks|looks)"), _mentions("argmax", "max(")),
    (re.compile(r"^(?:zip|chunk|randint|bincount) "), _mentions("zip", "chunk", "randint", "bincount")),
    (re.compile(r"have a gradient by now"), _mentions(".grad")),
    (re.compile(r"^range\(1, "), _mentions("range(1")),
    (re.compile(r"^Nothing is refused"), lambda answer: not _mentions("raise ")(answer)),
    (re.compile(r"cut the graph"), _mentions(".detach", ".data", "torch.tensor", ".numpy", ".item", "as_tensor")),
    (re.compile(r"layers inside of layers"), _mentions("recurse", "._parameters", ".weight", "isinstance")),
)
