"""What Python's own exceptions say for certain of the line that they stopped at."""

import ast
import re
from collections.abc import Callable, Iterator
from typing import TypeGuard

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, find_close, kept_attributes, quote
from autograder.examination.found import Raised

Describe = Callable[[Case, Raised, re.Match[str], list[ast.AST]], str | None]

# What has the methods that students look for at a tensor.
ELSEWHERE = {
    "zero_grad": "modules and optimizers have it",
    "step": "optimizers have it",
    **dict.fromkeys(("parameters", "train", "eval", "state_dict", "named_parameters"), "modules have it"),
}
ARTICLES = {"int": "an int", "Tensor": "a tensor", "Parameter": "a parameter, which is a tensor"}
PLAIN = {"list", "tuple", "dict", "float", "int", "str", "set", "bool", "generator", "range"}
# What can be walked through, and no more.
LENGTHLESS = {
    **dict.fromkeys(("generator", "map", "filter", "zip", "enumerate"), "a generator"),
    **dict.fromkeys(("list_iterator", "tuple_iterator"), "an iterator"),
}
UNKNOWN_ARGUMENT = re.compile(r"^(?:\w+\.)*(\w+)\(\) got an unexpected keyword argument '(\w+)'")
TOO_MANY = re.compile(r"takes \d+ positional arguments? but \d+ were given")
NO_ATTRIBUTE = re.compile(r"^'(\w+)' object has no attribute '(\w+)'")
OTHER_COUNT = re.compile(r"^(?:\w+\.)*(\w+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) w")
PAIR = re.compile(r"torch\.return_types\.(max|min|median|mode|sort|topk|kthvalue)\b")
CONTEXT = {"saved_tensors", "save_for_backward", "needs_input_grad"}
FUNCTIONS = {"method", "builtin_function_or_method", "function"}


def find_in_crashes(case: Case) -> Iterator[Fact]:
    """Find what is certain about the exceptions that the student's own lines ended with."""
    for one in case.failed:
        raised = one.raised
        if raised is None or raised.unit is None or raised.line is None:
            continue
        nodes = case.source.nodes_by_line.get((raised.unit, raised.line), [])
        for kind, pattern, describe in KNOWN:
            found = pattern.search(raised.text) if raised.type == kind else None
            text = describe(case, raised, found, nodes) if found else None
            if text:
                yield Fact(text, raised.unit, raised.line)


def find_in_calls(case: Case) -> Iterator[Fact]:
    """Find that the exercise's own function cannot be called as the exercise says."""
    answer = case.answer
    if answer is None:
        return
    around = answer.node.body if isinstance(answer.node, ast.ClassDef) else [answer.node]
    asked = "__init__" if isinstance(answer.node, ast.ClassDef) else answer.node.name
    function = next((each for each in around if isinstance(each, ast.FunctionDef) and each.name == asked), None)
    if function is None:
        return
    named = [each.arg for each in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]]
    own = [name for name in named if name not in ("self", "cls")]
    for one in case.failed:
        # Raised where it is called, not in a line of the student's.
        if one.raised is None or one.raised.type != "TypeError" or one.raised.line is not None:
            continue
        given = OTHER_COUNT.match(one.raised.text)
        if given and given[1] == function.name and answer.owner is None:
            # Of a method Python counts the object, too.
            most, count = (int(number) - (len(named) - len(own)) for number in given.groups()[1:])
            takes = f"takes {most}" if most else "takes none"
            said = f"`{answer.node.name}` is called with {count} argument{'s' if count != 1 else ''}, and {takes}"
            yield Fact(f"{said}.", answer.unit.name, function.lineno)
        found = UNKNOWN_ARGUMENT.match(one.raised.text)
        if found and found[1] == function.name and found[2] not in own:
            listed = ", ".join(f"`{name}`" for name in own)
            has = f"its arguments are {listed}" if own else "it takes none"
            said = f"`{answer.node.name}` is called with `{found[2]}=…`, and has no argument of that name"
            yield Fact(f"{said}; {has}.", answer.unit.name, function.lineno)


def find_without_self(case: Case) -> Iterator[Fact]:
    """Find a method that is an exercise and takes one argument too few, because its object is none of them."""
    answer = case.answer
    if answer is None or answer.owner is None or not isinstance(answer.node, ast.FunctionDef):
        return
    method = answer.node
    first = method.args.args[0].arg if method.args.args else None
    given = [one.raised.text for one in case.failed if one.raised is not None and one.raised.line is None]
    if first != "self" and not method.decorator_list and any(TOO_MANY.search(text) for text in given):
        text = f"`{method.name}` lacks `self`: Python hands every method its object as the first argument."
        yield Fact(text, answer.unit.name, method.lineno)


