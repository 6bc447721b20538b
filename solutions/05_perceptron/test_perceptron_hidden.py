"""Checks for perceptron.py that students do not receive."""

import pytest
import torch
from test_perceptron import known_model, take_steps
from torch import nn

from autograder.checks import assert_close, exercise, points, probe


@exercise("Perceptron")
class TestPerceptron:
    @pytest.fixture
    def dtype(self):
        return torch.float32

    @pytest.fixture
    def weights(self, dtype):
        generator = torch.Generator().manual_seed(1)
        return {
            "fc.weight": torch.randn(4, 5, generator=generator, dtype=dtype),
            "fc.bias": torch.randn(4, generator=generator, dtype=dtype),
        }

    @pytest.fixture
    def x(self, dtype):
        return torch.randn(3, 5, generator=torch.Generator().manual_seed(2), dtype=dtype)

    @pytest.fixture
    def expected(self, weights, x):
        return torch.sigmoid(x @ weights["fc.weight"].T + weights["fc.bias"])

    @probe
    def output(student, weights, x) -> torch.Tensor:
        num_class, input_size = weights["fc.weight"].shape
        model = student.Perceptron(input_size=input_size, num_class=num_class).to(x.dtype)
        model.load_state_dict(weights)
        return model(x)

    @points(3)
    def test_batch(self, output, expected):
        """three samples of five numbers, four classes"""
        assert_close(output, expected)

    @probe
    def output_beside_another(student, weights, x) -> dict[str, torch.Tensor]:
        models = [student.Perceptron(5, 4) for _ in range(2)]
        # What it said with other weights is over.
        models[0](x)
        for model, factor in zip(models, (1, -3), strict=True):
            model.load_state_dict({name: factor * weight for name, weight in weights.items()})
        return {"in train mode": models[0](x), "in eval mode": models[0].eval()(x), "x": x}

    @points(1)
    def test_two_models(self, output_beside_another, expected, x):
        """of two perceptrons, each answers by weights of its own, in eval mode as in train mode"""
        assert_close(output_beside_another, {"in train mode": expected, "in eval mode": expected, "x": x})

    @pytest.mark.parametrize("dtype", [torch.float64], ids=["float64"])
    @points(2)
    def test_float64(self, output, expected):
        """after .double(), float64 goes in and comes out"""
        assert_close(output, expected)

    @pytest.mark.parametrize(
        ("what", "x"),
        [("a batch", torch.full((2, 5), 300.0)), ("one sample", torch.full((5,), -300.0))],
        ids=["batch", "sample"],
    )
    @points(1)
    def test_far_from_the_boundary(self, output, expected, what):
        """huge scores of {what} give 0 or 1, never nan"""
        assert_close(output, expected)

    @pytest.mark.parametrize(
        ("what", "x"),
        [
            ("a batch of one sample gives one row", torch.tensor([[2.0, -1.0]])),
            ("one sample alone gives one number in one dimension", torch.tensor([2.0, -1.0])),
        ],
        ids=["row", "alone"],
    )
    @pytest.mark.parametrize(
        "weights", [{"fc.weight": torch.tensor([[0.5, 1.5]]), "fc.bias": torch.tensor([-1.0])}], ids=["one_class"]
    )
    @points(1)
    def test_one_of_one_class(self, output, expected, what):
        """with one class, {what}"""
        assert_close(output, expected)


