"""Make mutants of a solution: programs with one small fault each, which the checks should notice."""

import ast
import copy
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from autograder.author.build.pieces import is_given
from autograder.author.prove.mutations import mutate_condition, mutate_expression, mutate_statement, skip_call
from autograder.course import Assignment
from autograder.course.solution import list_places, read_solution
from autograder.submissions.syntax import Definition

# Annotations do nothing when a program runs, and what an exception says is free.
LEFT_ALONE = {"annotation", "returns", "decorator_list", "exc"}


@dataclass(frozen=True)
class Mutant:
    """A whole program that differs from the solution in one place."""

    exercise: str  # "" for a helper or a constant, which may serve several exercises
    line: int
    was: str  # the statement in question, on one line
    now: str
    source: str
    place: str = ""  # where an author finds the line: in which file, if there are several

    @property
    def description(self) -> str:
        """Say on one line where and how it differs."""
        was, now = _cut_signatures(self.was, self.now)
        return f"{self.place or f'line {self.line}'}: `{was}` -> `{now}`"


@dataclass(frozen=True)
class _Place:
    """A piece of the tree: a field of its parent, or one element of it, in a statement within definitions."""

    node: ast.stmt | ast.expr
    parent: ast.AST
    field: str
    index: int | None
    statement: ast.stmt
    definitions: tuple[str, ...]


def mutate_solution(assignment: Assignment) -> list[Mutant]:
    """Return every mutant of an assignment's solution, each with its place; of several files, in their order."""
    places = list_places(assignment)
    mutants = make_mutants(read_solution(assignment), list(assignment.points))
    if len(assignment.sources) == 1:
        return list(mutants)
    return [replace(each, place="{}, line {}".format(*places[each.line - 1])) for each in mutants]


def make_mutants(source: str, names: Collection[str]) -> Iterator[Mutant]:
    """Yield every mutant of a solution once, from its first line to its last.

    A mutant belongs to the innermost one of the exercises `names` that it lies in. Docstrings, annotations, what
    exceptions say, and what is given to students are left alone.
    """
    tree = ast.parse(source)
    imports = (node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    modules = {alias.asname or alias.name for node in imports for alias in node.names}
    seen = {ast.unparse(tree)}
    for place in _places(tree, source.split("\n")):
        was = _headline(place.statement)
        for choice in _choices(place, modules):
            with _put(place, choice):
                mutated = ast.unparse(tree)
                now = _headline(choice[0] if isinstance(choice[0], ast.stmt) else place.statement)
            if mutated not in seen:
                seen.add(mutated)
                yield Mutant(_exercise(place.definitions, names), place.node.lineno, was, now, mutated)


def _places(
    parent: ast.AST, lines: Sequence[str], around: ast.stmt | None = None, definitions: tuple[str, ...] = ()
) -> Iterator[_Place]:
    """Walk the tree in the order of the text."""
    for field, value in ast.iter_fields(parent):
        if field in LEFT_ALONE:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            statement, inside = around, definitions
            if isinstance(node, Definition):
                if is_given(lines, node):
                    continue
                inside = (*definitions, node.name)
            if isinstance(node, ast.keyword) and node.arg == "strict":
                continue  # zip(strict=True) says what its author is sure of; no input can make a difference
            if isinstance(node, ast.stmt):
                statement = node
            if statement and isinstance(node, ast.stmt | ast.expr):
                yield _Place(node, parent, field, index, statement, inside)
            if isinstance(node, ast.AST):
                yield from _places(node, lines, statement, inside)


def _choices(place: _Place, modules: Collection[str]) -> Iterator[Sequence[ast.AST]]:
    node, parent = place.node, place.parent
    if isinstance(node, ast.stmt):
        yield from mutate_statement(node)
    if isinstance(node, ast.expr):
        yield from ([wrong] for wrong in mutate_expression(node))
        if place.field in {"test", "ifs"}:
            always, never = not isinstance(parent, ast.While), bool(getattr(parent, "orelse", []))
            yield from ([wrong] for wrong in mutate_condition(node, always=always, never=never))
        # As a statement of its own, a call is dropped already.
        if isinstance(node, ast.Call) and not isinstance(parent, ast.Expr):
            yield from ([wrong] for wrong in skip_call(node, modules))


@contextmanager
def _put(place: _Place, choice: Sequence[ast.AST]) -> Iterator[None]:
    """Have something else in a place for a moment."""
    old = getattr(place.parent, place.field)
    new = choice[0] if place.index is None else [*old[: place.index], *choice, *old[place.index + 1 :]]
    setattr(place.parent, place.field, new)
    yield
    setattr(place.parent, place.field, old)


def _headline(statement: ast.stmt) -> str:
    """Return a statement on one line; of one with a block, what stands above the block."""
    if not hasattr(statement, "body"):
        return " ".join(line.strip() for line in ast.unparse(statement).split("\n"))
    shell = copy.copy(statement)
    shell.body = [ast.Pass()]
    above, _, _ = ast.unparse(shell).partition(f"\n{' ' * 4}pass")
    return " ".join(above.split("\n"))


def _cut_signatures(was: str, now: str) -> tuple[str, str]:
    """Return of two signatures the arguments in which they differ; other statements as they are."""
    if not was.startswith(("def ", "async def ")) or was.count(", ") != now.count(", "):
        return was, now
    pairs = list(zip(was.split(", "), now.split(", "), strict=True))
    at = [number for number, (one, other) in enumerate(pairs) if one != other]
    some = pairs[at[0] : at[-1] + 1] if at else pairs
    before, after = "… " * (some[0] is not pairs[0]), " …" * (some[-1] is not pairs[-1])
    one, other = (f"{before}{', '.join(parts)}{after}" for parts in zip(*some, strict=True))
    return one, other


def _exercise(definitions: Sequence[str], names: Collection[str]) -> str:
    """Return the longest of the names that lead to a place, from the outermost definition inwards."""
    paths = (".".join(definitions[:end]) for end in range(len(definitions), 0, -1))
    return next((path for path in paths if path in names), "")
