"""Variations are right answers written otherwise: they do the same."""

import ast
from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

from autograder.author.prove.rewrites import REWRITES
from autograder.author.prove.rewrites.classes import put_class_between
from autograder.author.prove.rewrites.forms import add_arguments
from autograder.author.prove.rewrites.functions import reverse_functions
from autograder.author.prove.rewrites.statements import rename_locals, spell_out_sums, unroll_comprehensions
from autograder.author.prove.variations import make_variations

ANSWER = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 1)

def last(x: list) -> list:
    "Say something."
    total = 0
    for one in x:
        total += one
    return [two + total for two in x if two]

def first(x):
    return x[0]
"""


def rewrite(change: Callable[[ast.Module], None], source: str) -> str:
    """Return a source as it reads after a rewrite."""
    tree = ast.parse(dedent(source))
    change(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


def run(source: str) -> dict[str, Any]:
    """Return the names of a source."""
    names: dict[str, Any] = {"__name__": "answer"}
    exec(source, names)
    return names


@pytest.mark.parametrize("name", REWRITES)
def test_a_rewrite_changes_the_text_and_not_what_it_does(name: str) -> None:
    """every rewrite finds something to change here"""
    text = rewrite(REWRITES[name], ANSWER)

    assert text != ast.unparse(ast.parse(ANSWER))
    assert run(text)["last"]([1, 0, 2]) == [4, 5]
    assert list(run(text)["Net"]().state_dict()) == ["fc.weight", "fc.bias"]


@pytest.mark.parametrize(
    ("change", "source"),
    [
        (rename_locals, "def f(x):\n    return [x for x in x]"),
        (spell_out_sums, "def f(w, g):\n    w -= g"),
        (unroll_comprehensions, "def f(x):\n    y = 1\n    return [y for y in x] + [y]"),
        (unroll_comprehensions, "def f(x):\n    y = 1\n    z = [y for y in x]\n    return y"),
        (put_class_between, "@dataclass\nclass A(nn.Module):\n    x: int"),
        (add_arguments, "class A(Function):\n    @staticmethod\n    def forward(ctx, x):\n        pass"),
        (reverse_functions, "def f():\n    pass\n\ndef g(x=f()):\n    pass"),
    ],
)
def test_what_would_change_the_meaning_is_left(change: Callable[[ast.Module], None], source: str) -> None:
    """a tensor is changed in place, a loop's variable outlives it, a default wants what stands above"""
    assert rewrite(change, source) == ast.unparse(ast.parse(source))


def test_every_form_of_a_file_is_tried() -> None:
    """tabs, line ends, scripts and a notebook"""
    variations = {one.name: one for one in make_variations(ANSWER)}

    assert b"\r\n" in variations["a mark and Windows' line ends"].data
    assert b"\n\treturn" in variations["tabs"].data
    assert variations["a notebook"].suffix == ".ipynb"
    assert {"a script above", "a script below", "settings below", *REWRITES} <= set(variations)
