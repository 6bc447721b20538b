"""Read the hints beside an assignment: three an exercise, from a nudge to almost the answer."""

import re
from collections.abc import Iterator

from autograder.course import Assignment
from autograder.reading import read_text


def find_hints(assignment: Assignment) -> dict[str, list[str]]:
    """Return the hints of each exercise; nothing where the assignment has no file of hints."""
    try:
        return read_hints(read_text(assignment.path(".hints.md"), errors="replace"))
    except OSError:
        return {}


def find_misnumbered(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield where a hint has another number than its place: the exercise, the line, the number and the right one."""
    name, wanted = "", 1
    for line, words in enumerate(text.splitlines(), 1):
        if words.startswith("## "):
            name, wanted = words.strip("# `"), 1
        elif found := re.match(r"(\d+)\. ", words):
            if int(found[1]) != wanted:
                yield name, line, int(found[1]), wanted
            wanted += 1


def read_hints(text: str) -> dict[str, list[str]]:
    """Return the hints of each exercise: `## NAME`, then a numbered list."""
    hints: dict[str, list[str]] = {}
    for section in re.split(r"^## +", text, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        items = re.split(r"^\d+\. +", body, flags=re.MULTILINE)[1:]
        hints[name.strip().strip("`")] = [" ".join(item.split()) for item in items]
    return hints
