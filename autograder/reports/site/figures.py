"""Make an SVG of a figure, as small as it can be, that follows the page's colours in light and in dark."""

import io
import re
from collections.abc import Callable
from threading import Lock
from typing import Any
from xml.sax.saxutils import quoteattr

import matplotlib

matplotlib.use("Agg")
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

# Stand-ins that no drawing of ours uses otherwise: the page's style says what they are, in light and in dark.
INK, ACCENT, SECOND, LINE = "#010101", "#020202", "#030303", "#040404"
COLOURS = {INK: "currentColor", ACCENT: "var(--accent)", SECOND: "var(--bad)", LINE: "var(--line)"}
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    # Of a student's text, nothing is a formula.
    "text.parse_math": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": LINE,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}
ROOM = (0.11, 0.19, 0.87, 0.76)  # of the axes in a figure; the rest is for ticks and labels

# The style is one for the whole process, whose threads draw at the same time.
_drawing = Lock()


def draw(paint: Callable[[Figure], object], label: str, name: str, size: tuple[float, float] = (7, 2.6)) -> str:
    """Return as an SVG element, which says in words what it shows, what `paint` puts into a figure of inches.

    No two on a page may have the same name: what they refer to by it would be there twice.
    """
    file = io.StringIO()
    with _drawing, matplotlib.rc_context({**STYLE, "svg.hashsalt": name}):
        figure = Figure(figsize=size)
        paint(figure)
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(file, metadata={"Date": None, "Creator": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    for colour, meaning in COLOURS.items():
        svg = svg.replace(colour, meaning)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    # Several on one page would share these names, by which nothing is found.
    svg = re.sub(r' id="[A-Za-z0-9.]+_\d+"', "", svg)
    svg = re.sub(r"\n\s*", "\n", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(label)} ', 1)


def add_axes(figure: Figure, across: str, up: str, room: tuple[float, float, float, float] = ROOM) -> Axes:
    """Return axes with labels where they have room."""
    axes = figure.add_axes(room)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    return axes
