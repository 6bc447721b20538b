"""Write checks, slips and hints for the exercises of an existing solution, as far as it tells them."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from autograder.author.new.outline import list_imports
from autograder.author.new.skeleton import WEIGHTS, Skeleton
from autograder.author.prove.mutants import Mutant, make_mutants

TODO = "TODO"
SLIPS = 2  # an exercise
# In the sandbox there are no sockets, without which asyncio starts no event loop.
AWAIT = """coroutine = {call}
        try:
            while True:
                coroutine.send(None)
        except StopIteration as end:
            return end.value"""


def write_checks(exercises: Sequence[Skeleton], solution: str, *, hidden: bool) -> str:
    """Return a file of checks: a class for each exercise, and the imports that its inputs need."""
    what = "do not receive: the same ideas on other inputs" if hidden else "receive"
    words = "from autograder.checks import assert_close, exercise, points, probe"
    head = [f'"""The checks that students {what}."""', "", *_write_imports(exercises, solution), "", words]
    return "\n".join([*head, *(_write_check(each, hidden) for each in exercises)]) + "\n"


def write_slips(exercises: Sequence[Skeleton], solution: str) -> str:
    """Return slips that faults made by rule begin: what a tutor says of each is left to write."""
    head = (
        "# Wrong programs: `write` is a piece of the solution that occurs in it exactly once, `instead` what\n"
        "# beginners write, `says` what a kind tutor says who sees it. Each exercise needs one at least.\n"
    )
    mutants = list(make_mutants(solution, [each.name for each in exercises]))
    chosen = {each.name: _choose_faults(each.name, mutants, solution) for each in exercises}
    return head + "".join(
        "".join(_write_slip(name, fault) for fault in faults) or f"\n# {TODO}: a [[slip]] of {name}\n"
        for name, faults in chosen.items()
    )


def _write_slip(exercise: str, fault: Mutant) -> str:
    says = f"{TODO}: what a tutor says who sees this."
    parts = {"exercise": exercise, "write": fault.was, "instead": fault.now, "says": says}
    return "\n[[slip]]\n" + "".join(f"{part} = {_quote(text)}\n" for part, text in parts.items())


def write_hints(exercises: Sequence[Skeleton]) -> str:
    """Return the places of three hints an exercise."""
    remark = "<!-- Three hints an exercise, under `## NAME`: from a nudge to almost the answer. -->\n"
    hints = f"1. {TODO}: a nudge.\n2. {TODO}: where to look.\n3. {TODO}: almost the answer.\n"
    return remark + "".join(f"\n## {each.name}\n{hints}" for each in exercises)


def _write_imports(exercises: Sequence[Skeleton], solution: str) -> list[str]:
    texts = [text for one in exercises for text in (one.returns, one.expected, *one.inputs.values()) if text]
    trees = [ast.parse(text) for text in texts]
    used = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}
    theirs = list_imports(ast.parse(solution))
    own = {name: ast.Import([ast.alias(name)]) for name in ("numpy", "torch")}
    known = own | theirs | {"pytest": ast.Import([ast.alias("pytest")])}
    used |= {"pytest"} if any(each.inputs for each in exercises) else set()
    return [ast.unparse(statement) for name, statement in known.items() if name in used]


def _write_check(each: Skeleton, hidden: bool) -> str:
    points = each.points // 3 if hidden else each.points - each.points // 3
    name = "".join(part[:1].upper() + part[1:] for part in each.name.split("_")) + ("Hidden" if hidden else "")
    body = f"return {each.call}"
    if each.is_awaited:
        body = AWAIT.format(call=each.call)
    lines = [
        f"\n\n@exercise({_quote(each.name)})\nclass Test{name}:",
        f"    @probe\n    def result(student{''.join(f', {one}' for one in each.inputs)}) -> {each.returns}:",
        *(f"        {step}" for step in each.steps),
        f"        {body}\n",
        f"    @points({points})",
        *(_write_input(parameter, value, hidden) for parameter, value in each.inputs.items()),
        f"    def test_{'other' if hidden else 'first'}_example(self, result):",
        f'        """{TODO}: what holds here, as students read it"""',
        f"        assert_close(result, {each.expected or None}){'' if each.expected else f'  # {TODO}: what is right'}",
    ]
    return "\n".join(lines)


def _write_input(parameter: str, value: str, hidden: bool) -> str:
    remark = "" if value and not hidden else f"  # {TODO}: {'other ' * hidden}inputs"
    if parameter == WEIGHTS and not value:
        remark = f'  # {TODO}: a state dict, such as {{"fc.weight": torch.tensor([[0.5]]), …}}'
    return f'    @pytest.mark.parametrize("{parameter}", [{value or None}]){remark}'


def _choose_faults(exercise: str, mutants: Sequence[Mutant], solution: str) -> list[Mutant]:
    """Return faults in different lines of an exercise, those that beginners may write before the others."""
    own = [_requote(each, solution) for each in mutants if each.exercise == exercise]
    own = [each for each in own if _is_piece(each, solution)]
    chosen: dict[int, Mutant] = {}
    for each in sorted(own, key=_is_unlikely):
        chosen.setdefault(each.line, each)
    return sorted(list(chosen.values())[:SLIPS], key=lambda each: each.line)


def _requote(fault: Mutant, solution: str) -> Mutant:
    """Return a fault with the solution's own text of what was, and with its quotes."""
    quoted = replace(fault, was=fault.was.replace("'", '"'), now=fault.now.replace("'", '"'))
    for each in (fault, quoted):
        if each.was in solution:
            return each
    statements = (node for node in ast.walk(ast.parse(solution)) if isinstance(node, ast.stmt))
    inner = [node for node in statements if not hasattr(node, "body") and _holds(node, fault.line)]
    text = ast.get_source_segment(solution, inner[0]) if inner else None
    return replace(fault, was=text or fault.was)


def _holds(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _is_piece(fault: Mutant, solution: str) -> bool:
    """Tell whether a fault is one piece of the text instead of another: the headline of a block, without the block."""
    return solution.count(fault.was) == 1 and fault.now != "pass" and fault.was.endswith(":") == fault.now.endswith(":")


def _is_unlikely(fault: Mutant) -> bool:
    return (
        fault.now == "return None"
        or (" += " in fault.now and " += " not in fault.was)
        # Where checks name every input, no default is asked for.
        or fault.was.startswith(("def ", "async def "))
    )


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
