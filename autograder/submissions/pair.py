"""Tell which of two files is the answer where a script and a notebook of the same assignment lie side by side."""

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.submissions.read import PARSE_LIMIT, read_submission
from autograder.submissions.submission import Submission, one_line

SUFFIXES = (".py", ".ipynb")


def read_answers(student: str, paths: Sequence[Path]) -> Submission:
    """Read the one file there is, or of a script and a notebook the one that was worked on."""
    submissions = [read_submission(student, path) for path in sorted(paths, key=_date)]
    return choose_worked_on(submissions)


def read_own_answer(folder: Path, module: str) -> Submission:
    """Read the answer in an assignment's folder; its student is whoever asks."""
    own = [folder / f"{module}{suffix}" for suffix in SUFFIXES]
    return read_answers("", [path for path in own if path.exists()] or own[:1])


def choose_worked_on(submissions: Sequence[Submission]) -> Submission:
    """Give the one submission there is, or of two, the older first, the one that says more than the other.

    Both were made from the same stub, so what one has and the other has not is somebody's work. Where both have such
    work, the newer counts, and says so.
    """
    if len(submissions) == 1:
        return submissions[0]
    older, newer = submissions
    works = _find_work(older), _find_work(newer)
    older_changed, newer_changed = bool(works[0] - works[1]), bool(works[1] - works[0])
    if older_changed and newer_changed:
        names = " and ".join(one_line(each.path.name) for each in submissions)
        note = f"{names} were both changed; the newer, {one_line(newer.path.name)}, counts. Keep one of them."
        return replace(newer, notes=(*newer.notes, note))
    if older_changed == newer_changed:
        return min(submissions, key=lambda each: each.path.suffix.lower() != ".py")
    return newer if newer_changed else older


def _date(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return 0


def _find_work(submission: Submission) -> set[tuple[str, str]]:
    """Return the functions that do something, by name and content; what cannot be parsed was changed by somebody."""
    work = {(submission.path.name, submission.error)} if submission.error is not None else set()
    for unit in submission.units:
        try:
            if len(unit.text) > PARSE_LIMIT:
                raise ValueError
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                work.update(_list_functions(ast.parse(unit.text), ""))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            work.add((unit.name, unit.text))
    return work


def _list_functions(tree: ast.Module | ast.ClassDef, owner: str) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                yield from _list_functions(node, f"{owner}{name}.")
            case ast.FunctionDef(name=name, body=body) | ast.AsyncFunctionDef(name=name, body=body):
                # A notebook's stubs have shorter docstrings than the script's.
                own = body[1:] if ast.get_docstring(node) is not None else body
                if not _is_unwritten(own):
                    yield f"{owner}{name}", ast.dump(ast.Module(own, []))


def _is_unwritten(body: Sequence[ast.stmt]) -> bool:
    match body:
        case [] | [ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError")))]:
            return True
    return False
