"""Find what students would write in an existing solution: each function and class, how it is called, an example."""

import ast
from collections.abc import Collection, Mapping
from dataclasses import replace

from autograder.author.build.pieces import has_bodies, is_given, is_private
from autograder.author.new.classes import outline_class
from autograder.author.new.examples import find_cases, read_lines
from autograder.author.new.promises import name_type
from autograder.author.new.sessions import follow
from autograder.author.new.signatures import NOTHING, find_given, is_generator, list_arguments, list_defaults
from autograder.author.new.skeleton import WEIGHTS, Case, Names, Skeleton, Use, fill, name_apart
from autograder.submissions.syntax import Definition, Function

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
    names = Names(nodes.keys(), list_imports(tree), _list_aliases(tree))
    return [_outline(node, each + (number < rest), names) for number, node in enumerate(nodes.values())]


def _list_aliases(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what a name of the file stands for where that may be a type."""
    return {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Name | ast.Attribute | ast.Subscript | ast.BinOp)
    }


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


def _outline(node: Definition, points: int, names: Names) -> Skeleton:
    if isinstance(node, ast.ClassDef):
        made = outline_class(node, points, names)
        return replace(made, uses=tuple(map(_make_inside, made.uses)))
    lines = read_lines(node, names)
    arguments = list_arguments(node)
    cases = find_cases(node, lines, arguments, names)
    session = [] if isinstance(node, ast.AsyncFunctionDef) else follow("example", lines, names, cases.keys())
    # What is refused alone shows nothing that the call gives.
    if session and not any(case.expected for case in cases.values()):
        return Skeleton(node.name, points, name_apart(session))
    return Skeleton(
        node.name, points, name_apart([_make_inside(_use(node, arguments, cases.values(), names)), *session])
    )


def _use(node: Function, arguments: Mapping[str, str], cases: Collection[Case], names: Names) -> Use:
    """Return the call of a function; of what it yields, a list; where it gives nothing, what it was given."""
    call = f"student.{node.name}({', '.join(arguments.values())})"
    returns = name_type(node.returns, names)
    given = tuple(case for case in cases if case.expected) or (Case(fill(arguments, list_defaults(node))),)
    cases = (*given, *(case for case in cases if case.raises))
    if isinstance(node, ast.AsyncFunctionDef) and is_generator(node):
        # The stub, which yields nothing, is one that only awaits.
        found = "found if hasattr(found, '__aiter__') else await found"
        steps = ("async def collect():", f"    found = {call}", f"    return [each async for each in ({found})]")
        return Use("result", "collect()", "list", cases, steps=steps, is_awaited=True)
    if isinstance(node, ast.AsyncFunctionDef):
        return Use("result", call, returns, cases, is_awaited=True)
    if is_generator(node):
        return Use("result", f"list({call})", "list", cases)
    if find_given(node) == NOTHING and arguments and not given[0].expected:
        return Use("result", next(iter(arguments)), "object", cases, steps=(call,))
    return Use("result", call, returns, cases)


def _make_inside(use: Use) -> Use:
    """Let the probe make what cannot be handed to it; a model gets weights that its check knows."""
    first = use.cases[0]
    inside = [name for name, value in first.inputs.items() if not value and name in MADE_INSIDE]
    if not inside:
        return use
    steps = [f"{name} = {MADE_INSIDE[name]}  # TODO: the one to try it with" for name in inside]
    inputs = {name: value for name, value in first.inputs.items() if name not in inside}
    if "model" in inside:
        steps.append(f"model.load_state_dict({WEIGHTS})")
        inputs = {WEIGHTS: LINEAR, **inputs}
    return replace(use, cases=(replace(first, inputs=inputs),), steps=(*steps, *use.steps))
