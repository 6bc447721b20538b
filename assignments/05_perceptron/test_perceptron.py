"""Checks for perceptron.py."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, helper, on_device, points, probe

ONE_CLASS = {"fc.weight": torch.tensor([[0.5, -1.0, 0.25]]), "fc.bias": torch.tensor([0.25])}


def take_steps(model, criterion, inputs, targets, optimizer, count):
    """Return what some right steps give: the loss before each, and the weights after the last."""
    losses = []
    for _ in range(count):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return {"losses": losses, **model.state_dict()}


@exercise("Perceptron")
class TestPerceptron:
    @on_device
    def answer_on(student, device):
        student.Perceptron(3, 2).to(device)(torch.zeros(4, 3, device=device))

    @pytest.fixture
    def weights(self):
        return {"fc.weight": torch.tensor([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]]), "fc.bias": torch.tensor([0.5, -1.0])}

    @pytest.fixture
    def x(self):
        return torch.tensor([[1.0, 0.0, 3.0], [0.0, 0.0, 0.0], [-1.0, 1.0, 0.5], [2.0, 1.0, 4.0]])

    @pytest.fixture
    def expected(self, weights, x):
        return torch.sigmoid(x @ weights["fc.weight"].T + weights["fc.bias"])

    @probe
    def shapes(student) -> dict[str, tuple]:
        return {name: p.shape for name, p in student.Perceptron(3, 2).named_parameters()}

    @probe
    def output(student, weights, x) -> torch.Tensor:
        num_class, input_size = weights["fc.weight"].shape
        model = student.Perceptron(input_size=input_size, num_class=num_class)
        model.load_state_dict(weights)
        return model(x)

    @probe
    def gradients(student, weights, x) -> dict[str, torch.Tensor]:
        model = student.Perceptron(3, 2)
        model.load_state_dict(weights)
        model(x).sum().backward()
        return {name: p.grad for name, p in model.named_parameters()}

    @points(4)
    def test_layer(self, shapes):
        """has one layer, fc, with a weight and a bias"""
        assert shapes == {"fc.weight": (2, 3), "fc.bias": (2,)}

    @points(6)
    def test_batch(self, output, expected):
        """a batch gives the sigmoid of each score, a row for each sample"""
        assert_close(output, expected)

    @pytest.mark.parametrize("x", [torch.tensor([1.0, 0.5, -2.0])], ids=["one_sample"])
    @points(4)
    def test_one_sample(self, output, expected):
        """one sample gives one number for each class"""
        assert_close(output, expected)

    @pytest.mark.parametrize("weights", [ONE_CLASS], ids=["one_class"])
    @points(2)
    def test_one_class(self, output, expected):
        """with one class, a batch gives a column of numbers"""
        assert_close(output, expected)

    @pytest.mark.parametrize("x", [torch.tensor([[100.0, 0.0, 0.0], [0.0, 100.0, 0.0]])], ids=["huge"])
    @points(1)
    def test_far_from_the_boundary(self, output, expected):
        """huge scores give 0 or 1, never nan"""
        assert_close(output, expected)

    @points(3)
    def test_can_learn(self, gradients, expected, x):
        """gradients of the output's sum reach the weight and the bias"""
        slope = expected * (1 - expected)

        assert_close(gradients, {"fc.weight": slope.T @ x, "fc.bias": slope.sum(0)})


