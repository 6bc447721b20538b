"""Draw the digits as the network sees them, and how it learns them: solutions/07_digits/digits.svg."""

import torch
from matplotlib import pyplot
from picture import BLUE, ORANGE, PAPER, load_solution, save, set_style

ASSIGNMENT = "07_digits"

SEED, EPOCHS, LR = 0, 8, 0.01
SHOWN = 12
RIGHT, WRONG = BLUE, ORANGE


def main() -> None:
    """Train the given network with the course's own functions, and draw what it saw and what it says."""
    solution = load_solution(ASSIGNMENT)
    x_train, y_train, x_test, y_test = solution.load_digit_images(seed=SEED)
    torch.manual_seed(SEED)
    model = solution.DigitNet()
    history = solution.fit(model, (x_train, y_train), (x_test, y_test), epochs=EPOCHS, lr=LR, seed=SEED)
    with torch.no_grad():
        answers = model.eval()(x_test).argmax(dim=1)

    set_style(ASSIGNMENT, font_size=10)
    figure = pyplot.figure(figsize=(11.2, 3.9), layout="constrained", facecolor=PAPER)
    left, middle, right = figure.subfigures(1, 3, width_ratios=[1.15, 1, 1])
    draw_images(left, x_test, y_test, answers)
    draw_history(middle, history)
    draw_confusion(right, solution.confusion_matrix(y_test, answers, 10))
    save(figure, ASSIGNMENT)


def draw_images(figure, x, y, answers) -> None:
    """Draw the first mistakes, then digits that were read right, each with the answer."""
    mistakes = (answers != y).nonzero().flatten()[:4]
    right = (answers == y).nonzero().flatten()[: SHOWN - len(mistakes)]
    for axes, i in zip(figure.subplots(3, 4).flat, torch.cat([right, mistakes]).tolist(), strict=True):
        axes.imshow(x[i, 0], cmap="gray_r")
        axes.set(xticks=[], yticks=[])
        axes.set_title(f"{answers[i]}", color=RIGHT if answers[i] == y[i] else WRONG, pad=3)
    figure.suptitle("what it sees, and what it says", fontsize=12)


def draw_history(figure, history: dict[str, list[float]]) -> None:
    """Draw the train loss and the test accuracy of each epoch."""
    epochs = range(1, EPOCHS + 1)
    above, below = figure.subplots(2, 1, sharex=True)
    above.plot(epochs, history["test_accuracy"], color=RIGHT, marker="o", markersize=4)
    above.set(ylabel="test accuracy", ylim=(0, 1.02))
    below.plot(epochs, history["train_loss"], color=WRONG, marker="o", markersize=4)
    below.set(xlabel="epoch", ylabel="train loss", ylim=(0, None), xticks=epochs)
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(f"how it learns: best {max(history['test_accuracy']):.0%}", fontsize=12)


def draw_confusion(figure, matrix: torch.Tensor) -> None:
    """Draw the confusion matrix, the mistakes with their counts."""
    axes = figure.subplots()
    axes.imshow(matrix.float().sqrt(), cmap="Blues")
    for label, answer in matrix.nonzero().tolist():
        if label != answer:
            axes.text(answer, label, int(matrix[label, answer]), color=WRONG, ha="center", va="center")
    axes.set(xticks=range(10), yticks=range(10), xlabel="answer", ylabel="label")
    figure.suptitle("who is taken for whom", fontsize=12)


if __name__ == "__main__":
    main()
