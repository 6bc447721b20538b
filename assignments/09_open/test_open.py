"""Checks for open.py."""

from functools import cache

import pytest
import torch
from sklearn.datasets import load_digits
from torch.nn import functional as F

from autograder.checks import exercise, helper, points, probe

MOST_PARAMETERS = 20_000
# What the images of each part are made from: the train part knows nothing of the digits of the others.
PARTS = {"train": (0, 900), "validation": (900, 1200), "public": (1200, 1500), "final": (1500, 1797)}
FORBIDDEN = {"sklearn": "its digits are what the test's images were made from; learn from what train is given alone"}


@cache
def read_digits():
    """Return scikit-learn's digits in a shuffled order: images between 0 and 1, and their labels."""
    digits = load_digits()
    order = torch.randperm(1797, generator=torch.Generator().manual_seed(0))
    return torch.tensor(digits.images / 16, dtype=torch.float32)[order], torch.tensor(digits.target)[order]


@cache
def draw_images(part, count, seed):
    """Return `count` images (12×12, moved and noisy) and labels of a part, sorted by label; the seed draws both."""
    first, last = PARTS[part]
    images, labels = (each[first:last][torch.arange(count) % (last - first)] for each in read_digits())
    labels, by_label = labels.sort(stable=True)
    generator = torch.Generator().manual_seed(seed)
    x = 0.15 * torch.randn(count, 1, 12, 12, generator=generator)
    corners = torch.randint(5, (count, 2), generator=generator).tolist()
    for image, digit, (top, left) in zip(x, images[by_label], corners, strict=True):
        image[0, top : top + 8, left : left + 8] += digit
    return x, labels


@cache
def draw_easy_images():
    """Return the same ten digits forty times each, in their places and almost without noise, sorted by label."""
    images, labels = read_digits()
    firsts = torch.stack([images[labels == label][0] for label in range(10)])
    x = 0.02 * torch.randn(400, 1, 12, 12, generator=torch.Generator().manual_seed(3))
    x[:, 0, 2:10, 2:10] += firsts.repeat_interleave(40, dim=0)
    return x, torch.arange(10).repeat_interleave(40)


def count_right(answers, labels):
    """Return the share of answers that are right."""
    assert answers.shape == labels.shape, f"there should be one answer for each of the {len(labels)} images"
    return (answers == labels).double().mean().item()


class ModelProbes:
    @probe
    def scores(student, n) -> tuple[int, ...]:
        return tuple(student.make_model()(torch.zeros(n, 1, 12, 12)).shape)

    @probe
    def parameters(student) -> dict[str, bool]:
        model = student.make_model()
        count = sum(parameter.numel() for parameter in model.parameters())
        return {
            "there are some": count > 0,
            "at most 20 000": count <= 20_000,
            "float32": all(parameter.dtype == torch.float32 for parameter in model.parameters()),
        }

    @probe
    def fresh(student) -> dict[str, bool]:
        one, other = student.make_model(), student.make_model()
        with torch.no_grad():
            before = [parameter.clone() for parameter in other.parameters()]
            for parameter in one.parameters():
                parameter.add_(1)
            stayed = all(map(torch.equal, other.parameters(), before))
        return {"has parameters": bool(before), "its own": stayed}

    @probe
    def alone(student, x) -> dict[str, bool]:
        model = student.make_model()
        # What a model keeps of batches, it has seen some of.
        model.train()
        for _ in range(3):
            model(x)
        model.eval()
        with torch.no_grad():
            together, again = model(x), model(x)
            alone = torch.cat([model(image[None]) for image in x])
        return {
            "again": torch.allclose(together, again, rtol=1e-3, atol=1e-4),
            "alone": torch.allclose(together, alone, rtol=1e-3, atol=1e-4),
        }


@exercise("make_model", forbids=FORBIDDEN)
class TestMakeModel(ModelProbes):
    @pytest.fixture
    def n(self):
        return 7

    @points(5)
    def test_scores(self, scores, n):
        """7 images get ten scores each"""
        assert scores == (n, 10)

    @points(5)
    def test_parameters(self, parameters):
        """there are at most 20 000 parameters, in float32"""
        assert parameters == {"there are some": True, "at most 20 000": True, "float32": True}

    @points(3)
    def test_fresh(self, fresh):
        """each call gives a new network, with parameters of its own"""
        assert fresh == {"has parameters": True, "its own": True}


@helper
def train_and_score(student, x, y, images, seed, drawn):
    """Return the scores of images by a model that was trained on x and y, after so many numbers had been drawn."""
    torch.manual_seed(seed)
    model = student.make_model()
    torch.rand(drawn)
    student.train(model, x, y, seed)
    model.eval()
    with torch.no_grad():
        return model(images)


@helper
def train_and_answer(student, x, y, images, seed):
    """Return the answers to images of a model that was trained on x and y."""
    return train_and_score(student, x, y, images, seed, 0).argmax(dim=1)


@helper
def find_labels(images, x, y):
    """Return the labels of images that are among x, None if one is not."""
    if images.shape[1:] != x.shape[1:]:
        return None
    same = (images.flatten(1)[:, None] == x.flatten(1)).all(dim=2)
    return y[same.long().argmax(dim=1)] if same.any(dim=1).all() else None


