"""Find how a class is used: made, prepared, and asked for a value; and what its examples show."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from autograder.author.new.examples import read_lines
from autograder.author.new.promises import name_type
from autograder.author.new.sessions import follow
from autograder.author.new.signatures import (
    VALUE,
    find_given,
    is_generator,
    list_arguments,
    list_defaults,
    list_fields,
)
from autograder.author.new.skeleton import WEIGHTS, Case, Names, Skeleton, Use, fill, name_apart
from autograder.submissions.syntax import Function

MADE = "made"  # what a probe calls an instance
# How Python's own words use a method, beside `made(x)`.
OPERATORS = {"__len__": "len({})", "__getitem__": "{}[{}]", "__iter__": "list({})"}
OF_CLASS = {"staticmethod", "classmethod"}


def outline_class(node: ast.ClassDef, points: int, names: Names) -> Skeleton:
    """Return the exercise of a class: what its examples show, and each method that gives a value and is in none."""
    methods: dict[str, Function] = {}
    for each in node.body:
        if isinstance(each, Function):
            # Of a property, the first one reads it.
            methods.setdefault(each.name, each)
    shown = follow("example", read_lines(node, names), names)
    told = {name for name in methods if any(f".{name}" in step for use in shown for step in (use.call, *use.steps))}
    for name, each in methods.items():
        if own := follow(f"{name.strip('_')}_example", read_lines(each, names), names):
            shown += own
            told.add(name)
    is_model = any(ast.unparse(base).endswith("Module") for base in node.bases)
    # Of a model, examples show shapes: its numbers need known weights.
    asked = [
        each for each in _choose_methods(methods) if each.name not in told or (is_model and each.name == "forward")
    ]
    uses = [_use_method(node, methods, each, names, is_model=is_model) for each in asked]
    if len(uses) > 1:
        uses = [replace(use, name=f"{each.name.strip('_')}_result") for use, each in zip(uses, asked, strict=True)]
    if not uses and not shown:
        made, fields = _list_made(node, methods)
        call = f"student.{node.name}({', '.join(made.values())}) is not None"
        uses = [Use("result", call, "bool", (Case(fill(made, fields)),))]
    return Skeleton(node.name, points, name_apart([*uses, *shown]))


def _list_made(node: ast.ClassDef, methods: Mapping[str, Function]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what makes an instance, as it is passed, and what is known of it."""
    if "__init__" in methods:
        return _without_first(list_arguments(methods["__init__"])), list_defaults(methods["__init__"])
    fields = list_fields(node)
    return {name: name for name in fields}, fields


def _choose_methods(methods: Mapping[str, Function]) -> list[Function]:
    """Return methods that everybody may call and that give a value; where none does, the first one alone.

    Of a model it is `forward`.
    """
    if "forward" in methods:
        return [methods["forward"]]
    public = [each for name, each in methods.items() if not name.startswith("_") or name in ("__call__", *OPERATORS)]
    of_instance = [each for each in public if not _marks(each) & OF_CLASS]
    return [each for each in public if find_given(each) == VALUE] or (of_instance or public)[:1]


def _use_method(
    node: ast.ClassDef, methods: Mapping[str, Function], used: Function, names: Names, *, is_model: bool
) -> Use:
    """Return how a method is asked for a value, after all that stand above it and only change the instance."""
    made, fields = _list_made(node, methods)
    instance = f"student.{node.name}({', '.join(made.values())})"
    before = list(_list_before(methods, used))
    if _marks(used) & OF_CLASS:
        instance, made, before = f"student.{node.name}", {}, []
    steps = [_use(MADE, each) for each in before]
    if is_model:
        # Of start values that are drawn, nothing can be expected.
        steps.insert(0, f"{MADE}.load_state_dict({WEIGHTS})")
        made = {**made, WEIGHTS: WEIGHTS}
    if steps:
        steps.insert(0, f"{MADE} = {instance}")
    inputs = made
    for each in (*before, used):
        inputs = inputs | _list_inputs(each)
        fields = list_defaults(each) | fields
    call, returns = _use(MADE if steps else instance, used), name_type(used.returns, names)
    if is_generator(used):
        call, returns = f"list({call})", "list"
    return Use("result", call, returns, (Case(fill(inputs, fields)),), tuple(steps))


def _list_before(methods: Mapping[str, Function], used: Function) -> Iterator[Function]:
    for name, each in methods.items():
        if each is used:
            return
        if not name.startswith("_") and not _marks(each) & OF_CLASS and find_given(each) != VALUE:
            yield each


def _marks(method: Function) -> set[str]:
    return {ast.unparse(mark).rpartition(".")[2] for mark in method.decorator_list}


def _use(instance: str, method: Function) -> str:
    """Return how a method of an instance, or of its class, is used."""
    arguments = _list_inputs(method)
    if method.name in OPERATORS:
        return OPERATORS[method.name].format(instance, *arguments.values())
    called = instance if method.name in ("forward", "__call__") else f"{instance}.{method.name}"
    return called if _marks(method) & {"property", "cached_property"} else f"{called}({', '.join(arguments.values())})"


def _list_inputs(method: Function) -> dict[str, str]:
    arguments = list_arguments(method)
    return arguments if "staticmethod" in _marks(method) else _without_first(arguments)


def _without_first(arguments: Mapping[str, str]) -> dict[str, str]:
    return dict(list(arguments.items())[1:])
