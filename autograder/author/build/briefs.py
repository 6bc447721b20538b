"""Turn docstrings into what a notebook says above the cell, and shorten them in the cell."""

import ast
import inspect
import re
from collections.abc import Sequence

from autograder.submissions.syntax import Definition

PROMPT = re.compile(r" *(>>>|\.\.\.)( |$)")


def to_markdown(docstring: str) -> str:
    """Return a docstring as Markdown: worked examples become code, up to the blank line that ends them."""
    lines: list[str] = []
    in_example = False
    for line in inspect.cleandoc(docstring).split("\n"):
        starts = bool(PROMPT.match(line)) and not in_example
        ends = not line.strip() and in_example
        if starts:
            # Two examples one after the other are one block; a block needs a blank line above.
            lines += ["```python"] if not lines or not lines[-1].strip() else ["", "```python"]
        if ends:
            lines.append("```")
        in_example = (in_example or starts) and not ends
        lines.append(line)
    return "\n".join([*lines, "```"] if in_example else lines)


def shorten_docstrings(lines: Sequence[str]) -> list[str]:
    """Return a definition's lines with only the first paragraph of each docstring: the rest stands above the cell."""
    kept = list(lines)
    documented = [
        node.body[0]
        for node in ast.walk(ast.parse("\n".join(lines)))
        if isinstance(node, Definition) and ast.get_docstring(node, clean=False) is not None
    ]
    # From the last to the first, so that the rows of those that are still to come stay right.
    for node in sorted(documented, key=lambda each: each.lineno, reverse=True):
        first, last = node.lineno - 1, node.end_lineno or node.lineno
        text = kept[first:last]
        end = next((row for row, line in enumerate(text) if not line.strip()), None)
        if end is not None:
            quotes = text[-1].rstrip()[-3:]
            kept[first:last] = [*text[: end - 1], text[end - 1].rstrip() + quotes]
    return kept
