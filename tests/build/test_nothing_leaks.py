"""Nothing that gives an answer away reaches a student, whatever the course holds."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from autograder.author.build import assemble
from autograder.course import Assignment

course = Path(__file__).parents[2]
solutions = sorted(folder for folder in (course / "solutions").iterdir() if folder.is_dir())
pytestmark = pytest.mark.parametrize("folder", solutions, ids=lambda folder: folder.name)


def name_of(folder: Path) -> str:
    """Return the name that the files of an assignment share."""
    return folder.name.partition("_")[2]


def build(folder: Path) -> dict[str, str]:
    """Return the texts that are built of a solution, with the observations that are committed."""
    slips = course / "assignments" / folder.name / f"{name_of(folder)}.slips.json"
    files = assemble(Assignment(folder, ""), slip_data=slips.read_bytes() if slips.exists() else None)
    return {name: content.decode() for name, content in files.items()}


def read_slips(folder: Path) -> list[dict[str, str]]:
    """Return the slips; students get only what each `says`."""
    slips: list[dict[str, str]] = tomllib.loads((folder / f"{name_of(folder)}.slips.toml").read_text())["slip"]
    return slips


def rows_of_bodies(source: str) -> Iterator[int]:
    """Yield the rows that students are to write themselves."""
    lines = source.split("\n")
    for top in ast.parse(source).body:
        if not lines[top.lineno - 1].endswith("# given"):
            for node in ast.walk(top):
                if isinstance(node, ast.FunctionDef):
                    documented = ast.get_docstring(node) is not None
                    body = node.body[1:] if documented else node.body
                    yield from range(body[0].lineno - 1, node.end_lineno or 0) if body else ()


def leaks(secrets: Iterable[str], folder: Path) -> set[str]:
    """Return the secrets that are built although no author wrote them for students; a short one proves nothing."""
    source = (folder / f"{name_of(folder)}.py").read_text()
    bodies = set(rows_of_bodies(source))
    outside = [line for row, line in enumerate(source.split("\n")) if row not in bodies]
    visible = Assignment(folder, "").visible_checks
    copied = [folder / "README.md", *visible, folder / f"{name_of(folder)}.hints.md"]
    shown = "\n".join(
        [*outside, *(path.read_text() for path in copied), *(slip["says"] for slip in read_slips(folder))]
    )
    built = "\n".join(build(folder).values())
    return {secret for secret in secrets if len(secret) > 12 and secret in built and secret not in shown}


def test_no_line_of_an_answer_is_built(folder: Path) -> None:
    """Bodies stay with the teacher, and with them their comments."""
    source = (folder / f"{name_of(folder)}.py").read_text()
    rows = set(rows_of_bodies(source))
    answers = {line.strip() for row, line in enumerate(source.split("\n")) if row in rows}

    assert answers
    assert not leaks(answers, folder)


def test_no_wrong_program_is_built(folder: Path) -> None:
    """A slip is the answer but for one piece."""
    slips = read_slips(folder)

    assert slips
    assert not leaks({line.strip() for slip in slips for line in slip["instead"].split("\n")}, folder)


def test_no_hidden_check_is_built(folder: Path) -> None:
    """Neither its name nor its title, in no file."""
    assignment = Assignment(folder, "")
    names = r"def (test_\w+)|\"\"\"(.+?)\"\"\""
    hidden, visible = (
        {"".join(found) for path in paths for found in re.findall(names, path.read_text())}
        for paths in (assignment.hidden_checks, assignment.visible_checks)
    )

    assert hidden
    assert not leaks(hidden - visible, folder)


def test_the_stub_is_formatted_python(folder: Path) -> None:
    """Students start from a tidy file."""
    stub = build(folder)[f"{name_of(folder)}.py"]
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=120", "-"]

    assert ast.parse(stub)
    assert subprocess.run(ruff, input=stub, capture_output=True, text=True, check=True).stdout == stub


def test_no_stub_equals_its_solution(folder: Path) -> None:
    """Of every exercise something is left to write."""
    points = tomllib.loads((course / "course.toml").read_text())["assignments"][folder.name]["points"]
    solution, stub = map(
        dump_definitions, ((folder / f"{name_of(folder)}.py").read_text(), build(folder)[f"{name_of(folder)}.py"])
    )

    assert points.keys() <= stub.keys()
    assert not [name for name in points if stub[name] == solution[name]]


def dump_definitions(source: str) -> dict[str, str]:
    """Return functions, classes and methods by name, without what does not matter to Python."""
    tops = [node for node in ast.parse(source).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    methods = {
        f"{top.name}.{node.name}": node for top in tops for node in top.body if isinstance(node, ast.FunctionDef)
    }
    return {name: ast.dump(node) for name, node in ({top.name: top for top in tops} | methods).items()}
