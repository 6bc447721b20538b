"""Draw what cross-validation says of networks of growing width: solutions/08_selection/selection.svg."""

import torch
from matplotlib import pyplot
from picture import BLUE, ORANGE, PAPER, load_solution, save, set_style
from sklearn.datasets import make_moons
from torch import nn

ASSIGNMENT = "08_selection"

WIDTHS = [1, 2, 4, 8, 16, 64]
FOLDS, EPOCHS, LR = 6, 1500, 1.0
TAUGHT, LEFT_OUT = ORANGE, BLUE


def main() -> None:
    """Search over the width with the course's own functions, and draw every fold."""
    solution = load_solution(ASSIGNMENT)
    points, labels = make_moons(120, noise=0.35, random_state=0)
    x, y = torch.tensor(points, dtype=torch.float32), torch.tensor(labels)
    taught: list[float] = []
    left_out: list[list[float]] = []

    def score(hidden_size: int) -> float:
        models: list[nn.Module] = []

        def make_model() -> nn.Module:
            torch.manual_seed(len(models))
            models.append(nn.Sequential(nn.Linear(2, hidden_size), nn.Tanh(), nn.Linear(hidden_size, 2)))
            return models[-1]

        accuracies = solution.cross_validate(make_model, x, y, FOLDS, EPOCHS, LR, seeded())
        folds = solution.k_fold_indices(len(x), FOLDS, seeded())
        taught.append(sum(map(train_accuracy, models, folds)) / FOLDS)
        left_out.append(accuracies)
        return sum(accuracies) / FOLDS

    def train_accuracy(model: nn.Module, fold: tuple[torch.Tensor, torch.Tensor]) -> float:
        (x_train,) = solution.standardize(x[fold[0]])
        return (model(x_train).argmax(dim=1) == y[fold[0]]).float().mean().item()

    best, _, results = solution.grid_search({"hidden_size": WIDTHS}, score)
    draw(taught, left_out, [mean for _, mean in results], best["hidden_size"])


def seeded() -> torch.Generator:
    """Return the generator that deals the folds, the same each time."""
    return torch.Generator().manual_seed(0)


def draw(taught: list[float], left_out: list[list[float]], means: list[float], best: int) -> None:
    """Draw both curves, a dot for every fold, and a mark at the best width."""
    set_style(ASSIGNMENT)
    figure, axes = pyplot.subplots(figsize=(8.4, 4.2), layout="constrained", facecolor=PAPER)
    places = range(len(WIDTHS))
    axes.axvline(WIDTHS.index(best), color="#eaeef2", linewidth=14, zorder=0)
    for place, accuracies in zip(places, left_out, strict=True):
        axes.scatter([place] * FOLDS, accuracies, s=26, color=LEFT_OUT, alpha=0.35, linewidths=0)
    axes.plot(places, taught, color=TAUGHT, marker="o", linewidth=1.8, label="on samples it was taught")
    axes.plot(places, means, color=LEFT_OUT, marker="o", linewidth=1.8, label="on samples left out")
    axes.set(xlabel="hidden units", ylabel="accuracy", xticks=places, xticklabels=WIDTHS, ylim=(0.6, 1.0))
    axes.annotate(f"chosen: {best}", (WIDTHS.index(best) + 0.12, 0.975), fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left")
    save(figure, ASSIGNMENT)


if __name__ == "__main__":
    main()
