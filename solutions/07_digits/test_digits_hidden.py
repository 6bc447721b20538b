"""Checks for digits.py that students do not receive."""

import numpy
import pytest
import torch
from test_digits import (
    DIGITS,
    AccuracyProbes,
    ConfusionProbes,
    FitProbes,
    LoadProbes,
    MinibatchProbes,
    TrainEpochProbes,
    WeightProbes,
    assert_learns_digits,
    assert_stratified,
    deal,
    descend,
    digits,
    numbered,
    recognise,
    recompute,
    resize,
    waves,
)
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe


def draw_one():
    """Return what torch draws first after torch.manual_seed(1234)."""
    return torch.rand((), generator=torch.Generator().manual_seed(1234))


@exercise("load_digit_images")
class TestLoadDigitImagesHidden(LoadProbes):
    @pytest.fixture
    def settings(self):
        return {"test_fraction": 0.4, "seed": 11}

    @points(2)
    def test_larger_test_set(self, parts):
        """a test set of 40 % holds its share of each class, and all digits are there"""
        found = recognise(torch.cat([parts[0], parts[2]]))

        assert_stratified(parts[3], 0.4)
        assert sorted(found.tolist()) == list(range(1797))

    @points(1)
    def test_images_and_labels(self, parts):
        """the images of another split and their labels are right"""
        found = recognise(parts[0])

        assert_close(list(parts[:2]), [resize(DIGITS.images)[found], torch.as_tensor(DIGITS.target)[found]])

    @probe
    def by_default(student) -> dict:
        numpy.random.seed(1234)
        torch.manual_seed(1234)
        labels = [student.load_digit_images()[3], student.load_digit_images(0.25, 0)[3]]
        return {"labels": labels, "next draws": {"numpy": numpy.random.rand(), "torch": torch.rand(())}}

    @points(1)
    def test_defaults(self, by_default):
        """without arguments it is a quarter, drawn with seed 0"""
        assert_stratified(by_default["labels"][0], 0.25)
        assert_close(*by_default["labels"])

    @points(1)
    def test_random_state(self, by_default):
        """the global random states of NumPy and torch stay as they are"""
        assert_close(by_default["next draws"], {"numpy": numpy.random.RandomState(1234).rand(), "torch": draw_one()})


@exercise("minibatches")
class TestMinibatchesHidden(MinibatchProbes):
    @pytest.fixture
    def x(self):
        return waves(6, 1, 4, 5).double()

    @pytest.fixture
    def y(self):
        return torch.tensor([3, 1, 4, 1, 5, 9])

    @pytest.fixture
    def batch_size(self):
        return 2

    @points(1)
    def test_images(self, batches, x, y, batch_size):
        """images come in their shape and dtype, in full batches where the number fits"""
        assert_close(batches, deal(x, y, batch_size))

    @pytest.mark.parametrize("batch_size", [1, 50])
    @points(1)
    def test_sizes(self, batches, x, y, batch_size):
        """batches of one sample and one batch of all are fine"""
        assert_close(batches, deal(x, y, batch_size))

    @points(1)
    def test_left_as_found(self, two_epochs, x):
        """x and torch's global random state stay as they are"""
        assert_close(two_epochs["x"], x)
        assert_close(two_epochs["next draw"], draw_one())

    @probe
    def state_after_refusals(student, x, y) -> torch.Tensor:
        generator = torch.Generator().manual_seed(5)
        for labels, batch_size in ((y, -1), (y.repeat(2), 2)):
            try:
                next(iter(student.minibatches(x, labels, batch_size, generator)))
            except ValueError:
                continue
            generator.manual_seed(0)
        return generator.get_state()

    @points(1)
    def test_refusal_comes_first(self, state_after_refusals):
        """bad arguments raise ValueError before anything is drawn"""
        assert torch.equal(state_after_refusals, torch.Generator().manual_seed(5).get_state())


@exercise("train_epoch")
class TestTrainEpochHidden(TrainEpochProbes):
    @pytest.fixture
    def batches(self):
        x, y = 3 * waves(12, 2).double(), torch.arange(12) % 3
        return [[x[:5], y[:5]], [x[5:6], y[5:6]], [x[6:], y[6:]]]

    @points(2)
    def test_float64(self, trained, weights, batches, lr):
        """float64 batches of 5, 1 and 6 samples give the mean loss per sample and their steps"""
        loss, weights = descend({name: value.double() for name, value in weights.items()}, batches, lr)

        assert_close(trained["loss"], loss)
        assert_close(trained["weights"], weights)

    @pytest.fixture
    def targets(self):
        return [(2 * waves(3, 2), waves(3, 3)), (waves(2, 2), 4 * waves(2, 3))]

    @probe
    def trained_with_adam(student, weights, targets) -> dict:
        model = nn.Linear(2, 3)
        model.load_state_dict(weights)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        losses = [student.train_epoch(model, targets, nn.MSELoss(), optimizer) for _ in range(3)]
        return {"losses": losses, "weights": dict(model.state_dict())}

    @points(3)
    def test_adam(self, trained_with_adam, weights, targets):
        """another criterion and another optimizer do their work over three epochs, too"""
        w = {name: nn.Parameter(value) for name, value in weights.items()}
        optimizer, losses = torch.optim.Adam(w.values(), lr=0.1), [0.0] * 3
        for epoch in range(3):
            for x, y in targets:
                loss = F.mse_loss(F.linear(x, **w), y)
                for p, slope in zip(w.values(), torch.autograd.grad(loss, list(w.values())), strict=True):
                    p.grad = slope
                optimizer.step()
                losses[epoch] += loss.item() * len(x) / 5

        assert_close(trained_with_adam, {"losses": losses, "weights": {name: p.detach() for name, p in w.items()}})


