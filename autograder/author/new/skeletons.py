"""Write checks, slips and hints for the exercises of an existing solution, as far as it tells them."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from autograder.author.new.outline import Skeleton, list_imports
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
    says = f"{TODO}: what a tutor says who sees this."
    slips = [
        f"\n[[slip]]\nexercise = {_quote(each.name)}\nwrite = {_quote(fault.was)}\ninstead = {_quote(fault.now)}\n"
        f"says = {_quote(says)}\n"
        for each in exercises
        for fault in _choose_faults(each.name, mutants, solution)
    ]
    return head + "".join(slips)


def write_hints(exercises: Sequence[Skeleton]) -> str:
    """Return the places of three hints an exercise."""
    remark = "<!-- Three hints an exercise, under `## NAME`: from a nudge to almost the answer. -->\n"
    hints = f"1. {TODO}: a nudge.\n2. {TODO}: where to look.\n3. {TODO}: almost the answer.\n"
    return remark + "".join(f"\n## {each.name}\n{hints}" for each in exercises)


def _write_imports(exercises: Sequence[Skeleton], solution: str) -> list[str]:
    texts = [text for each in exercises for text in (each.returns, each.expected, *each.inputs) if text]
    trees = [ast.parse(text) for text in texts]
    used = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}
    theirs = list_imports(ast.parse(solution))
    own = {name: ast.Import([ast.alias(name)]) for name in ("numpy", "torch")}
    known = own | theirs | {"pytest": ast.Import([ast.alias("pytest")])}
    used |= {"pytest"} if any(each.parameters for each in exercises) else set()
    return [ast.unparse(statement) for name, statement in known.items() if name in used]


def _write_check(each: Skeleton, hidden: bool) -> str:
    points = each.points // 3 if hidden else each.points - each.points // 3
    name = "".join(part[:1].upper() + part[1:] for part in each.name.split("_")) + ("Hidden" if hidden else "")
    inputs = each.inputs or tuple("None" for _ in each.parameters)
    remark = f"  # {TODO}: other inputs" if hidden else "" if each.inputs else f"  # {TODO}: inputs"
    lines = [
        f"\n\n@exercise({_quote(each.name)})\nclass Test{name}:",
        f"    @probe\n    def result(student{''.join(f', {one}' for one in each.parameters)}) -> {each.returns}:",
        f"        {AWAIT.format(call=each.call) if each.is_awaited else f'return {each.call}'}\n",
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


def _choose_faults(exercise: str, mutants: Sequence[Mutant], solution: str) -> list[Mutant]:
    """Return faults in different lines of an exercise, those that beginners may write before the others."""
    own = [_requote(each, solution) for each in mutants if each.exercise == exercise]
    own = [each for each in own if _is_piece(each, solution)]
    chosen: dict[int, Mutant] = {}
    for each in sorted(own, key=_is_unlikely):
        chosen.setdefault(each.line, each)
    return sorted(list(chosen.values())[:SLIPS], key=lambda each: each.line)


def _requote(fault: Mutant, solution: str) -> Mutant:
    """Return a fault with the quotes of the solution's text."""
    if fault.was in solution:
        return fault
    return replace(fault, was=fault.was.replace("'", '"'), now=fault.now.replace("'", '"'))


def _is_piece(fault: Mutant, solution: str) -> bool:
    """Tell whether a fault is one piece of the text instead of another: the headline of a block, without the block."""
    return solution.count(fault.was) == 1 and fault.now != "pass" and fault.was.endswith(":") == fault.now.endswith(":")


def _is_unlikely(fault: Mutant) -> bool:
    return fault.now == "return None" or (" += " in fault.now and " += " not in fault.was)


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