@exercise("train_step")
class TestTrainStep:
    @on_device
    def step_on(student, device):
        model = nn.Linear(2, 1, device=device)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        inputs, targets = torch.zeros(3, 2, device=device), torch.zeros(3, 1, device=device)
        student.train_step(model, inputs, targets, nn.MSELoss(), optimizer)

    @pytest.fixture
    def weights(self):
        return {"weight": torch.tensor([[0.5, -1.0]]), "bias": torch.tensor([0.25])}

    @pytest.fixture
    def inputs(self):
        return torch.tensor([[1.0, 2.0], [-1.0, 0.5], [3.0, -2.0]])

    @pytest.fixture
    def targets(self):
        return torch.tensor([[1.0], [0.0], [-2.0]])

    @pytest.fixture
    def labels(self):
        return torch.tensor([[1.0], [0.0], [1.0]])

    @pytest.fixture
    def settings(self):
        return {"lr": 0.1}

    @pytest.fixture
    def expected(self, weights, inputs, targets, settings):
        """Give the loss and the gradients before the update, and the weights after it."""
        model = nn.Linear(2, 1)
        model.load_state_dict(weights)
        loss = F.mse_loss(model(inputs), targets)
        loss.backward()
        gradients = {name: p.grad for name, p in model.named_parameters()}
        moved = {name: weights[name] - settings["lr"] * gradients[name] for name in weights}
        return {"loss": loss.item(), "gradients": gradients, "weights": moved}

    @probe
    def loss(student, weights, inputs, targets, settings) -> float:
        model = nn.Linear(2, 1)
        model.load_state_dict(weights)
        return student.train_step(model, inputs, targets, nn.MSELoss(), torch.optim.SGD(model.parameters(), **settings))

    @probe
    def trained(student, weights, inputs, targets, settings) -> dict[str, torch.Tensor]:
        model = nn.Linear(2, 1)
        model.load_state_dict(weights)
        student.train_step(model, inputs, targets, nn.MSELoss(), torch.optim.SGD(model.parameters(), **settings))
        return dict(model.named_parameters())

    @probe
    def trained_from_old_gradients(student, weights, inputs, targets, settings) -> dict[str, torch.Tensor]:
        model = nn.Linear(2, 1)
        model.load_state_dict(weights)
        model.weight.grad, model.bias.grad = torch.tensor([[5.0, -3.0]]), torch.tensor([2.0])
        student.train_step(model, inputs, targets, nn.MSELoss(), torch.optim.SGD(model.parameters(), **settings))
        return dict(model.named_parameters())

    @probe
    def gradients(student, weights, inputs, targets, settings) -> dict[str, list]:
        at_steps = []
        model = nn.Linear(2, 1)
        model.load_state_dict(weights)

        class Watched(torch.optim.SGD):
            def step(self, *args, **kwargs):
                result = super().step(*args, **kwargs)
                at_steps.append([None if p.grad is None else p.grad.clone() for p in model.parameters()])
                return result

        student.train_step(model, inputs, targets, nn.MSELoss(), Watched(model.parameters(), **settings))
        # What is left afterwards is free: it only helps to tell one slip from another.
        return {"at each step": at_steps, "afterwards": [p.grad for p in model.parameters()]}

    @probe
    def four_steps(student, weights, inputs, labels) -> dict:
        layer = nn.Linear(2, 1)
        layer.load_state_dict(weights)
        model = nn.Sequential(layer, nn.Sigmoid())
        optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.5)
        losses = [student.train_step(model, inputs, labels, nn.BCELoss(), optimizer) for _ in range(4)]
        return {"losses": losses, **model.state_dict()}

    @probe
    def loss_and_arguments(student, weights, inputs, targets, settings) -> dict:
        model = nn.Linear(2, 1)
        model.load_state_dict(weights)
        optimizer = torch.optim.SGD(model.parameters(), **settings)
        loss = student.train_step(model, inputs, targets, nn.MSELoss(), optimizer)
        flags = [inputs.requires_grad, targets.requires_grad]
        return {"loss": loss, "inputs": inputs, "targets": targets, "requires_grad": flags}

    @points(7)
    def test_loss(self, loss, expected):
        """returns the loss before the update, as a float"""
        assert_close(loss, expected["loss"])

    @points(6)
    def test_moves(self, trained, expected):
        """one step moves the weights as the optimizer does"""
        assert_close(trained, expected["weights"])

    @points(7)
    def test_clears(self, trained_from_old_gradients, expected):
        """gradients that are left from before do not count"""
        assert_close(trained_from_old_gradients, expected["weights"])

    @points(2)
    def test_steps_once(self, gradients):
        """the optimizer is asked for one step"""
        assert len(gradients["at each step"]) == 1

    @points(3)
    def test_gradients_at_the_step(self, gradients, expected):
        """when the optimizer steps, the gradients of this batch are there"""
        assert_close(gradients["at each step"][:1], [list(expected["gradients"].values())])

    @points(5)
    def test_four_steps(self, four_steps, weights, inputs, labels):
        """four steps of a perceptron with BCELoss and momentum: each loss, and the weights at the end"""
        layer = nn.Linear(2, 1)
        layer.load_state_dict(weights)
        model = nn.Sequential(layer, nn.Sigmoid())
        optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.5)

        assert_close(four_steps, take_steps(model, nn.BCELoss(), inputs, labels, optimizer, 4))

    @points(3)
    def test_leaves_arguments(self, loss_and_arguments, expected, inputs, targets):
        """inputs and targets are the same after the step"""
        kept = {"inputs": inputs, "targets": targets, "requires_grad": [False, False]}
        assert_close(loss_and_arguments, {"loss": expected["loss"], **kept})


