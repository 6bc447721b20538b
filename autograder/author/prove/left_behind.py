"""Find what an assignment's files use and students do not get: libraries, hidden files, fixtures of a conftest.py."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from autograder.course import Assignment
from autograder.course.texts import parse, read_text
from autograder.release.pins import list_names, list_needed


def find_strangers(assignment: Assignment) -> Iterator[str]:
    """Yield imports of what students do not get: the first one of each, since one remedy serves all of it."""
    told: set[str] = set()
    allowed = list_needed(["autograder", *list_names(assignment.requirements)])
    brought_by = packages_distributions()
    hidden = {path.stem for path in assignment.hidden_checks}
    for path in (*assignment.sources, *assignment.visible_checks, *assignment.hidden_checks):
        for module, line in _list_imports(path):
            packages = brought_by.get(module, [module])
            if module in hidden and path not in assignment.hidden_checks:
                yield f"{path.name}, line {line}: imports {module}, which students do not get: move what it needs here"
            beside = (assignment.folder / f"{module}.py").is_file()
            if module in sys.stdlib_module_names or beside or allowed & set(map(canonicalize_name, packages)):
                continue
            if packages[0] in told:
                continue
            told.add(packages[0])
            yield (
                f"{path.name}, line {line}: imports {module}, which students do not get: add {packages[0]!r} to the "
                f"requirements of [assignments.{assignment.name}] in course.toml, or do without it"
            )


def _list_imports(path: Path) -> Iterator[tuple[str, int]]:
    try:
        tree = ast.parse(read_text(path))
    # Whoever runs it says where.
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0], node.lineno


def find_fixtures_left_behind(assignment: Assignment) -> Iterator[str]:
    """Yield fixtures of a conftest.py that checks ask for which students receive without it."""
    path = assignment.folder / "conftest.py"
    body = parse(path, read_text(path)).body if path.is_file() else []
    left = {node.name for node in body if isinstance(node, ast.FunctionDef) and "fixture" in ast.unparse(node)}
    for checks in assignment.visible_checks:
        nodes = list(ast.walk(parse(checks, read_text(checks))))
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
        # What a check is parametrized with, and what stands in its file, is not asked for elsewhere.
        own = {node.name for node in functions} | {
            name for node in nodes if isinstance(node, ast.Constant) for name in re.findall(r"\w+", str(node.value))
        }
        for node in functions:
            for name in (left - own) & {each.arg for each in node.args.args}:
                yield (
                    f"{checks.name}, line {node.lineno}: asks for {name} of conftest.py, which students do not get: "
                    "move it here"
                )
