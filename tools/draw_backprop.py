"""Draw the graph that backward() walks behind a small network's loss: solutions/03_backprop/backprop.svg."""

from typing import Any

import torch
from matplotlib import pyplot
from matplotlib.axes import Axes
from picture import BLUE, INK, MUTED, ORANGE, PAPER, load_solution, save, set_style
from torch import nn

ASSIGNMENT = "03_backprop"
# A linear layer's node has three inputs: the bias is drawn above it, its input beside it, the weight below.
HEIGHTS = {1: (0,), 2: (0, 0), 3: (1, 0, -1)}
WIDTH, HEIGHT = 0.86, 0.52

Place = tuple[float, float]


def make_loss() -> tuple[nn.Sequential, torch.Tensor]:
    """Return a network of two layers and its loss on four samples."""
    torch.manual_seed(0)
    model = nn.Sequential()
    model.fc1, model.relu, model.fc2 = nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)
    x, y = torch.randn(4, 2), torch.randn(4, 1)
    return model, nn.functional.mse_loss(model(x), y)


def draw_node(axes: Axes, node: Any, place: Place, parameters: dict[int, str]) -> None:
    """Draw a node and, to its left, what it passes gradients to."""
    if node is None:
        draw_box(axes, place, "x\nneeds no gradient", MUTED, style=":")
        return
    if hasattr(node, "variable"):
        gradient = node.variable.grad
        words = f"{parameters[id(node.variable)]}\nAccumulateGrad\ngradient up to {gradient.abs().max():.2f}"
        draw_box(axes, place, words, BLUE)
        return
    draw_box(axes, place, node.name(), INK)
    following = [each for each, _ in node.next_functions]
    # The target of the loss is a constant: it has no place in the picture.
    following = following[:1] if len(following) == 2 else following
    for each, height in zip(following, HEIGHTS[len(following)], strict=True):
        there = (place[0] - 1, place[1] + height)
        arrow = {"arrowstyle": "-|>", "color": MUTED if each is None else ORANGE, "linewidth": 1.4}
        start, end = (place[0] - WIDTH / 2, place[1] + 0.1 * height), (there[0] + WIDTH / 2, there[1] - 0.1 * height)
        axes.annotate("", xy=end, xytext=start, arrowprops=arrow | {"linestyle": ":" if each is None else "-"})
        draw_node(axes, each, there, parameters)


def draw_box(axes: Axes, place: Place, words: str, colour: str, style: str = "-") -> None:
    """Draw words in a box around a place."""
    corner = (place[0] - WIDTH / 2, place[1] - HEIGHT / 2)
    box = pyplot.Rectangle(corner, WIDTH, HEIGHT, facecolor="white", edgecolor=colour, linewidth=1.3, linestyle=style)
    axes.add_patch(box)
    axes.text(*place, words, ha="center", va="center", fontsize=8.5, color=colour, linespacing=1.35)


def main() -> None:
    """Write the picture."""
    model, loss = make_loss()
    counts = load_solution(ASSIGNMENT).count_graph_nodes(loss)
    loss.backward(retain_graph=True)
    parameters = {id(p): name for name, p in model.named_parameters()}
    set_style(ASSIGNMENT)
    figure, axes = pyplot.subplots(figsize=(11, 4), layout="constrained", facecolor=PAPER)
    draw_node(axes, loss.grad_fn, (0, 0), parameters)
    axes.annotate(
        "loss",
        xy=(WIDTH / 2, 0),
        xytext=(0.75, 0),
        va="center",
        fontsize=11,
        arrowprops={"arrowstyle": "-|>", "color": ORANGE},
    )
    listed = ",  ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
    axes.text(-5.45, -1.62, f"count_graph_nodes(loss) counts  {listed}", fontsize=8.5, color=MUTED)
    axes.text(0.95, 1.3, "backward() walks\nfrom right to left", fontsize=10, color=ORANGE, ha="right")
    axes.set(xlim=(-5.5, 1.0), ylim=(-1.75, 1.6))
    axes.axis("off")
    save(figure, ASSIGNMENT)


if __name__ == "__main__":
    main()
