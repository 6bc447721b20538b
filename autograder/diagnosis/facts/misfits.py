"""Exceptions that say that two things do not fit: how many values, which dimension, what kind of argument."""

import ast
import re
from collections.abc import Callable

from autograder.diagnosis.facts.fact import WITH_ARTICLE, find_only, quote
from autograder.diagnosis.nodes import called

Describe = Callable[[re.Match[str], list[ast.AST]], str | None]

KINDS = {
    **WITH_ARTICLE,
    "NoneType": "None",
    "builtin_function_or_method": "a function that is not called",
    "method": "a method that is not called",
    "torch.Size": "a shape",
    "tuple of Tensors": "a list or tuple of tensors",
    "tuple of ints": "whole numbers",
}
# How many dimensions what these are given must have.
RANKED = {"mm": "two", "t": "at most two", "bmm": "three", "dot": "one", "addmm": "two", "trace": "two", "outer": "one"}
GOING_THROUGH = {"enumerate", "list", "tuple", "iter", "sorted", "reversed", "zip", "map", "filter", "sum"}
UNCALLED = {"builtin_function_or_method", "method"}
VALUES = {"shape", "data", "grad", "T", "dtype", "training", "ndim", "requires_grad", "grad_fn", "next_functions"}
COUNTS = {"2": "two", "3": "three", "4": "four", "5": "five"}


def describe_misfit(kind: str, text: str, nodes: list[ast.AST]) -> str | None:
    """Return what an exception says for certain of the code of its line, or None."""
    for kinds, pattern, describe in ROWS:
        found = re.search(pattern, text) if kind in kinds.split() else None
        said = found and (describe if isinstance(describe, str) else describe(found, nodes))
        if said:
            return said
    return None


