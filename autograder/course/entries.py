"""Read a TOML file that is a list: tables of one kind, each with the same parts: texts, and lists of texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.course.texts import parse_toml, read_text
from autograder.errors import CourseError


def read_entries(
    path: Path, word: str, parts: Sequence[str], lists: Sequence[str] = ()
) -> list[tuple[dict[str, Any], str]]:
    """Return each table [[word]] of a file, and where it stands: the file, and the line; none without a file.

    Raise CourseError, with that place, unless each says all of the parts, some or none of the `lists`, and no more.
    """
    if not path.exists():
        return []
    text = read_text(path)
    data = parse_toml(path, text)
    entries = data.get(word, [])
    if set(data) - {word} or not isinstance(entries, list):
        raise CourseError(f"{path} holds nothing but tables that begin with [[{word}]]")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(f"[[{word}]]")]
    places = [f"{path}, line {line}" for line in lines] if len(lines) == len(entries) else [str(path)] * len(entries)
    return [(_check(entry, place, word, parts, lists), place) for entry, place in zip(entries, places, strict=True)]


def _check(entry: Any, place: str, word: str, parts: Sequence[str], lists: Sequence[str]) -> dict[str, Any]:
    if not isinstance(entry, dict) or not set(parts) <= set(entry) <= {*parts, *lists}:
        said = ", ".join(entry) if isinstance(entry, dict) else repr(entry)
        wanted = f"{', '.join(parts[:-1])} and {parts[-1]}"
        raise CourseError(f"{place}: a [[{word}]] says {wanted}; this one says {said or 'nothing'}")
    for part, said in entry.items():
        if part in parts and not isinstance(said, str):
            raise CourseError(f"{place}: {part} is a text, in quotes")
        if part in lists and not (isinstance(said, list) and said and all(isinstance(each, str) for each in said)):
            raise CourseError(f"{place}: {part} is a list of texts, in brackets and quotes")
    return entry
