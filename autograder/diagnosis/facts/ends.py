"""Functions that end before they have done their work, give nothing back, or never refuse anything."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import Function, walk_own
from autograder.diagnosis.relations.kinds import is_tensor
from autograder.diagnosis.relations.reasons import quote_misfit
from autograder.diagnosis.source import Answer


def find_dead_code(case: Case) -> Iterator[Fact]:
    """Find a `raise NotImplementedError` of the stub that still stands above code."""
    # Asked first: nothing of an answer is parsed where all its checks pass.
    if not any(one.check.status == "not_started" for one in case.checks):
        return
    answer = case.answer
    if answer is None:
        return
    for function in _functions(answer):
        for above, below in zip(function.body, function.body[1:], strict=False):
            if isinstance(above, ast.Raise) and above.exc is not None and _names_not_implemented(above.exc):
                text = "`raise NotImplementedError` still stands above your code"
                yield Fact(
                    f"{text}: Python stops there and never comes to line {below.lineno}.",
                    answer.unit.name,
                    above.lineno,
                )


def find_printed(case: Case) -> Iterator[Fact]:
    """Find what is printed where it should be returned."""
    answer = case.answer
    if answer is None or not _gives_none(case):
        return
    for function in _functions(answer):
        returns = [each for each in ast.walk(function) if isinstance(each, ast.Return)]
        for each in returns:
            if isinstance(each.value, ast.Call) and _is_print(each.value):
                text = f"{quote(each)} gives back None: print shows a value on the screen, and returns nothing."
                yield Fact(text, answer.unit.name, each.lineno)
        last = _find_last_value(function)
        if isinstance(last, ast.Call) and _is_print(last):
            text = f"`{function.name}` prints its result and returns nothing: whoever calls it gets None."
            yield Fact(text, answer.unit.name, last.lineno)


def find_unreturned(case: Case) -> Iterator[Fact]:
    """Find a function that ends with its result and has no return."""
    answer = case.answer
    if answer is None or not _gives_none(case):
        return
    for function in _functions(answer):
        last = _find_last_value(function)
        # Of other methods nobody need want a result.
        is_asked = function is answer.node or function.name in ("forward", "backward")
        if is_asked and last is not None and not isinstance(last, ast.Constant):
            text = f"`{function.name}` ends with {quote(last)} and has no `return`: whoever calls it gets None."
            yield Fact(text, answer.unit.name, last.lineno)
        elif is_asked and not _returns(function):
            text = f"`{function.name}` has no `return`: whoever calls it gets None."
            yield Fact(text, answer.unit.name, function.lineno)


def find_other_kind(case: Case) -> Iterator[Fact]:
    """Find the one `return` of a function that gives another kind than the check that is shown asks for."""
    answer, misfit = case.answer, quote_misfit(case.failed[:1])
    if answer is None or misfit is None or not isinstance(answer.node, Function):
        return
    # What a generator gives, or a function inside the function, is not what this function returns.
    own = walk_own(answer.node)
    returns = [each for each in own if isinstance(each, ast.Return)]
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in own):
        return
    if len(returns) == 1:
        yield Fact(f"What is returned here is of another kind. {misfit}", answer.unit.name, returns[0].lineno)


def find_unraised(answer: Answer) -> Iterator[Fact]:
    """Find an exception that is made and never raised."""
    for each in ast.walk(answer.node):
        if not isinstance(each, ast.Return | ast.Expr):
            continue
        made = each.value.func if isinstance(each.value, ast.Call) else each.value
        if isinstance(made, ast.Name) and made.id in ("ValueError", "TypeError", "Exception"):
            does = "gives an exception back as a value" if isinstance(each, ast.Return) else "only makes an exception"
            yield Fact(f"{quote(each)} {does}: `raise` raises it.", answer.unit.name, each.lineno)


def find_left_graph(case: Case) -> Iterator[Fact]:
    """Find a result that is made of plain numbers, where a check wanted to go back through its graph."""
    answer = case.answer
    if answer is None:
        return
    is_cut = any("does not require grad" in one.check.message for one in case.failed)
    # A new tensor that wants a gradient itself keeps it.
    is_kept = any(_gave_none(case.view(key)) and is_tensor(case.expected(key).get("saw")) for key in case.wrong)
    for function in _functions(answer):
        for each in (one.value for one in ast.walk(function) if isinstance(one, ast.Return)):
            is_new = isinstance(each, ast.Call) and ast.unparse(each.func) == "torch.tensor"
            if each is not None and is_new and (is_kept if "requires_grad" in ast.unparse(each) else is_cut):
                text = f"{quote(each)} is a new tensor without a graph: nothing can be backpropagated from it."
                if is_kept:
                    text = f"{quote(each)} is a new tensor: no gradient goes from it into what its numbers come from."
                yield Fact(text, answer.unit.name, each.lineno)


def find_first_round(answer: Answer) -> Iterator[Fact]:
    """Find a loop whose body ends with a `return`, so that it never comes to a second round."""
    for each in ast.walk(answer.node):
        if not isinstance(each, ast.For) or any(isinstance(one, ast.Continue) for one in ast.walk(each)):
            continue
        last = each.body[-1]
        if len(each.body) > 1 and isinstance(last, ast.Return):
            text = f"This `return` ends the loop in its first round: the rest of {quote(each.iter)} is never looked at"
            yield Fact(f"{text}.", answer.unit.name, last.lineno)


def find_no_refusal(case: Case) -> Iterator[Fact]:
    """Find that nothing in an answer raises, where it does not refuse what it should."""
    answer = case.answer
    if answer is None or not any(case.expected(key).get("raised") == "ValueError" for key in case.wrong):
        return
    # Results come before refusals: where good input fails, too, that is to be mended first.
    if not all(case.wrong & case.refusals & {*one.looks} for one in case.failed):
        return
    # A helper of the student's own might raise.
    if not any(isinstance(each, ast.Raise | ast.Assert) for one in answer.definitions for each in ast.walk(one)):
        text = f"What should be refused with a ValueError is not: there is no `raise` in `{answer.node.name}`."
        yield Fact(text, answer.unit.name, answer.node.lineno)


def _functions(answer: Answer) -> list[Function]:
    if isinstance(answer.node, Function):
        return [answer.node]
    return [each for each in answer.node.body if isinstance(each, Function)]


def _find_last_value(function: Function) -> ast.expr | None:
    """Return the value that a function ends with, if it has no other way out: only then nobody is given any."""
    last = function.body[-1]
    return last.value if isinstance(last, ast.Expr) and not _returns(function) else None


def _returns(function: Function) -> bool:
    return any(isinstance(each, ast.Return) for each in walk_own(function))


def _gives_none(case: Case) -> bool:
    """Return whether a check got None; one that takes a pair apart stops there, at a line of its own."""
    stops = [one.raised for one in case.failed if one.raised is not None and one.raised.line is None]
    is_taken_apart = any(one.text == "cannot unpack non-iterable NoneType object" for one in stops)
    is_none = is_taken_apart or (quote_misfit(case.failed) or "").endswith("yours gave None.")
    return is_none or any(_gave_none(case.view(key)) for key in case.wrong)


def _gave_none(view: object) -> bool:
    return isinstance(view, dict) and view == {"saw": None}


def _is_print(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "print"


def _names_not_implemented(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Name) and called.id == "NotImplementedError"