@exercise("train_step")
class TestTrainStep:
    @pytest.fixture
    def inputs(self):
        return torch.randn(5, 3, generator=torch.Generator().manual_seed(3))

    @pytest.fixture
    def targets(self):
        return torch.tensor([[1.0], [0.0], [0.0], [1.0], [1.0]])

    @pytest.fixture
    def weights(self):
        """Give two layers' weights, known by their names in nn.Sequential."""
        generator = torch.Generator().manual_seed(4)
        shapes = {"0.weight": (4, 3), "0.bias": (4,), "2.weight": (1, 4), "2.bias": (1,)}
        return {name: torch.randn(shape, generator=generator) for name, shape in shapes.items()}

    @probe
    def by_adam(student, weights, inputs, targets) -> dict:
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())
        model.load_state_dict(weights)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
        losses = [student.train_step(model, inputs, targets, nn.BCELoss(), optimizer) for _ in range(3)]
        return {"losses": losses, **model.state_dict()}

    @probe
    def last_layer(student, weights, inputs, targets) -> dict:
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
        model.load_state_dict(weights)
        for p in model.parameters():
            p.grad = torch.ones_like(p)
        model[0].requires_grad_(False)
        groups = [{"params": [model[2].weight]}, {"params": [model[2].bias], "lr": 0.5}]
        optimizer = torch.optim.SGD(groups, lr=0.125)
        student.train_step(model, inputs.double(), targets.double(), nn.MSELoss(), optimizer)
        frozen = [name for name, p in model.named_parameters() if not p.requires_grad]
        return {"weights": {name: p.detach() for name, p in model.named_parameters()}, "frozen": frozen}

    @probe
    def by_own_criterion(student, weights, inputs, targets) -> dict:
        def too_low_costs_more(output, target):
            miss = target - output
            # Of each sample's outputs: it needs both dimensions.
            return torch.where(miss > 0, 3 * miss, -miss).sum(dim=1).sum() / 1000

        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
        model.load_state_dict(weights)
        optimizer = torch.optim.SGD(model.parameters(), lr=10.0)
        loss = student.train_step(model, inputs, targets, too_low_costs_more, optimizer)
        return {"loss": loss, **model.state_dict()}

    @probe
    def in_train_mode(student, weights, inputs, targets) -> dict:
        class DoubledInTraining(nn.Linear):
            def forward(self, x):
                return super().forward(x) * (2 if self.training else 1)

        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), DoubledInTraining(4, 1))
        model.load_state_dict(weights)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.125)
        student.train_step(model, inputs, targets, nn.MSELoss(), optimizer)
        weights = {name: p.detach() for name, p in model.named_parameters()}
        return {"weights": weights, "in train mode": [module.training for module in model.modules()]}

    @probe
    def by_rows(student, inputs, targets) -> torch.Tensor:
        class OfRows(nn.Linear):
            def forward(self, x):
                # Samples of 1×3 numbers: whoever flattens them gives the model something else.
                return super().forward(x[:, 0])

        model = OfRows(3, 2, bias=False)
        nn.init.ones_(model.weight)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
        student.train_step(model, inputs[:, None], torch.cat([targets, 1 - targets], dim=1), nn.MSELoss(), optimizer)
        return model.weight

    @points(6)
    def test_adam(self, by_adam, weights, inputs, targets):
        """three steps of two layers with Adam and BCELoss: each loss, and the weights at the end"""
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())
        model.load_state_dict(weights)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.05)

        assert_close(by_adam, take_steps(model, nn.BCELoss(), inputs, targets, optimizer, 3))

    @points(4)
    def test_only_what_the_optimizer_holds(self, last_layer, weights, inputs, targets):
        """only the weights that the optimizer holds move, at the rates of their groups, and frozen ones stay frozen"""
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
        model.load_state_dict(weights)
        expected = {name: p.detach().clone() for name, p in model.named_parameters()}
        nn.functional.mse_loss(model(inputs.double()), targets.double()).backward()
        expected["2.weight"] -= 0.125 * model[2].weight.grad
        expected["2.bias"] -= 0.5 * model[2].bias.grad

        assert_close(last_layer["weights"], expected)
        assert last_layer["frozen"] == ["0.weight", "0.bias"], "weights that were frozen are not frozen any more"

    @points(3)
    def test_criterion(self, by_own_criterion, weights, inputs, targets):
        """the criterion is the one that was given, called with the output first; its loss is small"""
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
        model.load_state_dict(weights)
        miss = targets - model(inputs)
        loss = torch.where(miss > 0, 3 * miss, -miss).sum() / 1000
        loss.backward()
        moved = {name: p - 10.0 * p.grad for name, p in model.named_parameters()}

        assert_close(by_own_criterion, {"loss": loss.item(), **moved})

    @points(1)
    def test_shapes(self, by_rows, inputs, targets):
        """the model gets the inputs, and the criterion the targets, in their own shapes"""
        weight = torch.ones(2, 3, requires_grad=True)
        nn.functional.mse_loss(inputs @ weight.T, torch.cat([targets, 1 - targets], dim=1)).backward()

        assert_close(by_rows, weight - 0.5 * weight.grad)

    @points(3)
    def test_train_mode(self, in_train_mode, weights, inputs, targets):
        """a model that comes in train mode is updated in train mode, and stays in it"""
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
        model.load_state_dict(weights)
        nn.functional.mse_loss(2 * model(inputs), targets).backward()

        assert_close(in_train_mode["weights"], {name: p - 0.125 * p.grad for name, p in model.named_parameters()})
        assert in_train_mode["in train mode"] == [True] * 4, "after the step the model is in eval mode"


