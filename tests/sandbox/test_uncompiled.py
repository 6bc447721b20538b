"""Optimizers work without torch.compile, whose import takes a second, and as ever where somebody imports it."""

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
