"""torch works without torch.compile, whose import takes a second, and as ever where somebody imports it."""

import pytest

from autograder.sandbox.libraries import find_libraries

TRAINING = """
import sys
import torch

NAMES = "Adagrad", "Adam", "AdamW", "LBFGS", "NAdam", "RMSprop", "SGD"


def walk(name):
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 2)
    optimizer = getattr(torch.optim, name)(model.parameters(), lr=0.1)

    def closure():
        optimizer.zero_grad()
        loss = model(torch.ones(4, 3)).square().mean()
        loss.backward()
        return loss

    for _ in range(3):
        optimizer.step(closure)
    optimizer.load_state_dict(optimizer.state_dict())
    return [parameter.tolist() for parameter in model.parameters()]


def compare():
    plain = {name: walk(name) for name in NAMES}
    without = "torch._dynamo" not in sys.modules
    import torch._dynamo

    return without, plain == {name: walk(name) for name in NAMES}
"""
ASK = {"source": "def see(student): return student.compare()", "probe": "see", "given": {"dict": []}, "body": b""}


def test_optimizers_do_the_same_with_and_without_the_compiler(open_sandbox):
    seen = open_sandbox(TRAINING).observe(**ASK, seed=0, seconds=30)

    assert seen.value() == (True, True)


@pytest.mark.parametrize(
    ("statement", "needs"),
    [
        ("torch.nn.Linear(2, 2, device='meta')(torch.ones(1, 2, device='meta')).relu()", False),
        ("torch.func.grad(torch.sum)(torch.ones(2))", True),
        ("torch.use_deterministic_algorithms(True)", True),
    ],
)
def test_what_needs_the_compiler_is_known_by_its_name(open_sandbox, statement, needs):
    file = f"import sys, torch\n{statement}\ndef compare(): return 'torch._dynamo' in sys.modules"

    assert open_sandbox(file, seconds=30).observe(**ASK, seed=0, seconds=30).value() is needs
    assert ("compiler" in find_libraries([statement])) is needs
