"""Arguments that are gone through twice, of which a generator has nothing left the second time."""

import ast
from collections import Counter
from collections.abc import Iterator

from autograder.diagnosis.facts.fact import Fact
from autograder.diagnosis.nodes import Function, arguments_of, is_stored
from autograder.diagnosis.source import Answer

GOING = (ast.Subscript, ast.Attribute)


def find_used_up(answer: Answer) -> Iterator[Fact]:
    """Find an argument over which two loops go, if nothing shows that it is a tensor, a list or a model."""
    if not isinstance(answer.node, Function):
        return
    nodes = list(ast.walk(answer.node))
    loops = [each for each in nodes if isinstance(each, ast.For) and isinstance(each.iter, ast.Name)]
    counts = Counter(each.iter.id for each in loops if isinstance(each.iter, ast.Name))
    known = {each.value.id for each in nodes if isinstance(each, GOING) and isinstance(each.value, ast.Name)}
    stored = {each.id for each in filter(is_stored, nodes)}
    for name in arguments_of(answer.node):
        if counts[name] > 1 and name not in known | stored and f"len({name})" not in ast.unparse(answer.node):
            second = [each.lineno for each in loops if isinstance(each.iter, ast.Name) and each.iter.id == name][1]
            text = f"`{name}` is gone through twice, and a generator has nothing left the second time"
            yield Fact(f"{text}.", answer.unit.name, second)
