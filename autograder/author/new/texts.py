"""Write slips and hints for the exercises of an existing solution, as far as it tells them."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from autograder.author.new.skeleton import Skeleton
from autograder.author.prove.mutants import Mutant, make_mutants
from autograder.course.texts import quote_toml

TODO = "TODO"
SLIPS = 2  # an exercise


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
    return "\n[[slip]]\n" + "".join(f"{part} = {quote_toml(text)}\n" for part, text in parts.items())


def write_hints(exercises: Sequence[Skeleton]) -> str:
    """Return the places of three hints an exercise."""
    remark = "<!-- Three hints an exercise, under `## NAME`: from a nudge to almost the answer. -->\n"
    hints = f"1. {TODO}: a nudge.\n2. {TODO}: where to look.\n3. {TODO}: almost the answer.\n"
    return remark + "".join(f"\n## {each.name}\n{hints}" for each in exercises)


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
