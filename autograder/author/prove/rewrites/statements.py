"""Rewrites within functions: other names for variables, and other statements for the same steps."""

import ast
import builtins
from collections.abc import Iterator, Sequence

from autograder.author.prove.rewrites.functions import list_functions
from autograder.diagnosis.nodes import pair_values
from autograder.submissions.syntax import Definition, Function


def rename_locals(tree: ast.Module) -> None:
    """Give the variables of each function other names; arguments keep theirs, which are part of the contract."""
    for function in _outermost_functions(tree.body):
        nodes = list(ast.walk(function))
        if any(isinstance(node, ast.Global | ast.Nonlocal | ast.ClassDef | ast.MatchAs) for node in nodes):
            continue
        stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        kept = {node.arg for node in nodes if isinstance(node, ast.arg)} | _bound_names(tree) | set(dir(builtins))
        kept |= {node.name for node in nodes if isinstance(node, Function | ast.ExceptHandler) and node.name}
        kept |= {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
        for node in nodes:
            if isinstance(node, ast.Name) and node.id in stored - kept:
                node.id = f"{node.id}_anders"


def unroll_comprehensions(tree: ast.Module) -> None:
    """Write a loop where a list is made to be assigned or returned."""
    for function in list_functions(tree):
        names = [node.id for node in ast.walk(function) if isinstance(node, ast.Name)]
        for block in _blocks(function):
            block[:] = [new for old in block for new in _unroll(old, names)]


def spell_out_sums(tree: ast.Module) -> None:
    """Write x = x + y for x += y where x starts as a plain number, of which no other name can know."""
    for function in list_functions(tree):
        numbers = {name for node in ast.walk(function) for name in _numbers(node)}
        for block in _blocks(function):
            for index, old in enumerate(block):
                if isinstance(old, ast.AugAssign) and isinstance(old.target, ast.Name) and old.target.id in numbers:
                    total = ast.BinOp(ast.Name(old.target.id, ast.Load()), old.op, old.value)
                    block[index] = ast.Assign([old.target], total)


def name_results(tree: ast.Module) -> None:
    """Give each result a name before it is returned."""
    for function in list_functions(tree):
        for block in _blocks(function):
            block[:] = [new for old in block for new in _name_result(old)]


def _blocks(function: ast.FunctionDef) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements of a function, not those of functions and classes in it."""
    waiting: list[ast.AST] = [function]
    while waiting:
        node = waiting.pop()
        for _, value in ast.iter_fields(node):
            children = [child for child in value if isinstance(child, ast.AST)] if isinstance(value, list) else []
            if children and isinstance(children[0], ast.stmt):
                yield value
            waiting += [child for child in children if not isinstance(child, Definition | ast.expr)]


def _outermost_functions(body: Sequence[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _outermost_functions(node.body)


def _bound_names(tree: ast.Module) -> set[str]:
    """Return the names that the file binds outside of its functions."""
    names = {alias.asname or alias.name.partition(".")[0] for node in ast.walk(tree) for alias in _aliases(node)}
    for node in tree.body:
        if isinstance(node, Definition):
            names.add(node.name)
        else:
            names |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return names


def _aliases(node: ast.AST) -> list[ast.alias]:
    return node.names if isinstance(node, ast.Import | ast.ImportFrom) else []


def _unroll(statement: ast.stmt, names: Sequence[str]) -> list[ast.stmt]:
    comprehension = statement.value if isinstance(statement, ast.Assign | ast.Return) else None
    if not isinstance(comprehension, ast.ListComp) or len(comprehension.generators) > 1:
        return [statement]
    (part,) = comprehension.generators
    within = [node.id for node in ast.walk(comprehension) if isinstance(node, ast.Name)]
    bound = {node.id for node in ast.walk(part.target) if isinstance(node, ast.Name)}
    # A loop's variables outlive it, and are the function's own: nothing else may go by their names.
    if part.is_async or any(names.count(name) > within.count(name) for name in bound):
        return [statement]
    append = ast.Attribute(ast.Name("collected", ast.Load()), "append", ast.Load())
    body: list[ast.stmt] = [ast.Expr(ast.Call(append, [comprehension.elt], []))]
    for condition in reversed(part.ifs):
        body = [ast.If(condition, body, [])]
    assert isinstance(statement, ast.Assign | ast.Return)
    statement.value = ast.Name("collected", ast.Load())
    return [*ast.parse("collected = []").body, ast.For(part.target, part.iter, body, []), statement]


def _numbers(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement gives a plain number."""
    if not isinstance(node, ast.Assign) or len(node.targets) > 1:
        return
    for one, number in pair_values(node):
        if isinstance(one, ast.Name) and isinstance(number, ast.Constant) and isinstance(number.value, int | float):
            yield one.id


def _name_result(statement: ast.stmt) -> list[ast.stmt]:
    if not isinstance(statement, ast.Return) or statement.value is None:
        return [statement]
    named = ast.Assign([ast.Name("the_result", ast.Store())], statement.value)
    return [named, ast.Return(ast.Name("the_result", ast.Load()))]
