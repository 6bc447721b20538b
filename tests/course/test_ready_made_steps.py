"""What takes a whole step off a student's hands is forbidden beside the famous names, too."""

import runpy
import sys
from pathlib import Path

import pytest

from autograder.forbidden.search import find_forbidden, read_program

SOLUTIONS = Path(__file__).parents[2] / "solutions"

USES = {
    "torch._fused_adam_": ("04_optimizers/test_optimizers.py", "FORBIDDEN"),
    "torch.distributed.optim": ("04_optimizers/test_optimizers.py", "FORBIDDEN"),
    "torch.autograd.graph._engine_run_backward": ("03_backprop/test_backprop_layers.py", "IN_BACKWARD"),
    "torch.nn.functional.hardtanh": ("03_backprop/test_backprop_layers.py", "IN_BACKWARD"),
    "torch.ops.aten._fused_sgd_": ("04_optimizers/test_optimizers.py", "FORBIDDEN"),
    "torch.Tensor.grad_fn": ("03_backprop/test_backprop_layers.py", "IN_BACKWARD"),
}


@pytest.mark.parametrize("name", USES)
def test_a_ready_made_step_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checks, known_as = USES[name]
    monkeypatch.setattr(sys, "path", [*sys.path, str((SOLUTIONS / checks).parent)])
    rules = runpy.run_path(str(SOLUTIONS / checks))[known_as]
    source = f"import torch\nclass Answer:\n    def backward(self, x):\n        return {name}(x)\n"
    found = find_forbidden(read_program([("answer.py", source)]), "Answer", rules)

    assert found is not None
    assert found.name == name
