"""Small ways to make a program wrong, each for one piece of its syntax tree."""

import ast
import builtins
import copy
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)

OPERATORS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    # A comparison moves by its boundary, and turns round.
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    # "Not three" needs a check with two and one with four.
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq, ast.Lt, ast.Gt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}

PAIRS = ("sum mean", "argmax argmin", "max min", "maximum minimum", "any all", "zeros ones", "zeros_like ones_like")
OPPOSITES = {one: other for pair in map(str.split, PAIRS) for one, other in (pair, pair[::-1])}

DROPPABLE = (
    *(ast.Assign, ast.AugAssign, ast.Expr, ast.Raise, ast.Break, ast.Continue, ast.Delete, ast.Assert),
    *(ast.If, ast.For, ast.While, ast.With, ast.Try),
)


def mutate_expression(node: ast.expr) -> Iterator[ast.expr]:
    """Yield wrong expressions that may stand in the place of a right one."""
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield from (_number(value + 1), _number(value - 1))
        case ast.BinOp():
            yield from (_changed(node, op=operator()) for operator in OPERATORS.get(type(node.op), ()))
        case ast.Compare():
            for index, old in enumerate(node.ops):
                for operator in OPERATORS[type(old)]:
                    yield _changed(node, ops=[*node.ops[:index], operator(), *node.ops[index + 1 :]])
        case ast.BoolOp():
            yield from (_changed(node, op=operator()) for operator in OPERATORS[type(node.op)])
            yield from (_changed(node, values=_without(node.values, index)) for index in range(len(node.values)))
        case ast.UnaryOp():
            yield node.operand
        case ast.Name() if hasattr(builtins, OPPOSITES.get(node.id, "")):
            yield _changed(node, id=OPPOSITES[node.id])
        case ast.Attribute() if node.attr in OPPOSITES:
            yield _changed(node, attr=OPPOSITES[node.attr])
        case ast.Slice():
            for bound in ("lower", "upper"):
                yield from (_changed(node, **{bound: moved}) for moved in _shift(getattr(node, bound)))
        case ast.Call():
            yield from _mutate_call(node)


def mutate_condition(node: ast.expr, *, always: bool, never: bool) -> Iterator[ast.expr]:
    """Yield wrong conditions: the opposite, and if they make sense, one that always holds and one that never does."""
    # A comparison is turned round by its operator, and a `not` is taken away, as any other expression is.
    if not isinstance(node, ast.Compare | ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)
    yield from [ast.Constant(True)] * always
    yield from [ast.Constant(False)] * never


def skip_call(node: ast.Call, modules: Collection[str]) -> Iterator[ast.expr]:
    """Yield what a call was made on or with: `x.clone()` without the copy, `F.relu(x)` without the bend."""
    match node.func:
        case ast.Attribute(value=value) if not (isinstance(value, ast.Name) and value.id in {"self", *modules}):
            yield value
    if node.args and not isinstance(node.args[0], ast.Starred | ast.Constant):
        yield node.args[0]


def mutate_statement(node: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """Yield wrong statements that may stand in the place of a right one."""
    if _is_worth_dropping(node):
        yield [ast.Pass()]
    match node:
        case ast.Return(value=None | ast.Constant(value=None)):
            yield [ast.Pass()]
        case ast.Return():
            yield [ast.Return(ast.Constant(None))]
        case ast.AugAssign():
            yield from ([_changed(node, op=operator())] for operator in OPERATORS.get(type(node.op), ()))
            yield [ast.copy_location(ast.Assign([node.target], node.value), node)]
            # `p = p - step` makes a new tensor where `p -= step` changes the old one; of a count nobody can tell.
            if not isinstance(node.value, ast.Constant):
                joined = ast.BinOp(node.target, node.op, node.value)
                yield [ast.copy_location(ast.Assign([node.target], joined), node)]
        case ast.Assign(targets=[ast.Name() | ast.Attribute() | ast.Subscript() as target]):
            yield [ast.copy_location(ast.AugAssign(target, ast.Add(), node.value), node)]
        case ast.With():
            yield node.body
        case ast.FunctionDef():
            decorators = node.decorator_list
            yield from (
                [_changed(node, decorator_list=_without(decorators, index))] for index in range(len(decorators))
            )


def _mutate_call(node: ast.Call) -> Iterator[ast.expr]:
    arguments, keywords = node.args, node.keywords
    for index, (one, other) in enumerate([] if _is_in_any_order(node.func) else pairwise(arguments)):
        if not isinstance(one, ast.Starred) and not isinstance(other, ast.Starred):
            yield _changed(node, args=[*arguments[:index], other, one, *arguments[index + 2 :]])
    for index, keyword in enumerate(keywords):
        # A constant is changed by itself, and leaving out a True is most often the same as saying False.
        if not isinstance(keyword.value, ast.Constant):
            yield _changed(node, keywords=_without(keywords, index))
    if isinstance(node.func, ast.Name) and node.func.id == "range":
        for index, bound in enumerate(arguments):
            for moved in _shift(bound):
                yield _changed(node, args=[*arguments[:index], moved, *arguments[index + 1 :]])


def _is_in_any_order(function: ast.expr) -> bool:
    """Say whether a function gives the same for its arguments in any order: swapped, they are no fault."""
    match function:
        case ast.Name(id=name):
            return name in ("max", "min")
        case ast.Attribute(attr=name):
            return name in ("maximum", "minimum", "gcd", "lcm", "hypot", "logaddexp")
    return False


def _shift(bound: ast.expr | None) -> Iterator[ast.expr]:
    """Yield a bound one more and one less, unless it is a number, which is changed by itself."""
    if bound is not None and not any(isinstance(node, ast.Constant) for node in ast.walk(bound)):
        yield ast.BinOp(bound, ast.Add(), ast.Constant(1))
        yield ast.BinOp(bound, ast.Sub(), ast.Constant(1))


def _is_worth_dropping(node: ast.stmt) -> bool:
    match node:
        case ast.If(body=[only], orelse=[]) | ast.For(body=[only]) | ast.While(body=[only]) | ast.With(body=[only]):
            # Else the same program comes twice: the statement is dropped with its block, and from its block.
            return not _is_worth_dropping(only)
        case ast.Expr(value=ast.Constant()):
            return False
        case _:
            return isinstance(node, DROPPABLE)


def _number(value: float) -> ast.expr:
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _without(items: Sequence[Node], index: int) -> list[Node]:
    return [*items[:index], *items[index + 1 :]]


def _changed(node: Node, **fields: object) -> Node:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new
