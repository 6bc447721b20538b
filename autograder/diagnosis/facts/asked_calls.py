"""What the exercise calls, and the student's function or class cannot be called so."""

import ast
import re
from collections.abc import Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, find_close
from autograder.diagnosis.nodes import is_only_module

UNKNOWN_ARGUMENT = re.compile(r"^(?:\w+\.)*(\w+)\(\) got an unexpected keyword argument '(\w+)'")
TOO_MANY = re.compile(r"takes \d+ positional arguments? but \d+ were given")
TOO_FEW = re.compile(r"^(?:\w+\.)*(\w+)\(\) missing \d+ required positional arguments?: (.+)$")
NO_ATTRIBUTE = re.compile(r"^'(\w+)' object has no attribute '(\w+)'")
OTHER_COUNT = re.compile(r"^(?:\w+\.)*(\w+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) w")


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
        lacking = TOO_FEW.match(one.raised.text)
        if lacking and lacking[1] == function.name:
            names = " and ".join(f"`{name}`" for name in re.findall(r"'(\w+)'", lacking[2]))
            said = f"`{answer.node.name}` is called without {names}, and cannot do without"
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
        if found and found[1] == node.name and (lacking := _find_no_super(node)) is not None:
            text = (
                "`super().__init__()` is never called here: until it has run, a module has no place for what it holds."
            )
            yield Fact(text, case.answer.unit.name, lacking.lineno)
        # What begins so is a library's own, and nothing that an exercise asks for.
        elif found and found[1] == node.name and found[2][:1] != "_" and found[2] not in ast.unparse(node):
            close = find_close(found[2], own)
            has = f" There is `{close}`: Python takes every name as it is spelt." if close else ""
            text = f"The class `{node.name}` has no `{found[2]}`, which the exercise asks for.{has}"
            yield Fact(text, case.answer.unit.name, own[close] if close else node.lineno)


def _find_no_super(owner: ast.ClassDef) -> ast.FunctionDef | None:
    """Return the `__init__` of a module that calls none of its bases'."""
    own = next((each for each in owner.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)
    return own if own is not None and is_only_module(owner) and not any(map(_reaches_init, ast.walk(own))) else None


def _reaches_init(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "__init__"
