"""Notes on what would stop on a GPU: told by torch's meta device, where it is certain, and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import need_course
from autograder.examination.devices import _makes
from autograder.grading.judges import Judges
from autograder.submissions import Unit

PERCEPTRON = """
import numpy as np
import torch
from torch import nn


class Perceptron(nn.Module):
    def __init__(self, input_size, num_class):
        super().__init__()
        self.fc = nn.Linear(input_size, num_class)
        self.scale = torch.ones(num_class)

    def forward(self, x):
        return torch.sigmoid({output})


def train_step(model, inputs, targets, criterion, optimizer):
    {first}
    optimizer.zero_grad()
    loss = criterion(model(inputs), {targets})
    loss.backward()
    optimizer.step()
    return {loss}
"""
RIGHT = {"output": "self.fc(x)", "first": "pass", "targets": "targets", "loss": "loss.item()"}


@pytest.fixture(scope="module")
def judges() -> Iterator[Judges]:
    with Judges(need_course(Path(__file__)).get("05_perceptron")) as judges:
        yield judges


def note(judges: Judges, **pieces: str) -> list[str]:
    """Return the notes on a perceptron that is right on the CPU, with some pieces of it written otherwise."""
    found = judges.examine([Unit("perceptron.py", PERCEPTRON.format(**{**RIGHT, **pieces}))])
    exercises = {one.exercise: one.check.status for one in found.checks if one.exercise != "predict"}
    assert set(exercises.values()) == {"passed"}
    return list(found.notes)


def test_what_runs_anywhere_is_not_spoken_of(judges):
    assert note(judges) == []


def test_a_tensor_of_forward_that_stays_on_the_cpu_is_named_with_its_line(judges):
    assert note(judges, output="self.fc(x) * self.scale") == [
        "On a GPU, line 14 of perceptron.py would stop: self.scale is made on the CPU. "
        "Keep it by self.register_buffer, and it moves with the model."
    ]


def test_a_tensor_of_train_step_that_stays_on_the_cpu_is_named_with_its_line(judges):
    (said,) = note(judges, first="mask = torch.ones(targets.shape)", targets="targets * mask")

    assert said.startswith("On a GPU, line 20 of perceptron.py would stop: mask is made on the CPU.")


@pytest.mark.parametrize(
    ("pieces", "named"),
    [
        pytest.param(
            {"first": "for p in model.parameters():\n        p.grad = torch.zeros(p.shape, dtype=p.dtype)"},
            "one",
            id="gradients",
        ),
        pytest.param(
            {"first": "total = torch.zeros(1)", "loss": "total.add_(loss.detach()).item()"}, "total", id="sum"
        ),
        pytest.param(
            {"output": "x @ torch.eye(x.shape[-1], dtype=x.dtype) @ self.fc.weight.T + self.fc.bias"},
            "one",
            id="product",
        ),
        pytest.param(
            {"output": "self.fc(x) + self.scale[(x[..., 0] * 0).long()][..., None] * 0"}, "self.scale", id="index"
        ),
        pytest.param({"first": "target = torch.zeros(targets.shape)", "targets": "targets + target"}, "target", id="+"),
    ],
)
def test_what_only_cuda_refuses_is_told_as_well(judges, pieces, named):
    """Gradients, running totals, products and lookups: meta takes most of them."""
    (said,) = note(judges, **pieces)

    assert f"would stop: {named}" in said


def test_numpy_needs_the_cpu(judges):
    (said,) = note(judges, loss="float(loss.detach().numpy())")

    assert (
        said
        == "On a GPU, line 23 of perceptron.py would stop: .numpy() needs a tensor on the CPU. Call .cpu() before it."
    )


def test_numpy_is_spoken_of_without_a_call_that_is_not_there(judges):
    (said,) = note(judges, loss="float(np.asarray(loss.detach()))")

    assert said.endswith("NumPy needs a tensor on the CPU. Do it in torch, or call .cpu() before.")


def test_an_index_that_may_stay_is_not_blamed_for_what_may_not(judges):
    (said,) = note(judges, first="at = torch.arange(len(inputs))", targets="targets[at] * torch.ones(1)")

    assert "would stop: one of its tensors is made on the CPU." in said


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param({"output": "self.fc(x) * torch.tensor(1.0)"}, id="a single number may stay on the CPU"),
        pytest.param({"output": "self.fc(x) * torch.ones(self.fc.out_features, device=x.device)"}, id="made there"),
        pytest.param({"first": "print(bool((targets > 0).any()))"}, id="control flow by numbers"),
        pytest.param({"loss": "float(np.array(loss.detach().cpu()))"}, id="brought to the CPU"),
        pytest.param(
            {"first": "mask = torch.ones(targets.shape).to('cuda' if torch.cuda.is_available() else 'cpu')"}
            | {"targets": "targets * mask"},
            id="asks for the device",
        ),
        pytest.param({"first": "inputs = inputs[torch.arange(len(inputs))]"}, id="an index may stay on the CPU"),
        pytest.param(
            {"first": "total = torch.zeros(())\n    total = total + targets.sum()"}, id="a sum that is made anew"
        ),
        pytest.param({"first": "inputs[0:1] = inputs[0:1] * torch.tensor(1.0)"}, id="written into"),
        pytest.param({"first": "seen = torch.zeros(3)\n    seen[0] = inputs.sum()"}, id="copied over"),
        pytest.param({"first": "torch.eye(9)[inputs.argmax() % 9]"}, id="a single index is a number"),
    ],
)
def test_where_it_is_not_certain_nothing_is_said(judges, pieces):
    assert note(judges, **pieces) == []


def test_an_answer_that_makes_no_tensor_is_not_tried():
    """So most answers cost nothing more."""
    solution = need_course(Path(__file__)).get("05_perceptron").path(".py").read_text()

    assert "torch.tensor" in solution, "its examples make some, which is no call of its code"
    assert not _makes(solution)
    assert _makes("from torch import ones\nmask = ones(3)")
