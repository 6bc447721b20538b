"""Find worked examples in a docstring from which checks can be written: calls, and what they give or raise."""

import ast
import builtins
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from doctest import DocTestParser, Example

from autograder.author.new.skeleton import Case, Names
from autograder.diagnosis.nodes import pair_defaults
from autograder.submissions.syntax import Definition, Function

# What these words name in a probe is no input of the student's.
TAKEN = ("student", "self", "result", "request", "scratch")
# What gives plain values, tensors and arrays, which cross into the sandbox.
MAKES_NUMBERS = {"array", "asarray", "tensor", "arange", "linspace", "zeros", "ones", "full", "eye", "float", "list"}
NUMBERS = {"nan", "inf", "pi", "e"}


@dataclass(frozen=True)
class Line:
    """One example: its statement, and what it shows ("" where that is nothing that a check could expect)."""

    node: ast.stmt
    shown: str = ""
    raised: str = ""


def read_lines(node: ast.AST, names: Names) -> list[Line]:
    """Return the examples of a definition's docstring up to the first that is no Python."""
    text = ast.get_docstring(node) if isinstance(node, Definition) else None
    try:
        examples = DocTestParser().get_examples(text or "")
        return [line for each in examples for line in _read_example(each, names)]
    # What doctest cannot read is told by `prove`.
    except (SyntaxError, ValueError):
        return []


def _read_example(example: Example, names: Names) -> list[Line]:
    """Return the statements of an example, of which the last shows something; a remark has none."""
    body = ast.parse(example.source.strip()).body
    return [*map(Line, body[:-1]), *(_read_line(node, example, names) for node in body[-1:])]


def _read_line(node: ast.stmt, example: Example, names: Names) -> Line:
    if example.exc_msg is not None:
        return Line(node, raised=example.exc_msg.partition(":")[0].strip())
    is_whole = "..." not in example.want and "<BLANKLINE>" not in example.want
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[printed], keywords=[])) if is_whole:
            return Line(ast.Expr(_as_text(printed)), repr(example.want.removesuffix("\n")))
        case ast.For(
            target=target,
            iter=values,
            body=[ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[printed], keywords=[]))],
        ) if is_whole:
            each = ast.comprehension(target, values, [], is_async=0)
            return Line(ast.Expr(ast.ListComp(_as_text(printed), [each])), repr(example.want.splitlines()))
        case ast.Expr() if example.want:
            return Line(node, _read_value(example.want, names.imported))
    return Line(node)


def _as_text(printed: ast.expr) -> ast.expr:
    return ast.Call(ast.Name("str", ast.Load()), [printed], [])


def find_cases(node: Function, lines: Collection[Line], arguments: Mapping[str, str], names: Names) -> dict[int, Case]:
    """Return the examples that are nothing but a call with inputs that a check can hand over, by their number.

    What lines above have made of plain values is put in its place.
    """
    made: dict[str, ast.expr] = {}
    cases = {}
    for number, line in enumerate(lines):
        match line.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                made[name] = _put_in(value, made)
            case ast.Expr(value=ast.Call(func=ast.Name(id=called)) as call) if called == node.name:
                given = _bind_inputs(call, node, arguments)
                inputs = {name: _put_in(value, made) for name, value in given.items()}
                if inputs.keys() == arguments.keys() and all(map(_crosses, inputs.values())):
                    texts = {name: ast.unparse(inputs[name]) for name in arguments}
                    if all(names_read(value) <= {*names.imported, *dir(builtins)} for value in inputs.values()):
                        cases[number] = Case(texts, line.shown, line.raised)
            case _:
                # What else happens to a name is not followed.
                for name in names_read(line.node):
                    made.pop(name, None)
    return {number: case for number, case in cases.items() if case.expected or hasattr(builtins, case.raises or "-")}


def _put_in(node: ast.expr, made: Mapping[str, ast.expr]) -> ast.expr:
    class Put(ast.NodeTransformer):
        def visit_Name(self, each: ast.Name) -> ast.expr:
            return made.get(each.id, each)

    return Put().visit(ast.parse(ast.unparse(node), mode="eval").body)  # type: ignore[no-any-return]


def _crosses(node: ast.expr) -> bool:
    """Tell whether an input consists of plain values, tensors and arrays of numbers."""
    match node:
        case ast.Constant():
            return True
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return all(map(_crosses, elements))
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and _crosses(key) for key in keys) and all(map(_crosses, values))
        case ast.UnaryOp(operand=operand):
            return _crosses(operand)
        case ast.BinOp(left=left, right=right):
            return _crosses(left) and _crosses(right)
        case ast.Attribute(attr=attribute):
            return attribute in NUMBERS
        case ast.Call(func=function, args=inner):
            leaf = ast.unparse(function).rpartition(".")[2]
            texts = (each for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))
            is_range = leaf == "range" and all(map(_crosses, inner))
            return is_range or (
                leaf in MAKES_NUMBERS and all(map(_crosses, inner)) and (leaf == "float" or not any(texts))
            )
    return False


def _bind_inputs(call: ast.Call, function: Function, wanted: Mapping[str, str]) -> dict[str, ast.expr]:
    """Return the inputs of a call by name, defaults included; nothing where a check could not make the same call."""
    signature = function.args
    places = [*signature.posonlyargs, *signature.args]
    more = call.args[len(places) :]
    if any(isinstance(each, ast.Starred) for each in call.args) or (more and signature.vararg is None):
        return {}
    given = {rename(each.arg): value for each, value in pair_defaults(function) if rename(each.arg) in wanted}
    given |= {rename(each.arg): value for each, value in zip(places, call.args, strict=False)}
    given |= {rename(str(each.arg)): each.value for each in call.keywords}
    if signature.vararg is not None:
        given[rename(signature.vararg.arg)] = ast.Tuple(more, ast.Load())
    return given


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
    if "..." in text or not names_read(node) <= {"torch", "numpy", *imported, *dir(builtins)}:
        return ""
    return ast.unparse(node)


def names_read(tree: ast.AST) -> set[str]:
    """Return the names that a statement reads and does not make itself."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    made = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    within = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {node.id for node in nodes if isinstance(node.ctx, ast.Load)} - made - within


def rename(parameter: str) -> str:
    """Return what a parameter is called in a check, where some words are taken."""
    return f"{parameter}_" if parameter in TAKEN else parameter
