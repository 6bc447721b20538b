"""Checks for digits.py."""

import pytest
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe

DIGITS = load_digits()
FORBIDDEN = {"sklearn.metrics": "counting who was taken for whom is what this exercise asks you to do"}


def waves(*shape):
    """Return numbers between -1 and 1 in no order that the eye could follow."""
    return (torch.arange(1.0, torch.Size(shape).numel() + 1) * 2.3).sin().reshape(shape)


def resize(images):
    """Return images of 8×8 numbers from 0 to 16 as the network is to see them."""
    small = torch.as_tensor(images / 16, dtype=torch.float32)[:, None]
    return F.interpolate(small, (32, 32), mode="bilinear", align_corners=False)


def recognise(x):
    """Return the number of the digit that each image looks like most, however bright it is."""
    seen, known = (part[:, 0, 1::4, 1::4].flatten(1).float() for part in (x, resize(DIGITS.images)))
    return (F.normalize(seen) @ F.normalize(known).T).argmax(1)


def assert_stratified(y, fraction):
    """Fail unless y holds that fraction of each class, within one sample and its rounding."""
    for digit, count in enumerate(torch.as_tensor(DIGITS.target).bincount().tolist()):
        share = (y == digit).sum().item()
        said = f"of the {count} images of a {digit}, {fraction:.0%} should be in the test set, in yours are {share}"
        assert abs(share - fraction * count) < 1.5, said


def descend(weights, batches, lr):
    """Return the mean loss per sample and the last weights of one epoch of plain SGD with a linear layer."""
    total = 0.0
    for x, y in batches:
        w, b = leaves = [value.clone().requires_grad_() for value in weights.values()]
        loss = F.cross_entropy(x @ w.T + b, y)
        slopes = torch.autograd.grad(loss, leaves)
        weights = {name: (old - lr * d).detach() for name, old, d in zip(weights, leaves, slopes, strict=True)}
        total += loss.item() * len(x)
    return total / sum(len(x) for x, _ in batches), weights


class LoadProbes:
    @probe
    def parts(student, settings) -> tuple[torch.Tensor, ...] | list[torch.Tensor]:
        return student.load_digit_images(**settings)

    @probe
    def brightness(student) -> list[torch.Tensor]:
        tests = [student.load_digit_images(seed=seed)[2] for seed in (3, 3, 4)]
        return [x.double().mean((1, 2, 3)).sort().values for x in tests]


@exercise("load_digit_images")
class TestLoadDigitImages(LoadProbes):
    @pytest.fixture
    def settings(self):
        return {"test_fraction": 0.25, "seed": 0}

    @points(2)
    def test_kinds(self, parts):
        """the images are float32 of shape (N, 1, 32, 32), the labels int64 of shape (N,)"""
        kinds = [(str(part.dtype), list(part.shape[1:])) for part in parts]

        assert kinds == [("torch.float32", [1, 32, 32]), ("torch.int64", [])] * 2

    @points(2)
    def test_images(self, parts):
        """the images are divided by 16 and resized bilinearly, without aligning the corners"""
        x = torch.cat([parts[0], parts[2]])

        assert_close(x, resize(DIGITS.images)[recognise(x)])

    @points(1)
    def test_labels(self, parts):
        """every image has its own label"""
        for x, y in (parts[:2], parts[2:]):
            assert_close(y, torch.as_tensor(DIGITS.target)[recognise(x)])

    @points(2)
    def test_complete(self, parts):
        """each of the 1797 digits is there once, in train or in test"""
        count = recognise(torch.cat([parts[0], parts[2]])).bincount(minlength=1797)

        assert (count == 1).all(), f"{(count == 0).sum()} digits are missing, {(count > 1).sum()} are there twice"

    @points(2)
    def test_stratified(self, parts):
        """the test set holds a quarter of each class"""
        assert_stratified(parts[3], 0.25)

    @points(1)
    def test_seeds(self, brightness):
        """the same seed gives the same split, another seed another one"""
        first, again, other = brightness

        assert torch.equal(first, again), "the same seed gave another split the second time"
        assert not torch.equal(first, other), "two seeds gave the same split"


