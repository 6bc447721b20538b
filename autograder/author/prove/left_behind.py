"""Find what an assignment's files use and students do not get: libraries, hidden files, fixtures of a conftest.py."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from autograder.author.build.packages import find_package_imports, is_package, list_imported
from autograder.course import Assignment
from autograder.course.texts import parse, read_text
from autograder.release.pins import list_names, list_needed


def find_strangers(assignment: Assignment) -> Iterator[str]:
    """Yield imports of what students do not get: the first one of each, since one remedy serves all of it."""
    hidden = {path.stem for path in assignment.hidden_checks}
    for path in (*assignment.sources, *assignment.visible_checks):
        for module, line in _list_imports(path):
            if module in hidden:
                yield f"{path.name}, line {line}: imports {module}, which students do not get: move what it needs here"
    for path in assignment.sources:
        for line, said in find_package_imports(path, parse(path, read_text(path))):
            yield f"{path.name}, line {line}: {said}"
    for package, (path, module, line) in find_strange_packages(assignment).items():
        yield (
            f"{path.name}, line {line}: imports {module}, which students do not get: add {package!r} to the "
            f"requirements of [assignments.{assignment.name}] in course.toml, or do without it"
        )


def find_strange_packages(assignment: Assignment) -> dict[str, tuple[Path, str, int]]:
    """Return packages that files import and course.toml does not list, each with the first import of it."""
    allowed = list_needed(["autograder", *list_names(assignment.requirements)])
    brought_by = _map_modules()
    found: dict[str, tuple[Path, str, int]] = {}
    for path in (*assignment.sources, *assignment.visible_checks, *assignment.hidden_checks):
        for module, line in _list_imports(path):
            packages = brought_by.get(module, [module])
            beside = (assignment.folder / f"{module}.py").is_file() or is_package(assignment.folder / module)
            if module in sys.stdlib_module_names or beside or allowed & set(map(canonicalize_name, packages)):
                continue
            found.setdefault(packages[0], (path, module, line))
    return found


@cache
def _map_modules() -> Mapping[str, list[str]]:
    """Return the packages that bring each module: to look through all that is installed takes tenths of a second."""
    return packages_distributions()


def _list_imports(path: Path) -> Iterator[tuple[str, int]]:
    try:
        tree = ast.parse(read_text(path))
    # Whoever runs it says where.
    except SyntaxError:
        return
    for node in ast.walk(tree):
        yield from ((module.partition(".")[0], line) for module, line in list_imported(node))


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
