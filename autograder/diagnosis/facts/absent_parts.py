"""Exceptions that say what was looked up and is not there: an attribute, an entry, a gradient."""

import ast
import re
from typing import TypeGuard

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import WITH_ARTICLE, find_close, find_only, quote
from autograder.diagnosis.nodes import attributes_of
from autograder.examination.found import Raised

# What has the methods that students look for at a tensor.
ELSEWHERE = {
    "zero_grad": "modules and optimizers have it",
    "step": "optimizers have it",
    **dict.fromkeys(("parameters", "train", "eval", "state_dict", "named_parameters"), "modules have it"),
}
PLAIN = {"list", "tuple", "dict", "float", "int", "str", "set", "bool", "generator", "range"}
# Layers without parameters of their own: who goes through a model meets them.
LAYERS = {
    "AvgPool2d",
    "Dropout",
    "Flatten",
    "Identity",
    "MaxPool2d",
    "ModuleList",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Tanh",
}
CONTEXT = {"saved_tensors", "save_for_backward", "needs_input_grad"}
FUNCTIONS = {"method", "builtin_function_or_method", "function"}


def describe_none_attribute(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    owners = [node.value for node in nodes if isinstance(node, ast.Attribute) and node.attr == found[1]]
    # Of `p.data` and `p.grad.data`, the second: p is what the function was given.
    gradients = [node for node in owners if isinstance(node, ast.Attribute) and node.attr == "grad"]
    names = {ast.unparse(node.value) for node in gradients if isinstance(node.value, ast.Name)}
    it = find_only([node for node in owners if ast.unparse(node) not in names], lambda node: node)
    return _say_none(it, f"so it has no `{found[1]}`") if it else None


def describe_none_operand(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    # A None that is written there is the operand.
    if any(isinstance(node, ast.Constant) and node.value is None for node in nodes):
        return None
    it = find_only(nodes, lambda node: node if isinstance(node, ast.Attribute) and node.attr == "grad" else None)
    return _say_none(it, "") if it else None


def describe_attribute(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    kind, name = found[1], found[2]
    it = find_only(nodes, lambda node: node.value if isinstance(node, ast.Attribute) and node.attr == name else None)
    if it is None:
        return None
    if kind in FUNCTIONS:
        return f"{quote(it)} is not called here: without parentheses it only names the function."
    if kind in ("Tensor", "Parameter"):
        hint = f": {ELSEWHERE[name]}" if name in ELSEWHERE else ""
        return f"{quote(it)} is {WITH_ARTICLE[kind]}, and tensors have no `{name}`{hint}."
    owner = case.answer.owner or case.answer.node if case.answer else None
    if isinstance(owner, ast.ClassDef) and owner.name == kind and ast.unparse(it) == "self":
        return (
            _say_unset("self", name, set(attributes_of(owner)))
            or _say_conditional(owner, name)
            or _say_early(nodes, name)
        )
    # A context is an object of a class that autograd makes for the student's.
    if case.answer and isinstance(owner, ast.ClassDef) and kind == f"{owner.name}Backward" and isinstance(it, ast.Name):
        stored = [each for each in ast.walk(case.answer.tree) if _is_stored(each)]
        set_here = {each.attr for each in stored if ast.unparse(each.value) == it.id}
        return _say_unset(it.id, name, set_here | CONTEXT)
    return None


def describe_plain_attribute(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    kind, name = found[1], found[2]
    several = [quote(each.value) for each in nodes if isinstance(each, ast.Attribute) and each.attr == name]
    listed = " or ".join(dict.fromkeys(several))
    is_known = kind in PLAIN or kind in LAYERS
    return f"{listed} is {_name_kind(kind)} here, and has no `{name}`." if several and is_known else None


def describe_module(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"{found[1]} has no `{found[2]}`: look at its spelling."


def describe_key(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    def get(node: ast.AST) -> ast.AST | None:
        is_it = isinstance(node, ast.Subscript) and ast.unparse(node.slice) == raised.text
        return node.value if isinstance(node, ast.Subscript) and is_it else None

    it = find_only(nodes, get)
    return f"{quote(it)} has no entry {raised.text} here." if it else None


def describe_first_time(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    """Say it of an entry that is gone on from, where it is the only one that is looked up in the line."""
    changes = [node for node in nodes if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Subscript)]
    looked_up = [node for node in nodes if isinstance(node, ast.Subscript)]
    if len(changes) != 1 or len(looked_up) != 1:
        return None
    return f"{quote(changes[0])} goes on from an entry that is not there the first time."


def describe_no_entry(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    def get(node: ast.AST) -> ast.AST | None:
        is_first = isinstance(node, ast.Subscript) and not isinstance(node.value, ast.Subscript)
        return node if is_first and isinstance(node.slice, ast.Constant) else None  # type: ignore[attr-defined]

    deeper = [node for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript)]
    it = find_only(nodes, get)
    if it is None and not deeper:
        return _say_beyond(nodes)
    # Of a[0][1] it may be either, but the pairs in next_functions are never empty.
    if not isinstance(it, ast.Subscript) or (deeper and "next_functions" not in ast.unparse(it)):
        return None
    entry = ast.unparse(it.slice)
    return f"{quote(it.value)} {'is empty here' if entry == '0' else f'has no entry {entry} here'}."


def _say_beyond(nodes: list[ast.AST]) -> str | None:
    """Say it of a shape that is asked for an entry by a name, where nothing else in the line has entries."""
    match [node for node in nodes if isinstance(node, ast.Subscript)]:
        case [ast.Subscript(value=ast.Attribute(attr="shape", value=owner) as shape, slice=ast.Name() as place)]:
            each = f"it has one for each dimension of {quote(owner)}"
            return f"{quote(shape)} has no entry for every {quote(place)}: {each}."
    return None


def _say_unset(owner: str, name: str, known: set[str]) -> str | None:
    close = find_close(name, known)
    if name in known:
        return None
    return f"Nothing sets `{owner}.{name}`" + (f"; there is `{owner}.{close}`." if close else ".")


def _say_conditional(owner: ast.ClassDef, name: str) -> str | None:
    """Return under which condition alone an attribute is set, if it is the only one."""
    stores = [each for each in ast.walk(owner) if _is_stored(each) and each.attr == name]
    guards = [each for each in ast.walk(owner) if isinstance(each, ast.If) and not each.orelse]
    around = [each for each in guards if any(store in ast.walk(each) for store in stores)]
    if len(stores) != 1 or len(around) != 1:
        return None
    return f"`self.{name}` is set only where {quote(around[0].test)} holds, and is missed here."


def _say_early(nodes: list[ast.AST], name: str) -> str:
    """Say of an attribute that is set somewhere that this line comes before."""
    changes = [node for node in nodes if isinstance(node, ast.AugAssign) and ast.unparse(node.target) == f"self.{name}"]
    if changes:
        return f"{quote(changes[0])} changes `self.{name}`, which has no value yet."
    return f"`self.{name}` is read here before anything gives it a value."


def _is_stored(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def _name_kind(kind: str) -> str:
    return WITH_ARTICLE.get(kind, f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}")


def _say_none(it: ast.AST, so: str) -> str:
    if isinstance(it, ast.Attribute) and it.attr == "grad":
        return f"{quote(it)} is None here: at this point there is no gradient."
    return f"{quote(it)} is None here, {so}."
