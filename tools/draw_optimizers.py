"""Draw the way of four optimizers through one valley: solutions/04_optimizers/optimizers.svg."""

from collections.abc import Callable
from typing import Any

import torch
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from picture import INK, ORANGE, PAPER, load_solution, save, set_style
from torch import nn

ASSIGNMENT = "04_optimizers"
START = (-4.0, 1.6)
STEPS = 40
LEVELS = (55, 41, 30, 21, 14, 9, 5, 2.5, 1, 0.25)


def main() -> None:
    """Let the course's own optimizers walk, and draw their steps over the valley's contours."""
    solution = load_solution(ASSIGNMENT)
    walks = {
        "sgd_step": lambda p: lambda: solution.sgd_step([p], learning_rate=0.095),
        "SGD with momentum 0.8": lambda p: solution.SGD([p], lr=0.03, momentum=0.8).step,
        "RMSprop": lambda p: solution.RMSprop([p], lr=0.12, alpha=0.9).step,
        "Adam": lambda p: solution.Adam([p], lr=0.3).step,
    }
    set_style(ASSIGNMENT)
    figure, grid = pyplot.subplots(2, 2, figsize=(10.4, 5.6), layout="constrained", facecolor=PAPER)
    for axes, (name, make_step) in zip(grid.flat, walks.items(), strict=True):
        draw_valley(axes)
        draw_walk(axes, name, walk(make_step))
    save(figure, ASSIGNMENT)


def height(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the height of the valley: gentle along x, twenty times as steep along y."""
    return x**2 / 2 + 10 * y**2


def walk(make_step: Callable[[nn.Parameter], Callable[[], Any]]) -> torch.Tensor:
    """Return the places at which an optimizer is before its first and after each of its steps."""
    place = nn.Parameter(torch.tensor(START))
    step = make_step(place)
    places = [place.detach().clone()]
    for _ in range(STEPS):
        place.grad = None
        height(*place).backward()
        step()
        places.append(place.detach().clone())
    return torch.stack(places)


def draw_valley(axes: Axes) -> None:
    """Draw lines of equal height, which are ellipses, darker where it is deep, and a cross at the lowest place."""
    for count, level in enumerate(LEVELS):
        width, tall = 2 * (2 * level) ** 0.5, 2 * (level / 10) ** 0.5
        colour = pyplot.get_cmap("Blues")(0.05 + 0.4 * count / len(LEVELS))
        axes.add_patch(Ellipse((0, 0), width, tall, facecolor=colour, edgecolor="#ffffff", linewidth=0.8))
    axes.plot(0, 0, "+", color=INK, markersize=13, markeredgewidth=1.6)
    axes.set(xticks=[], yticks=[], xlim=(-5, 3), ylim=(-2, 2))


def draw_walk(axes: Axes, name: str, places: torch.Tensor) -> None:
    """Draw one walk, with the height that it has reached."""
    axes.plot(*places.T, "o-", color=ORANGE, linewidth=1.2, markersize=3.2)
    axes.plot(*places[0], "o", color=INK, markersize=6)
    axes.set_title(f"{name}: height {height(*places[-1]):.3f} after {STEPS} steps", fontsize=11)


if __name__ == "__main__":
    main()
