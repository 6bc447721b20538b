"""Read what the names of a program stand for from its text alone: nothing of it runs."""

import ast
import functools
import inspect
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

# No submission needs more of them; hostile ones would make each step dearer than the one before.
MOST_BINDINGS = 20
MOST_STAR_IMPORTS = 20
MOST_SCOPES = 50  # in each other


@dataclass(frozen=True)
class Binding:
    """One thing that a name may stand for: what was imported as `dotted`, or else the value of `node`."""

    scope: "Scope"
    dotted: str | None = None
    node: ast.AST | None = None
    # False where the name is not simply the node's value: `for name in node`, `name.attribute = node`.
    is_alias: bool = True
    # False where the line may be skipped, so that what the name stood for before still counts.
    is_certain: bool = True


@dataclass(eq=False)
class Scope:
    """The names that a module, class, function or comprehension binds; RecursionError for one too deep to be read."""

    unit: str
    parent: "Scope | None" = None
    is_class: bool = False
    names: dict[str, list[Binding]] = field(default_factory=dict)
    level: int = field(init=False)

    def __post_init__(self) -> None:
        self.level = 0 if self.parent is None else self.parent.level + 1
        if self.level > MOST_SCOPES:
            raise RecursionError

    def find(self, name: str) -> list[Binding]:
        """Return what the name may stand for here: in the innermost scope that binds it, as Python looks it up."""
        scope = self
        while scope.parent is not None and (name not in scope.names or (scope.is_class and scope is not self)):
            scope = scope.parent
        found = scope.names.get(name, [])
        # A function meets what is there once the module has run; a line of the module may stand anywhere.
        if scope.parent is None and scope is not self:
            found = drop_replaced(found)
        return found

    def add(self, name: str, is_certain: bool = True, is_alias: bool = True, **what: ast.AST | str | None) -> None:
        """Bind a name to `dotted`, to `node`, or to nothing that is known."""
        binding = Binding(self, is_alias=is_alias, is_certain=is_certain, **what)  # type: ignore[arg-type]
        bindings = self.names.setdefault(name, [])
        bindings.append(binding)
        del bindings[:-MOST_BINDINGS]


class Program:
    """The units of one submission; they share their module-level names, as the cells of a notebook do."""

    def __init__(self, sources: Sequence[tuple[str, str]]) -> None:
        """Parse the (name, text) of each unit; one that is no Python does not run either, and is left out alone.

        Raise RecursionError or MemoryError for what is too involved to be read.
        """
        names: dict[str, list[Binding]] = {}
        for unit, text in sources:
            with suppress(SyntaxError, ValueError):
                bind(Scope(unit, names=names), parse(text).body)
        self._names = names

    def find(self, name: str) -> list[Binding]:
        """Return what a module-level name may stand for once every unit has run."""
        return drop_replaced(self._names.get(name, []))


