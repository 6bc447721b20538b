"""Draw how a perceptron's boundary turns as it learns: solutions/05_perceptron/perceptron.svg."""

from typing import Any

import torch
from matplotlib import pyplot
from matplotlib.axes import Axes
from picture import BLUE, INK, ORANGE, PAPER, load_solution, save, set_style
from torch import nn

ASSIGNMENT = "05_perceptron"
STOPS = (0, 5, 100)
COLOURS = (ORANGE, BLUE)


def main() -> None:
    """Train the course's own perceptron on two clouds, and draw its answers at three moments."""
    solution = load_solution(ASSIGNMENT)
    x, y = make_clouds()
    model = solution.Perceptron(input_size=2, num_class=1)
    model.load_state_dict({"fc.weight": torch.tensor([[-0.8, 1.2]]), "fc.bias": torch.tensor([0.5])})
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

    set_style(ASSIGNMENT)
    figure, row = pyplot.subplots(1, len(STOPS), figsize=(10.4, 3.7), layout="constrained", facecolor=PAPER)
    steps = 0
    for axes, stop in zip(row, STOPS, strict=True):
        while steps < stop:
            solution.train_step(model, x, y, nn.BCELoss(), optimizer)
            steps += 1
        draw_answers(axes, model, solution.predict, x, y)
        right = (solution.predict(model, x) == y).float().mean().item()
        axes.set_title(f"after {stop} steps: {right:.0%} right", fontsize=11)
    save(figure, ASSIGNMENT)


def make_clouds() -> tuple[torch.Tensor, torch.Tensor]:
    """Return forty points around each of two centres, and the cloud that each belongs to."""
    generator = torch.Generator().manual_seed(5)
    centres = torch.tensor([[-1.2, -0.9], [1.2, 0.9]])
    x = centres[:, None] + torch.randn(2, 40, 2, generator=generator)
    return x.reshape(-1, 2), torch.tensor([0.0, 1.0]).repeat_interleave(40)[:, None]


def draw_answers(axes: Axes, model: nn.Module, predict: Any, x: torch.Tensor, y: torch.Tensor) -> None:
    """Colour the plane by the output, with the boundary at 0.5, and a ring around each point that is judged wrongly."""
    across, up = torch.linspace(-4, 4, 33), torch.linspace(-3.4, 3.4, 33)
    plane = torch.stack(torch.meshgrid(across, up, indexing="xy"), dim=-1)
    with torch.no_grad():
        output = model(plane).squeeze(-1)
    axes.contourf(across, up, output, torch.linspace(0, 1, 9), cmap="RdBu", alpha=0.45)
    axes.contour(across, up, output, [0.5], colors=INK, linewidths=1.6)
    wrong = predict(model, x) != y
    for label, marker in enumerate("os"):
        chosen = y[:, 0] == label
        edges = [INK if missed else "white" for missed in wrong[chosen]]
        axes.scatter(*x[chosen].T, s=30, c=COLOURS[label], marker=marker, edgecolors=edges, linewidths=1.2)
    axes.set(xticks=[], yticks=[], xlim=(-4, 4), ylim=(-3.4, 3.4))


if __name__ == "__main__":
    main()
