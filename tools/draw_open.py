"""Draw how good three networks are at the open task, and what their images look like: solutions/09_open/open.svg."""

import runpy
import sys

import torch
from matplotlib import pyplot
from picture import BLUE, MUTED, ORANGE, PALE, PAPER, SOLUTIONS, load_solution, save, set_style

ASSIGNMENT = "09_open"

ANSWERS = {"flat": MUTED, "pooled": ORANGE, "wherever\nit lies": BLUE}
SHOWN = 6  # images
SEEDS = (1, 2, 3)


def main() -> None:
    """Train each answer with three seeds and draw all its scores on validation images beside some of them."""
    solution = load_solution(ASSIGNMENT)
    references = [runpy.run_path(str(path)) for path in sorted((SOLUTIONS / ASSIGNMENT).glob("references/*.py"))]
    answers = [*references, vars(solution)]
    x, y = solution.load_images("train")
    images, labels = solution.load_images("validation")
    scores = []
    for answer in answers:
        scores.append([])
        for seed in SEEDS:
            torch.manual_seed(seed)
            model = answer["make_model"]()
            answer["train"](model, x, y, seed)
            model.eval()
            with torch.no_grad():
                scores[-1].append((model(images).argmax(dim=1) == labels).double().mean().item())
        print(f"{sorted(scores[-1])[1]:.1%}", file=sys.stderr)
    draw(scores, images[:: len(images) // SHOWN][:SHOWN])


def draw(scores: list[list[float]], images: torch.Tensor) -> None:
    """Draw the images in two columns, and to the right of them a dot for each training."""
    set_style(ASSIGNMENT)
    figure = pyplot.figure(figsize=(8.4, 3.4), layout="constrained", facecolor=PAPER)
    left, right = figure.subfigures(1, 2, width_ratios=[1.25, 1])
    for axes, image in zip(left.subplots(2, SHOWN // 2).flat, images, strict=True):
        axes.imshow(image[0], cmap="gray_r", vmin=-0.3, vmax=1)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_color(PALE)
    axes = right.subplots()
    for place, (colour, shares) in enumerate(zip(ANSWERS.values(), scores, strict=True)):
        middle = sorted(shares)[1]
        axes.scatter([place] * len(shares), shares, s=34, color=colour, alpha=0.6, linewidths=0)
        axes.annotate(f"{middle:.0%}", (place + 0.14, middle), va="center", fontsize=10)
    axes.axhline(0.1, color=PALE, zorder=0)
    axes.annotate("chance", (2.55, 0.115), ha="right", fontsize=9, color=MUTED)
    axes.set(xticks=range(3), xticklabels=ANSWERS, ylim=(0, 1), xlim=(-0.5, 2.6), ylabel="right on validation images")
    axes.spines[["top", "right"]].set_visible(False)
    save(figure, ASSIGNMENT)


if __name__ == "__main__":
    main()
