"""Rewrites of the form in which a function comes: as a method, a lambda, a partial, or below an older version of it."""

import ast

from autograder.author.prove.rewrites.functions import find_first_statement, list_functions


def move_into_classes(tree: ast.Module) -> None:
    """Make each function a static method of a class of its own, and give it its name back."""
    for function in list_plain_functions(tree):
        name, index = function.name, tree.body.index(function)
        home = f"HomeOf_{name}"
        function.decorator_list = [ast.Name("staticmethod", ast.Load())]
        tree.body[index] = ast.ClassDef(home, [], [], [function], [])
        tree.body[index + 1 : index + 1] = ast.parse(f"{name} = {home}.{name}").body


def write_lambdas(tree: ast.Module) -> None:
    """Write each function that only returns something as a lambda."""
    for function in list_plain_functions(tree):
        said = 0 if ast.get_docstring(function) is None else 1
        match function.body[said:]:
            case [ast.Return(value=ast.expr() as value)]:
                for argument in ast.walk(function.args):
                    if isinstance(argument, ast.arg):
                        argument.annotation = None
                lambda_ = ast.Assign([ast.Name(function.name, ast.Store())], ast.Lambda(function.args, value))
                tree.body[tree.body.index(function)] = lambda_


def take_partials(tree: ast.Module) -> None:
    """Put functools.partial in the place of each function, with nothing filled in."""
    names = [function.name for function in list_plain_functions(tree)]
    lines = ["import functools", *(f"{name} = functools.partial({name})" for name in names)]
    tree.body += ast.parse("\n".join(lines)).body


def add_arguments(tree: ast.Module) -> None:
    """Let every function take one more argument by name, which may be left out."""
    for function in list_functions(tree):
        # torch itself calls the static methods of an autograd.Function, and gives them nothing by name.
        if function.args.kwarg is None and not function.decorator_list:
            function.args.kwonlyargs.append(ast.arg("says_more"))
            function.args.kw_defaults.append(ast.Constant(False))


def add_older_versions(tree: ast.Module) -> None:
    """Put an unfinished version of all that is defined above it, as in a notebook's first cells."""
    older = ""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            older += f"def {node.name}(*args, **kwargs):\n    raise NotImplementedError\n"
        elif isinstance(node, ast.ClassDef):
            older += f"class {node.name}:\n    def __init__(self):\n        raise NotImplementedError\n"
    index = find_first_statement(tree)
    tree.body[index:index] = ast.parse(older).body


def list_plain_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the functions of a file that have no decorator and whose name is defined once."""
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.decorator_list]
    return [function for function in functions if names.count(function.name) == 1]
