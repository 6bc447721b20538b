"""What of a check file crosses the wall: the bare text of a probe, after that of the helpers that it calls."""

import ast
import builtins
import inspect
import symtable
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

KNOWN_NAMES = {"torch", "numpy", "nn", "F"}
PROBE = "probe"  # what every probe is called on the other side

MARK = "__texts_that_cross__"
_Function = TypeVar("_Function", bound=Callable[..., Any])


def helper(function: _Function) -> _Function:
    """Let probes call a function of a check file: its text travels with each probe that calls it.

    It follows the rules of a probe: beside its parameters it may use `torch`, `numpy`, `nn`, `F`, what it imports
    itself, and other helpers. Checks call it as any function. Raise pytest.UsageError, with the remedy, for a function
    that cannot cross the wall.
    """
    function.__dict__[MARK] = collect_texts(function, f"helper {function.__name__}", function.__name__)
    return function


def texts_of(function: Callable[..., Any], user: str) -> dict[str, str]:
    """Return what crosses with a helper, itself last; raise pytest.UsageError, naming its user, if it is none."""
    texts: dict[str, str] | None = getattr(function, MARK, None)
    if texts is None:
        raise pytest.UsageError(f"{user} names {function.__name__}, which must be a @helper to stand in the sandbox")
    return texts


def collect_texts(function: Callable[..., Any], called: str, name: str) -> dict[str, str]:
    """Return what must cross for a function to run: by name the texts of the helpers that it uses, then its own.

    The function crosses as `name`; in messages it is `called` so.
    """
    text = _strip(inspect.getsource(function), name)
    texts: dict[str, str] = {}
    strangers = []
    for used in sorted(_find_globals(text) - KNOWN_NAMES - set(dir(builtins)) - {name}):
        value = inspect.unwrap(function).__globals__.get(used)
        theirs = getattr(value, MARK, None)
        if theirs is None:
            strangers.append(used)
        elif used not in theirs:
            raise pytest.UsageError(f"{called} uses the helper {value.__name__} as {used}: import it by its own name.")
        elif mixed := [other for other in theirs if texts.get(other, theirs[other]) != theirs[other]]:
            raise pytest.UsageError(f"{called} uses two helpers that are called {mixed[0]}: rename one.")
        else:
            texts |= theirs
    if strangers:
        raise pytest.UsageError(
            f"{called} uses {', '.join(strangers)} of its file. It runs in the student's sandbox, where nothing of "
            "this file exists: take it as a parameter (a fixture), or import it inside; a function may be marked with "
            "@helper, above its first use."
        )
    if name in texts:
        raise pytest.UsageError(f"{called} uses a helper that is called {name}: rename it.")
    return texts | {name: text}


def wrap(source: str, function: Callable[..., Any], *arguments: object) -> str:
    """Return a probe's source after which `function` is called in its place: with it, the arguments, what it is given.

    The function follows the rules of a helper; of the arguments, what they look like crosses.
    """
    name = function.__name__
    crossing = "".join(f"{argument!r}, " for argument in arguments)
    # Below the probe's own source, whose lines are quoted by their numbers.
    return (
        f"{source}\n{collect_texts(function, name, name)[name]}\n"
        f"def {PROBE}(student, look={PROBE}, **given):\n    return {name}(look, {crossing}student, **given)\n"
    )


def _strip(source: str, name: str) -> str:
    """Return the text of a function without what its file alone knows: decorators, annotations, docstrings, comments.

    A student's code could read them on the other side, and they say what is expected.
    """
    margin = source[: len(source) - len(source.lstrip())]
    # Not textwrap.dedent, which gives up where the lines of a text inside begin at the left edge.
    tree = ast.parse("".join(line.removeprefix(margin) for line in source.splitlines(keepends=True)))
    top = tree.body[0]
    if isinstance(top, ast.ClassDef):
        raise pytest.UsageError(
            f"{name} must be a function, written with def: in place of a class, one called {name} that takes what its "
            "__init__ takes, has the class inside, and returns an instance"
        )
    if not isinstance(top, ast.FunctionDef):
        raise pytest.UsageError(f"{name} must be a function, written with def")
    top.decorator_list = []
    top.name = name
    return ast.unparse(_Stripped().visit(tree)) + "\n"


class _Stripped(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        # A dataclass is made of its annotations.
        node.body = [one if isinstance(one, ast.AnnAssign) else self.visit(one) for one in node.body]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        said = ast.Assign([node.target], node.value) if node.value else ast.Pass()
        return ast.copy_location(said, node)


def _find_globals(text: str) -> set[str]:
    """Return the global names that a function, the defaults of its parameters and everything nested in it use."""
    found: set[str] = set()
    pending = [symtable.symtable(text, "<probe>", "exec")]
    while pending:
        table = pending.pop()
        found |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()}
        pending += table.get_children()
    return found
