"""Files of weights that may do more than hold numbers, or hold them without their names."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.case import Case
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


def find_nameless_save(case: Case) -> Iterator[Fact]:
    """Find that a list of parameters is saved, where a public check finds a list in the file and wants a dict."""
    answer = case.answer
    shown = [(case.view(key).get("saw"), case.expected(key).get("saw")) for key in case.wrong - case.hidden]
    if answer is None or not any(isinstance(seen, list) and _is_dict(right) for seen, right in shown):
        return
    for each in ast.walk(answer.node):
        match each:
            case ast.Call(func=ast.Attribute(attr="save"), args=[saved, *_]) if ".parameters()" in ast.unparse(saved):
                text = f"{quote(saved)} has no names, and not what a layer keeps beside its parameters"
                yield Fact(f"{text}: `state_dict()` has both.", answer.unit.name, each.lineno)


def _is_dict(view: object) -> bool:
    return isinstance(view, dict) and "dict" in view
