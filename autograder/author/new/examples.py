"""Find a worked example in a docstring from which a check can be written: one call, and what it gives."""

import ast
import builtins
import re
from collections.abc import Mapping
from doctest import DocTestParser, Example

Function = ast.FunctionDef | ast.AsyncFunctionDef
# What these words name in a probe is no input of the student's.
TAKEN = ("student", "self", "result", "request", "scratch")


def find_example(
    node: Function, arguments: Mapping[str, str], imported: Mapping[str, ast.stmt]
) -> tuple[tuple[str, ...], str]:
    """Return the inputs of the first worked example that is nothing but a call of the function, and what it gives.

    Of one that needs the lines above it, nothing could be written into a check.
    """
    for example in DocTestParser().get_examples(ast.get_docstring(node) or ""):
        call = _read_call(example, node.name)
        if call is None or not _names(call) - {node.name} <= {*imported, *dir(builtins)}:
            continue
        given = _bind_inputs(call, node.args)
        if all(name in given for name in arguments) and (expected := _read_value(example.want, imported)):
            return tuple(given[name] for name in arguments), expected
    return (), ""


def _bind_inputs(call: ast.Call, signature: ast.arguments) -> dict[str, str]:
    """Return the inputs of a call by name, defaults included; nothing where a check could not make the same call."""
    places = [*signature.posonlyargs, *signature.args]
    more = call.args[len(places) :]
    named = {each.arg for each in (*places, *signature.kwonlyargs)}
    if any(isinstance(each, ast.Starred) for each in call.args) or (more and signature.vararg is None):
        return {}
    # What must be named and has a default is no input of the check.
    free = {each.arg for each, default in zip(signature.kwonlyargs, signature.kw_defaults, strict=True) if default}
    if any(each.arg not in named - free for each in call.keywords):
        return {}
    defaults = zip(places[len(places) - len(signature.defaults) :], signature.defaults, strict=True)
    given = {rename(each.arg): ast.unparse(value) for each, value in defaults if isinstance(value, ast.Constant)}
    given |= {rename(each.arg): ast.unparse(value) for each, value in zip(places, call.args, strict=False)}
    given |= {rename(str(each.arg)): ast.unparse(each.value) for each in call.keywords}
    if signature.vararg is not None:
        given[rename(signature.vararg.arg)] = ast.unparse(ast.Tuple(more, ast.Load()))
    return given


def _read_call(example: Example, name: str) -> ast.Call | None:
    try:
        node = ast.parse(example.source.strip(), mode="eval").body
    except SyntaxError:
        return None
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    return node if is_call and isinstance(node, ast.Call) else None


def _read_value(shown: str, imported: Mapping[str, ast.stmt]) -> str:
    """Return an expression for what an example shows; nothing where what it shows is none."""
    text = " ".join(shown.split())
    for function, module in (("tensor", "torch"), ("array", "numpy")):
        own = next(
            (name for name, each in imported.items() if ast.unparse(each) == f"import {module} as {name}"), module
        )
        text = re.sub(rf"(?<![\w.]){function}\(", f"{own}.{function}(", text)
    try:
        node = ast.parse(text, mode="eval")
    except SyntaxError:
        return ""
    return ast.unparse(node) if _names(node) <= {"torch", "numpy", *imported, *dir(builtins)} else ""


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def rename(parameter: str) -> str:
    """Return what a parameter is called in a check, where some words are taken."""
    return f"{parameter}_" if parameter in TAKEN else parameter