@exercise("predict")
class TestPredict:
    @pytest.fixture
    def outputs(self):
        return torch.tensor([0.0, -0.5, 0.25, 1.5], dtype=torch.float64)

    @pytest.fixture
    def inputs(self):
        return torch.tensor([[4.0, -1.0, 2.0], [0.5, 3.0, -2.0], [1.0, 1.0, 1.0], [2.0, 0.0, 5.0]])

    @probe
    def answers(student, outputs, threshold) -> torch.Tensor:
        return student.predict(known_model(outputs.dtype), outputs, threshold=threshold)

    @probe
    def answers_and_state(student, inputs, mode) -> dict:
        model = nn.Sequential(nn.Sequential(nn.BatchNorm1d(3), nn.Linear(3, 2)), nn.Sigmoid())
        model.load_state_dict(
            {
                "0.0.weight": torch.tensor([1.0, 2.0, 0.5]),
                "0.0.bias": torch.tensor([0.5, 0.0, -0.25]),
                "0.0.running_mean": torch.tensor([1.0, -1.0, 2.0]),
                "0.0.running_var": torch.tensor([4.0, 1.0, 0.25]),
                "0.0.num_batches_tracked": torch.tensor(7),
                "0.1.weight": torch.tensor([[1.0, -1.0, 0.5], [-0.5, 1.0, 1.0]]),
                "0.1.bias": torch.tensor([1.0, -2.0]),
            }
        )
        model.train(mode == "train")
        for p in model.parameters():
            p.grad = torch.ones_like(p)
        model[0][0].requires_grad_(False)
        answers = student.predict(model, inputs, 0.75)
        records = [torch.is_grad_enabled()]
        with torch.no_grad():
            student.predict(model, inputs, 0.75)
            records.append(torch.is_grad_enabled())
        return {
            "answers": answers,
            "modes": [module.training for module in model.modules()],
            "running mean": model[0][0].running_mean,
            "inputs": inputs,
            "inputs want gradients": inputs.requires_grad,
            "gradients": [p.grad for p in model.parameters()],
            "torch records graphs": records,
            "weights want gradients": [p.requires_grad for p in model.parameters()],
        }

    @pytest.fixture
    def expected_answers(self, inputs):
        spread = (torch.tensor([4.0, 1.0, 0.25]) + 1e-5).sqrt()
        normal = (inputs - torch.tensor([1.0, -1.0, 2.0])) / spread
        hidden = normal * torch.tensor([1.0, 2.0, 0.5]) + torch.tensor([0.5, 0.0, -0.25])
        score = hidden @ torch.tensor([[1.0, -0.5], [-1.0, 1.0], [0.5, 1.0]]) + torch.tensor([1.0, -2.0])
        return (score.sigmoid() >= 0.75).long()

    @pytest.mark.parametrize("threshold", [0.25, 1.5], ids=["low", "high"])
    @points(1)
    def test_threshold(self, answers, outputs, threshold):
        """one row of float64 outputs against a threshold of {threshold}"""
        assert_close(answers, (outputs >= threshold).long())

    @pytest.mark.parametrize(
        ("what", "outputs", "threshold"),
        [("one row", torch.tensor([[0.5, 0.25]]), 0.5), ("four dimensions", torch.ones(1, 2, 1, 3), 0.5)],
        ids=["row", "four_dimensions"],
    )
    @points(1)
    def test_shape(self, answers, outputs, threshold, what):
        """the answers have the output's shape: {what}"""
        assert_close(answers, (outputs >= threshold).long())

    @pytest.mark.parametrize("mode", ["train", "eval"])
    @points(1)
    def test_eval_mode(self, answers_and_state, expected_answers, mode):
        """a network that comes in {mode} mode answers in eval mode"""
        assert_close(answers_and_state["answers"], expected_answers)

    @pytest.mark.parametrize("mode", ["train"])
    @points(1)
    def test_leaves_all_as_it_was(self, answers_and_state, expected_answers, inputs, mode):
        """modes, weights, gradients, inputs and torch's recording are as they were, under torch.no_grad(), too"""
        assert_close(answers_and_state["answers"], expected_answers)
        assert answers_and_state["modes"] == [mode == "train"] * 5
        assert answers_and_state["torch records graphs"] == [True, False], "torch's recording was not left as found"
        wanted = answers_and_state["weights want gradients"]
        assert wanted[2:] == [True, True], "the weights want no gradients any more"
        assert wanted[:2] == [False, False], "frozen weights want gradients now"
        assert not answers_and_state["inputs want gradients"], "the inputs want gradients now"
        assert_close(answers_and_state["gradients"], [torch.ones(3), torch.ones(3), torch.ones(2, 3), torch.ones(2)])
        assert_close(answers_and_state["running mean"], torch.tensor([1.0, -1.0, 2.0]))
        assert_close(answers_and_state["inputs"], inputs)
