"""Find what students would write in an existing solution: each function and class, how it is called, an example."""

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from autograder.author.build.pieces import Definition, has_bodies, is_given, is_private
from autograder.author.new.examples import Function, find_example
from autograder.author.new.signatures import (
    NOTHING,
    VALUE,
    find_given,
    is_generator,
    list_arguments,
    list_defaults,
    list_fields,
    name_type,
)

LEAST = 3  # points an exercise, so that its hidden checks get one
MADE, WEIGHTS = "made", "weights"  # what a probe calls an instance, and what it loads into a model
LINEAR = '{"weight": torch.tensor([[0.5]]), "bias": torch.tensor([0.1])}'
# What cannot cross into the sandbox is made there.
MADE_INSIDE = {
    "model": "torch.nn.Linear(1, 1)",
    "criterion": "torch.nn.MSELoss()",
    "optimizer": "torch.optim.SGD(model.parameters(), lr=0.1)",
    "generator": "torch.Generator().manual_seed(0)",
    "rng": "numpy.random.default_rng(0)",
}


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
        return _outline_class(node, points)
    arguments = list_arguments(node.args)
    inputs, expected = find_example(node, arguments, imported)
    known = dict(zip(arguments, inputs, strict=True)) if inputs else list_defaults(node.args)
    made = _call(node, f"student.{node.name}({', '.join(arguments.values())})", points, arguments)
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


def _outline_class(node: ast.ClassDef, points: int) -> Skeleton:
    methods: dict[str, Function] = {}
    for each in node.body:
        if isinstance(each, Function):
            # Of a property, the first one reads it.
            methods.setdefault(each.name, each)
    fields = list_fields(node)
    made = {name: name for name in fields}
    if "__init__" in methods:
        made = _without_first(list_arguments(methods["__init__"].args))
        fields = list_defaults(methods["__init__"].args)
    instance = f"student.{node.name}({', '.join(made.values())})"
    path = _choose_methods(methods)
    if not path:
        return Skeleton(node.name, points, _fill(made, fields), f"{instance} is not None", "bool")
    used = path[-1]
    marks = {ast.unparse(mark).rpartition(".")[2] for mark in used.decorator_list}
    if marks & {"staticmethod", "classmethod"}:
        instance, made = f"student.{node.name}", {}
    steps = [_use(MADE, each) for each in path[:-1]]
    if any(ast.unparse(base).endswith("Module") for base in node.bases):
        # Of start values that are drawn, nothing can be expected.
        steps.insert(0, f"{MADE}.load_state_dict({WEIGHTS})")
        made = {**made, WEIGHTS: WEIGHTS}
    if steps:
        steps.insert(0, f"{MADE} = {instance}")
    inputs = made
    for each in path:
        inputs = inputs | _list_inputs(each)
        fields = list_defaults(each.args) | fields
    call = _use(MADE if steps else instance, used)
    return replace(_call(used, call, points, inputs, node.name), inputs=_fill(inputs, fields), steps=tuple(steps))


def _fill(arguments: Collection[str], known: Mapping[str, str]) -> dict[str, str]:
    return {name: known.get(name, "") for name in arguments}


def _choose_methods(methods: Mapping[str, Function]) -> list[Function]:
    """Return methods that everybody may call, to be called one after the other: the last one gives a value.

    Those of an instance come before those of the class. Where none gives a value, it is the first one alone.
    """
    if "forward" in methods:
        return [methods["forward"]]
    public = [each for name, each in methods.items() if not name.startswith("_") or name == "__call__"]
    marks = {"staticmethod", "classmethod"}
    of_class = [each for each in public if marks & {ast.unparse(mark) for mark in each.decorator_list}]
    of_instance = [each for each in public if each not in of_class]
    for number, each in enumerate(of_instance):
        if find_given(each) == VALUE:
            return of_instance[: number + 1]
    return (of_instance or of_class)[:1]


def _use(instance: str, method: Function) -> str:
    """Return how a method of an instance, or of its class, is used."""
    marks = {ast.unparse(mark).rpartition(".")[2] for mark in method.decorator_list}
    called = instance if method.name in ("forward", "__call__") else f"{instance}.{method.name}"
    arguments = _list_inputs(method)
    return called if marks & {"property", "cached_property"} else f"{called}({', '.join(arguments.values())})"


def _list_inputs(method: Function) -> dict[str, str]:
    arguments = list_arguments(method.args)
    is_static = any(ast.unparse(mark) == "staticmethod" for mark in method.decorator_list)
    return arguments if is_static else _without_first(arguments)


def _call(node: Function, call: str, points: int, arguments: Collection[str], name: str = "") -> Skeleton:
    """Return the exercise of a call; what gives values one by one becomes a list."""
    returns = name_type(node)
    is_awaited = isinstance(node, ast.AsyncFunctionDef)
    if is_generator(node) and not is_awaited:
        call, returns = f"list({call})", "list"
    return Skeleton(name or node.name, points, _fill(arguments, {}), call, returns, is_awaited=is_awaited)


def _without_first(arguments: Mapping[str, str]) -> dict[str, str]:
    return dict(list(arguments.items())[1:])
