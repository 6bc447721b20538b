"""Prepare checks, slips and hints for the functions and classes of an existing solution."""

import ast
import builtins
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from doctest import DocTestParser, Example

from autograder.author.build.pieces import Definition, is_given, is_private
from autograder.author.prove.mutants import make_mutants

TODO = "TODO"
SLIPS = 2  # an exercise
# What a probe may promise without knowing more of the solution.
KNOWN_TYPES = re.compile(r"(int|float|bool|str|list|dict|tuple|None|object|torch\.Tensor|numpy\.ndarray|[\[\], |.])+")


@dataclass(frozen=True)
class Skeleton:
    """What is known of one exercise: how it is called, and an example of that from its docstring, if there is one."""

    name: str
    points: int
    call: str  # of the student's function, by the names of its parameters
    parameters: tuple[str, ...]
    returns: str
    inputs: tuple[str, ...] = ()  # of the example, one for each parameter
    expected: str = ""


def outline(solution: str, total: int) -> list[Skeleton]:
    """Return an exercise for each function and class that students would write, worth `total` points together.

    Raise SyntaxError if the solution is no Python.
    """
    lines = solution.split("\n")
    nodes = [
        node
        for node in ast.parse(solution).body
        if isinstance(node, Definition) and not is_private(node.name) and not is_given(lines, node)
    ]
    each, rest = divmod(total, len(nodes) or 1)
    imported = _list_imported(ast.parse(solution))
    return [_outline(node, each + (number < rest), imported) for number, node in enumerate(nodes)]


def write_checks(exercises: Sequence[Skeleton], solution: str, *, hidden: bool) -> str:
    """Return a file of checks: a class for each exercise."""
    what = "do not receive: the same ideas on other inputs" if hidden else "receive"
    imports = [ast.unparse(node) for node in ast.parse(solution).body if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = dict.fromkeys(["import numpy", *imports, "import pytest"])
    words = "from autograder.checks import assert_close, exercise, points, probe"
    head = [f'"""The checks that students {what}."""', "", *modules, "", words]
    return "\n".join([*head, *(_write_check(each, hidden) for each in exercises)]) + "\n"


def write_slips(exercises: Sequence[Skeleton], solution: str) -> str:
    """Return slips that faults made by rule begin: what a tutor says of each is left to write."""
    head = (
        "# Wrong programs: `write` is a piece of the solution that occurs in it exactly once, `instead` what\n"
        "# beginners write, `says` what a kind tutor says who sees it. Each exercise needs one at least.\n"
    )
    slips = []
    for each in exercises:
        for was, now in _choose_faults(each.name, [one.name for one in exercises], solution):
            says = f"{TODO}: what a tutor says who sees this."
            slips.append(
                f"\n[[slip]]\nexercise = {_quote(each.name)}\nwrite = {_quote(was)}\ninstead = {_quote(now)}\n"
                f"says = {_quote(says)}\n"
            )
    return head + "".join(slips)


def write_hints(exercises: Sequence[Skeleton]) -> str:
    """Return the places of three hints an exercise."""
    remark = "<!-- Three hints an exercise, under `## NAME`: from a nudge to almost the answer. -->\n"
    hints = f"1. {TODO}: a nudge.\n2. {TODO}: where to look.\n3. {TODO}: almost the answer.\n"
    return remark + "".join(f"\n## {each.name}\n{hints}" for each in exercises)


def _outline(node: Definition, points: int, imported: Collection[str]) -> Skeleton:
    if not isinstance(node, ast.ClassDef):
        parameters = _list_parameters(node)
        inputs, expected = _find_example(node, parameters, imported)
        call = f"student.{node.name}({', '.join(parameters)})"
        return Skeleton(node.name, points, call, parameters, _name_type(node), inputs, expected)
    methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
    made = _list_parameters(methods["__init__"])[1:] if "__init__" in methods else ()
    call = f"student.{node.name}({', '.join(made)})"
    used = next((each for name, each in methods.items() if not name.startswith("_")), None)
    if used is None:
        return Skeleton(node.name, points, f"{call} is not None", made, "bool")
    more = _list_parameters(used)[1:]
    call = f"{call}.{used.name}({', '.join(more)})"
    return Skeleton(node.name, points, call, tuple(dict.fromkeys([*made, *more])), _name_type(used))


def _list_parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...]:
    return tuple(each.arg for each in (*node.args.posonlyargs, *node.args.args))


