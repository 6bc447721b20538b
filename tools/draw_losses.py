"""Draw what the three losses charge for an output: solutions/02_losses/losses.svg."""

from types import SimpleNamespace

import torch
from matplotlib import pyplot
from matplotlib.axes import Axes
from picture import BLUE, INK, MUTED, ORANGE, PAPER, load_solution, save, set_style

ASSIGNMENT = "02_losses"


def draw_mse(axes: Axes, losses: SimpleNamespace) -> None:
    """Draw the mean squared error of one output against the target 1."""
    outputs = torch.linspace(-1, 3, 81)
    target = torch.tensor([1.0])
    axes.plot(outputs, [losses.mse_loss(output[None], target) for output in outputs], color=BLUE, linewidth=2)
    axes.axvline(1, color=MUTED, linewidth=0.8, linestyle=":")
    axes.text(1.08, 2.6, "target", color=MUTED)
    axes.set(title="mse_loss", xlabel="output", ylabel="loss")


def draw_binary_cross_entropy(axes: Axes, losses: SimpleNamespace) -> None:
    """Draw the binary cross-entropy of one probability, for both answers."""
    probabilities = torch.linspace(0.01, 0.99, 99)
    for target, colour, x, words in ((1.0, BLUE, 0.13, "answer 1"), (0.0, ORANGE, 0.63, "answer 0")):
        costs = [losses.binary_cross_entropy(p[None], torch.tensor([target])) for p in probabilities]
        axes.plot(probabilities, costs, color=colour, linewidth=2)
        axes.text(x, 2.6, words, color=colour)
    axes.set(title="binary_cross_entropy", xlabel="probability of 1")


def draw_cross_entropy(axes: Axes, losses: SimpleNamespace) -> None:
    """Draw the cross-entropy of a row of three scores as one of them grows, for two labels."""
    scores = torch.linspace(-4, 4, 81)
    rows = torch.stack([scores, torch.zeros_like(scores), torch.zeros_like(scores)], dim=1)
    for label, colour, x, words in ((0, BLUE, -3.2, "label 0"), (1, ORANGE, 1.4, "label 1")):
        costs = [losses.cross_entropy(row[None], torch.tensor([label])) for row in rows]
        axes.plot(scores, costs, color=colour, linewidth=2)
        axes.text(x, 4.35 if label == 0 else 3.45, words, color=colour)
    axes.set(title="cross_entropy", xlabel="score s of the row (s, 0, 0)")


def main() -> None:
    """Write the picture."""
    losses = load_solution(ASSIGNMENT)
    set_style(ASSIGNMENT, axes_labelcolor=INK, xtick_color=MUTED, ytick_color=MUTED)
    figure, (left, middle, right) = pyplot.subplots(1, 3, figsize=(11, 3.4), layout="constrained", facecolor=PAPER)
    draw_mse(left, losses)
    draw_binary_cross_entropy(middle, losses)
    draw_cross_entropy(right, losses)
    for axes in (left, middle, right):
        axes.set_ylim(bottom=0)
        axes.spines[["top", "right"]].set_visible(False)
    save(figure, ASSIGNMENT)


if __name__ == "__main__":
    main()
