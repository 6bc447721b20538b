"""Draw what a class's overview shows, each with its numbers as a table."""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.reports.site.figures import ACCENT, add_axes, draw
from autograder.reports.site.render import Picture

BINS = 10
NARROW = (4.7, 2.3)  # inches: on a phone, too, its letters are as large as those around it


def draw_distribution(scores: Sequence[int], most: int) -> Picture:
    """Return how many students have how many of `most` points, in ten bins; the last one holds full points, too."""
    edges = [most * number / BINS for number in range(BINS + 1)]
    counts = [0] * BINS
    for score in scores:
        counts[min(BINS - 1, int(score * BINS / most)) if most else 0] += 1

    def paint(figure: Figure) -> None:
        axes = add_axes(figure, "points", "students", room=(0.13, 0.23, 0.85, 0.73))
        axes.bar(edges[:-1], counts, width=most / BINS * 0.92 or 1, align="edge", color=ACCENT)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))

    svg = draw(paint, f"How {len(scores)} students' points are distributed", "distribution", NARROW)
    rows = [(f"{edges[i]:g} to {edges[i + 1]:g}", str(counts[i])) for i in range(BINS)]
    return Picture("How many students have how many points", svg, ("points", "students"), tuple(rows))
