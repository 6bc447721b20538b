"""Draw the pictures that check files make of what probes saw: one way to paint each kind of drawing."""

import math
from itertools import cycle
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from autograder.reports.site.figures import ACCENT, INK, LINE, SECOND, add_axes, draw
from autograder.results.pictures import Curves, Drawing, Images, Matrix, Plane

# The first name is the student's, the second what it is held against; marks and dashes tell them apart without colour.
COLOURS = (ACCENT, INK, SECOND)
DASHES: tuple[Literal["-", "--", ":"], ...] = ("-", "--", ":")
MARKS = ("o", "x", "^")
WIDE, SQUARE = (7, 3.2), (5.4, 4.2)
IMAGES_A_ROW = 6
DARKEST = 0.6  # how much of the colour the largest number of a matrix gets, so that ink can be read on it


def draw_picture(drawing: Drawing, title: str, name: str) -> str:
    """Return a drawing as an SVG element; no two on a page may have the same name."""
    match drawing:
        case Curves():
            return draw(lambda figure: _paint_curves(figure, drawing), title, name, WIDE)
        case Plane():
            return draw(lambda figure: _paint_plane(figure, drawing), title, name, SQUARE)
        case Matrix():
            return draw(lambda figure: _paint_matrix(figure, drawing), title, name, SQUARE)
        case Images():
            rows = -(-len(drawing.images) // IMAGES_A_ROW)
            return draw(
                lambda figure: _paint_images(figure, drawing, max(rows, 1)), title, name, (7, 1.4 * max(rows, 1))
            )


def _paint_curves(figure: Figure, curves: Curves) -> None:
    axes = add_axes(figure, curves.across, curves.up)
    for (name, numbers), colour, dashes in zip(curves.lines.items(), cycle(COLOURS), cycle(DASHES), strict=False):
        places = range(curves.first, curves.first + len(numbers))
        axes.plot(places, numbers, dashes, color=colour, label=name, marker="." if len(numbers) < 20 else None)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="best")


def _paint_plane(figure: Figure, plane: Plane) -> None:
    axes = add_axes(figure, *plane.axes, room=(0.13, 0.12, 0.84, 0.76))
    handles = []
    for (name, heights), colour, dashes in zip(plane.fields.items(), cycle(COLOURS), cycle(DASHES), strict=False):
        colour = LINE if plane.paths else colour
        _contour(axes, plane, heights, colour, dashes)
        handles.append(Line2D([], [], color=colour, linestyle=dashes, label=name))
    for (name, places), colour, dashes in zip(plane.paths.items(), cycle(COLOURS), cycle(DASHES), strict=False):
        handles += axes.plot(*_transpose(places), dashes, color=colour, marker=".", label=name)
    for (name, places), colour, mark in zip(
        plane.points.items(), cycle((SECOND, ACCENT, INK)), cycle(MARKS), strict=False
    ):
        handles += axes.plot(*_transpose(places), mark, color=colour, markersize=4, label=name)
    left, right, bottom, top = plane.view
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(handles), columnspacing=1.2)


def _contour(axes: Axes, plane: Plane, heights: list[list[float]], colour: str, dashes: str) -> None:
    left, right, bottom, top = plane.view
    if len(heights) < 2 or len(heights[0]) < 2:
        return
    across = [left + (right - left) * i / (len(heights[0]) - 1) for i in range(len(heights[0]))]
    up = [bottom + (top - bottom) * i / (len(heights) - 1) for i in range(len(heights))]
    lowest, highest = min(map(min, heights)), max(map(max, heights))
    # A line at a level that nothing reaches is no line, but a warning.
    if levels := [level for level in sorted(set(plane.levels)) if lowest < level < highest]:
        axes.contour(across, up, heights, levels=levels, colors=colour, linestyles=dashes)


def _paint_matrix(figure: Figure, matrix: Matrix) -> None:
    axes = add_axes(figure, matrix.across, matrix.down, room=(0.12, 0.14, 0.86, 0.83))
    most = max(max(map(abs, row)) for row in matrix.cells) or 1
    for i, row in enumerate(matrix.cells):
        for j, number in enumerate(row):
            if number:
                axes.fill(
                    [j - 0.5, j + 0.5, j + 0.5, j - 0.5],
                    [i - 0.5, i - 0.5, i + 0.5, i + 0.5],
                    color=ACCENT,
                    alpha=DARKEST * math.sqrt(abs(number) / most),
                    linewidth=0,
                )
                axes.text(j, i, f"{number:g}", ha="center", va="center", fontsize=8)
    axes.set(xlim=(-0.5, len(matrix.cells[0]) - 0.5), ylim=(len(matrix.cells) - 0.5, -0.5))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=12))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=12))


def _paint_images(figure: Figure, images: Images, rows: int) -> None:
    for number, (grid, says) in enumerate(zip(images.images, images.says, strict=True)):
        row, column = divmod(number, IMAGES_A_ROW)
        axes = figure.add_axes(
            (column / IMAGES_A_ROW + 0.03, 1 - (row + 0.78) / rows, 1 / IMAGES_A_ROW - 0.06, 0.74 / rows)
        )
        axes.imshow(grid, cmap="gray", interpolation="none")
        axes.set_axis_off()
        axes.text(0.5, -0.12, says, ha="center", va="top", fontsize=8, transform=axes.transAxes)
    if not images.images:
        figure.text(0.5, 0.5, "none", ha="center")


def _transpose(places: list[list[float]]) -> tuple[list[float], list[float]]:
    return [place[0] for place in places], [place[1] for place in places]


def tabulate(drawing: Drawing) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a drawing's numbers as a table: heads and rows."""
    match drawing:
        case Curves():
            longest = max(map(len, drawing.lines.values()), default=0)
            columns = [[*map(_say, numbers), *[""] * (longest - len(numbers))] for numbers in drawing.lines.values()]
            counted = map(str, range(drawing.first, drawing.first + longest))
            return (drawing.across, *drawing.lines), list(zip(counted, *columns, strict=True))
        case Plane():
            heads = ("what", "number", *(name or axis for name, axis in zip(drawing.axes, "xy", strict=True)))
            named = {**drawing.paths, **drawing.points}
            return (*heads, *drawing.fields), [
                (name, str(number), *map(_say, place), *_look_up(drawing, place))
                for name, places in named.items()
                for number, place in enumerate(places)
            ]
        case Matrix():
            heads = (f"{drawing.down} \\ {drawing.across}", *map(str, range(len(drawing.cells[0]))))
            return heads, [(str(i), *map(_say, row)) for i, row in enumerate(drawing.cells)]
        case Images():
            return ("image", "what it is"), [(str(i), says) for i, says in enumerate(drawing.says, 1)]


def _look_up(plane: Plane, place: list[float]) -> list[str]:
    """Return the values of the fields at the nearest place of their grids; nothing outside of the view."""
    left, right, bottom, top = plane.view
    across, up = (place[0] - left) / (right - left), (place[1] - bottom) / (top - bottom)
    if not (0 <= across <= 1 and 0 <= up <= 1):
        return [""] * len(plane.fields)
    return [
        _say(grid[round(up * (len(grid) - 1))][round(across * (len(grid[0]) - 1))]) for grid in plane.fields.values()
    ]


def _say(number: float) -> str:
    return f"{number:.4g}"
