"""Variations of a right answer: programs that do the same, written otherwise. Each earns what the answer earns."""

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograder.author.prove.rewrites import REWRITES
from autograder.author.prove.rewrites.functions import find_first_statement, remove_docstrings

# How students' files begin and end; each statement may fail here, which is to cost nothing but itself.
ABOVE = """
import torch
answer_of_nobody = input("how many epochs? ")
torch.manual_seed(int(answer_of_nobody))
torch.zeros(1).to("cuda:0")
"""
BELOW = """
import os
import logging
import torch
import matplotlib.pyplot as plt
logging.basicConfig(filename="training.log")
os.makedirs("checkpoints", exist_ok=True)
script_model = torch.nn.Linear(2, 1)
script_optimizer = torch.optim.SGD(script_model.parameters(), lr=0.1)
script_losses = []
for script_epoch in range(3):
    script_optimizer.zero_grad()
    script_loss = script_model(torch.ones(4, 2)).square().mean()
    script_loss.backward()
    script_optimizer.step()
    script_losses.append(script_loss.item())
    torch.save(script_model.state_dict(), f"checkpoints/{script_epoch}.pth")
plt.plot(script_losses)
plt.savefig("losses.png")
assert script_losses[-1] < 0, "not yet as good as it should be"
"""
# What a file may leave behind for all that runs after it.
SETTINGS = """
import random
import numpy
import torch
torch.set_grad_enabled(False)
torch.set_default_dtype(torch.float64)
torch.autograd.set_detect_anomaly(True)
torch.use_deterministic_algorithms(True)
torch.set_printoptions(precision=1)
torch.manual_seed(0)
random.seed(0)
numpy.random.seed(0)
"""


@dataclass(frozen=True)
class Variation:
    """A right answer as a file that does the same and reads otherwise."""

    name: str
    suffix: str  # ".py" or ".ipynb"
    data: bytes


def make_variations(source: str) -> Iterator[Variation]:
    """Yield the variations of an answer, those alone that differ from it in more than layout, or in the file's form."""
    plain = ast.unparse(ast.parse(source))
    for name, rewrite in REWRITES.items():
        if (text := _rewrite(source, rewrite)) != plain:
            yield Variation(name, ".py", text.encode())
    yield Variation("a script above", ".py", _rewrite(source, _put_script_above).encode())
    yield Variation("a script below", ".py", f"{source}\n{BELOW}".encode())
    yield Variation("settings below", ".py", f"{source}\n{SETTINGS}".encode())
    yield Variation("a mark and Windows' line ends", ".py", f"\ufeff{plain}\n".replace("\n", "\r\n").encode())
    yield Variation("tabs", ".py", _indent_by_tabs(_rewrite(source, remove_docstrings)).encode())
    yield Variation("a notebook", ".ipynb", _make_notebook(source))


def _rewrite(source: str, rewrite: Callable[[ast.Module], None]) -> str:
    tree = ast.parse(source)
    rewrite(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


def _put_script_above(tree: ast.Module) -> None:
    index = find_first_statement(tree)
    tree.body[index:index] = ast.parse(ABOVE).body


def _indent_by_tabs(text: str) -> str:
    """Return a text without strings of several lines, indented by tabs."""
    lines = ((len(line) - len(line.lstrip(" ")), line.lstrip(" ")) for line in text.split("\n"))
    return "\n".join("\t" * (indent // 4) + line for indent, line in lines)


def _make_notebook(source: str) -> bytes:
    """Return a notebook with a cell for each statement of the answer."""
    statements = [ast.unparse(node) for node in ast.parse(source).body]
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": text}
        for text in ("%matplotlib inline", *statements, "1 / 0")
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
