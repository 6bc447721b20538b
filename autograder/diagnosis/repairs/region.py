"""Which definitions of a student's file an exercise consists of: its own, and what that uses by name."""

import ast
import contextlib
import hashlib
from collections.abc import Collection, Sequence

from autograder.diagnosis.nodes import Definition
from autograder.diagnosis.repairs.source_text import SourceText
from autograder.submissions import Unit
from autograder.submissions.syntax import is_short


def find_region(
    sources: Sequence[SourceText], exercise: str, others: Collection[str]
) -> list[tuple[SourceText, ast.stmt]]:
    """Return the statements that an exercise consists of, its own definition first; none if it is not there.

    What another exercise of `others` consists of belongs to that one.
    """
    name, _, method = exercise.partition(".")
    # The last definition of a name is the one that counts.
    top = {bound: (source, node) for source in sources for node in source.tree.body for bound in _binds(node)}
    if name not in top:
        return []
    source, main = top[name]
    if method:
        methods = [node for node in getattr(main, "body", []) if getattr(node, "name", "") == method]
        if not methods:
            return []
        main = methods[-1]
    strangers = {other.partition(".")[0] for other in others} - {name}
    region: list[tuple[SourceText, ast.stmt]] = []
    waiting: list[tuple[SourceText, ast.stmt]] = [(source, main)]
    while waiting:
        source, statement = waiting.pop(0)
        if any(statement is found for _, found in region):
            continue
        region.append((source, statement))
        used = [node.id for node in ast.walk(statement) if isinstance(node, ast.Name)]
        waiting += [top[bound] for bound in dict.fromkeys(used) if bound in top and bound not in {*strangers, name}]
    return region


def digest_region(units: Sequence[Unit], exercise: str, others: Collection[str]) -> str:
    """Return a digest of all that an exercise consists of, and of the lines that it stands at."""
    sources = parse_units(units)
    region = find_region(sources, exercise, others)
    imports = [
        source.text(node)
        for source in sources
        for node in source.tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    parts = [exercise, *imports, *(f"{source.name}:{node.lineno}:{source.text(node)}" for source, node in region)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def parse_units(units: Sequence[Unit]) -> list[SourceText]:
    """Return the units that can be parsed, in no time."""
    sources = []
    for unit in filter(lambda unit: is_short(unit.text), units):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            sources.append(SourceText(unit))
    return sources


def _binds(statement: ast.stmt) -> list[str]:
    if isinstance(statement, Definition):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []
