"""Read the hints beside an assignment: three an exercise, from a nudge to almost the answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    for name, hints in _list_sections(text):
        for wanted, hint in enumerate(hints, 1):
            if hint.number != wanted:
                yield name, hint.line, hint.number, wanted


def read_hints(text: str) -> dict[str, list[str]]:
    """Return the hints of each exercise: `## NAME`, then a numbered list."""
    return {name: [" ".join(hint.words.split()) for hint in hints] for name, hints in _list_sections(text)}


@dataclass
class _Hint:
    number: int
    line: int
    words: str


def _list_sections(text: str) -> list[tuple[str, list[_Hint]]]:
    sections: list[tuple[str, list[_Hint]]] = []
    for line, words in enumerate(text.split("\n"), 1):
        hints = sections[-1][1] if sections else []
        if head := re.match(r"## +", words):
            sections.append((words[head.end() :].strip().strip("`"), []))
        elif sections and (begin := re.match(r"(\d+)\. +", words)):
            hints.append(_Hint(int(begin[1]), line, words[begin.end() :]))
        elif hints:
            hints[-1].words += f"\n{words}"
    return sections
