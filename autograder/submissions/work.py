"""Tell what somebody wrote in a submission from what was handed out: stubs do nothing."""

import ast
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from autograder.submissions.submission import Submission
from autograder.submissions.syntax import Definition, parse

UNREAD = ""  # stands for what cannot be parsed


@lru_cache(maxsize=8)  # of one student's files, each is asked for again and again
def find_work(submission: Submission) -> frozenset[tuple[str, str]]:
    """Return the functions that do something, by name and content; what cannot be parsed was changed by somebody."""
    work = {(UNREAD, submission.error)} if submission.error is not None else set()
    for unit in submission.units:
        tree = parse(unit.text)
        work.update([(UNREAD, unit.text)] if tree is None else _list_functions(tree, "", unit.text))
    return frozenset(work)


def list_written(submission: Submission, names: Collection[str]) -> set[str]:
    """Return which of the names somebody wrote something for."""
    return {name.partition(".")[0] for name, _ in find_work(submission)} & set(names)


def was_changed(submission: Submission, names: Collection[str]) -> bool:
    """Say whether this is more than what was handed out: something for one of the names, or no Python."""
    work = {name.partition(".")[0] for name, _ in find_work(submission)}
    return bool(work & {UNREAD, *names} if names else work)


def list_defined(submission: Submission) -> set[str]:
    """Return the functions and classes that a submission has, stubs too."""
    trees = [tree for unit in submission.units if (tree := parse(unit.text)) is not None]
    return {node.name for tree in trees for node in tree.body if isinstance(node, Definition)}


def _list_functions(tree: ast.Module | ast.ClassDef, owner: str, text: str) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                yield from _list_functions(node, f"{owner}{name}.", text)
            case ast.FunctionDef(name=name, body=body) | ast.AsyncFunctionDef(name=name, body=body):
                # A notebook's stubs have shorter docstrings than the script's.
                own = body[1:] if ast.get_docstring(node) is not None else body
                if not _is_unwritten(own):
                    yield f"{owner}{name}", _digest(own, text)


def _digest(body: Sequence[ast.stmt], text: str) -> str:
    """Return what tells a body from others, whatever its comments and layout are."""
    try:
        return ast.dump(ast.Module([*body], []))
    # A sum of a thousand terms is as deep as it is long.
    except RecursionError:
        return "\n".join(text.split("\n")[body[0].lineno - 1 : body[-1].end_lineno])


def _is_unwritten(body: Sequence[ast.stmt]) -> bool:
    match body:
        case [] | [ast.Pass()] | [ast.Expr(value=ast.Constant())]:
            return True
        case [ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError")) | ast.Name(id="NotImplementedError"))]:
            return True
    return False
