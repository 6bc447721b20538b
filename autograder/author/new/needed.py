"""Choose what of a solution students need: what was tried out beside it would reach them as it is."""

import ast
import symtable
from collections.abc import Iterator, Sequence

from autograder.author.build.pieces import first_line, quoted_annotations
from autograder.submissions.syntax import Definition

Assignment = ast.Assign | ast.AnnAssign
Import = ast.Import | ast.ImportFrom


def choose_needed(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return the docstring, the definitions, the CONSTANTS, what any of these use, and imports that serve nothing else.

    Statements come in the order of the file.
    """
    kept = [node for number, node in enumerate(body) if _is_needed(node, is_first=not number)]
    while True:
        used = set(_list_used(kept))
        more = [node for node in body if node not in kept and used & set(_list_bound(node))]
        if not more:
            break
        kept += more
    tried = set(_list_used([node for node in body if node not in kept and not isinstance(node, Import)]))
    return [node for node in body if node in kept or (isinstance(node, Import) and not tried & set(_list_bound(node)))]


def name_lines(nodes: Sequence[ast.stmt]) -> str:
    """Return where statements are, as "line 3" or "lines 3, 5 to 9"; those that follow each other as one."""
    spans: list[tuple[int, int]] = []
    for node in nodes:
        first, last = first_line(node) + 1, node.end_lineno or node.lineno
        if spans and first <= spans[-1][1] + 1:
            first, _ = spans.pop()
        spans.append((first, last))
    texts = [f"{first}" if first == last else f"{first} to {last}" for first, last in spans]
    return f"line{'s' * (len(texts) > 1 or ' to ' in texts[0])} {', '.join(texts)}"


def _is_needed(node: ast.stmt, *, is_first: bool) -> bool:
    if isinstance(node, ast.Expr):
        return is_first and isinstance(node.value, ast.Constant)
    if isinstance(node, Assignment):
        names = _list_bound(node)
        return bool(names) and all(name.isupper() or name.startswith("__") for name in names)
    return isinstance(node, Definition) or _is_future(node)


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _list_bound(node: ast.stmt) -> list[str]:
    """Return the names that an import or an assignment binds; none where it also writes into something else."""
    if isinstance(node, Import):
        return [(alias.asname or alias.name).partition(".")[0] for alias in node.names]
    if not isinstance(node, Assignment):
        return []
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    parts = [part for each in targets for part in (each.elts if isinstance(each, ast.Tuple | ast.List) else [each])]
    return [each.id for each in parts if isinstance(each, ast.Name)] if all(map(_is_name, parts)) else []


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name)


def _list_used(kept: Sequence[ast.stmt]) -> Iterator[str]:
    """Yield the names of the file that statements read, from inside their functions and in annotations, too."""
    # With it, annotations would be no code.
    text = "\n".join(ast.unparse(node) for node in kept if not _is_future(node))
    for node in kept:
        yield from (
            each.id for part in quoted_annotations(node) for each in ast.walk(part) if isinstance(each, ast.Name)
        )
    waiting = [symtable.symtable(text, "solution", "exec")]
    while waiting:
        table = waiting.pop()
        is_file = table.get_type() == "module"
        yield from (
            one.get_name() for one in table.get_symbols() if one.is_referenced() and (is_file or one.is_global())
        )
        waiting += table.get_children()
