"""Of everything that was run in a notebook, only what the answer needs is taken."""

import pytest

from autograder.submissions.cells import select_cells


def select(*history: str, names: tuple[str, ...] = ("f",)) -> list[str]:
    return [unit.name for unit in select_cells(["", *history], names)]


@pytest.mark.parametrize(
    ("history", "chosen"),
    [
        (["def f(): pass"], ["In [1]"]),
        (["def f(): pass", "f()", "check('f')"], ["In [1]"]),
        (["def f(): pass", "def f(): return 1"], ["In [2]"]),
        (["def f(): pass", "def f(:"], ["In [1]"]),
        (["import torch", "import numpy", "def f(): return torch.ones(1)"], ["In [1]", "In [3]"]),
        (["import torch", "def f() -> torch.Tensor: pass"], ["In [1]", "In [2]"]),
        (["def f(): return g()", "def g(): return h", "h = 1"], ["In [1]", "In [2]", "In [3]"]),
        (["def f(): return [[x for x in g] for _ in g]", "g = [1]"], ["In [1]", "In [2]"]),
        (["x = train()", "def f(x): return x"], ["In [2]"]),
        (["class f:\n    size = LIMIT", "LIMIT = 3"], ["In [1]", "In [2]"]),
        (["class f: pass", "def forward(): pass\nf.forward = forward"], ["In [1]", "In [2]"]),
        (["class f: pass", "setattr(f, 'forward', 1)"], ["In [1]", "In [2]"]),
        (["class f: pass", "f.x = 1", "class f: pass"], ["In [3]"]),
        (["f = {}", "f['a'] = 1", "del f['b']", "f['c'] += 1"], ["In [1]", "In [2]", "In [3]", "In [4]"]),
        (["from torch import *", "def f(): return ones(1)"], ["In [1]", "In [2]"]),
        (["%matplotlib inline\nimport torch", "def f(): return torch"], ["In [1]", "In [2]"]),
        (["def f(): pass", "class Other: pass"], ["In [1]", "In [2]"]),
        (["from functools import partial", "f = partial(print)"], ["In [1]", "In [2]"]),
        (["x = 1"], []),
    ],
)
def test_the_last_definition_counts_with_what_it_uses(history: list[str], chosen: list[str]) -> None:
    """Demonstrations and former versions do not run again."""
    assert select(*history) == chosen


def test_magics_are_taken_out() -> None:
    """What is sent to a sandbox is Python."""
    (unit,) = select_cells(["", "%time\ndef f(): pass"], ["f"])

    assert unit.text == "\ndef f(): pass"