def _name_type(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    text = ast.unparse(node.returns).replace("np.", "numpy.") if node.returns is not None else "object"
    return text if KNOWN_TYPES.fullmatch(text) else "object"


def _find_example(
    node: ast.FunctionDef | ast.AsyncFunctionDef, parameters: Sequence[str], imported: Collection[str]
) -> tuple[tuple[str, ...], str]:
    """Return the inputs of the first worked example that calls the function with all of them, and what it gives.

    Of one that needs the lines above it, nothing could be written into a check.
    """
    for example in DocTestParser().get_examples(ast.get_docstring(node) or ""):
        call = _read_call(example, node.name)
        if call is None or any(isinstance(each, ast.Starred) for each in call.args):
            continue
        used = {each.id for each in ast.walk(call) if isinstance(each, ast.Name)} - {node.name}
        if not used <= {*imported, *dir(builtins)}:
            continue
        given = dict(zip(parameters, map(ast.unparse, call.args), strict=False))
        given |= {each.arg: ast.unparse(each.value) for each in call.keywords if each.arg}
        if all(name in given for name in parameters) and (expected := _read_value(example.want)):
            return tuple(given[name] for name in parameters), expected
    return (), ""


def _list_imported(tree: ast.Module) -> set[str]:
    nodes = (node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    return {(alias.asname or alias.name).partition(".")[0] for node in nodes for alias in node.names}


def _read_call(example: Example, name: str) -> ast.Call | None:
    try:
        node = ast.parse(example.source.strip(), mode="eval").body
    except SyntaxError:
        return None
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    return node if is_call and isinstance(node, ast.Call) else None


def _read_value(shown: str) -> str:
    """Return an expression for what an example shows; nothing where what it shows is none."""
    text = re.sub(r"^tensor\(", "torch.tensor(", re.sub(r"^array\(", "numpy.array(", " ".join(shown.split())))
    try:
        return ast.unparse(ast.parse(text, mode="eval"))
    except SyntaxError:
        return ""


def _write_check(each: Skeleton, hidden: bool) -> str:
    points = each.points // 3 if hidden else each.points - each.points // 3
    name = "".join(part.capitalize() for part in each.name.split("_")) + ("Hidden" if hidden else "")
    inputs = each.inputs or tuple("None" for _ in each.parameters)
    remark = f"  # {TODO}: other inputs" if hidden else "" if each.inputs else f"  # {TODO}: inputs"
    lines = [
        f"\n\n@exercise({_quote(each.name)})\nclass Test{name}:",
        f"    @probe\n    def result(student{''.join(f', {one}' for one in each.parameters)}) -> {each.returns}:",
        f"        return {each.call}\n",
        f"    @points({points})",
        *(
            f'    @pytest.mark.parametrize("{parameter}", [{value}]){remark}'
            for parameter, value in zip(each.parameters, inputs, strict=True)
        ),
        f"    def test_{'other' if hidden else 'first'}_example(self, result):",
        f'        """{TODO}: what holds here, as students read it"""',
        f"        assert_close(result, {each.expected or None}){'' if each.expected else f'  # {TODO}: what is right'}",
    ]
    return "\n".join(lines)


def _choose_faults(exercise: str, names: Sequence[str], solution: str) -> Iterator[tuple[str, str]]:
    """Yield what to write, and what instead, for faults in different lines of an exercise."""
    lines: set[int] = set()
    for mutant in make_mutants(solution, names):
        is_piece = mutant.exercise == exercise and solution.count(mutant.was) == 1 and mutant.now != "pass"
        # The headline of a block is a piece, the block itself is none.
        is_piece = is_piece and mutant.was.endswith(":") == mutant.now.endswith(":")
        if is_piece and mutant.line not in lines and len(lines) < SLIPS:
            lines.add(mutant.line)
            yield mutant.was, mutant.now


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
