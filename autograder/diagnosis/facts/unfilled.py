"""Memory that is taken for numbers, and that nothing fills with any."""

import ast
import re
from collections.abc import Iterator

from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import called
from autograder.diagnosis.source import Answer

RESERVING = ("empty", "empty_like", "new_empty")
# What may fill all that an object keeps, or a tensor by another name.
FILLING = re.compile(r"parameters\(|\.apply\(|\bout=|state_dict|getattr|__dict__")


def find_unfilled(answer: Answer) -> Iterator[Fact]:
    """Find a tensor that only takes memory, such as torch.empty's, where nothing is ever written into it."""
    text = ast.unparse(answer.node)
    if FILLING.search(text):
        return
    for each in ast.walk(answer.node):
        match each:
            case ast.Assign(targets=[ast.Name() | ast.Attribute() as target], value=value):
                made = _find_reserving(value)
                if made is not None and not _is_filled(ast.unparse(target), text):
                    said = f"Nothing fills `{ast.unparse(target)}`: {quote(made)} only takes memory"
                    yield Fact(f"{said}, with whatever numbers were there.", answer.unit.name, each.lineno)


def _find_reserving(value: ast.expr) -> ast.Call | None:
    """Return the call that takes memory, whether or not a parameter is made of it."""
    if isinstance(value, ast.Call) and called(value) == "Parameter" and value.args:
        value = value.args[0]
    if not isinstance(value, ast.Call):
        return None
    # One argument of `torch.Tensor` may be numbers as well as a size.
    sized = called(value) in ("Tensor", "FloatTensor") and len(value.args) > 1
    return value if called(value) in RESERVING or sized else None


def _is_filled(name: str, text: str) -> bool:
    """Return whether something in a text may write into what a name stands for, or gives it to another name."""
    name = re.escape(name)
    written = rf"{name}(\.data)?(\.\w+_\(|\[[^\]]*\] *[-+*/]?=[^=]| *[-+*/@]+= )|{name}\.data = "
    given = rf"_\((\w+=)?{name}\b|(= |\bin |\bas ){name}$|(?<![\w.])(nn\.|self\.)?\w+\((.*[ (,])?{name}\b(?!\.)"
    again = len(re.findall(rf"(?m)^ *{name} = ", text)) > 1
    return again or re.search(f"(?m){written}|{given}", text) is not None
