"""A file that replaces what probes look with does not change what they see; what it adds stays its own."""

import os
import sys

import pytest
import torch
from torch import nn

from autograder.sandbox.pristine import keep_pristine, make_namespace


@pytest.fixture(autouse=True)
def kept() -> None:
    keep_pristine()


@pytest.mark.parametrize(("kind", "name"), [(torch.Tensor, "grad"), (torch.Tensor, "__eq__"), (nn.Module, "train")])
def test_classes_get_back_what_was_replaced_or_hidden(kind: type, name: str) -> None:
    before = getattr(kind, name)
    setattr(kind, name, property(lambda _: None))
    make_namespace()

    assert getattr(kind, name) == before


def test_what_was_taken_away_is_there_again() -> None:
    del torch.Tensor.backward
    make_namespace()

    assert callable(torch.ones(1).backward)


def test_what_a_file_adds_stays() -> None:
    torch.Tensor.twice = lambda self: 2 * self
    make_namespace()

    assert torch.ones(1).twice().item() == 2
    del torch.Tensor.twice


def test_what_a_probe_imports_is_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    exists, stat, sep = os.path.exists, os.stat, os.path.sep
    monkeypatch.setattr(os, "path", None)
    monkeypatch.setattr(os, "stat", lambda *_: None)
    monkeypatch.setitem(sys.modules, "os", None)
    names = make_namespace()
    exec("import os.path\nfrom os.path import sep\nfrom os import stat", names)

    assert (names["os"].path.exists, names["stat"], names["sep"]) == (exists, stat, sep)


def test_functions_of_a_library_and_of_python_are_those_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    equal = torch.equal
    monkeypatch.setattr(torch, "equal", lambda *_: True)
    monkeypatch.setattr(nn.functional, "relu", lambda x: x)
    names = make_namespace()

    assert names["torch"].equal is equal
    assert names["torch"].nn.functional.relu(-torch.ones(())) == 0