@exercise("accuracy")
class TestAccuracyHidden(AccuracyProbes):
    @pytest.fixture
    def scores(self):
        return waves(300, 4)

    @pytest.fixture
    def labels(self):
        return torch.arange(300) // 7 % 4

    @pytest.mark.parametrize("settings", [{"batch_size": 128}, {}], ids=["128", "default"])
    @points(1)
    def test_many(self, share, scores, labels):
        """300 samples are judged in batches of uneven sizes"""
        assert_close(share, (scores.roll(1, dims=1).argmax(1) == labels).double().mean().item())

    @probe
    def left_as_found(student, scores, labels) -> dict:
        with torch.no_grad():
            student.accuracy(nn.Linear(4, 4), scores, labels)
            return {"scores": scores, "labels": labels, "records graphs": torch.is_grad_enabled()}

    @points(1)
    def test_left_as_found(self, left_as_found, scores, labels):
        """the samples stay as they are, and so does torch.no_grad() around the call"""
        assert_close(left_as_found, {"scores": scores, "labels": labels, "records graphs": False})


@exercise("fit")
class TestFitHidden(FitProbes):
    @pytest.fixture
    def weights(self):
        return waves(4, 6)

    @pytest.fixture
    def train(self):
        y = torch.arange(53) % 4
        return numbered(2 * waves(53, 7) + F.one_hot(y, 7)), y

    @pytest.fixture
    def test(self):
        y = torch.arange(31) % 4
        return numbered(waves(31, 7).flip(0) + F.one_hot(y, 7)), y

    @pytest.fixture
    def settings(self):
        return [{"epochs": 2, "lr": 0.02, "seed": seed} for seed in (1, 1)]

    @points(2)
    def test_history(self, runs, weights, train, test):
        """other samples give their own history, the same for the same seed"""
        assert_close(runs[0]["history"], recompute(runs[0], weights, train, test))
        assert_close(runs[1]["history"], runs[0]["history"])

    @points(2)
    def test_random_state(self, runs):
        """torch's global random state stays as it is"""
        # The check has seeded it with 0 before the first run and with 1 before the second.
        drawn = [torch.rand((), generator=torch.Generator().manual_seed(seed)) for seed in (0, 1)]

        assert_close([run["drawn"] for run in runs], drawn)

    @pytest.mark.parametrize(("weights", "train", "test"), [pytest.param(*digits(first=2), id="digits")])
    @pytest.mark.parametrize("settings", [[{"epochs": 8, "lr": 0.01, "seed": 42}]], ids=["lr=0.01"])
    @points(3)
    def test_digits(self, runs, weights, train, test):
        """on another split of the digits, the best of 8 epochs gets at least 90 % right, too"""
        assert_learns_digits(runs[0], weights, train, test)


@exercise("confusion_matrix")
class TestConfusionMatrixHidden(ConfusionProbes):
    @pytest.fixture
    def labels(self):
        return torch.arange(200) ** 2 % 7

    @pytest.fixture
    def predictions(self):
        return torch.arange(200) ** 3 % 9

    @pytest.fixture
    def num_classes(self):
        return 10

    @points(3)
    def test_many(self, matrix, labels, predictions):
        """200 samples of ten classes are counted"""
        right = torch.zeros(10, 10, dtype=torch.int64)
        right.index_put_((labels, predictions), torch.tensor(1), accumulate=True)

        assert_close(matrix, right)

    @pytest.mark.parametrize(
        ("labels", "predictions", "num_classes"), [pytest.param(*torch.zeros(2, 5).long(), 1, id="one class")]
    )
    @points(1)
    def test_one_class(self, matrix):
        """a single class has a table of one number"""
        assert_close(matrix, torch.tensor([[5]]))

    @pytest.mark.parametrize(("labels", "predictions"), [pytest.param(*torch.zeros(2, 0).long(), id="no samples")])
    @points(1)
    def test_no_samples(self, matrix):
        """without samples every count is zero"""
        assert_close(matrix, torch.zeros(10, 10, dtype=torch.int64))


@exercise("save_weights")
class TestSaveWeightsHidden(WeightProbes):
    @probe
    def round_trip(student, state, scratch) -> dict[str, torch.Tensor]:
        model, other = (nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).double() for _ in range(2))
        model.load_state_dict(state)
        student.save_weights(model, f"{scratch}/a")
        other.load_state_dict(torch.load(f"{scratch}/a"))
        torch.save(model.state_dict(), f"{scratch}/b")
        return dict(student.load_weights(other, f"{scratch}/b").state_dict())

    @points(1)
    def test_float64(self, round_trip, state):
        """float64 weights survive being saved and loaded"""
        assert_close(round_trip, {name: value.double() if value.dim() else value for name, value in state.items()})

    @pytest.mark.parametrize("mode", ["eval"])
    @points(1)
    def test_mode_stays(self, loaded):
        """a model in eval mode stays in it while weights are loaded"""
        assert loaded["modes"] == ["eval"] * 3

    @points(1)
    def test_refused_before_anything_changed(self, trapped):
        """a file that is refused leaves the model as it was"""
        assert trapped == {"refused": True, "model unchanged": True}
