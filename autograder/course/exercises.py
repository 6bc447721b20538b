"""Know which exercise a student means: by its whole name, or by the last part of it."""

import difflib
from collections.abc import Sequence

from autograder.errors import AutograderError


def match_exercise(wanted: str, names: Sequence[str]) -> str:
    """Return the name that is meant, whatever its capitals; raise AutograderError if it is none, or may be several."""
    there = ", ".join(dict.fromkeys(names))
    if not wanted:
        raise AutograderError(f"say which exercise: there are {there}")
    for form in (str.lower, _last_part):
        found = dict.fromkeys(name for name in names if form(name) == wanted.lower())
        if len(found) > 1:
            raise AutograderError(f"{wanted} may be {' or '.join(found)}: say which")
        if found:
            return next(iter(found))
    forms = {form(name): name for name in names for form in (_last_part, str.lower)}
    holding = [form for form in forms if wanted.lower() in form]
    near = dict.fromkeys(forms[form] for form in (*holding, *difflib.get_close_matches(wanted.lower(), forms)))
    if near:
        raise AutograderError(f"there is no exercise {wanted}; did you mean {' or '.join(near)}?")
    raise AutograderError(f"there is no exercise {wanted}; there are {there}")


def _last_part(name: str) -> str:
    return name.lower().rpartition(".")[2]
