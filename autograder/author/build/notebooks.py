"""Write notebooks as Jupyter does, the same bytes for the same course: an assignment's, for students to write in."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from autograder.author.build.outline import Outline, Part, make_outline
from autograder.course import Assignment

Cell = dict[str, Any]

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
HOW_TO_WORK = """## How to work

Write each answer in its cell, in place of `raise NotImplementedError(…)`, and run the cell (Shift+Enter). Then run the
`check(…)` below it: it looks at what you ran last, and says what your code gave and what was expected. Cells of your
own are welcome anywhere.

What counts in the end is the notebook as you saved it, run from top to bottom."""
AT_THE_END = """## All together

When everything below passes: save the notebook and hand it in."""
ID_LIMIT = 64


def make_notebook(assignment: Assignment) -> bytes:
    """Return the notebook that a student writes in: briefs, stubs, and a check below each."""
    outline = make_outline(assignment)
    return encode_notebook([*open_notebook(outline), *_list_parts(outline), *close_notebook()])


def open_notebook(outline: Outline) -> list[Cell]:
    """Return the cells above the first exercise."""
    return [
        markdown("opening", outline.opening),
        markdown("how-to-work", HOW_TO_WORK),
        *([markdown("setting", outline.setting)] if outline.setting else []),
        code("imports", "\n\n".join(filter(None, [outline.imports, "from autograder.notebook import check"]))),
    ]


def group_parts(parts: Iterable[Part]) -> Iterator[tuple[list[Part], list[str]]]:
    """Yield parts that belong together, and the exercises to check below them: a helper to write comes before them."""
    group: list[Part] = []
    for part in parts:
        if group and (part.exercises or part.is_given or group[-1].is_given):
            yield group, [name for each in group for name in each.exercises]
            group = []
        group.append(part)
    yield group, [name for each in group for name in each.exercises]


def markdown(name: str, source: str) -> Cell:
    """Return a cell of text."""
    return {"cell_type": "markdown", "id": _make_id(name), "metadata": {}, "source": source.splitlines(keepends=True)}


def code(name: str, source: str) -> Cell:
    """Return a cell of code that has not been run."""
    return {**markdown(name, source), "cell_type": "code", "execution_count": None, "outputs": []}


def encode_notebook(cells: list[Cell]) -> bytes:
    """Return the file's bytes, as Jupyter would save them."""
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _list_parts(outline: Outline) -> Iterator[Cell]:
    for group, exercises in group_parts(outline.parts):
        for part in group:
            yield markdown(f"brief-{part.name}", part.brief)
            yield code(f"code-{part.name}", part.code)
        for exercise in exercises:
            yield code(f"check-{exercise}", f'check("{exercise}")')


def close_notebook() -> list[Cell]:
    """Return the cells below the last exercise."""
    return [markdown("all-together", AT_THE_END), code("check-all", "check()")]


def _make_id(name: str) -> str:
    """Return a cell's id: letters, digits, - and _, at most 64, different for different names."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    if len(plain) <= ID_LIMIT and plain == name.replace(".", "-"):
        return plain
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{plain[: ID_LIMIT - len(digest) - 1]}-{digest}"
