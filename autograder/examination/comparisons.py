"""Know which comparison failed an assertion: pytest explains every one that stands anywhere in it."""

import re
from typing import Any

import pytest

COMPARISONS = pytest.StashKey[list[tuple[str, Any, Any]]]()

# The assertion itself, or the last part of `assert A and B`: the parts before it held.
FAILED = re.compile(r"assert (?:\(.* and )?comparison (\d+)\)?")


def keep_comparison(item: pytest.Item, op: str, left: object, right: object) -> list[str]:
    """Keep both sides of a comparison that pytest explains, and return a text by which it is found again."""
    kept = item.stash.setdefault(COMPARISONS, [])
    kept.append((op, left, right))
    return [f"comparison {len(kept) - 1}"]


def take_failed(item: pytest.Item, error: AssertionError) -> tuple[Any, Any] | None:
    """Return (seen, right) of the `assert seen == right` that failed; None if what failed is anything else.

    `assert abs((x == 0).mean() - p) < 0.05` is no comparison with 0, though pytest explains that one, too.
    """
    kept = item.stash.get(COMPARISONS, [])
    line = next((line for line in str(error).splitlines() if line.startswith("assert ")), "")
    found = FAILED.fullmatch(line)
    if found is None or int(found[1]) >= len(kept):
        return None
    op, seen, right = kept[int(found[1])]
    return (seen, right) if op in ("==", "is") else None


def forget_comparisons(item: pytest.Item) -> None:
    """Let go of what was compared: it may be large."""
    item.stash[COMPARISONS] = []