def _describe_unpacking(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    def get(node: ast.AST) -> ast.AST | None:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            (node, *_) = node.generators
            target = node.target
        if not isinstance(target, ast.Tuple | ast.List) or len(target.elts) != int(found[2]):
            return None
        return None if any(isinstance(each, ast.Starred) for each in target.elts) else node

    it = find_only(nodes, get)
    if not isinstance(it, ast.Assign | ast.For | ast.comprehension):
        return None
    if not isinstance(it, ast.Assign) and ast.unparse(it.iter).endswith(".state_dict()"):
        return f"{quote(it.target)} takes exactly two values, and a dict gives its names alone: `.items()` gives pairs."
    count, how = COUNTS.get(found[2], found[2]), "fewer" if found[1] == "not enough" else "more"
    if isinstance(it, ast.Assign) and re.search(r"\.(?:shape|size\(\))$", ast.unparse(it.value)):
        return f"{quote(it)} wants exactly {count} dimensions, and here there are {how}."
    what = quote(it.targets[0] if isinstance(it, ast.Assign) else it.target)
    return f"{what} takes exactly {count} values, and here there are {how}."


def _describe_hidden_unpacking(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    """Say it of a line that can fail in no other way, where an exception's text belongs to a hidden check."""
    it = find_only(nodes, lambda node: node if isinstance(node, ast.Assign) else None)
    target = it.targets[0] if isinstance(it, ast.Assign) else None
    if not isinstance(it, ast.Assign) or not isinstance(target, ast.Tuple):
        return None
    calls = [ast.unparse(each.func) for each in ast.walk(it.value) if isinstance(each, ast.Call)]
    if any(call.rpartition(".")[2] not in ("keys", "values", "items", "size") for call in calls):
        return None
    count = COUNTS.get(str(len(target.elts)), len(target.elts))
    return f"{quote(target)} takes exactly {count} values, and here there is another number of them."


def _describe_dimension(found: re.Match[str], nodes: list[ast.AST]) -> str:
    counted = "" if found[1].startswith("-") else "; they are counted from 0"
    return f"Here a tensor is asked for its dimension {found[1]}, which it does not have{counted}."


def _describe_rank(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    is_turned = found.string.startswith("t()")

    def get(node: ast.AST) -> ast.AST | None:
        is_it = isinstance(node, ast.Call) and _name_call(node) in RANKED and (_name_call(node) == "t") == is_turned
        return node.func if isinstance(node, ast.Call) and is_it else None

    it = find_only(nodes, get)
    if it is None:
        return None
    name = ast.unparse(it).rpartition(".")[2]
    plural = "dimension" if RANKED[name] == "one" else "dimensions"
    return f"`{name}` takes only tensors of {RANKED[name]} {plural}, and here comes one with another number of them."


def _describe_entries(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    it = find_only(nodes, lambda node: node.value if isinstance(node, ast.Subscript) else None)
    return f"{quote(it)} can be a generator, which has no entries: it can only be gone through." if it else None


def _describe_argument(found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"`{found[1]}` takes {_name(found[2])} here, and gets {_name(found[3])}."


def _describe_pieces(found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"What is put together here must be tensors, and one of them is {_name(found[1])}."


def _describe_called(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    likely: list[ast.AST] = [each for each in calls if isinstance(each, ast.Attribute) and each.attr in VALUES]
    it = find_only(likely or [*calls], lambda node: node)
    return f"{quote(it)} is {_name(found[1])} and no function: parentheses after it call it." if it else None


def _describe_operator(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    sign = found[1].split()[0].rstrip(":")
    # A function that is called in this line may work on them where nobody sees it.
    working = [node for node in nodes if isinstance(node, ast.BinOp | ast.AugAssign | ast.Compare | ast.UnaryOp)]
    is_here = any(sign in ast.unparse(node).split() or ast.unparse(node).startswith(sign) for node in working)
    if not is_here and not (sign == "+" and any(called(node) == "sum" for node in nodes)):
        return None
    return f"`{sign}` does not work between {_name(found[2])} and {_name(found[3])}, which meet here."


def _describe_loop(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    def get(node: ast.AST) -> ast.AST | None:
        it = _find_gone_through(node)
        # Anything else in the line may go through something itself, but never through a function of a library.
        if not isinstance(node, ast.For) and (found[1] not in UNCALLED or not isinstance(it, ast.Attribute)):
            return None
        # What goes through others fails for what it is given.
        while isinstance(it, ast.Call) and isinstance(it.func, ast.Name) and it.func.id in GOING_THROUGH:
            it = it.args[0] if len(it.args) == 1 else None
        return it

    it = find_only(nodes, get)
    return f"{quote(it)} is {_name(found[1])} here: there is nothing in it to go through." if it else None


def _find_gone_through(node: ast.AST) -> ast.expr | None:
    match node:
        case ast.For(iter=it):
            return it
        case ast.ListComp(generators=[first, *_]) | ast.GeneratorExp(generators=[first, *_]):
            return first.iter
        case ast.DictComp(generators=[first, *_]) | ast.SetComp(generators=[first, *_]):
            return first.iter
        case ast.Call(func=ast.Name(id=name), args=[it]) if name in GOING_THROUGH:
            return it
    return None


def _describe_swapped(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    """Say it where the model's output stands second in the line's one call with two arguments."""
    given = [node.args for node in nodes if isinstance(node, ast.Call) and len(node.args) == 2]
    match given:
        case [[ast.Name(), ast.Call(func=ast.Name())]]:
            pass
        case _:
            return None
    said = "Here whole numbers come where scores are expected"
    return f"{said}: a criterion takes the model's output first, then the labels."


def _describe_integer(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "range"]
    return f"`range` takes whole numbers, and here it gets {_name(found[1])}." if len(calls) == 1 else None


def _describe_data(found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"`.data` holds a tensor; here it is given {_name(found[1])}."


def _describe_replaced(found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"`{found[1]}` is a parameter of the module, and a plain tensor cannot take its place."


def _describe_empty(found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"Here `{found[1]}` is asked of a tensor with nothing in it."


def _describe_mean(found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    def get(node: ast.AST) -> ast.AST | None:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr="mean"), args=[averaged, *_]):
                return averaged
            case ast.Call(func=ast.Attribute(value=averaged, attr="mean")):
                return averaged
        return None

    it = find_only(nodes, get)
    held = "True and False" if found[1] == "Bool" else "whole numbers"
    return f"{quote(it)} holds {held}, and `mean` takes floats alone: `.float()` makes them." if it else None


def _describe_lacking(found: re.Match[str], nodes: list[ast.AST]) -> str:
    called = found[1].removesuffix(".__init__").rpartition(".")[2]
    return f"`{called}` is called here without `{found[2]}`, which it needs."


def _name(kind: str) -> str:
    return KINDS.get(kind, f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}")


def _name_call(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


ROWS: tuple[tuple[str, str, str | Describe], ...] = (
    ("ValueError", r"^(not enough|too many) values to unpack \(expected (\d+)", _describe_unpacking),
    ("ValueError", r"^$", _describe_hidden_unpacking),
    (
        "IndexError",
        r"^Dimension out of range \(expected to be in range of .*, but got (-?\d+)\)",
        _describe_dimension,
    ),
    (
        "RuntimeError",
        r"^cannot reshape tensor of 0 elements",
        "`-1` stands for whatever is left, and where a batch is empty nothing tells what that is.",
    ),
    (
        "RuntimeError",
        r"must be a (?:matrix|3D tensor)|^1D tensors expected|^t\(\) expects|^\w+: expected a (?:matrix|1-D)",
        _describe_rank,
    ),
    (
        "RuntimeError ValueError",
        r"At least one of (?:'min' or 'max'|min or max)",
        "`clamp` bounds nothing without `min` or `max`.",
    ),
    (
        "RuntimeError",
        r"^One of the differentiated Tensors does not require grad",
        "Here the gradient of something frozen is asked for: it has none.",
    ),
    (
        "RuntimeError",
        r"^(?:One of the|The) differentiated Tensors? .*appears to not have been used",
        "Here the gradient of something is asked for that the result does not depend on.",
    ),
    ("RuntimeError IndexError", r"^(\w+)\(\): Expected reduction dim to be specified for input.numel", _describe_empty),
    (
        "RuntimeError",
        r"^Can't call numpy\(\) on Tensor that requires grad",
        "A tensor that still belongs to a graph cannot become a NumPy array.",
    ),
    ("TypeError", r"^'generator' object is not subscriptable", _describe_entries),
    ("TypeError", r"^(\w+)\(\): argument '\w+' \(position \d+\) must be ([\w ]+), not ([\w.]+)", _describe_argument),
    (
        "TypeError",
        r"""^([\w.]+)\(\) missing 1 required positional arguments?: ["'](?!self\b)(\w+)["']""",
        _describe_lacking,
    ),
    (
        "RuntimeError",
        r"^mean\(\): .*floating point or complex dtypes?\.? *Got:? (Bool|Long|Int)\b",
        _describe_mean,
    ),
    ("TypeError", r"^expected Tensor as element \d+ in argument \d+, but got (\w+)", _describe_pieces),
    ("TypeError", r"^'([\w.]+)' object is not callable", _describe_called),
    ("TypeError", r"^unsupported operand type\(s\) for ([^:]+): '([\w.]+)' and '([\w.]+)'", _describe_operator),
    ("TypeError", r"^'([<>=]+)' not supported between instances of '([\w.]+)' and '([\w.]+)'", _describe_operator),
    ("TypeError", r"^'(\w+)' object is not iterable", _describe_loop),
    ("TypeError", r"^iteration over a 0-d tensor", "A tensor that is a single number cannot be gone through."),
    ("TypeError", r"^'(torch\.Size|tuple|list)' object cannot be interpreted as an integer", _describe_integer),
    (
        "NotImplementedError",
        r"^\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'",
        _describe_swapped,
    ),
    (
        "ValueError",
        r"^only one element tensors can be converted to Python scalars",
        "Here one number is taken out of a tensor that holds several.",
    ),
    ("TypeError", r"^len\(\) of a 0-d tensor", "`len` is asked here of a tensor that is a single number."),
    (
        "TypeError",
        r"^'float' object cannot be interpreted as an integer|type must be tuple of ints,but got float",
        "Here a whole number is needed, and a float is given.",
    ),
    ("TypeError", r"^Variable data has to be a tensor, but got (\w+)", _describe_data),
    ("TypeError", r"^cannot assign '[\w.]+' as parameter '(\w+)'", _describe_replaced),
    (
        "RuntimeError",
        r"^expected target dtype to be Long or Byte, but got (?:Float|Double)",
        "A loss for classes takes their numbers as int64, and floats are given here.",
    ),
    (
        "RuntimeError",
        r"^view size is not compatible",
        "`view` cannot cut these numbers so: they lie in memory in another order.",
    ),
    (
        "RuntimeError",
        r"^attempting to assign a gradient of size",
        "`.grad` has the shape of its tensor; here it is given another one.",
    ),
    (
        "RuntimeError",
        r"^output with shape .* doesn't match the broadcast shape",
        "What is changed in place keeps its shape, and what comes in here has a larger one.",
    ),
    (
        "RuntimeError",
        r"^Index tensor must have the same number of dimensions as input",
        "`gather` wants indices with as many dimensions as the tensor that it takes from.",
    ),
    (
        "IndexError RuntimeError",
        r"^tensors used as indices must be|^gather\(\): Expected dtype",
        "The indices here are no whole numbers, so that nothing can be looked up with them.",
    ),
    (
        "IndexError",
        r"^Target (-?\d+) is out of bounds",
        lambda found, _: f"A label is {found[1]} here, and there is no score for it: labels count the scores from 0.",
    ),
    (
        "IndexError",
        r"^too many indices for tensor of dimension",
        "Here a tensor is asked for an entry in a dimension that it does not have.",
    ),
)
MISFITS = tuple(dict.fromkeys(kind for kinds, *_ in ROWS for kind in kinds.split()))  # kinds of exceptions