class MinibatchProbes:
    @probe
    def batches(student, x, y, batch_size) -> list:
        return list(student.minibatches(x, y, batch_size, torch.Generator().manual_seed(5)))

    @probe
    def two_epochs(student, x, y, batch_size) -> dict:
        generator = torch.Generator().manual_seed(5)
        torch.manual_seed(1234)
        epochs = [list(student.minibatches(x, y, batch_size, generator)) for _ in range(2)]
        return {"labels": [torch.cat([y for _, y in epoch]) for epoch in epochs], "next draw": torch.rand(()), "x": x}

    @probe
    def refused(student, x, y, batch_size) -> ValueError:
        return next(iter(student.minibatches(x, y, batch_size, torch.Generator())))


def deal(x, y, batch_size):
    """Return the batches that `minibatches` should give."""
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(5))
    return [(x[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(x), batch_size)]


@exercise("minibatches")
class TestMinibatches(MinibatchProbes):
    @pytest.fixture
    def x(self):
        return waves(10, 2)

    @pytest.fixture
    def y(self):
        return torch.arange(10) * 10

    @pytest.fixture
    def batch_size(self):
        return 4

    @points(4)
    def test_order(self, batches, x, y, batch_size):
        """the batches come in the order of torch.randperm, the smaller one last"""
        assert_close(batches, deal(x, y, batch_size))

    @points(2)
    def test_complete(self, batches, y):
        """every sample comes once"""
        assert_close(torch.cat([labels for _, labels in batches]).sort().values, y)

    @points(2)
    def test_next_epoch(self, two_epochs, y):
        """the second epoch is shuffled anew, by the same generator"""
        generator = torch.Generator().manual_seed(5)

        assert_close(two_epochs["labels"], [y[torch.randperm(10, generator=generator)] for _ in range(2)])

    @pytest.mark.parametrize("batch_size", [0])
    @points(1)
    def test_batch_size(self, refused):
        """batch_size = {batch_size} raises ValueError"""

    @pytest.mark.parametrize("y", [pytest.param(torch.arange(9), id="nine labels")])
    @points(1)
    def test_lengths(self, refused):
        """10 samples with 9 labels raise ValueError"""


class TrainEpochProbes:
    @probe
    def trained(student, weights, batches, lr, mode) -> dict:
        class Model(nn.Linear):
            def forward(self, x):
                # Its answers differ in eval mode, so whoever trains it there arrives elsewhere.
                return super().forward(x if self.training else -x)

        model = Model(2, 3).to(batches[0][0].dtype).train(mode == "train")
        model.load_state_dict(weights)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        loss = student.train_epoch(model, batches, nn.CrossEntropyLoss(), optimizer)
        return {"loss": loss, "weights": model.state_dict()}

    @probe
    def loss_of_a_generator(student, weights, batches, lr) -> float:
        model = nn.Linear(2, 3)
        model.load_state_dict(weights)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        return student.train_epoch(model, (batch for batch in batches), nn.CrossEntropyLoss(), optimizer)

    @pytest.fixture
    def weights(self):
        return {"weight": waves(3, 2), "bias": waves(3)}

    @pytest.fixture
    def lr(self):
        return 0.5

    @pytest.fixture
    def mode(self):
        return "train"


@exercise("train_epoch")
class TestTrainEpoch(TrainEpochProbes):
    @pytest.fixture
    def batches(self):
        """Give batches of 4, 4 and 1 samples."""
        x, y = 2 * waves(9, 2), torch.tensor([0, 1, 2, 0, 1, 2, 2, 1, 0])
        return list(zip(x.split(4), y.split(4), strict=True))

    @points(3)
    def test_loss(self, trained, weights, batches, lr):
        """it returns the mean loss per sample, for batches of 4, 4 and 1"""
        assert_close(trained["loss"], descend(weights, batches, lr)[0])

    @points(3)
    def test_weights(self, trained, weights, batches, lr):
        """each batch is one step, from cleared gradients"""
        assert_close(trained["weights"], descend(weights, batches, lr)[1])

    @pytest.mark.parametrize("mode", ["eval"])
    @points(2)
    def test_train_mode(self, trained, weights, batches, lr):
        """a model that comes in eval mode is trained in train mode"""
        assert_close(trained["weights"], descend(weights, batches, lr)[1])

    @points(2)
    def test_generator(self, loss_of_a_generator, weights, batches, lr):
        """the batches may come from a generator, which can be read only once"""
        assert_close(loss_of_a_generator, descend(weights, batches, lr)[0])


class AccuracyProbes:
    @probe
    def share(student, scores, labels, settings) -> float:
        class Model(nn.Module):
            def forward(self, x):
                return x.roll(2 if self.training else 1, dims=1)

        return student.accuracy(Model(), scores, labels, **settings)

    @probe
    def circumstances(student, scores, labels, mode) -> dict:
        graphs, model = [], nn.Sequential(nn.Linear(3, 3)).train(mode == "train")
        model[0].register_forward_hook(lambda layer, inputs, output: graphs.append(output.requires_grad))
        student.accuracy(model, scores, labels)
        modes = ["train" if module.training else "eval" for module in model.modules()]
        return {"graph meanwhile": any(graphs), "graph afterwards": torch.is_grad_enabled(), "modes": modes}


@exercise("accuracy")
class TestAccuracy(AccuracyProbes):
    @pytest.fixture
    def scores(self):
        return waves(7, 3)

    @pytest.fixture
    def labels(self):
        return torch.tensor([1, 0, 2, 2, 1, 2, 2])

    @pytest.mark.parametrize("settings", [{"batch_size": 3}], ids=["batches of 3, 3 and 1"])
    @points(2)
    def test_share(self, share):
        """four right answers of seven are 4/7, in batches of 3, 3 and 1"""
        assert_close(share, 4 / 7)

    @pytest.mark.parametrize("settings", [{}], ids=["default"])
    @points(1)
    def test_default(self, share):
        """the batch size can be left out"""
        assert_close(share, 4 / 7)

    @pytest.mark.parametrize("mode", ["train", "eval"])
    @points(1)
    def test_mode_stays(self, circumstances, mode):
        """a model that comes in {mode} mode goes in {mode} mode"""
        assert circumstances["modes"] == [mode] * 2

    @pytest.mark.parametrize("mode", ["train"])
    @points(2)
    def test_no_graph(self, circumstances):
        """no graph is recorded meanwhile, and torch records graphs again afterwards"""
        assert not circumstances["graph meanwhile"], "the model's output came with a graph: use torch.no_grad()"
        assert circumstances["graph afterwards"], "after accuracy torch records no graphs any more"


class FitProbes:
    @probe
    def runs(student, weights, train, test, settings) -> list[dict]:
        from unittest.mock import patch

        from torch.utils.data import DataLoader, TensorDataset

        class Model(nn.Linear):
            def forward(self, x):
                # The first number of a sample says which one it is, the others are learnt from.
                numbers, x = x.flatten(1)[:, :1], x.flatten(1)[:, 1:]
                scores = super().forward(x)
                if self.training:
                    seen.append(torch.cat([numbers, scores.detach()], dim=1))
                elif not learnt or not torch.equal(learnt[-1], self.weight):
                    learnt.append(self.weight.detach().clone())
                return scores

        # Whoever calls these three gets ours, so that the exercises are judged apart.
        def deal(x, y, batch_size, generator):
            return iter(DataLoader(TensorDataset(x, y), batch_size, shuffle=True, generator=generator))

        def run(model, batches, criterion, optimizer):
            start = len(seen)
            for x, y in batches:
                optimizer.zero_grad()
                criterion(model.train()(x), y).backward()
                optimizer.step()
            epoch = torch.cat([torch.empty(0, 1 + len(weights)), *seen[start:]])
            return F.cross_entropy(epoch[:, 1:], train[1][epoch[:, 0].long()]).item()

        def share(model, x, y, batch_size=256):
            return (model.eval()(x).argmax(1) == y).double().mean().item()

        found = []
        for setting in settings:
            seen, learnt, model = [], [], Model(*reversed(weights.shape), bias=False)
            model.load_state_dict({"weight": weights})
            torch.manual_seed(len(found))
            with patch.multiple(student, create=True, minibatches=deal, train_epoch=run, accuracy=share):
                history = student.fit(model, train, test, **setting)
            drawn, seen = torch.rand(()), torch.cat([torch.empty(0, 1 + len(weights)), *seen])
            found.append({"history": history, "seen": seen, "learnt": learnt, "last": model.weight, "drawn": drawn})
        return found


def recompute(run, weights, train, test):
    """Return the history that follows from what the model saw, and from the weights with which it was examined."""
    scores, labels = run["seen"][:, 1:].split(len(train[0])), train[1][run["seen"][:, 0].long()].split(len(train[0]))
    learnt = [weight for weight in run["learnt"] if not torch.equal(weight, weights)]
    answers = [(test[0].flatten(1)[:, 1:] @ weight.T).argmax(1) for weight in learnt]
    return {
        "train_loss": [F.cross_entropy(*epoch).item() for epoch in zip(scores, labels, strict=True)],
        "test_accuracy": [(answer == test[1]).double().mean().item() for answer in answers],
    }


def numbered(x):
    """Return x with the number of each sample in the place of its first number."""
    x = x.clone()
    x.flatten(1)[:, 0] = torch.arange(len(x))
    return x


def digits(first):
    """Return start weights, train and test: every fourth digit from the first one on is in test, train is sorted."""
    x, y = resize(DIGITS.images), torch.as_tensor(DIGITS.target)
    in_test = torch.arange(1797) % 4 == first
    order = y[~in_test].argsort(stable=True)
    train = (numbered(x[~in_test][order]), y[~in_test][order])
    return torch.zeros(10, 1023), train, (numbered(x[in_test]), y[in_test])


@exercise("fit")
class TestFit(FitProbes):
    @pytest.fixture
    def weights(self):
        return waves(3, 4)

    @pytest.fixture
    def train(self):
        y = torch.arange(60) // 20
        return numbered(2 * waves(60, 5) + F.one_hot(y, 5)), y

    @pytest.fixture
    def test(self):
        y = torch.arange(24) % 3
        return numbered(2 * waves(24, 5).flip(0) + F.one_hot(y, 5)), y

    @pytest.fixture
    def settings(self):
        usual = {"epochs": 3, "lr": 0.05, "seed": 5}
        return [usual, usual, usual | {"seed": 6}, usual | {"lr": 0.1}]

    @points(2)
    def test_entries(self, runs):
        """the history has one train loss and one test accuracy for each epoch"""
        lengths = {name: len(entries) for name, entries in runs[0]["history"].items()}

        assert lengths == {"train_loss": 3, "test_accuracy": 3}

    @points(3)
    def test_train_loss(self, runs, weights, train, test):
        """train_loss holds what train_epoch returned: the mean loss per sample"""
        assert_close(runs[0]["history"]["train_loss"], recompute(runs[0], weights, train, test)["train_loss"])

    @points(3)
    def test_test_accuracy(self, runs, weights, train, test):
        """test_accuracy holds the accuracy on the test set after each epoch"""
        assert_close(runs[0]["history"]["test_accuracy"], recompute(runs[0], weights, train, test)["test_accuracy"])

    @points(1)
    def test_shuffled(self, runs):
        """every epoch takes each sample once, in another order than the one in which they came"""
        orders = [numbers.int().tolist() for numbers in runs[0]["seen"][:, 0].split(60)]

        assert [sorted(order) for order in orders] == [list(range(60))] * 3
        assert list(range(60)) not in orders, "the samples were not shuffled"

    @points(1)
    def test_seeds(self, runs):
        """the same seed gives the same history, another seed another order"""
        usual, again, other, _ = runs

        assert_close(again["history"], usual["history"])
        assert not torch.equal(usual["seen"][:60, 0], other["seen"][:60, 0]), "two seeds gave the same order"

    @points(1)
    def test_learning_rate(self, runs):
        """another learning rate leads to other weights"""
        assert not torch.equal(runs[0]["last"], runs[3]["last"])

    @pytest.mark.parametrize(("weights", "train", "test"), [pytest.param(*digits(first=0), id="digits")])
    @pytest.mark.parametrize("settings", [[{"epochs": 8, "lr": 0.01, "seed": 0}]], ids=["lr=0.01"])
    @points(2)
    def test_digits(self, runs, weights, train, test):
        """on the digits, the best of 8 epochs gets at least 90 % right"""
        assert_learns_digits(runs[0], weights, train, test)


def assert_learns_digits(run, weights, train, test):
    """Fail unless the accuracies are what the weights of each epoch give, and the best is at least 0.90."""
    accuracies = recompute(run, weights, train, test)["test_accuracy"]
    # Two samples may lie so close to a boundary that the last digits decide.
    assert_close(run["history"]["test_accuracy"], accuracies, rtol=0, atol=2.5 / len(test[0]))
    assert max(accuracies) >= 0.90, f"the best accuracy on the test set is {max(accuracies):.3f}"


class ConfusionProbes:
    @probe
    def matrix(student, labels, predictions, num_classes) -> torch.Tensor:
        return student.confusion_matrix(labels, predictions, num_classes)

    @probe
    def inputs_afterwards(student, labels, predictions, num_classes) -> list[torch.Tensor]:
        student.confusion_matrix(labels, predictions, num_classes)
        return [labels, predictions]


@exercise("confusion_matrix", forbids=FORBIDDEN)
class TestConfusionMatrix(ConfusionProbes):
    @pytest.fixture
    def labels(self):
        return torch.tensor([0, 0, 0, 1, 2, 2, 1, 0])

    @pytest.fixture
    def predictions(self):
        return torch.tensor([0, 2, 2, 1, 1, 2, 1, 0])

    @pytest.fixture
    def num_classes(self):
        return 3

    @points(5)
    def test_counts(self, matrix):
        """rows are the labels, columns the predictions, and every sample counts"""
        assert_close(matrix, torch.tensor([[2, 0, 2], [0, 2, 0], [0, 1, 1]]))

    @pytest.mark.parametrize("num_classes", [4])
    @points(3)
    def test_absent_class(self, matrix):
        """a class that nobody has and nobody predicts has a row and a column of zeros"""
        assert_close(matrix, torch.tensor([[2, 0, 2, 0], [0, 2, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]]))

    @points(2)
    def test_inputs_stay(self, inputs_afterwards, labels, predictions):
        """labels and predictions stay as they are"""
        assert_close(inputs_afterwards, [labels, predictions])


class WeightProbes:
    @probe
    def saved(student, state, scratch) -> object:
        model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
        model.load_state_dict(state)
        student.save_weights(model, f"{scratch}/weights.pt")
        return torch.load(f"{scratch}/weights.pt", weights_only=False)

    @probe
    def loaded(student, state, mode, scratch) -> dict:
        torch.save(state, f"{scratch}/weights.pt")
        model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).train(mode == "train")
        returned = student.load_weights(model, f"{scratch}/weights.pt")
        modes = ["train" if module.training else "eval" for module in model.modules()]
        return {"returns the model": returned is model, "state": dict(model.state_dict()), "modes": modes}

    @probe
    def trapped(student, state, scratch) -> dict:
        class Trap:
            def __reduce__(self):
                return torch.ones, (3, 2)

        torch.save({**state, "0.weight": Trap()}, f"{scratch}/weights.pt")
        model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
        before, refused = {name: value.clone() for name, value in model.state_dict().items()}, False
        try:
            student.load_weights(model, f"{scratch}/weights.pt")
        except NotImplementedError:
            raise
        except Exception:
            refused = True
        same = all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
        return {"refused": refused, "model unchanged": same}

    @pytest.fixture
    def state(self):
        counted = {"1.running_mean": waves(3), "1.running_var": waves(3) + 2, "1.num_batches_tracked": torch.tensor(7)}
        return {"0.weight": waves(3, 2), "0.bias": waves(3), "1.weight": waves(3), "1.bias": waves(3)} | counted

    @pytest.fixture
    def mode(self):
        return "train"


@exercise("save_weights")
class TestSaveWeights(WeightProbes):
    @points(3)
    def test_saved(self, saved, state):
        """the file holds the state dict and nothing else, running statistics included"""
        assert isinstance(saved, dict), f"the file holds {saved}"
        assert_close(dict(saved), state)

    @points(1)
    def test_mode_stays(self, loaded):
        """loading leaves the model in its mode"""
        assert loaded["modes"] == ["train"] * 3

    @points(1)
    def test_loaded(self, loaded, state):
        """loading puts every tensor into the model, and returns the model"""
        assert loaded["returns the model"], "load_weights should return the very model that it was given"
        assert_close(loaded["state"], state)

    @points(2)
    def test_refused(self, trapped):
        """a file that would run code is refused"""
        assert trapped["refused"], "load_weights ran what was hidden in the file"
