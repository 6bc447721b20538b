"""Where Python stopped, and what its exception says, in words that the course has taught."""

import ast
import re
from collections.abc import Callable

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.endless import find_line, nodes_of
from autograder.diagnosis.sentence import RELATION, Sentence
from autograder.examination.found import Raised
from autograder.submissions.submission import name_place

# What is raised where a call, or what came back, does not fit: in no line of the student's.
CALLING = ("TypeError", "AttributeError", "RuntimeError", "NotImplementedError")
# The file ended before the name got its meaning: nothing was called.
MISSING = re.compile(r"^module '\w+' has no attribute ")
UNPACKED = re.compile(r"^(not enough|too many) values to unpack \(expected (\d+)")
ARTICLE = re.compile(r"^(?=[AEIOU])")


def describe_stop(case: Case) -> Sentence | None:
    """Return what is known of the exception that ended the most failed checks; of hidden checks only its kind."""
    endless = find_line(case)
    if endless is not None:
        is_loop = any(isinstance(node, ast.While | ast.For) for node in nodes_of(case, endless))
        what = "This loop was still going round" if is_loop else "Python was still here"
        cell = name_place(case.answer.unit.name) if case.answer else None
        return Sentence(f"{what} when the time was up.", RELATION, endless, cell)
    stops = [one for one in case.failed if one.raised is not None and one.raised.line is not None]
    shown = [one for one in stops if not one.check.hidden]
    for one in shown:
        assert one.raised is not None
        text = _reword(one.raised)
        if text is not None:
            return _place(one.raised, text)
    for one in stops:
        assert one.raised is not None
        kind = one.raised.type
        if _is_refused(case, one.raised):
            return _place(one.raised, f"{kind} is raised here for input that should be taken.")
        return _place(one.raised, f"Python stops here with {_name(kind)}.")
    # Of a check that is not the one shown in full nobody sees how it ended.
    called = case.failed[0].raised
    parts = UNPACKED.match(called.text) if called is not None and called.line is None else None
    if parts is not None:
        how = "fewer" if parts[1] == "not enough" else "more"
        return Sentence(f"What comes back is taken apart into {parts[2]} parts, and it has {how}.", RELATION)
    if called is not None and _is_of_a_call(called) and case.answer is not None:
        return Sentence(f"Called as the exercise says, it ends with {_name(called.type)}.", RELATION)
    return None


def is_missing(raised: Raised | None) -> bool:
    """Return whether a check found no definition to call."""
    return raised is not None and MISSING.match(raised.text) is not None


def _is_of_a_call(raised: Raised) -> bool:
    return raised.type in CALLING and not is_missing(raised)


def _is_refused(case: Case, raised: Raised) -> bool:
    """Return whether the line is a `raise` of the student's, and nowhere is one asked for."""
    nodes = case.source.nodes_by_line.get((raised.unit or "", raised.line), [])
    is_own = any(isinstance(node, ast.Raise) and node.lineno == raised.line for node in nodes)
    refusals = {key for key in case.wrong if case.view(key).get("raised") == raised.type}
    return is_own and bool(refusals) and all("saw" in case.expected(key) for key in refusals)


def _name(kind: str) -> str:
    return f"{'an' if ARTICLE.match(kind) else 'a'} {kind}"


def _place(raised: Raised, text: str) -> Sentence:
    cell = name_place(raised.unit)
    return Sentence(text, RELATION, raised.line, cell)


def _reword(raised: Raised) -> str | None:
    for pattern, say in WORDS:
        found = re.search(pattern, raised.text)
        if found is not None:
            return say(*found.groups())
    return None


WORDS: tuple[tuple[str, Callable[..., str]], ...] = (
    (
        r"^mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)",
        lambda a, b, c, d: f"Here rows of {b} numbers come to a layer or product that takes rows of {c}.",
    ),
    (
        r"^The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)",
        lambda a, b: f"Here two tensors meet whose sizes do not fit: {a} and {b}.",
    ),
    (
        r"^operands could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))",
        lambda a, b: f"Here two arrays meet whose shapes do not fit: {_shape(a)} and {_shape(b)}.",
    ),
    (
        r"^shape '(\[.*\])' is invalid for input of size (\d+)",
        lambda shape, size: f"Here {size} numbers are to be cut into the shape {shape}, which does not come out even.",
    ),
    (
        r"^element 0 of tensors does not require grad",
        lambda: "backward() starts here from a tensor without a history: somewhere before, the graph was left.",
    ),
    (
        r"^grad can be implicitly created only for scalar outputs",
        lambda: "backward() without an argument needs one number; here the tensor holds more than one.",
    ),
    (
        r"^Trying to backward through the graph a second time",
        lambda: "backward() comes to this graph for the second time; the first one has used it up.",
    ),
    (
        r"^a (?:view of a )?leaf Variable that requires grad is being used in an in-place operation",
        lambda: "A tensor that requires a gradient is changed in place here, while autograd takes notes.",
    ),
    (
        r"^one of the variables needed for gradient computation has been modified by an inplace operation",
        lambda: "Something that backward() still needs was changed in place before.",
    ),
    (r"^optimizer got an empty parameter list", lambda: "The optimizer is given no parameters: the model has none."),
    (
        r"^Can't call numpy\(\) on Tensor that requires grad",
        lambda: "A tensor that still belongs to a graph cannot become a NumPy array.",
    ),
    (
        r"^a Tensor with (\d+) elements cannot be converted to Scalar",
        lambda count: f"Here one number is taken out of a tensor that holds {count}.",
    ),
    (
        r"^mat1 and mat2 must have the same dtype, but got (\w+) and (\w+)",
        lambda a, b: f"Here two kinds of numbers meet: {a} and {b}.",
    ),
    (
        r"expected input\[.*\] to have (\d+) channels, but got (\d+) channels",
        lambda asked, given: f"Here {given} channels come to a layer that takes {asked}.",
    ),
    (r"^index (-?\d+) is out of bounds for dimension (\d+) with size (\d+)", lambda i, d, n: _out_of_bounds(i, n)),
    (
        r"^cannot access local variable '(\w+)'",
        lambda name: f"`{name}` has no value here: no line that gives it one has been run.",
    ),
    (r"^maximum recursion depth exceeded", lambda: "Here a function calls itself again and again, without an end."),
)


def _shape(text: str) -> str:
    return str(tuple(int(size) for size in text.strip("()").split(",") if size))


def _out_of_bounds(index: str, size: str) -> str:
    there = f"where there are {size}, counted from 0" if int(size) else "where there is none"
    return f"Here entry {index} is asked for {there}."