@helper
def known_model(dtype):
    """Return a model whose outputs are its inputs, with a parameter as all networks have: it takes its own dtype."""

    class Known(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(1, 1, dtype=dtype))

        def forward(self, x):
            return F.linear(x.unsqueeze(-1), self.scale).squeeze(-1)

    return Known()


@exercise("predict")
class TestPredict:
    @pytest.fixture
    def outputs(self):
        return torch.tensor([[0.25, 0.5, 0.75], [0.625, 0.375, 0.0]])

    @pytest.fixture
    def inputs(self):
        return torch.tensor([[1.0, 2.0], [3.0, 1.0], [2.0, 3.0]])

    @probe
    def answers(student, outputs) -> torch.Tensor:
        return student.predict(known_model(outputs.dtype), outputs)

    @probe
    def answers_above(student, outputs, threshold) -> torch.Tensor:
        return student.predict(known_model(outputs.dtype), outputs, threshold)

    @probe
    def answers_of_batch_norm(student, inputs, kind) -> torch.Tensor:
        # In train mode it would answer by the mean and the spread of these few inputs.
        model = nn.BatchNorm1d(2)
        return student.predict(nn.Sequential(model) if kind == "a network" else model, inputs)

    @probe
    def answers_and_modes(student, inputs, mode) -> dict:
        model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()).train(mode == "train")
        model[0].load_state_dict({"weight": torch.tensor([[1.0, -1.0]]), "bias": torch.tensor([0.5])})
        answers = student.predict(model, inputs)
        return {"answers": answers, "modes": [module.training for module in model.modules()]}

    @probe
    def recording(student, inputs) -> dict:
        found = []

        class Watched(nn.Linear):
            def forward(self, x):
                output = super().forward(x)
                found.append(output.requires_grad)
                return output

        student.predict(Watched(2, 1), inputs)
        return {"answers": len(found), "by the model": any(found), "afterwards": torch.is_grad_enabled()}

    @points(3)
    def test_half(self, answers, outputs):
        """an output of at least 0.5 becomes 1, a smaller one 0, as int64 in the same shape"""
        assert_close(answers, (outputs >= 0.5).long())

    @pytest.mark.parametrize("threshold", [0.0, 0.75], ids=["zero", "high"])
    @points(1)
    def test_threshold(self, answers_above, outputs, threshold):
        """with a threshold of {threshold}, an output of at least {threshold} becomes 1"""
        assert_close(answers_above, (outputs >= threshold).long())

    @pytest.mark.parametrize("outputs", [torch.tensor([[0.25], [0.5], [0.75]])], ids=["column"])
    @points(2)
    def test_column(self, answers, outputs):
        """a column of outputs gives a column of answers"""
        assert_close(answers, (outputs >= 0.5).long())

    @pytest.mark.parametrize("kind", ["a layer", "a network"], ids=["layer", "network"])
    @points(1)
    def test_eval_mode(self, answers_of_batch_norm, kind):
        """{kind} with batch normalisation answers in eval mode"""
        assert_close(answers_of_batch_norm, torch.ones(3, 2, dtype=torch.int64))

    @pytest.mark.parametrize("mode", ["train", "eval"])
    @points(1)
    def test_mode(self, answers_and_modes, mode):
        """a network that comes in {mode} mode is in {mode} mode afterwards, with its layers"""
        assert_close(answers_and_modes["answers"], torch.tensor([[0], [1], [0]]))
        assert answers_and_modes["modes"] == [mode == "train"] * 3

    @points(2)
    def test_no_graph(self, recording):
        """the model answers without recording a graph"""
        assert recording["answers"], "the model was not asked"
        assert not recording["by the model"], "the model's output requires a gradient: a graph was recorded"
        assert recording["afterwards"], "torch's recording of gradients is still switched off afterwards"
