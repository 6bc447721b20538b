"""What is made once and goes on holding what earlier calls put into it: defaults of arguments, names of the file."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.source import Function

MAKERS = {"list", "dict", "set", "Counter", "defaultdict", "OrderedDict", "deque"}
CHANGING = {"append", "extend", "update", "setdefault", "add", "insert", "pop", "clear"}


def find_kept(case: Case) -> Iterator[Fact]:
    """Find containers that are made with the function, or with the file, and changed in every call."""
    answer = case.answer
    if answer is None:
        return
    functions = [each for each in ast.walk(answer.node) if isinstance(each, Function)]
    for function in functions:
        for argument, default in _defaults(function):
            if _is_container(default) and _is_changed(function, argument.arg):
                text = f"`{argument.arg}={ast.unparse(default)}` is made once, when the function is defined"
                yield Fact(f"{text}, and keeps what earlier calls put into it.", answer.unit.name, default.lineno)
    own = {each.id for each in ast.walk(answer.node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    own |= {each.arg for each in ast.walk(answer.node) if isinstance(each, ast.arg)}
    for statement in answer.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_container(value) and name not in own:
                if _is_changed(answer.node, name):
                    text = f"{quote(statement)} runs once, with the file: what one call puts into it, the next finds"
                    yield Fact(f"{text}.", answer.unit.name, statement.lineno)


def find_same_row(case: Case) -> Iterator[Fact]:
    """Find a table whose rows are one and the same list."""
    answer = case.answer
    for each in ast.walk(answer.node) if answer is not None else ():
        match each:
            case ast.BinOp(left=ast.List(elts=[row]), op=ast.Mult()) if answer is not None and _is_list(row):
                text = f"{quote(each)} holds one and the same row several times: what is written into one shows in all"
                yield Fact(f"{text}.", answer.unit.name, each.lineno)


def _is_list(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.ListComp) or (
        isinstance(node, ast.BinOp) and isinstance(node.left, ast.List)
    )


def find_unstored(case: Case) -> Iterator[Fact]:
    """Find what `get` makes where there is nothing, and what is then changed and never put there."""
    answer = case.answer
    for each in ast.walk(answer.node) if answer is not None else ():
        match each:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Attribute(value=store, attr="get"), args=[_, ast.Dict() | ast.List() as made]),
            ) if answer is not None:
                text = ast.unparse(answer.node)
                put = (f"{ast.unparse(store)}{how}" for how in ("[", ".update(", ".setdefault("))
                if _is_changed(answer.node, name) and not any(one in text for one in put):
                    said = (
                        f"{quote(made)} is new each time, and nothing puts it into {quote(store)}: what is changed in"
                    )
                    yield Fact(f"{said} it is lost.", answer.unit.name, each.lineno)


def _defaults(function: Function) -> Iterator[tuple[ast.arg, ast.expr]]:
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    yield from zip(plain[len(plain) - len(given.defaults) :], given.defaults, strict=True)
    yield from ((name, value) for name, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value)


def _is_container(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in MAKERS
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp)


def _is_changed(node: ast.AST, name: str) -> bool:
    for each in ast.walk(node):
        match each:
            case ast.Subscript(value=ast.Name(id=found), ctx=ast.Store()) if found == name:
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=found), attr=method)) if found == name:
                if method in CHANGING:
                    return True
            case ast.AugAssign(target=ast.Name(id=found)) if found == name:
                return True
    return False
