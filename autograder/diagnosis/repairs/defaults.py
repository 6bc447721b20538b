"""Family: an argument with another default than the exercise gives it."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from autograder.diagnosis.nodes import Function, pair_defaults
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place


def read_defaults(statement: ast.stmt) -> dict[str, str]:
    """Return the defaults of a function, or of a class's methods, by `function.argument`."""
    functions = [one for one in [statement, *getattr(statement, "body", [])] if isinstance(one, Function)]
    return {
        f"{function.name}.{name.arg}": ast.unparse(default)
        for function in functions
        for name, default in pair_defaults(function)
    }


def change_defaults(place: Place, asked: Mapping[str, str]) -> Iterator[Edit]:
    """Yield a function with the default that is asked for in place of another one."""
    node = place.node
    for name, default in pair_defaults(node) if isinstance(node, Function) else []:
        text = asked.get(f"{node.name}.{name.arg}") if isinstance(node, Function) else None
        if text is not None and not _are_equal(default, text):
            says = f"where no `{name.arg}` is given, the exercise asks for another one than {place.quote(default)}"
            edit = place.edit([(*place.source.span(default), text)], says, 2, Group.SPECIFIC, line=default.lineno)
            yield replace(edit, is_general=False)


def _are_equal(default: ast.expr, text: str) -> bool:
    """Return whether two defaults are the same; what is no literal is left alone."""
    try:
        return bool(ast.literal_eval(default) == ast.literal_eval(text))
    except (ValueError, TypeError, SyntaxError):
        return True
