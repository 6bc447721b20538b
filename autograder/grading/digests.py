"""What decides results, as digests: of an assignment, of each of its exercises, and of how questions are asked."""

import ast
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from autograder.course import Assignment
from autograder.course.secret import SECRET
from autograder.course.solution import read_solution
from autograder.course.texts import parse, read_text
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


def digest_programs(assignment: Assignment) -> str:
    """Return a hash of the wrong programs that the slips of an assignment are."""
    solution = read_solution(assignment)
    return _digest(slip.apply(solution) for slip in read_slips(assignment.path(".slips.toml")))


def digest_exercises(assignment: Assignment) -> dict[str, str]:
    """Return for each exercise a hash of its checks and slips, of those that it depends on, and of what all share.

    Shared is the solution, the secret, and whatever stands in the files of checks outside of a class with `@exercise`.
    """
    return _digest_each(assignment, lambda node, text: text)


def digest_questions(assignment: Assignment) -> dict[str, str]:
    """Return for each exercise a hash of the same, but for what its checks make of an answer.

    As long as it is the same, so is what probes see of its slips.
    """
    return _digest_each(assignment, lambda node, text: ast.unparse(_WithoutVerdicts().visit(node)))


def _digest_each(assignment: Assignment, take: Callable[[ast.ClassDef, str], str]) -> dict[str, str]:
    shared = [*map(_read, assignment.sources), _read(assignment.path(SECRET)), json.dumps(versions())]
    own: dict[str, list[str]] = {name: [str(points)] for name, points in assignment.points.items()}
    uses: dict[str, set[str]] = {}
    classes: dict[str, str] = {}
    for path in (*assignment.visible_checks, *assignment.hidden_checks):
        source = _read(path)
        lines = source.split("\n")
        for node in parse(path, source).body:
            exercise = _find_exercise(node)
            # By whole lines: ast.get_source_segment takes all of the file apart for each node.
            first = min(each.lineno for each in (node, *getattr(node, "decorator_list", ())))
            text = "\n".join(lines[first - 1 : node.end_lineno])
            if exercise is None or not isinstance(node, ast.ClassDef):
                shared += [path.name, text]
                continue
            classes[node.name] = exercise
            uses.setdefault(exercise, set()).update(_list_names(node))
            own.setdefault(exercise, []).extend([path.name, take(node, text)])
    for slip in read_slips(assignment.path(".slips.toml")):
        texts = [slip.exercise, slip.write, slip.instead, slip.says, *slip.where, "", *slip.unless]
        own.setdefault(slip.exercise, []).append(json.dumps(texts))
    # It builds on another exercise, by its name, or shares what the checks of one have, by the name of their class.
    needs = {name: {classes.get(each, each) for each in used} & own.keys() for name, used in uses.items()}
    return {name: _digest([*shared, *(text for one in _reach(name, needs) for text in own[one])]) for name in own}


def _reach(name: str, needs: Mapping[str, set[str]]) -> list[str]:
    """Return an exercise and, in order, all others that it depends on."""
    reached, pending = {name}, [name]
    while pending:
        pending += (new := needs.get(pending.pop(), set()) - reached)
        reached |= new
    return [name, *sorted(reached - {name})]


def _list_names(node: ast.AST) -> Iterator[str]:
    """Yield what code names; of what it names by a module of checks, the classes alone."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute) and each.attr.startswith("Test"):
            yield each.attr


class _WithoutVerdicts(ast.NodeTransformer):
    """Take the bodies of checks out of their class, but for those that can ask something by pytest's `request`."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Empty a check: a test in pytest's sense that is marked with points."""
        marks = {
            mark.func.id
            for mark in node.decorator_list
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name)
        }
        is_check = node.name.startswith("test") and "points" in marks
        if is_check and "request" not in {argument.arg for argument in node.args.args}:
            node.body = [ast.Pass()]
        return node


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
