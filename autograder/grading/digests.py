"""What decides results, as digests: of an assignment, of each of its exercises, and of how questions are asked."""

import ast
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from autograder.course import Assignment
from autograder.course.secret import SECRET
from autograder.course.texts import read_text
from autograder.diagnosis.slips import read_slips
from autograder.results.versions import ASKING, digest_engine, versions


def digest_assignment(assignment: Assignment) -> str:
    """Return a hash of all that decides an assignment's results: its files, the limits and the versions."""
    paths = [
        *assignment.sources,
        assignment.path(".slips.toml"),
        assignment.path(SECRET),
        *assignment.visible_checks,
        *assignment.hidden_checks,
        *map(Path, assignment.data_files.values()),
    ]
    digest = hashlib.sha256(json.dumps([versions(), vars(assignment.limits)]).encode())
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(hashlib.sha256(path.name.encode() + b"\0" + content).digest())
    return digest.hexdigest()


def digest_asking(assignment: Assignment) -> str:
    """Return a hash of what decides how one question about one submission is answered."""
    known = {**versions(), "engine": digest_engine(ASKING)}
    data = {name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for name, path in assignment.data_files.items()}
    return hashlib.sha256(json.dumps([known, vars(assignment.limits), data]).encode()).hexdigest()


def digest_exercises(assignment: Assignment) -> dict[str, str]:
    """Return for each exercise a hash of its checks and slips, and of what all exercises share.

    Shared is the solution, the secret, and whatever stands in the files of checks outside of a class with `@exercise`.
    """
    shared = [*map(_read, assignment.sources), _read(assignment.path(SECRET)), json.dumps(versions())]
    own: dict[str, list[str]] = {name: [str(points)] for name, points in assignment.points.items()}
    for path in (*assignment.visible_checks, *assignment.hidden_checks):
        source = _read(path)
        lines = source.split("\n")
        for node in ast.parse(source).body:
            exercise = _find_exercise(node)
            # By whole lines: ast.get_source_segment takes all of the file apart for each node.
            text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            marks = [ast.unparse(mark) for mark in getattr(node, "decorator_list", ())]
            (shared if exercise is None else own.setdefault(exercise, [])).extend([path.name, *marks, text])
    for slip in read_slips(assignment.path(".slips.toml")):
        own.setdefault(slip.exercise, []).append(json.dumps([slip.exercise, slip.write, slip.instead, slip.says]))
    return {name: _digest([*shared, *texts]) for name, texts in own.items()}


def _find_exercise(node: ast.stmt) -> str | None:
    """Return the exercise that a class of checks belongs to, by its mark."""
    for mark in node.decorator_list if isinstance(node, ast.ClassDef) else ():
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "exercise" and mark.args:
            argument = mark.args[0]
            return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None
    return None


def _read(path: Path) -> str:
    return read_text(path) if path.exists() else ""


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
