"""Rewrites of functions as a whole: their order, what stands around their body, and what they say of themselves."""

import ast
from collections.abc import Iterator

from autograder.submissions.syntax import Definition


def reverse_functions(tree: ast.Module) -> None:
    """Turn round each run of plain functions that stand one after the other."""
    start = 0
    while start < len(tree.body):
        stop = start
        while stop < len(tree.body) and _can_move(tree.body[stop]):
            stop += 1
        run = tree.body[start:stop]
        if len({node.name for node in run if isinstance(node, ast.FunctionDef)}) == len(run):
            tree.body[start:stop] = run[::-1]
        start = stop + 1


def add_dead_code(tree: ast.Module) -> None:
    """Begin each function with a variable that nobody reads, and a branch that is never taken."""
    _begin_functions(tree, "never_read = 0\nif never_read:\n    raise RuntimeError('never')")


def add_prints(tree: ast.Module) -> None:
    """Begin each function with a print."""
    _begin_functions(tree, "print('here I am')")


def remove_hints(tree: ast.Module) -> None:
    """Take the type hints from the functions; those of a class's fields may do something."""
    for function in list_functions(tree):
        function.returns = None
        for argument in ast.walk(function.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None


def add_hints(tree: ast.Module) -> None:
    """Give every argument without a type hint one, and every function that says nothing of its result."""
    for function in list_functions(tree):
        function.returns = function.returns or ast.Constant("object")
        for argument in ast.walk(function.args):
            if isinstance(argument, ast.arg):
                argument.annotation = argument.annotation or ast.Constant("object")


def remove_docstrings(tree: ast.Module) -> None:
    """Take the docstrings away."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | Definition) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]


def wrap_functions(tree: ast.Module) -> None:
    """Put a decorator on every function of the file that hands all arguments on."""
    wrapper = """
import functools
def handed_on(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper
"""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            node.decorator_list = [ast.Name("handed_on", ast.Load())]
    tree.body[find_first_statement(tree) : find_first_statement(tree)] = ast.parse(wrapper).body


def list_functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield every function of a tree, methods and inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _can_move(node: ast.stmt) -> bool:
    """Tell whether a function needs nothing of the file at the moment when it is defined."""
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        return False
    defaults = [*node.args.defaults, *node.args.kw_defaults]
    return all(one is None or isinstance(one, ast.Constant) for one in defaults)


def _begin_functions(tree: ast.Module, text: str) -> None:
    for function in list(list_functions(tree)):
        start = 0 if ast.get_docstring(function) is None else 1
        function.body[start:start] = ast.parse(text).body


def find_first_statement(tree: ast.Module) -> int:
    """Return where other statements may begin: below the docstring and the imports from __future__."""
    index = 0 if ast.get_docstring(tree) is None else 1
    while isinstance(node := tree.body[index], ast.ImportFrom) and node.module == "__future__":
        index += 1
    return index