@functools.lru_cache(maxsize=64)
def parse(text: str) -> ast.Module:
    """Parse one unit without a warning, once for all who read it; raise SyntaxError, ValueError or RecursionError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def drop_replaced(bindings: list[Binding]) -> list[Binding]:
    """Return the last binding that is certain, and those that may change it."""
    last = max((index for index, each in enumerate(bindings) if each.is_certain), default=0)
    return bindings[last:]


def bind(scope: Scope, statements: Iterable[ast.stmt], certain: bool = True) -> None:
    """Add the names that statements bind to a scope; functions and classes inside have scopes of their own."""
    for statement in statements:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                scope.add(statement.name, certain, node=statement)
                continue
            case ast.Import(names=names):
                for alias in names:
                    top = alias.name.partition(".")[0]
                    scope.add(alias.asname or top, certain, dotted=alias.name if alias.asname else top, node=alias)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                for alias in names:
                    if alias.name == "*":
                        _bind_star(scope, module, alias, certain)
                    else:
                        scope.add(alias.asname or alias.name, certain, dotted=f"{module}.{alias.name}", node=alias)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    bind_target(scope, target, value, certain)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                bind_target(scope, target, value, certain)
            case ast.AugAssign(target=target, value=value):
                bind_target(scope, target, value, False, is_alias=False)
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                bind_target(scope, target, value, False, is_alias=False)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    if item.optional_vars is not None:
                        bind_target(scope, item.optional_vars, item.context_expr, False, is_alias=False)
        _bind_walruses(scope, statement)
        # What stands under `if __name__ == "__main__":` does not run when the file is imported.
        if not (isinstance(statement, ast.If) and _is_main_guard(statement.test)):
            bind(scope, getattr(statement, "body", ()), certain=False)
        bind(scope, getattr(statement, "orelse", ()), certain=False)
        bind(scope, getattr(statement, "finalbody", ()), certain=False)
        for part in [*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]:
            if isinstance(part, ast.ExceptHandler) and part.name is not None:
                scope.add(part.name, False)
            bind(scope, part.body, certain=False)


def bind_target(scope: Scope, target: ast.expr, value: ast.expr | None, certain: bool, is_alias: bool = True) -> None:
    """Add the names that `target = value` binds; at module level also what `name.attribute = value` changes."""
    match target:
        case ast.Name(id=name):
            scope.add(name, certain, is_alias, node=value)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            paired = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(targets)
            for index, inner in enumerate(targets):
                part = value.elts[index] if paired else value  # type: ignore[union-attr]
                bind_target(scope, inner, part, certain, is_alias and paired)
        case ast.Starred(value=inner):
            bind_target(scope, inner, value, certain, is_alias=False)
        case ast.Attribute(value=ast.Name(id=name)) | ast.Subscript(value=ast.Name(id=name)) if scope.parent is None:
            scope.add(name, False, False, node=value)


def open_function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope) -> Scope:
    """Return the scope of a function's body, with the names that it binds."""
    while scope.is_class and scope.parent is not None:
        scope = scope.parent
    inside = Scope(scope.unit, scope)
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    for argument in every:
        if argument is not None:
            inside.add(argument.arg)
    if not isinstance(node, ast.Lambda):
        bind(inside, node.body)
        for name in _find_shared(node.body):
            inside.names.pop(name, None)
    return inside


def _find_shared(statements: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that a function declares global or nonlocal; functions inside declare theirs."""
    pending = [*statements]
    while pending:
        statement = pending.pop()
        if isinstance(statement, (ast.Global, ast.Nonlocal)):
            yield from statement.names
        # Expressions declare nothing: who walks them at every level needs minutes for what is nested deeply.
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
            pending += ast.iter_child_nodes(statement)


def open_class(node: ast.ClassDef, scope: Scope) -> Scope:
    """Return the scope of a class's body, with the names that it binds."""
    inside = Scope(scope.unit, scope, is_class=True)
    bind(inside, node.body)
    return inside


def open_comprehension(node: ast.AST, scope: Scope) -> Scope:
    """Return the scope of a comprehension, with the names of its loops."""
    inside = Scope(scope.unit, scope)
    for loop in getattr(node, "generators", ()):
        bind_target(inside, loop.target, None, certain=False)
    return inside


@functools.lru_cache(maxsize=4096)
def look_up(dotted: str) -> object | None:
    """Return what a dotted name stands for among the modules that are imported here anyway, running no code for it."""
    first, *rest = dotted.split(".")
    found, path = sys.modules.get(first), first
    for name in rest:
        path = f"{path}.{name}"
        found = inspect.getattr_static(found, name, None) if path not in sys.modules else sys.modules[path]
        if found is None:
            return None
    return found.__func__ if isinstance(found, (staticmethod, classmethod)) else found


def _bind_star(scope: Scope, module: str, alias: ast.alias, certain: bool) -> None:
    stars = scope.names.setdefault("*", [])
    stars.append(Binding(scope, dotted=module, is_certain=False))
    found = look_up(module)
    if found is None or len(stars) > MOST_STAR_IMPORTS:
        return
    public = [name for name in vars(found) if not name.startswith("_")]
    for name in inspect.getattr_static(found, "__all__", public):
        scope.add(name, certain, dotted=f"{module}.{name}", node=alias)


def _bind_walruses(scope: Scope, statement: ast.stmt) -> None:
    for expression in ast.iter_child_nodes(statement):
        if isinstance(expression, ast.expr):
            for node in ast.walk(expression):
                if isinstance(node, ast.NamedExpr):
                    bind_target(scope, node.target, node.value, certain=False)


def _is_main_guard(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]):
            return True
        case ast.Compare(left=ast.Constant(value="__main__"), ops=[ast.Eq()], comparators=[ast.Name(id="__name__")]):
            return True
    return False
