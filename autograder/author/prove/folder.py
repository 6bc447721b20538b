"""What can be said of an assignment's folder before anything of it is run: files, their texts, what they import."""

import ast
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from autograder.author.build.loading import list_called, would_stop
from autograder.author.build.pieces import first_line, has_bodies, is_given, is_private
from autograder.author.prove.idle_checks import find_idle_checks
from autograder.author.prove.left_behind import find_fixtures_left_behind, find_strangers
from autograder.course import Assignment
from autograder.course.texts import parse, read_text
from autograder.errors import propose
from autograder.submissions.syntax import Definition

TODO = "TODO"


def list_missing(assignment: Assignment) -> list[str]:
    """Return a line for each file that an assignment needs and has not."""
    module = assignment.module
    wanted = {
        **{path.name: "write the solution there" for path in assignment.sources},
        f"test_{module}.py": "write the checks that students receive there",
        f"{module}.hints.md": "write three hints for each exercise, from a nudge to almost the answer",
        f"{module}.slips.toml": "write wrong programs there, and what a tutor says of them",
        "README.md": "write there what the assignment is about",
    }
    if not assignment.folder.is_dir():
        return [f"course.toml lists {assignment.name}, but there is no folder {assignment.folder}"]
    # From the course on: a whole path would be broken where the line ends.
    folder = Path(*assignment.folder.parts[-2:])
    return [
        f"there is no {folder / name}: {remedy}"
        for name, remedy in wanted.items()
        if not (assignment.folder / name).is_file()
    ]


def can_run(assignment: Assignment) -> bool:
    """Return whether there are a solution and checks to run on it."""
    return all(path.is_file() for path in assignment.sources) and bool(assignment.visible_checks)


def prove_folder(assignment: Assignment) -> list[str]:
    """Return what is wrong with the texts of a folder in which no file is missing."""
    return [
        *_find_todos(assignment),
        *_find_unknown(assignment),
        *_find_unmet(assignment),
        *find_strangers(assignment),
        *find_fixtures_left_behind(assignment),
        *_find_stray_stubs(assignment),
        *find_idle_checks(assignment),
    ]


def _find_todos(assignment: Assignment) -> Iterator[str]:
    for path in sorted(assignment.folder.iterdir()):
        text = read_text(path) if path.suffix in (".py", ".md", ".toml") else ""
        if numbers := [number for number, line in enumerate(text.splitlines(), 1) if TODO in line]:
            more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
            yield f"{path.name}, line {numbers[0]}{more}: {TODO} is still there: write what it stands for"


def find_unwritten(assignment: Assignment) -> set[str]:
    """Return the checks that wait for inputs, or for what is right: those with a remark that says TODO in their code.

    Each is named as its id begins, up to its parameters.
    """
    found: set[str] = set()
    for path in (*assignment.visible_checks, *assignment.hidden_checks):
        text = read_text(path)
        lines = text.splitlines()
        for owner in (node for node in parse(path, text).body if isinstance(node, ast.ClassDef)):
            for node in owner.body:
                if isinstance(node, ast.FunctionDef):
                    code = lines[first_line(node) : node.end_lineno]
                    if any(f"# {TODO}" in line for line in code):
                        found.add(f"{path.name}::{owner.name}::{node.name}")
    return found


def _find_unknown(assignment: Assignment) -> Iterator[str]:
    """Yield exercises of course.toml that the solution has not."""
    nodes = [node for path in assignment.sources for node in parse(path, read_text(path)).body]
    known = {node.name: node for node in nodes if isinstance(node, Definition)}
    for name in assignment.points:
        owner, _, method = name.partition(".")
        node = known.get(owner)
        own = (
            [each.name for each in node.body if isinstance(each, Definition)] if isinstance(node, ast.ClassDef) else []
        )
        # Of what it inherits, nothing is known here.
        if node is None or (method and method not in own and not (isinstance(node, ast.ClassDef) and node.bases)):
            there = [*known, *(f"{owner}.{each}" for each in own)]
            yield (
                f"course.toml, [assignments.{assignment.name}.points]: there is no {name} in "
                f"{' or '.join(path.name for path in assignment.sources)}"
                f"{propose(name, there, ': write it there, or take it out')}"
            )


def _find_unmet(assignment: Assignment) -> Iterator[str]:
    """Yield requirements that what is installed here does not meet, so that nothing here can be proved of them."""
    for text in assignment.requirements:
        wanted = Requirement(text)
        where = f"course.toml, requirements of [assignments.{assignment.name}]: {text}"
        try:
            found = version(wanted.name)
        except PackageNotFoundError:
            yield f"{where} is not installed here: python -m pip install {wanted.name!r}, or take it out"
            continue
        if not wanted.specifier.contains(found, prereleases=True):
            yield f"{where} is not met by {found}, which is installed here: install another, or ask for less"


def _find_stray_stubs(assignment: Assignment) -> Iterator[str]:
    """Yield definitions that students would receive as stubs, and that nothing asks for."""
    asked = "\n".join(read_text(path) for path in (*assignment.visible_checks, *assignment.hidden_checks))
    exercises = {name.partition(".")[0] for name in assignment.points}
    texts = {path: read_text(path) for path in assignment.sources}
    trees = {path: parse(path, text) for path, text in texts.items()}
    called = list_called(trees.values())
    for path, source in texts.items():
        for node in trees[path].body:
            if not isinstance(node, Definition) or is_private(node.name) or not has_bodies(node):
                continue
            if is_given(source.split("\n"), node):
                continue
            if node.name in called and would_stop(node):
                yield (
                    f"{path.name}, line {node.lineno}: {node.name} is called when the file is loaded, in line "
                    f"{called[node.name]}, where a stub would stop it: end its line in `# given`, and give it no points"
                )
            elif node.name not in exercises and f"student.{node.name}" not in asked:
                yield (
                    f"{path.name}, line {node.lineno}: {node.name} would become a stub that no check asks for: give it "
                    f"points in course.toml, call it _{node.name}, or end its line in `# given`"
                )
