"""Read what the expressions of a program mean: `o.SGD` is torch.optim.SGD after `from torch import optim as o`."""

import ast
import itertools
from collections.abc import Iterator

from autograder.forbidden.names import Scope, look_up

LONGEST_MEANING = 200
MOST_MEANINGS = 20

# What an expression may mean besides a dotted name: something of the student's own, a text, a way to ask for a name.
OWN, TEXT, GETTER = "<own>", "<text>", "<getter>"
UNKNOWN = "torch.Tensor"
IMPORTERS = ("importlib.import_module", "importlib.__import__", "builtins.__import__")


class Reader:
    """Reads expressions of one program, each of them once."""

    def __init__(self) -> None:
        self._meanings: dict[tuple[ast.AST, Scope], frozenset[str]] = {}

    def read(self, node: ast.AST, scope: Scope) -> frozenset[str]:
        """Return what an expression may mean: dotted names, OWN, texts; nothing where that cannot be read."""
        if (node, scope) not in self._meanings:
            self._meanings[node, scope] = frozenset()  # what refers to itself means nothing
            try:
                meanings = itertools.islice(self._interpret(node, scope), MOST_MEANINGS)
                self._meanings[node, scope] = frozenset(each for each in meanings if len(each) <= LONGEST_MEANING)
            except RecursionError:
                pass
        return self._meanings[node, scope]

    def read_texts(self, node: ast.AST, scope: Scope) -> list[str]:
        """Return the texts that an expression may mean."""
        return [each.removeprefix(TEXT) for each in self.read(node, scope) if each.startswith(TEXT)]

    def _interpret(self, node: ast.AST, scope: Scope) -> Iterator[str]:
        match node:
            case ast.Name(id=name):
                yield from self._interpret_name(name, scope)
            case ast.Attribute(value=value, attr=attribute):
                yield from self._get(value, attribute, scope)
            case ast.Call(func=function, args=arguments):
                for meaning in self.read(function, scope):
                    yield from self._call(meaning, arguments, node.keywords, scope)
            case ast.Subscript(value=value, slice=index):
                for owner, text in itertools.product(self.read(value, scope), self.read_texts(index, scope)):
                    if owner == "sys.modules":
                        yield text
                    elif owner.endswith(".__dict__"):
                        yield f"{owner.removesuffix('.__dict__')}.{text}"
                    elif owner == "builtins.globals()":
                        yield from self._interpret_name(text, _find_module(scope))
            case ast.Constant(value=str(text)):
                yield TEXT + text
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from self._join([left, right], scope)
            case ast.JoinedStr(values=parts):
                yield from self._join(parts, scope)
            case ast.FormattedValue(value=value, format_spec=None) | ast.NamedExpr(value=value):
                yield from self.read(value, scope)
            case ast.IfExp(body=left, orelse=right):
                yield from self.read(left, scope) | self.read(right, scope)
            case ast.BoolOp(values=values):
                yield from (each for value in values for each in self.read(value, scope))

    def _interpret_name(self, name: str, scope: Scope) -> Iterator[str]:
        bindings = scope.find(name)
        if not bindings:
            yield f"builtins.{name}"
            yield from (f"{star.dotted}.{name}" for star in scope.find("*") if look_up(star.dotted or "") is None)
        for binding in bindings:
            if binding.dotted is not None:
                yield binding.dotted
            elif isinstance(binding.node, ast.ClassDef) or (binding.node is None and name in ("self", "cls", "ctx")):
                yield OWN
            elif isinstance(binding.node, ast.expr) and binding.is_alias:
                yield from self.read(binding.node, binding.scope)

    def _get(self, owner: ast.expr, attribute: str, scope: Scope) -> Iterator[str]:
        """Yield what `owner.attribute` may mean; what cannot be read may well be a tensor."""
        for meaning in self.read(owner, scope) or {UNKNOWN}:
            if meaning.startswith((f"{UNKNOWN}.", f"{OWN}.")):
                yield f"{UNKNOWN}.{attribute}"
            elif not meaning.startswith((TEXT, GETTER)):
                yield f"{meaning}.{attribute}"

    def _call(
        self, function: str, arguments: list[ast.expr], keywords: list[ast.keyword], scope: Scope
    ) -> Iterator[str]:
        """Yield what calling a function of this name gives, where that is again a name."""
        if function == OWN or function == "builtins.globals":
            yield OWN if function == OWN else "builtins.globals()"
        if not arguments:
            return
        first = arguments[0]
        if function == "builtins.getattr" and len(arguments) > 1:
            for text in self.read_texts(arguments[1], scope):
                yield from self._get(first, text, scope)
        elif function in IMPORTERS:
            whole = function == IMPORTERS[0] or len(arguments) > 3 or any(each.arg == "fromlist" for each in keywords)
            yield from (text if whole else text.partition(".")[0] for text in self.read_texts(first, scope))
        elif function == "builtins.vars":
            yield from (f"{meaning}.__dict__" for meaning in self.read(first, scope))
        elif function == "operator.attrgetter":
            yield from (GETTER + text for text in self.read_texts(first, scope))
        elif function.startswith(GETTER):
            yield from self._get(first, function.removeprefix(GETTER), scope)

    def _join(self, parts: list[ast.expr], scope: Scope) -> Iterator[str]:
        for texts in itertools.product(*(self.read_texts(part, scope) for part in parts)):
            yield TEXT + "".join(texts)


def _find_module(scope: Scope) -> Scope:
    while scope.parent is not None:
        scope = scope.parent
    return scope
