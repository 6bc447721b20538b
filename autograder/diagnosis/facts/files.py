"""Files of weights that may do more than hold numbers."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.source import Answer


def find_unsafe_load(answer: Answer) -> Iterator[Fact]:
    """Find, beside a function that saves, a `torch.load` that is told to take more than tensors."""
    if "torch.save(" not in ast.unparse(answer.node):
        return
    for each in ast.walk(answer.tree):
        match each:
            case ast.Call(func=ast.Attribute(attr="load"), keywords=keywords):
                given = {one.arg: ast.unparse(one.value) for one in keywords}
                if given.get("weights_only") == "False":
                    text = f"{quote(each)} runs whatever code somebody has put into the file"
                    yield Fact(f"{text}.", answer.unit.name, each.lineno)
