"""What is known of one exercise before its checks are written."""

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from autograder.author.new.examples import Function
from autograder.author.new.signatures import is_generator, name_type

WEIGHTS = "weights"  # what a probe loads into a model


@dataclass(frozen=True)
class Skeleton:
    """What is known of one exercise: how it is called, and an example of that from its docstring, if there is one."""

    name: str
    points: int
    inputs: Mapping[str, str]  # of the probe, each with an expression; "" where nothing is known
    call: str  # of the student's function, by the names of its inputs
    returns: str
    steps: tuple[str, ...] = ()  # what the probe does before
    expected: str = ""
    is_awaited: bool = False


def describe_call(node: Function, call: str, points: int, arguments: Collection[str], name: str = "") -> Skeleton:
    """Return the exercise of a call; what gives values one by one becomes a list."""
    returns = name_type(node)
    is_awaited = isinstance(node, ast.AsyncFunctionDef)
    if is_generator(node) and not is_awaited:
        call, returns = f"list({call})", "list"
    return Skeleton(name or node.name, points, fill(arguments, {}), call, returns, is_awaited=is_awaited)


def fill(arguments: Collection[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return an expression for each input, "" where nothing is known."""
    return {name: known.get(name, "") for name in arguments}
