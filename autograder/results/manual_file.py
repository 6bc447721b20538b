"""Read and add to manual.toml beside the results, in which a person edits points and words.

    [items."no test"]                 # a rubric item, defined once and given to many
    points = -2
    says = "Your loop was never tried on an empty batch."

    [[given]]
    student = "ada"
    exercise = "Net"
    points = 35                       # in place of the automatic ones; "+2" and "-3" add to them
    comment = "The layers are right; their order in the file hid it."
    items = ["no test"]

Several entries for one exercise add up, from the first to the last.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from autograder.course.exercises import match_exercise
from autograder.course.texts import quote_toml
from autograder.errors import AutograderError, RecordError, propose
from autograder.people import fold
from autograder.reading import read_file
from autograder.results.files import write_atomically
from autograder.results.manual import Given, Item

FILE = "manual.toml"
HEAD = re.compile(r"\s*\[\[\s*given\s*\]\]")
# What TOML takes for text or a comment, and in front of that a number of points with a plus.
TOKEN = re.compile(
    r"""(?P<key>(["']?)\bpoints\2\s*=\s*)\+(?P<number>[\d_]+)(?![\d.eE])"""
    r'''|"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"'''
    r"""|'''.*?'''|'[^'\n]*'|\#[^\n]*""",
    re.DOTALL,
)
PLUS = "with a plus "  # in front of such a number, when it is read

Fields = Mapping[str, int | str | Sequence[str]]  # an entry as it stands in the file


def read_manual(
    path: Path,
    students: Iterable[str],
    points: Mapping[str, int],
    identify: Callable[[str], str] = fold,
    *,
    adding: Sequence[Fields] = (),
) -> list[Given]:
    """Read manual.toml; nothing where there is none. `points` are the most that each exercise can have.

    `identify` gives the same word for every name of a student; `adding` are entries that are about to be written.

    Raise RecordError, with the line, for a student, an exercise or an item that there is not.
    """
    text = _load(path)
    try:
        data = tomllib.loads(_mark_plus(text))
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"{path} is no proper TOML: {error}") from None
    except (ValueError, RecursionError):
        raise RecordError(f"{path} holds a number or a list in lists that is too long to be read") from None
    reader = _Reader(path, text, {identify(name): name for name in students}, points, identify)
    return [*reader.read(data), *(reader.read_given(None, entry) for entry in adding)]


def _load(path: Path) -> str:
    try:
        # The line ends as they are.
        return read_file(path).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RecordError(f"{path} is no UTF-8 text: save it as UTF-8") from None


def _mark_plus(text: str) -> str:
    """Put numbers of points that have a plus into quotes: to TOML +2 is 2, which would replace those of checks."""
    return TOKEN.sub(lambda found: f'{found["key"]}"{PLUS}{found["number"]}"' if found["key"] else found[0], text)


def _blank_texts(text: str) -> str:
    """Return the lines without what stands in texts and comments, where anything may look like a table's head."""
    return TOKEN.sub(lambda found: found[0] if found["key"] else "''" + "\n" * found[0].count("\n"), text)


def add_given(path: Path, entry: Fields) -> None:
    """Add an entry at the end of manual.toml, and leave what stands there as it is."""
    before = path.read_bytes().decode() if path.exists() else ""
    lines = ["[[given]]", *(f"{key} = {quote_toml(value)}" for key, value in entry.items())]
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    write_atomically(path, before + gap + "\n".join(lines) + "\n", irreplaceable=True)


class _Reader:
    """Reads one file, and says of each entry that is wrong where it stands."""

    def __init__(
        self,
        path: Path,
        text: str,
        students: Mapping[str, str],
        points: Mapping[str, int],
        identify: Callable[[str], str],
    ) -> None:
        self._path = path
        self._lines = text.split("\n")
        self._heads = [at for at, line in enumerate(_blank_texts(text).split("\n"), 1) if HEAD.match(line)]
        self._students = students
        self._identify = identify
        self._points = points
        self._items: dict[str, Item] = {}

    def read(self, data: dict[str, Any]) -> list[Given]:
        for key in data.keys() - {"items", "given"}:
            self._refuse(f"{key} =", f"there is no {key!r}; there are [items] and [[given]]")
        for name, item in self._expect(data, "items", {}).items():
            self._items[name] = self._read_item(name, item)
        return [self.read_given(number, entry) for number, entry in enumerate(self._expect(data, "given", []))]

    def _expect(self, data: dict[str, Any], key: str, nothing: Any) -> Any:
        """Return what the file holds under a key; refuse what is of another kind than `nothing`."""
        value = data.get(key, nothing)
        if not isinstance(value, type(nothing)):
            self._refuse(key, 'an entry begins with [[given]], and an item with [items."its name"]')
        return value

    def _read_item(self, name: str, item: Any) -> Item:
        fields = item if isinstance(item, dict) else {}
        points, says = fields.get("points"), fields.get("says")
        # Always added, so that a plus says what is meant.
        if isinstance(points, str) and points.startswith(PLUS):
            points = int(points.removeprefix(PLUS))
        if fields.keys() != {"points", "says"} or type(points) is not int or not isinstance(says, str):
            self._refuse(name, f'the item {name!r} needs points, a whole number, and says = "…"')
        return Item(points, says)

    def read_given(self, number: int | None, entry: Any) -> Given:
        """Read the entry of a number in the file; None if it is not there yet."""
        fields = entry if isinstance(entry, dict) else {}
        if unknown := fields.keys() - {"student", "exercise", "points", "comment", "items"}:
            self._refuse_given(
                number, f"there is no {min(unknown)!r}; there are student, exercise, points, comment, items"
            )
        student, exercise = str(fields.get("student", "")), str(fields.get("exercise", ""))
        if not student or not exercise:
            self._refuse_given(number, 'it needs student = "…" and exercise = "…"')
        student = self._students.get(self._identify(student), student)
        self._insist(number, "student", student, self._students.values())
        try:
            exercise = match_exercise(exercise, list(self._points))
        except AutograderError as error:
            self._refuse_given(number, str(error))
        names, comment = fields.get("items", []), fields.get("comment", "")
        if not isinstance(comment, str):
            self._refuse_given(number, 'a comment is text in quotes: comment = "…"')
        if not isinstance(names, list):
            self._refuse_given(number, f"items is a list: write items = {quote_toml([str(names)])}")
        for item in names:
            self._insist(number, "item", item, self._items, f": {self._path} has no [items.{quote_toml(str(item))}]")
        points, added = self._read_points(number, fields.get("points"), self._points[exercise])
        items = tuple(self._items[item] for item in names)
        return Given(student, exercise, points, added, comment, items)

    def _read_points(self, number: int | None, points: Any, most: int) -> tuple[int | None, int]:
        if points is None:
            return None, 0
        if type(points) is int and 0 <= points <= most:
            return points, 0
        if isinstance(points, str) and points.startswith(PLUS):
            self._refuse_given(number, 'to add points, write them in quotes: points = "+2"')
        if isinstance(points, str) and re.fullmatch(r"[+-]\d{1,4}", points, re.ASCII) and abs(int(points)) <= most:
            return None, int(points)
        self._refuse_given(
            number, f'points are a whole number from 0 to {most}, or "+2" or "-2", up to as many; not {points!r}'
        )

    def _insist(self, number: int | None, kind: str, name: Any, known: Iterable[str], otherwise: str = "") -> None:
        names = list(known)
        if name not in names:
            self._refuse_given(number, f"there is no {kind} {name!r}{propose(str(name), names, otherwise)}")

    def _refuse_given(self, number: int | None, reason: str) -> NoReturn:
        if number is None:
            raise RecordError(reason)
        where = f", line {self._heads[number]}" if number < len(self._heads) else ""
        raise RecordError(f"{self._path}{where}: {reason}")

    def _refuse(self, text: str, reason: str) -> NoReturn:
        where = next((f", line {index}" for index, line in enumerate(self._lines, 1) if text in line), "")
        raise RecordError(f"{self._path}{where}: {reason}")
