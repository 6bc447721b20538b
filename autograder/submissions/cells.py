"""Choose, among everything that was run in a notebook so far, the cells that make up the answer as it is now."""

import ast
import symtable
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from autograder.submissions.magics import neutralise_magics
from autograder.submissions.submission import Unit
from autograder.submissions.syntax import Definition, parse


@dataclass(frozen=True)
class Cell:
    """What a cell does to the names of its notebook: those it binds, those it changes, those it needs."""

    text: str
    binds: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    defines: frozenset[str] = frozenset()  # functions and classes, among what it binds
    binds_unknown: bool = False  # from math import *


def select_cells(history: Sequence[str], names: Collection[str]) -> tuple[Unit, ...]:
    """Give the cells behind all functions and classes, and behind `names`, in the order in which they ran.

    `history` holds the source of every run. Of each name the last definition counts, with the definitions of what it
    uses, and with what was changed on it afterwards (`Net.forward = forward`). Demonstrations, plots and earlier
    versions are left out: they need not run again for a verdict.
    """
    cells = [_read_cell(source) for source in history]
    providers = {name: number for number, cell in enumerate(cells) for name in cell.binds}
    chosen = {number for number, cell in enumerate(cells) if cell.binds_unknown}
    seen = {*names, *(name for cell in cells for name in cell.defines)}
    waiting = list(seen)
    while waiting:
        name = waiting.pop()
        if name not in providers:
            continue
        defined = providers[name]
        later = {number for number in range(defined + 1, len(cells)) if name in cells[number].changes}
        for number in ({defined} | later) - chosen:
            chosen.add(number)
            waiting += cells[number].needs - seen
            seen |= cells[number].needs
    return tuple(Unit(f"In [{number}]", cells[number].text) for number in sorted(chosen))


@lru_cache(maxsize=2000)
def _read_cell(source: str) -> Cell:
    text = neutralise_magics(source)
    tree = parse(text)
    # A cell that is no Python defined nothing; what was defined before it still holds.
    if tree is None:
        return Cell(text)
    try:
        top = symtable.symtable(text, "cell", "exec")
        inner = frozenset(_list_globals(top))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Cell(text)
    symbols = top.get_symbols()
    return Cell(
        text,
        binds=frozenset(each.get_name() for each in symbols if each.is_assigned() or each.is_imported()),
        changes=frozenset(_list_changed(tree)),
        defines=frozenset(node.name for node in tree.body if isinstance(node, Definition)),
        needs=frozenset(each.get_name() for each in symbols if each.is_referenced()) | inner,
        binds_unknown=any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in tree.body),
    )


def _list_globals(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that functions and classes take from the notebook, not from an argument or a local variable."""
    for child in table.get_children():
        yield from (each.get_name() for each in child.get_symbols() if each.is_global())
        yield from _list_globals(child)


def _list_changed(tree: ast.Module) -> Iterator[str]:
    """Yield the names of what the cell changes from outside: `Net.forward = …`, `table[0] = …`, `setattr(Net, …)`."""
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=targets) | ast.Delete(targets=targets):
                yield from filter(None, map(_find_root, targets))
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                yield from filter(None, [_find_root(target)])
            case ast.Expr(value=ast.Call(func=ast.Name(id="setattr"), args=[ast.Name(id=name), *_])):
                yield name


def _find_root(target: ast.expr) -> str | None:
    """Return the name at the start of `name.attribute[index]`, None for a plain name: that is bound, not changed."""
    node = target
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) and node is not target else None
