"""Find what students would write in an existing solution: each function and class, how it is called, an example."""

import ast
from collections.abc import Mapping
from dataclasses import replace

from autograder.author.build.pieces import Definition, has_bodies, is_given, is_private
from autograder.author.new.classes import outline_class
from autograder.author.new.examples import find_example
from autograder.author.new.signatures import NOTHING, find_given, list_arguments, list_defaults
from autograder.author.new.skeleton import WEIGHTS, Skeleton, describe_call

LEAST = 3  # points an exercise, so that its hidden checks get one
LINEAR = '{"weight": torch.tensor([[0.5]]), "bias": torch.tensor([0.1])}'
# What cannot cross into the sandbox is made there.
MADE_INSIDE = {
    "model": "torch.nn.Linear(1, 1)",
    "criterion": "torch.nn.MSELoss()",
    "optimizer": "torch.optim.SGD(model.parameters(), lr=0.1)",
    "generator": "torch.Generator().manual_seed(0)",
    "rng": "numpy.random.default_rng(0)",
}


def outline(solution: str, total: int) -> list[Skeleton]:
    """Return an exercise for each function and class that students would write, worth about `total` points together.

    Raise SyntaxError if the solution is no Python.
    """
    lines = solution.split("\n")
    tree = ast.parse(solution)
    # The last one of a name counts: before it may stand its overloads.
    nodes = {
        node.name: node
        for node in tree.body
        if isinstance(node, Definition) and not is_private(node.name) and not is_given(lines, node) and has_bodies(node)
    }
    each, rest = divmod(max(total, LEAST * len(nodes)), len(nodes) or 1)
    imported = list_imports(tree)
    made = [_outline(node, each + (number < rest), imported) for number, node in enumerate(nodes.values())]
    return [_make_inside(one) for one in made]


def list_imports(tree: ast.Module) -> dict[str, ast.stmt]:
    """Return the statement that imports a name and nothing else, for each name that a file imports."""
    found: dict[str, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {_bind(alias): ast.Import([alias]) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            found |= {_bind(alias): ast.ImportFrom(node.module, [alias], node.level) for alias in node.names}
    return found


def _bind(alias: ast.alias) -> str:
    return (alias.asname or alias.name).partition(".")[0]


def _outline(node: Definition, points: int, imported: Mapping[str, ast.stmt]) -> Skeleton:
    if isinstance(node, ast.ClassDef):
        return outline_class(node, points)
    arguments = list_arguments(node.args)
    inputs, expected = find_example(node, arguments, imported)
    known = dict(zip(arguments, inputs, strict=True)) if inputs else list_defaults(node.args)
    made = describe_call(node, f"student.{node.name}({', '.join(arguments.values())})", points, arguments)
    made = replace(made, inputs={name: known.get(name, "") for name in arguments}, expected=expected)
    if find_given(node) == NOTHING and arguments and not expected:
        # What it does, it does to what it was given.
        return replace(made, steps=(made.call,), call=next(iter(arguments)), returns="object")
    return made


def _make_inside(made: Skeleton) -> Skeleton:
    """Let the probe make what cannot be handed to it; a model gets weights that its check knows."""
    inside = [name for name, value in made.inputs.items() if not value and name in MADE_INSIDE]
    steps = [f"{name} = {MADE_INSIDE[name]}  # TODO: the one to try it with" for name in inside]
    inputs = {name: value for name, value in made.inputs.items() if name not in inside}
    if "model" in inside:
        steps.append(f"model.load_state_dict({WEIGHTS})")
        inputs = {WEIGHTS: LINEAR, **inputs}
    return replace(made, inputs=inputs, steps=(*steps, *made.steps))
