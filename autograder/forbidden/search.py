"""Find forbidden names in the code that answers an exercise: it must not be what the exercise asks to build."""

import ast
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.forbidden.meanings import OWN, Reader
from autograder.forbidden.names import Program, Scope, look_up, open_class, open_comprehension, open_function
from autograder.submissions.submission import name_place

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

DEEPEST = 12_000  # frames of Python, which take no room on the machine's own stack

Place = tuple[ast.AST, Scope]


@dataclass(frozen=True)
class Forbidden:
    """A forbidden name, where the exercise uses it, and why it may not."""

    name: str
    unit: str
    line: int | None
    reason: str

    @property
    def message(self) -> str:
        """Return the sentence that a student reads."""
        if self.line is None:
            return f"{self.unit} uses {self.name}: {self.reason}."
        place = f"{self.unit}, line {self.line}" if name_place(self.unit) else f"line {self.line}"
        return f"{place} uses {self.name}: {self.reason}."


class Unsearchable(Exception):
    """The program is too involved to be searched: it may not earn points before a person has looked at it."""


def read_program(sources: Sequence[tuple[str, str]]) -> Program:
    """Parse the (name, text) of a submission's units, once for all of its exercises; raise Unsearchable."""
    with _searching():
        return Program(sources)


@contextmanager
def _searching() -> Iterator[None]:
    """Let a search go as deep as a long chain of elif is, and say of what is deeper that it cannot be searched."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        yield
    except (RecursionError, MemoryError):
        raise Unsearchable from None
    finally:
        sys.setrecursionlimit(before)


def find_forbidden(program: Program, exercise: str, forbids: Mapping[str, str]) -> Forbidden | None:
    """Return the first forbidden name that the exercise uses, itself or through what it calls; None if there is none.

    `exercise` is a function, a class, or `Class.method`, which leaves the rest of its class alone. `forbids` maps
    names, or what they begin with ("torch.optim"), to the reason; "torch.Tensor.relu" is also `x.relu` for any x. A
    name that ends in " in METHOD" is forbidden in that method of the exercise's class alone. Raise Unsearchable.
    """
    rules: dict[str, dict[str, str]] = {}
    for key, reason in forbids.items():
        name, _, method = key.partition(" in ")
        rules.setdefault(f"{exercise}.{method}" if method else exercise, {})[name] = reason
    with _searching():
        found = (_Search(program, target, names).run() for target, names in rules.items())
        return next((each for each in found if each is not None), None)


def _name_made_with(thing: object) -> str:
    """Return the name that a thing was made with: it may be reached by many others."""
    try:
        return f"{getattr(thing, '__module__', None)}.{getattr(thing, '__qualname__', None)}"
    # Some of torch's namespaces answer with errors of their own where they know no such name.
    except Exception:
        return ""


class _Search:
    """One walk from an exercise's code through everything of the program that it uses."""

    def __init__(self, program: Program, exercise: str, rules: Mapping[str, str]) -> None:
        self._rules = rules
        self._keys = {id(thing): key for key in rules if (thing := look_up(key)) is not None}
        self._reader = Reader()
        self._members: dict[str, Place] = {}
        self._pending: deque[Place] = deque()
        self._seen: set[ast.AST] = set()
        self._enter(program, exercise)

    def run(self) -> Forbidden | None:
        """Return the first use in the exercise's own code, else in what that uses, and so on."""
        while self._pending:
            node, scope = self._pending.popleft()
            used = [self._judge(each, place) for each, place in self._walk(node, scope)]
            found = [each for each in used if each is not None]
            if found:
                return min(found, key=lambda each: (each.line, -len(each.name)))
        return None

    def _enter(self, program: Program, exercise: str) -> None:
        owner, _, method = exercise.rpartition(".")
        for binding in program.find(owner or method):
            node = binding.node
            if binding.dotted is not None and node is not None:
                # The exercise's own name was imported: `from torch.nn.functional import mse_loss`.
                self._add(ast.copy_location(ast.Name(owner or method, ast.Load()), node), binding.scope)
            elif owner and isinstance(node, ast.ClassDef):
                inside = open_class(node, binding.scope).names.items()
                self._members = {name: (last.node, last.scope) for name, (*_, last) in inside if last.node}
                if method in self._members:
                    self._add(*self._members[method])
                    # The rest of the class is left alone, even where the method names its own class.
                    self._seen.add(node)
                else:
                    self._add(node, binding.scope)
            elif node is not None:
                self._add(node, binding.scope)

    def _add(self, node: ast.AST, scope: Scope) -> None:
        if node not in self._seen:
            self._seen.add(node)
            self._pending.append((node, scope))

    def _judge(self, node: ast.expr, scope: Scope) -> Forbidden | None:
        for meaning in sorted(self._reader.read(node, scope)):
            key = self._find_rule(meaning)
            if key is not None:
                return Forbidden(meaning, scope.unit, node.lineno, self._rules[key])
        return None

    def _find_rule(self, dotted: str) -> str | None:
        thing = look_up(dotted)
        if id(thing) in self._keys:
            return self._keys[id(thing)]
        for name in (dotted, _name_made_with(thing)):
            while name:
                if name in self._rules:
                    return name
                name = name.rpartition(".")[0]
        return None

    def _walk(self, node: ast.AST, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """Yield every expression of a piece of code, and note the pieces that it uses."""
        todo: list[Place] = [(node, scope)]
        while todo:
            node, scope = todo.pop()
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                inside = open_function(node, scope)
                defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
                todo += [(each, scope) for each in [*defaults, *getattr(node, "decorator_list", ())]]
                todo += [(each, inside) for each in (node.body if isinstance(node.body, list) else [node.body])]
                continue
            if isinstance(node, ast.ClassDef):
                inside = open_class(node, scope)
                todo += [(each, scope) for each in [*node.bases, *node.keywords, *node.decorator_list]]
                todo += [(each, inside) for each in node.body]
                continue
            if isinstance(node, COMPREHENSIONS):
                scope = open_comprehension(node, scope)
            if isinstance(node, ast.expr):
                yield node, scope
                self._note_uses(node, scope)
                todo += [(each, scope) for each in self._parse_evaluated(node, scope)]
            skipped = node.annotation if isinstance(node, ast.AnnAssign) else None
            todo += [(each, scope) for each in ast.iter_child_nodes(node) if each is not skipped]

    def _note_uses(self, node: ast.expr, scope: Scope) -> None:
        if isinstance(node, ast.Name):
            for binding in scope.find(node.id):
                if binding.node is not None and binding.scope.parent is None:
                    self._add(binding.node, binding.scope)
        elif isinstance(node, ast.Attribute) and node.attr in self._members and self._is_own(node.value, scope):
            self._add(*self._members[node.attr])

    def _is_own(self, node: ast.expr, scope: Scope) -> bool:
        return OWN in self._reader.read(node, scope)

    def _parse_evaluated(self, node: ast.expr, scope: Scope) -> list[ast.AST]:
        """Return the code that `eval` or `exec` runs, where it is a text that can be read here."""
        if not (isinstance(node, ast.Call) and node.args):
            return []
        if not self._reader.read(node.func, scope) & {"builtins.eval", "builtins.exec"}:
            return []
        parsed = []
        for text in self._reader.read_texts(node.args[0], scope):
            try:
                tree = ast.parse(text.strip())
            except (SyntaxError, ValueError):
                continue
            for inner in ast.walk(tree):
                if isinstance(inner, (ast.expr, ast.stmt)):
                    inner.lineno = node.lineno
            parsed.append(tree)
        return parsed  # type: ignore[return-value]
