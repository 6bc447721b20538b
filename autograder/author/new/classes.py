"""Find how a class is used: made, prepared, and asked for a value."""

import ast
from collections.abc import Mapping
from dataclasses import replace

from autograder.author.new.examples import Function
from autograder.author.new.signatures import VALUE, find_given, list_arguments, list_defaults, list_fields
from autograder.author.new.skeleton import WEIGHTS, Skeleton, describe_call, fill

MADE = "made"  # what a probe calls an instance


def outline_class(node: ast.ClassDef, points: int) -> Skeleton:
    """Return the exercise of a class: an instance, with known weights if it is a model, and what its methods give."""
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
        return Skeleton(node.name, points, fill(made, fields), f"{instance} is not None", "bool")
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
    return replace(
        describe_call(used, call, points, inputs, node.name), inputs=fill(inputs, fields), steps=tuple(steps)
    )


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


def _without_first(arguments: Mapping[str, str]) -> dict[str, str]:
    return dict(list(arguments.items())[1:])