@helper
def name_loss(output, labels, slope):
    """Return what the slope of a loss at a model's output says of the loss."""
    if not torch.equal(slope.argmin(dim=1), labels):
        own = (slope.argmin(dim=1) == labels).float().mean() > 0.5
        return "something else" if own else "with labels of other images"
    losses = {"cross entropy": lambda z: z, "softmax, then cross entropy": lambda z: z.softmax(dim=1)}
    for name, prepare in losses.items():
        scores = output.clone().requires_grad_()
        with torch.enable_grad():
            (right,) = torch.autograd.grad(F.cross_entropy(prepare(scores), labels), scores)
        if torch.allclose(slope, right, rtol=1e-2, atol=1e-6):
            return name
    return "something else"


class TrainProbes:
    """What is seen of a training: answers, which differ from one right answer to the next, and habits, which tell why.

    No check asks for a habit by itself: there are many good ones. But where a model answers badly, they say why.
    """

    @probe(varies=True)
    def validated(student, x, y, images) -> torch.Tensor:
        return train_and_answer(student, x, y, images, 0)

    @probe(varies=True)
    def twice(student, easy, labels) -> list[torch.Tensor]:
        scores = [train_and_score(student, easy.clone(), labels.clone(), easy, 5, drawn) for drawn in range(2)]
        return [*(each.argmax(dim=1) for each in scores), *scores]

    @probe
    def habits(student, easy, labels) -> dict[str, str]:
        def before(module, given):
            if torch.is_grad_enabled():
                modes.append("train" if module.training else "eval")

        def after(module, given, output):
            if not (isinstance(output, torch.Tensor) and output.requires_grad and output.dim() == 2):
                return
            images, scores = given[0].detach(), output.detach()
            found = find_labels(images, x, y)
            counts.append(len(images))
            others.append(module is not model)
            sums.append(bool((scores >= 0).all() and torch.allclose(scores.sum(dim=1), torch.ones(len(scores)))))
            # As they come, there are 40 of each class in a row.
            if found is not None and 3 < len(found) <= 200:
                mixed.append(found.unique().numel() > len(found) // 40 + 2)

            def look(slope):
                slopes = [parameter.grad for parameter in module.parameters()]
                kept.append(any(grad is not None and bool(grad.any()) for grad in slopes))
                if found is not None:
                    losses.append(name_loss(scores, found, slope))

            output.register_hook(look)

        x, y = easy.clone(), labels.clone()
        modes, counts, others, sums, mixed, kept, losses = [], [], [], [], [], [], []
        torch.manual_seed(0)
        model = student.make_model()
        start = [parameter.detach().clone() for parameter in model.parameters()]
        model.register_forward_pre_hook(before)
        model.register_forward_hook(after)
        student.train(model, x, y, 0)
        end = [parameter.detach() for parameter in model.parameters()]
        finite = all(bool(parameter.isfinite().all()) for parameter in end)
        moved = not all(map(torch.equal, start, end))
        return {
            "images and labels": "stay" if torch.equal(x, easy) and torch.equal(y, labels) else "changed",
            "weights": ("moved" if moved else "stayed") if finite else "not finite",
            "called": "never" if not modes else "a copy" if any(others) else "in " + " and ".join(sorted({*modes})),
            "passes": "several" if sum(counts) >= 2 * len(x) else "less than two",
            "batches": "of neighbours" if mixed and not any(mixed[:10]) else "mixed" if mixed else "unknown",
            "scores": "probabilities" if sums and all(sums) else "raw",
            "gradients": "kept" if len(kept) > 2 and all(kept[1:]) else "cleared" if not any(kept) else "both",
            "loss": max(set(losses), key=losses.count) if losses else "unknown",
        }

    @pytest.fixture
    def easy(self):
        return draw_easy_images()[0]

    @pytest.fixture
    def labels(self):
        return draw_easy_images()[1]

    @pytest.fixture
    def x(self):
        return draw_images("train", 900, seed=1)[0]

    @pytest.fixture
    def y(self):
        return draw_images("train", 900, seed=1)[1]


@exercise("train", forbids=FORBIDDEN)
class TestTrain(TrainProbes):
    @pytest.fixture
    def images(self):
        return draw_images("validation", 500, seed=2)[0]

    @points(8)
    def test_easy(self, twice, habits, labels):
        """400 easy images are learnt: at least 80 % of them"""
        assert count_right(twice[0], labels) >= 0.8, f"{count_right(twice[0], labels):.0%} are right"

    @points(6)
    def test_same_seed(self, twice, habits, labels):
        """the same start weights and the same seed give the same model"""
        assert count_right(twice[0], labels) > 0.2, "nothing was learnt with either"
        one, other = twice[2:]
        same = one.shape == other.shape and torch.allclose(one, other, rtol=1e-3, atol=1e-3)
        assert same, "the scores of the second one differ: something random in train does not follow from its seed"

    @points(4)
    def test_inputs_stay(self, habits):
        """images and labels stay as they are while the weights move"""
        assert habits["weights"] == "moved", f"the weights {habits['weights']}"
        assert habits["images and labels"] == "stay", "train changed the images or labels that it was given"

    @pytest.mark.parametrize("percent", [30, 60, 80])
    @points(4)
    def test_validation(self, validated, habits, percent):
        """{percent} % of the 500 validation images are told"""
        right = count_right(validated, draw_images("validation", 500, seed=2)[1])

        assert right >= percent / 100, f"{right:.1%} are right"
