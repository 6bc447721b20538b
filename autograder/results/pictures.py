"""Pictures as plain data: what a check file makes of observations, what is kept of it, and what pages draw.

Numbers come as nested lists, tensors or arrays, and are kept as lists with SHOWN_DIGITS. What cannot be drawn raises
ValueError: NaN and infinity, what is huge, of another shape or too much. A student's code may have chosen it.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_NUMBERS = 5000  # in one picture
MOST_LINES = 8  # names in one picture
LARGEST = 1e9
SHOWN_DIGITS = 5
Numbers = Any


@dataclass(frozen=True)
class Curves:
    """Show numbers that follow each other as lines, one a name: {"yours": losses, "right": others}.

    `across` is what is counted, from `first` on; `up` is what the numbers are.
    """

    lines: Mapping[str, Numbers]
    across: str
    up: str
    first: int = 1

    def __post_init__(self) -> None:
        _settle(self, lines=_read_named(self.lines, 1))


@dataclass(frozen=True)
class Plane:
    """Show paths and points of two numbers each in `view`: (left, right, bottom, top).

    `fields` are functions of the plane, as numbers on a grid that covers the view evenly, row by row from the bottom;
    a contour line is drawn at each of `levels`. What is outside of the view is cut off.
    """

    view: Numbers
    paths: Mapping[str, Numbers] = field(default_factory=dict)
    points: Mapping[str, Numbers] = field(default_factory=dict)
    fields: Mapping[str, Numbers] = field(default_factory=dict)
    levels: Numbers = ()
    axes: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        _settle(
            self,
            view=_read_numbers(self.view, 1),
            paths=_read_named(self.paths, 2),
            points=_read_named(self.points, 2),
            fields=_read_named(self.fields, 2),
            levels=_read_numbers(self.levels, 1),
            axes=tuple(self.axes),
        )
        if len(self.view) != 4 or not (self.view[0] < self.view[1] and self.view[2] < self.view[3]):
            raise ValueError("a view is (left, right, bottom, top)")
        if any(len(place) != 2 for each in (*self.paths.values(), *self.points.values()) for place in each):
            raise ValueError("a place in a plane has two numbers")
        for grid in self.fields.values():
            _insist_on_grid(grid)


@dataclass(frozen=True)
class Matrix:
    """Show a table of numbers, darker where they are larger; `down` is what its rows are, `across` its columns."""

    cells: Numbers
    down: str
    across: str

    def __post_init__(self) -> None:
        _settle(self, cells=_read_numbers(self.cells, 2))
        _insist_on_grid(self.cells)


@dataclass(frozen=True)
class Images:
    """Show small grey images, each a grid of numbers, with a few words below it."""

    images: Numbers
    says: tuple[str, ...]

    def __post_init__(self) -> None:
        _settle(self, images=_read_numbers(self.images, 3), says=tuple(self.says))
        if len(self.says) != len(self.images):
            raise ValueError("each image has its own words")
        for grid in self.images:
            _insist_on_grid(grid)


Drawing = Curves | Plane | Matrix | Images
KINDS: dict[str, type[Drawing]] = {kind.__name__: kind for kind in (Curves, Plane, Matrix, Images)}


@dataclass(frozen=True)
class Drawn:
    """A picture of one submission; `problem` says why there is none."""

    exercise: str
    title: str
    hidden: bool  # of a check file that students do not receive: for instructors alone
    drawing: Drawing | None
    problem: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        drawing = self.drawing and {"kind": type(self.drawing).__name__, **asdict(self.drawing)}
        return {**vars(self), "drawing": drawing}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Drawn":
        """Undo to_dict; raise ValueError, KeyError or TypeError for anything else."""
        given = dict(data["drawing"]) if data["drawing"] else None
        drawing = KINDS[given.pop("kind")](**given) if given else None
        return cls(**{**data, "drawing": drawing})


def _settle(drawing: object, **values: Any) -> None:
    """Set fields of a frozen drawing to what was read of them, if that is no more than may be drawn."""
    if _count(list(values.values())) > MOST_NUMBERS:
        raise ValueError(f"a picture holds at most {MOST_NUMBERS} numbers")
    for name, value in values.items():
        object.__setattr__(drawing, name, value)


def _read_named(named: Mapping[str, Numbers], depth: int) -> dict[str, Any]:
    if len(named) > MOST_LINES:
        raise ValueError(f"a picture has at most {MOST_LINES} names")
    return {str(name): _read_numbers(numbers, depth) for name, numbers in named.items()}


def _read_numbers(value: Any, depth: int) -> Any:
    """Return numbers as lists of lists, `depth` deep."""
    if math.prod(getattr(value, "shape", ())) > MOST_NUMBERS:
        raise ValueError(f"a picture holds at most {MOST_NUMBERS} numbers")
    value = value.tolist() if hasattr(value, "tolist") else value
    if depth:
        if not isinstance(value, (list, tuple)) or len(value) > MOST_NUMBERS:
            raise ValueError("numbers have another shape than can be drawn")
        return [_read_numbers(item, depth - 1) for item in value]
    if not isinstance(value, (int, float)) or not abs(value) <= LARGEST:
        raise ValueError("only numbers can be drawn that are finite and not huge")
    return float(f"{value:.{SHOWN_DIGITS}g}")


def _insist_on_grid(rows: list[list[float]]) -> None:
    if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise ValueError("a grid has rows of one length")


def _count(value: Any) -> int:
    if isinstance(value, dict):
        return _count(list(value.values()))
    return sum(map(_count, value)) if isinstance(value, list) else 1
