"""Write checks for the exercises of an existing solution, as far as its signatures and examples tell them."""

import ast
from collections.abc import Iterator, Sequence

from autograder.author.new.outline import list_imports
from autograder.author.new.skeleton import WEIGHTS, Skeleton, Use
from autograder.author.new.texts import TODO

COUNTED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
# In the sandbox there are no sockets, without which asyncio starts no event loop.
AWAIT = """coroutine = {call}
        try:
            while True:
                coroutine.send(None)
        except StopIteration as end:
            return end.value"""


def write_checks(exercises: Sequence[Skeleton], solution: str, *, hidden: bool) -> str:
    """Return a file of checks: a class for each exercise, and the imports that its inputs need.

    Of each example students receive a check; of what is hidden, one an exercise is begun.
    """
    what = "do not receive: the same ideas on other inputs" if hidden else "receive"
    written = [_write_exercise(each, hidden) for each in exercises]
    words = ["assert_close", "exercise", "points", "probe"]
    words += ["raises"] * any("    @raises(" in text for text in written)
    head = [f'"""The checks that students {what}."""', "", *_write_imports(written, solution), ""]
    return "\n".join([*head, f"from autograder.checks import {', '.join(words)}", *written]) + "\n"


def _write_imports(written: Sequence[str], solution: str) -> list[str]:
    """Return what the checks need of what the solution imports; what probes import themselves is theirs."""
    used: set[str] = set()
    for tree in map(ast.parse, written):
        probes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _is_probe(node)]
        inside = {id(each) for probe in probes for line in probe.body for each in ast.walk(line)}
        used |= {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and id(each) not in inside}
    theirs = list_imports(ast.parse(solution))
    own = {name: ast.Import([ast.alias(name)]) for name in ("numpy", "torch")}
    known = own | theirs | {"pytest": ast.Import([ast.alias("pytest")])}
    return sorted(
        (ast.unparse(known[name]) for name in known.keys() & used), key=lambda line: (line[:4] == "from", line)
    )


def _is_probe(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(mark) == "probe" for mark in node.decorator_list)


def _write_exercise(each: Skeleton, hidden: bool) -> str:
    points = each.points // 3 if hidden else each.points - each.points // 3
    checks = [(use, number) for use in each.uses for number in range(len(use.cases))][: 1 if hidden else points]
    share, rest = divmod(points, len(checks))
    name = "".join(part[:1].upper() + part[1:] for part in each.name.split("_")) + ("Hidden" if hidden else "")
    lines = [f'\n\n@exercise("{each.name}")\nclass Test{name}:']
    for place, (use, number) in enumerate(checks):
        lines += [""] * bool(place)
        lines += _write_probe(use, hidden) if not number else []
        lines += _write_check(use, number, share + (place < rest), hidden)
    return "\n".join(lines)


def _write_probe(use: Use, hidden: bool) -> Iterator[str]:
    remark = f"  # {TODO}: other inputs" if hidden and not use.inputs else ""
    yield f"    @probe\n    def {use.name}(student{''.join(f', {one}' for one in use.inputs)}) -> {use.returns}:"
    yield from (f"        {step}" for step in use.steps)
    yield f"        {AWAIT.format(call=use.call) if use.is_awaited else f'return {use.call}{remark}'}\n"


def _write_check(use: Use, number: int, points: int, hidden: bool) -> Iterator[str]:
    case = use.cases[number]
    if case.raises:
        yield f"    @raises({case.raises})"
    yield f"    @points({points})"
    yield from (_write_input(parameter, value, hidden) for parameter, value in case.inputs.items())
    name = _name(use, number, hidden)
    yield f"    def test_{name}(self, {use.name}):"
    yield f'        """{TODO}: what holds in this {name.replace("_", " ")}, as students read it"""'
    if not case.raises:
        known = case.expected if case.inputs or not hidden else ""
        yield f"        assert_close({use.name}, {known or None}){'' if known else f'  # {TODO}: what is right'}"


def _name(use: Use, number: int, hidden: bool) -> str:
    if hidden:
        return "other_example"
    if use.name != "result":
        return use.name.strip("_")
    what = "refusal" if use.cases[number].raises else "example"
    same = sum(bool(case.raises) == (what == "refusal") for case in use.cases[:number])
    return f"{COUNTED[same] if same < len(COUNTED) else f'number_{same + 1}'}_{what}"


def _write_input(parameter: str, value: str, hidden: bool) -> str:
    remark = "" if value and not hidden else f"  # {TODO}: {'other ' * hidden}inputs"
    if parameter == WEIGHTS and not value:
        remark = f'  # {TODO}: a state dict, such as {{"fc.weight": torch.tensor([[0.5]]), …}}'
    return f'    @pytest.mark.parametrize("{parameter}", [{value or None}]){remark}'
