"""What a function sets for the whole program, and does not set back: random states, whether graphs are recorded."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import Function
from autograder.diagnosis.source import Answer

SEEDING = {"torch.manual_seed", "np.random.seed", "numpy.random.seed", "random.seed", "torch.random.manual_seed"}
SET_BACK = ("fork_rng", "set_rng_state", "set_state", "setstate")
# Where these are given, the randomness is to come from them alone.
SOURCES = {"seed", "generator"}


def find_global_seed(answer: Answer) -> Iterator[Fact]:
    """Find a function that is given a seed or a generator, and seeds what everybody draws from."""
    if not _is_given_randomness(answer.node):
        return
    text = ast.unparse(answer.node)
    if any(word in text for word in SET_BACK):
        return
    for call in _list_calls(answer.node):
        if ast.unparse(call.func) in SEEDING:
            said = f"{quote(call)} seeds the random numbers of the whole program, not those of this function alone"
            yield Fact(f"{said}.", answer.unit.name, call.lineno)


def find_global_loader(answer: Answer) -> Iterator[Fact]:
    """Find, in such a function or in one that it calls, a DataLoader that draws from what everybody draws from."""
    if not _is_given_randomness(answer.node):
        return
    used = {each.id for each in ast.walk(answer.node) if isinstance(each, ast.Name)}
    called = [each for each in answer.tree.body if isinstance(each, Function) and each.name in used]
    for function in [answer.node, *called]:
        for call in _list_calls(function):
            is_loader = ast.unparse(call.func).endswith("DataLoader")
            if is_loader and not {"generator", None} & {each.arg for each in call.keywords}:
                said = "A DataLoader without a generator draws from the global random state whenever it is gone through"
                yield Fact(f"{said}.", answer.unit.name, call.lineno)


def find_grad_mode(answer: Answer) -> Iterator[Fact]:
    """Find graphs that are switched off, or on, for whoever comes next."""
    calls = [each for each in _list_calls(answer.node) if _switches(each)]
    # A mode that was found and is put back is a name, and no True or False.
    if not all(isinstance(call.args[0], ast.Constant) for call in calls):
        return
    within = [item.context_expr for each in ast.walk(answer.node) if isinstance(each, ast.With) for item in each.items]
    for call in reversed([call for call in calls if call not in within]):
        does = (
            "records graphs from here on, whatever was set before" if _is_on(call) else "stays in force after the call"
        )
        yield Fact(f"{quote(call)} {does}.", answer.unit.name, call.lineno)


def _is_given_randomness(node: ast.AST) -> bool:
    """Return whether code is a function that is given a seed or a generator."""
    arguments = ast.walk(node.args) if isinstance(node, Function) else iter(())
    return any(isinstance(each, ast.arg) and each.arg in SOURCES for each in arguments)


def _list_calls(node: ast.AST) -> list[ast.Call]:
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return sorted(calls, key=lambda call: call.lineno)


def _switches(call: ast.Call) -> bool:
    return ast.unparse(call.func).endswith("set_grad_enabled") and len(call.args) == 1


def _is_on(call: ast.Call) -> bool:
    return isinstance(call.args[0], ast.Constant) and call.args[0].value is True