def find_missing_methods(case: Case) -> Iterator[Fact]:
    """Find a method that is called and that the student's class has not."""
    node = case.answer.node if case.answer else None
    if not isinstance(node, ast.ClassDef) or case.answer is None:
        return
    own = {each.name: each.lineno for each in node.body if isinstance(each, ast.FunctionDef)}
    for one in case.failed:
        raised = one.raised
        if raised is None or raised.type != "AttributeError" or raised.line is not None:
            continue
        found = NO_ATTRIBUTE.match(raised.text)
        if found and found[1] == node.name and found[2] not in ast.unparse(node):
            close = find_close(found[2], own)
            has = f" There is `{close}`: Python takes every name as it is spelt." if close else ""
            text = f"The class `{node.name}` has no `{found[2]}`, which the exercise asks for.{has}"
            yield Fact(text, case.answer.unit.name, own[close] if close else node.lineno)


def _one(nodes: list[ast.AST], fits: Callable[[ast.AST], ast.AST | None]) -> ast.AST | None:
    """Return what fits, if there is but one way to write it."""
    found = {ast.unparse(part): part for node in nodes if (part := fits(node)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _describe_none_attribute(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    owners = [node.value for node in nodes if isinstance(node, ast.Attribute) and node.attr == found[1]]
    # Of `p.data` and `p.grad.data`, the second: p is what the function was given.
    gradients = [node for node in owners if isinstance(node, ast.Attribute) and node.attr == "grad"]
    names = {ast.unparse(node.value) for node in gradients if isinstance(node.value, ast.Name)}
    it = _one([node for node in owners if ast.unparse(node) not in names], lambda node: node)
    return _say_none(it, f"so it has no `{found[1]}`") if it else None


def _describe_none_operand(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    it = _one(nodes, lambda node: node if isinstance(node, ast.Attribute) and node.attr == "grad" else None)
    return _say_none(it, "") if it else None


def _say_none(it: ast.AST, so: str) -> str:
    if isinstance(it, ast.Attribute) and it.attr == "grad":
        return f"{quote(it)} is None here: at this point there is no gradient."
    return f"{quote(it)} is None here, {so}."


def _describe_attribute(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    kind, name = found[1], found[2]
    it = _one(nodes, lambda node: node.value if isinstance(node, ast.Attribute) and node.attr == name else None)
    if it is None:
        return None
    if kind in FUNCTIONS:
        return f"{quote(it)} is not called here: without parentheses it only names the function."
    if kind in ("Tensor", "Parameter"):
        hint = f": {ELSEWHERE[name]}" if name in ELSEWHERE else ""
        return f"{quote(it)} is {ARTICLES[kind]}, and tensors have no `{name}`{hint}."
    if kind in PLAIN:
        return f"{quote(it)} is {ARTICLES.get(kind, f'a {kind}')} here, and has no `{name}`."
    owner = case.answer.owner or case.answer.node if case.answer else None
    if isinstance(owner, ast.ClassDef) and owner.name == kind and ast.unparse(it) == "self":
        return _say_unset("self", name, set(kept_attributes(owner)))
    # A context is an object of a class that autograd makes for the student's.
    if case.answer and isinstance(owner, ast.ClassDef) and kind == f"{owner.name}Backward" and isinstance(it, ast.Name):
        stored = [each for each in ast.walk(case.answer.tree) if _is_stored(each)]
        set_here = {each.attr for each in stored if ast.unparse(each.value) == it.id}
        return _say_unset(it.id, name, set_here | CONTEXT)
    return None


def _say_unset(owner: str, name: str, known: set[str]) -> str | None:
    close = find_close(name, known)
    if name in known:
        return None
    return f"Nothing sets `{owner}.{name}`" + (f"; there is `{owner}.{close}`." if close else ".")


def _is_stored(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def _describe_pair(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"Here `{found[1]}` gave two tensors, the numbers and their places; `.values` takes the numbers."


def _describe_module(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"{found[1]} has no `{found[2]}`: look at its spelling."


def _describe_truth(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    kind = "an array" if "array" in raised.text else "a tensor"
    for node in nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            return f"{quote(node)} asks for one yes or no; {quote(node.left)} is {kind} here, with one for each number."
    for node in nodes:
        if isinstance(node, ast.BoolOp):
            word = "and" if isinstance(node.op, ast.And) else "or"
            return f"`{word}` asks each side for one yes or no; here a side is {kind}, with one for each number."
    for node in nodes:
        if isinstance(node, ast.If | ast.While | ast.IfExp):
            word = "while" if isinstance(node, ast.While) else "if"
            return f"`{word}` asks for one yes or no; {quote(node.test)} is {kind}, with one for each number."
    return None


def _describe_grad(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    return f"`.grad` holds a tensor or None; here it is given {ARTICLES.get(found[1], f'a {found[1]}')}."


def _describe_subscript(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    it = _one(nodes, lambda node: node.value if isinstance(node, ast.Subscript) else None)
    return f"{quote(it)} is not called here: a function has no entries." if it else None


def _describe_no_super(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str:
    return "A layer is kept here before `super().__init__()` has run: the module has no place for it yet."


def _describe_length(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    it = _one(nodes, lambda node: node.args[0] if _is_len(node) else None)  # type: ignore[attr-defined]
    if it is None or found[1] not in LENGTHLESS:
        return None
    return f"{quote(it)} can be {LENGTHLESS[found[1]]}, which has no length: `len` cannot know how much is in it."


def _is_len(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len" and bool(node.args)


def _describe_key(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    def get(node: ast.AST) -> ast.AST | None:
        is_it = isinstance(node, ast.Subscript) and ast.unparse(node.slice) == raised.text
        return node.value if isinstance(node, ast.Subscript) and is_it else None

    it = _one(nodes, get)
    return f"{quote(it)} has no entry {raised.text} here." if it else None


def _describe_assert(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    asked = {case.expected(key).get("raised") for key in case.wrong} - {None}
    if len(asked) != 1 or not any(isinstance(node, ast.Assert) for node in nodes):
        return None
    return f"`assert` raises AssertionError, and the exercise asks for {asked.pop()}."


def _describe_no_entry(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    def get(node: ast.AST) -> ast.AST | None:
        is_first = isinstance(node, ast.Subscript) and not isinstance(node.value, ast.Subscript)
        return node if is_first and isinstance(node.slice, ast.Constant) else None  # type: ignore[attr-defined]

    deeper = [node for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript)]
    it = _one(nodes, get)
    # Of a[0][1] it may be either, but the pairs in next_functions are never empty.
    if not isinstance(it, ast.Subscript) or (deeper and "next_functions" not in ast.unparse(it)):
        return None
    entry = ast.unparse(it.slice)
    return f"{quote(it.value)} {'is empty here' if entry == '0' else f'has no entry {entry} here'}."


KNOWN: tuple[tuple[str, re.Pattern[str], Describe], ...] = (
    ("AttributeError", re.compile(r"^'NoneType' object has no attribute '(\w+)'"), _describe_none_attribute),
    ("TypeError", re.compile(r"unsupported operand type.*'NoneType'"), _describe_none_operand),
    ("TypeError", re.compile(r"bad operand type .*'NoneType'"), _describe_none_operand),
    ("TypeError", re.compile(r"must be (?:a )?Tensor, not NoneType"), _describe_none_operand),
    ("AttributeError", re.compile(r"^cannot assign (?:module|parameters?) before Module.__init__"), _describe_no_super),
    ("AttributeError", PAIR, _describe_pair),
    ("TypeError", PAIR, _describe_pair),
    ("AttributeError", re.compile(r"^'(\w+)' object has no attribute '(\w+)'"), _describe_attribute),
    ("AttributeError", re.compile(r"^module '([\w.]+)' has no attribute '(\w+)'"), _describe_module),
    ("TypeError", re.compile(r"^object of type '(\w+)' has no len\(\)"), _describe_length),
    ("AssertionError", re.compile(""), _describe_assert),
    ("IndexError", re.compile(r"^(?:tuple|list) index out of range"), _describe_no_entry),
    ("KeyError", re.compile(r"^'[\w.]+'$"), _describe_key),
    ("RuntimeError", re.compile(r"^Boolean value of Tensor with more than one value"), _describe_truth),
    ("ValueError", re.compile(r"^The truth value of an array with more than one element"), _describe_truth),
    (
        "TypeError",
        re.compile(r"^assigned grad expected to be a Tensor or None but got grad of type (\w+)"),
        _describe_grad,
    ),
    (
        "TypeError",
        re.compile(r"'(?:builtin_function_or_method|method|function)' object is not subscriptable"),
        _describe_subscript,
    ),
)
