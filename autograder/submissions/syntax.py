"""Parse what students wrote, outside of any sandbox: no text takes Python longer there than a fraction of a second."""

import ast
import warnings
from functools import lru_cache

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef

# Python needs seconds, and nearly a gigabyte, to parse one megabyte made to hurt; of 64 kB it makes short work. A text
# between the two limits is left to the sandbox, which has a clock.
PARSE_LIMIT = 64 * 1024
# Python 3.11 reads the whole of an f-string again for each expression in it.
MOST_BRACES = 4000


def is_short(text: str) -> bool:
    """Say whether Python parses a text in no time."""
    return len(text) <= PARSE_LIMIT and text.count("{") <= MOST_BRACES


@lru_cache(maxsize=1)  # whoever reads a file asks several questions about it, and goes on to the next
def parse_strictly(text: str) -> ast.Module:
    """Return the tree of a short text, for reading alone; raise what Python raises for what is no Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def parse(text: str) -> ast.Module | None:
    """Return the tree of a text, for reading alone; None for what is no Python, and for what is not short."""
    if not is_short(text):
        return None
    try:
        return parse_strictly(text)
    # Python's parser answers source that is nested too deeply with either of the last two.
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
