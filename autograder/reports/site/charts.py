"""Draw what a class's pages show, as SVG that follows the page's colours, each with its numbers as a table."""

import io
import re
from collections.abc import Sequence
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.reports.site.render import Picture

BINS = 10
# Stand-ins that no drawing of ours uses otherwise: the page's style says what they are, in light and in dark.
INK, ACCENT, SECOND, LINE = "#010101", "#020202", "#030303", "#040404"
COLOURS = {INK: "currentColor", ACCENT: "var(--accent)", SECOND: "var(--bad)", LINE: "var(--line)"}
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "autograder",
    "font.family": "sans-serif",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": LINE,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw_distribution(scores: Sequence[int], most: int) -> Picture:
    """Return how many students have how many of `most` points, in ten bins; the last one holds full points, too."""
    edges = [most * number / BINS for number in range(BINS + 1)]
    counts = [0] * BINS
    for score in scores:
        counts[min(BINS - 1, int(score * BINS / most)) if most else 0] += 1
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7, 2.6))
        axes = figure.add_subplot()
        axes.bar(edges[:-1], counts, width=most / BINS * 0.92 or 1, align="edge", color=ACCENT)
        axes.set_xlabel("points")
        axes.set_ylabel("students")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        svg = write_svg(figure, f"How {len(scores)} students’ points are distributed")
    rows = [(f"{edges[i]:g} to {edges[i + 1]:g}", str(counts[i])) for i in range(BINS)]
    return Picture("How many students have how many points", svg, ("points", "students"), tuple(rows))


def write_svg(figure: Figure, label: str) -> str:
    """Return a figure as an SVG element that says in words what it shows; the same for the same figure."""
    file = io.StringIO()
    figure.tight_layout()
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(file, metadata={"Date": None, "Creator": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    for colour, meaning in COLOURS.items():
        svg = svg.replace(colour, meaning)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
