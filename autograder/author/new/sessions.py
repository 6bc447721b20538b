"""Turn the examples of a docstring, one after the other, into a probe that does the same."""

import ast
import builtins
import re
from collections.abc import Collection, Sequence

from autograder.author.new.examples import Line, names_read
from autograder.author.new.promises import type_of
from autograder.author.new.skeleton import Case, Names, Use
from autograder.checks.crossing import KNOWN_NAMES


def follow(name: str, lines: Sequence[Line], names: Names, told: Collection[int] = ()) -> list[Use]:
    """Return the use that takes all steps of an example and gives what it shows; none where that is nothing.

    Lines that are told already, that raise, or that need what nobody made are left out.
    """
    known = {*names.own, *names.imported, *dir(builtins)}
    kept: list[Line] = []
    for number, line in enumerate(lines):
        if number not in told and not line.raised and names_read(line.node) <= known:
            kept.append(line)
            known |= {node.id for node in ast.walk(line.node) if isinstance(node, ast.Name)}
    while kept and not kept[-1].shown:
        kept.pop()
    kept = [line for number, line in enumerate(kept) if line.shown or _is_needed(line, kept[number + 1 :])]
    shown = [_unpack(line) for line in kept if line.shown]
    if not shown:
        return []
    used = set().union(*(names_read(line.node) for line in kept))
    steps = [ast.unparse(names.imported[each]) for each in sorted(used & names.imported.keys() - KNOWN_NAMES)]
    steps += ["seen = []"] * (len(shown) > 1)
    for line in kept:
        text = _of_student(_unpack(line).node, names)
        steps += [f"seen.append({text})" if line.shown and len(shown) > 1 else text]
    call = "seen" if len(shown) > 1 else steps.pop()
    expected = f"[{', '.join(line.shown for line in shown)}]" if len(shown) > 1 else shown[0].shown
    return [
        Use(name, call, type_of(expected), (Case({}, expected),), tuple("\n".join(steps).split("\n")) if steps else ())
    ]


def _is_needed(line: Line, later: Sequence[Line]) -> bool:
    match line.node:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return any(name in names_read(each.node) for each in later)
    return True


def _unpack(line: Line) -> Line:
    """Let a size be a tuple, which crosses the wall as one."""
    if size := re.fullmatch(r"torch\.Size\((\[.*\])\)", line.shown):
        assert isinstance(line.node, ast.Expr)
        call = ast.Call(ast.Name("tuple", ast.Load()), [line.node.value], [])
        return Line(ast.Expr(call), repr(tuple(ast.literal_eval(size[1]))))
    return line


def _of_student(node: ast.stmt, names: Names) -> str:
    class Call(ast.NodeTransformer):
        def visit_Name(self, each: ast.Name) -> ast.expr:
            if each.id not in names.own:
                return each
            return ast.Attribute(ast.Name("student", ast.Load()), each.id, each.ctx)

    return ast.unparse(Call().visit(ast.parse(ast.unparse(node))))
