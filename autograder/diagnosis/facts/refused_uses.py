"""Exceptions that say that a value cannot be used so: asked for yes or no, measured, indexed, kept."""

import ast
import re

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import WITH_ARTICLE, find_only, quote
from autograder.diagnosis.nodes import Function, arguments_of, is_read
from autograder.examination.found import Raised

# What can be walked through, and no more.
LENGTHLESS = {
    **dict.fromkeys(("generator", "map", "filter", "zip", "enumerate"), "a generator"),
    **dict.fromkeys(("list_iterator", "tuple_iterator"), "an iterator"),
}


def describe_truth(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    kind = "an array" if "array" in raised.text else "a tensor"
    for node in nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            return f"{quote(node)} asks for one yes or no; {quote(node.left)} is {kind} here, with one for each number."
    for node in nodes:
        if isinstance(node, ast.BoolOp):
            word = "and" if isinstance(node.op, ast.And) else "or"
            return f"`{word}` asks each side for one yes or no; here a side is {kind}, with one for each number."
    for node in nodes:
        if isinstance(node, ast.If | ast.While | ast.IfExp) and _can_be_unclear(node.test, raised.line):
            word = "while" if isinstance(node, ast.While) else "if"
            return f"`{word}` asks for one yes or no; {quote(node.test)} is {kind}, with one for each number."
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) in ("max", "min")]
    if len(calls) == 1 and len(calls[0].args) > 1:
        name = ast.unparse(calls[0].func)
        asks = f"Python's `{name}` asks which of its arguments is {'larger' if name == 'max' else 'smaller'}"
        return f"{asks}, for one yes or no; of {kind.split()[1]}s there is one for each number."
    return None


def describe_pair(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"Here `{found[1]}` gave two tensors, the numbers and their places; `.values` takes the numbers."


def describe_grad(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"`.grad` holds a tensor or None; here it is given {WITH_ARTICLE.get(found[1], f'a {found[1]}')}."


def describe_subscript(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    it = find_only(nodes, lambda node: node.value if isinstance(node, ast.Subscript) else None)
    return f"{quote(it)} is not called here: a function has no entries." if it else None


def describe_context(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    items = [item.context_expr for node in nodes if isinstance(node, ast.With) for item in node.items]
    uncalled = [quote(one) for one in items if not isinstance(one, ast.Call)]
    return f"{uncalled[0]} is not called here: `with` takes what the call gives." if len(uncalled) == 1 else None


def describe_empty(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"`{found[1]}(…)` can have nothing to go through here, and no value to begin with."


def describe_no_super(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    kept = "A layer" if "module" in found[0].split() else "A parameter"
    return f"{kept} is kept here before `super().__init__()` has run: the module has no place for it yet."


def describe_length(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    it = find_only(nodes, lambda node: node.args[0] if _is_len(node) else None)  # type: ignore[attr-defined]
    if it is None or found[1] not in LENGTHLESS:
        return None
    return f"{quote(it)} can be {LENGTHLESS[found[1]]}, which has no length: `len` cannot know how much is in it."


def describe_fixed(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    it = find_only(nodes, lambda node: node.value if isinstance(node, ast.Subscript) and _is_changed(node) else None)
    return f"{quote(it)} is a tuple here, and of a tuple no entry can be changed or taken away." if it else None


def describe_spent_graph(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    """Say it of a forward that stands before the loop in which backward() came to its graph again."""
    answer, line = case.answer, raised.line or 0
    if answer is None or not isinstance(answer.node, Function):
        return None
    arguments = arguments_of(answer.node)
    loops = [each for each in ast.walk(answer.node) if isinstance(each, ast.For | ast.While)]
    for loop in [each for each in loops if each.lineno <= line <= (each.end_lineno or line)]:
        if any(_calls_one_of(each, arguments) for each in loop.body):
            continue
        for each in ast.walk(answer.node):
            is_before = isinstance(each, ast.Assign) and each.lineno < loop.lineno and _calls_one_of(each, arguments)
            if isinstance(each, ast.Assign) and is_before and is_read(loop, ast.unparse(each.targets[0])):
                text = f"{quote(each)} stands before the loop, and its graph serves one backward() alone"
                return f"{text}: each round needs a forward of its own."
    return None


def _calls_one_of(node: ast.AST, names: list[str]) -> bool:
    return any(isinstance(each, ast.Call) and getattr(each.func, "id", "") in names for each in ast.walk(node))


def describe_assert(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    asked = {case.expected(key).get("raised") for key in case.wrong} - {None}
    if len(asked) != 1:
        return None
    if any(isinstance(node, ast.Assert) for node in nodes):
        return f"`assert` raises AssertionError, and the exercise asks for {asked.pop()}."
    # A library's own assertion, where a refusal is asked for.
    ended = [case.expected(key) for key in case.wrong if case.view(key).get("raised") == "AssertionError"]
    is_refusal = any("raised" in expected for expected in ended)
    return f"AssertionError is raised here, and the exercise asks for {asked.pop()}." if is_refusal else None


def _can_be_unclear(test: ast.expr, line: int | None) -> bool:
    """Return whether a test stands in a line, and may be something else than one yes or no."""
    is_sure = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is | ast.IsNot)
    return not is_sure and line in (test.lineno, test.end_lineno)


def _is_changed(node: ast.Subscript) -> bool:
    return isinstance(node.ctx, ast.Store | ast.Del)


def _is_len(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len" and bool(node.args)
