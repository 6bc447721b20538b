"""The parameters of a model that are not those that the exercise asks for, as PyTorch says when it loads them."""

import ast
import re
from collections.abc import Iterator, Sequence

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact
from autograder.diagnosis.nodes import attributes_of
from autograder.examination.found import Raised

# From the state dict's point of view: what the model has and nobody gave, and what is given and the model has not.
OWN = re.compile(r"Missing key\(s\) in state_dict: (.+?)\. *$", re.MULTILINE)
ASKED = re.compile(r"Unexpected key\(s\) in state_dict: (.+?)\. *$", re.MULTILINE)
SHAPES = re.compile(r"size mismatch for ([\w.]+): .*?torch\.Size\((\[.*?\])\) from.*?torch\.Size\((\[.*?\])\)")
MOST = 4


def find_other_shapes(case: Case) -> Iterator[Fact]:
    """Find that a parameter has another shape than a check loads into it; what leads to it is another question."""
    answer = case.answer
    for raised in _find_refusals(case):
        shape = SHAPES.search(raised.text)
        if answer is not None and isinstance(answer.node, ast.ClassDef) and shape:
            line = attributes_of(answer.node).get(shape[1].partition(".")[0], answer.node.lineno)
            yield Fact(_describe_shape(*shape.groups()), answer.unit.name, line)


def find_other_parameters(case: Case) -> Iterator[Fact]:
    """Find that a student's class has other parameters than a check loads into it."""
    answer = case.answer
    if answer is None or not isinstance(answer.node, ast.ClassDef):
        return
    kept = attributes_of(answer.node)
    for raised in _find_refusals(case):
        own, asked = (_names(pattern.findall(raised.text)) for pattern in (OWN, ASKED))
        text = _describe(own, asked)
        if text:
            name = (own or asked)[0]
            yield Fact(text, answer.unit.name, kept.get(name.partition(".")[0], answer.node.lineno))
    anywhere = {name for key in case.asked for name in _find_names(case.expected(key))}
    for key in sorted(case.wrong - case.hidden):
        own = [name for name in _find_added(case.view(key), case.expected(key)) if name.partition(".")[0] in kept]
        if own:
            # What is asked for elsewhere is too much with these arguments alone, such as bias=False.
            text = f"In a public check the model has parameters that do not belong there: {_list(own)}."
            said = text if anywhere & set(own) else _describe(own, [])
            yield Fact(said or "", answer.unit.name, kept[own[0].partition(".")[0]])


def _find_refusals(case: Case) -> Iterator[Raised]:
    """Return how public checks failed to load parameters into the class of an exercise."""
    name = case.answer.node.name if case.answer is not None else ""
    for raised in (one.raised for one in case.failed if not one.check.hidden):
        if raised is not None and raised.text.startswith(f"Error(s) in loading state_dict for {name}:"):
            yield raised


def _find_added(seen: object, right: object) -> list[str]:
    """Return the names that dicts in a view have beside all that are expected there, at any depth."""
    if not (isinstance(seen, dict) and isinstance(right, dict) and seen.keys() == right.keys()):
        return []
    if "dict" not in right:
        return [name for part in right for name in _find_added(seen[part], right[part])]
    mine, asked = ({str(key): value for key, value in view["dict"]} for view in (seen, right))
    if mine.keys() > asked.keys():
        return [name for name in mine if name not in asked]
    return [name for key in asked if key in mine for name in _find_added(mine[key], asked[key])]


def _find_names(view: object) -> Iterator[str]:
    """Yield the keys of all dicts that a view shows, at any depth."""
    if isinstance(view, dict):
        yield from (str(key) for key, _ in view.get("dict", ()))
        view = list(view.values())
    for part in view if isinstance(view, list) else ():
        yield from _find_names(part)


def _names(found: Sequence[str]) -> list[str]:
    return re.findall(r'"([^"]+)"', found[0]) if found else []


def _describe(own: list[str], asked: list[str]) -> str | None:
    if own and asked:
        return f"The exercise asks for parameters called {_list(asked)}; yours are called {_list(own)}."
    if own:
        return f"The model has parameters that the exercise does not ask for: {_list(own)}."
    if asked:
        return f"The model lacks parameters that the exercise asks for: {_list(asked)}."
    return None


def _describe_shape(name: str, asked: str, own: str) -> str:
    shapes = (str(tuple(ast.literal_eval(shape))) for shape in (own, asked))
    return "`{}` has the shape {}; for these sizes it should be {}.".format(name, *shapes)


def _list(names: list[str]) -> str:
    more = ["…"] if len(names) > MOST else []
    return ", ".join([*(f"`{name}`" for name in names[:MOST]), *more])
