"""Draw what training does to the decision of a network: solutions/06_feedforward/feedforward.svg."""

import numpy as np
import torch
from matplotlib import pyplot
from picture import BLUE, INK, ORANGE, PAPER, load_solution, save, set_style

ASSIGNMENT = "06_feedforward"

SEED = 3
EPOCHS, LR = 400, 0.1
COLOURS = (ORANGE, BLUE)


def main() -> None:
    """Train the course's own network on the course's own blobs, and draw before, after, and the losses between."""
    solution = load_solution(ASSIGNMENT)
    torch.manual_seed(SEED)
    x_train, y_train, x_test, y_test = solution.make_blob_data(n_train=120, n_test=60, seed=SEED)
    model = solution.Feedforward(input_size=2, hidden_size=8)

    set_style(ASSIGNMENT)
    figure, (before, after, curve) = pyplot.subplots(1, 3, figsize=(11.2, 3.9), layout="constrained", facecolor=PAPER)
    draw_decision(before, model, x_test, y_test, "before", solution.evaluate(model, x_test, y_test))
    losses = solution.train(model, x_train, y_train, epochs=EPOCHS, lr=LR)
    draw_decision(after, model, x_test, y_test, f"after {EPOCHS} epochs", solution.evaluate(model, x_test, y_test))
    draw_losses(curve, losses)
    save(figure, ASSIGNMENT)


def draw_decision(axes, model, x, y, when: str, judged: tuple[float, float]) -> None:
    """Colour the plane by the probability of class 1, with the points of the test set on it."""
    low, high = x.min(0).values - 1.5, x.max(0).values + 1.5
    across, up = (torch.linspace(float(low[i]), float(high[i]), 60) for i in (0, 1))
    grid = torch.stack(torch.meshgrid(across, up, indexing="xy"), dim=-1).reshape(-1, 2)
    with torch.no_grad():
        probability = model(grid).reshape(len(up), len(across))
    levels = np.linspace(0, 1, 11)
    axes.contourf(across, up, probability, levels, cmap="RdBu", alpha=0.55)
    axes.contour(across, up, probability, [0.5], colors=INK, linewidths=1.2)
    for label, marker in ((0, "o"), (1, "s")):
        chosen = x[y == label]
        axes.scatter(*chosen.T, s=22, c=COLOURS[label], marker=marker, edgecolors="white", linewidths=0.6)
    loss, accuracy = judged
    axes.set_title(f"{when}: {accuracy:.0%} right, loss {loss:.2f}", fontsize=12)
    axes.set(xticks=[], yticks=[])


def draw_losses(axes, losses: list[float]) -> None:
    """Draw the loss of each epoch."""
    axes.plot(range(1, len(losses) + 1), losses, color=INK, linewidth=1.8)
    axes.set_title("what train returns", fontsize=12)
    axes.set(xlabel="epoch", ylabel="loss", ylim=(0, None), xlim=(1, len(losses)))
    axes.spines[["top", "right"]].set_visible(False)


if __name__ == "__main__":
    main()
