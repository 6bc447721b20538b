"""What every picture of the course shares: the solution it is drawn from, its style, and the file it is written to."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import torch

matplotlib.use("svg")
from matplotlib import pyplot
from matplotlib.figure import Figure

SOLUTIONS = Path(__file__).parents[1] / "solutions"
INK, MUTED, PALE, PAPER, BLUE, ORANGE = "#1f2328", "#57606a", "#d0d7de", "#ffffff", "#0969da", "#bc4c00"


def load_solution(assignment: str) -> SimpleNamespace:
    """Return what the solution of an assignment, such as "02_losses", defines."""
    # Sums depend in their last digits on how many threads add them up.
    torch.set_num_threads(1)
    return SimpleNamespace(**runpy.run_path(str(_path(assignment, ".py"))))


def set_style(assignment: str, **more: object) -> None:
    """Set matplotlib's style, with more settings if a picture needs them; dots become underscores in their names."""
    style = {"svg.hashsalt": assignment, "font.size": 11, "text.color": INK, "axes.edgecolor": PALE}
    pyplot.rcParams.update(style | {name.replace("_", ".", 1): value for name, value in more.items()})


def save(figure: Figure, assignment: str) -> None:
    """Write an assignment's picture: the same bytes each time."""
    figure.savefig(_path(assignment, ".svg"), metadata={"Date": None, "Creator": None}, facecolor=PAPER)


def _path(assignment: str, suffix: str) -> Path:
    return SOLUTIONS / assignment / f"{assignment.partition('_')[2]}{suffix}"
