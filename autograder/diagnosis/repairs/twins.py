"""The same change in like statements: who mistakes one of two averages mistakes the other one in the same way."""

import ast
import itertools
import re
from collections.abc import Iterator, Sequence

from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place

KINDS = (Group.DROP, Group.SWAP, Group.NUMBER)
MOST = 4
SIMPLE = (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)


def change_alike(found: Sequence[tuple[Place, Edit]]) -> Iterator[Edit]:
    """Yield, for changes that can be made at one place of several like statements, the change of all of them."""
    groups: dict[tuple[object, ...], list[Edit]] = {}
    for place, edits in itertools.groupby(found, key=lambda pair: pair[0]):
        if not isinstance(place.node, ast.expr) or not isinstance(place.statement, SIMPLE):
            continue
        at = next(at for at, one in enumerate(ast.walk(place.statement)) if one is place.node)
        where = (id(place.function), _form_of(place.statement), at)
        for number, (_, edit) in enumerate(edits):
            if edit.group in KINDS:
                groups.setdefault((*where, number, re.sub("`[^`]*`", "`…`", edit.says)), []).append(edit)
    for edits_alike in groups.values():
        if 1 < len({edit.line for edit in edits_alike}) == len(edits_alike) <= MOST:
            first = edits_alike[0]
            splices = tuple(splice for edit in edits_alike for splice in edit.splices)
            says = _say_exchanged(edits_alike) or first.says
            yield Edit(first.source, first.line, says, first.group, first.rank, splices, first.mends)


def _say_exchanged(edits: Sequence[Edit]) -> str | None:
    """Return that two words stand in each other's places, if that is what two changes mend."""
    changes = [(edit.source.between(start, end), text) for edit in edits for start, end, text in edit.splices]
    if len(changes) != 2 or changes[0] != changes[1][::-1]:
        return None
    return f"`{changes[0][0]}` and `{changes[0][1]}` stand in each other's places"


def _form_of(statement: ast.stmt) -> str:
    """Return the form of a statement, whatever its names and numbers are."""
    return " ".join(type(one).__name__ for one in ast.walk(statement))
