"""What the warm server does beforehand, so that no sandbox pays for it."""

import importlib
import types
from collections.abc import Sequence
from typing import Any

import numpy

from autograder.sandbox.catalogue import find_operations
from autograder.sandbox.codec import decode, encode
from autograder.sandbox.laptop import furnish
from autograder.sandbox.libraries import LIBRARIES
from autograder.sandbox.load import load_units
from autograder.sandbox.numbers import find_torch
from autograder.sandbox.observe import observe
from autograder.sandbox.pristine import keep_pristine
from autograder.sandbox.program import importing
from autograder.sandbox.reader import parse_tensors
from autograder.sandbox.uncompiled import spare_compiler
from autograder.sandbox.watching import watch_threads

# What most submissions and probes do.
ORDINARY_FILE = """
import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.fc = nn.Linear(2 * 3 * 3, 2)

    def forward(self, x):
        return self.fc(F.max_pool2d(F.relu(self.conv(x)), 2).flatten(1))
"""
ORDINARY_PROBE = """
def see(student, x):
    net = student.Net()
    net.load_state_dict(net.state_dict())
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    net(x).square().sum().backward()
    optimizer.step()
    return {name: p.grad for name, p in net.named_parameters()}
"""
PLAIN_FILE = """
import numpy as np

def scale(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)
"""
PLAIN_PROBE = """
def see(student, x):
    return student.scale(x)
"""
# CPython replaces instructions that have run a few times by faster ones.
ENOUGH_TIMES = 10


def import_libraries(libraries: Sequence[str]) -> None:
    """Import what every sandbox would otherwise import for itself."""
    with importing():
        for library in libraries:
            for module in LIBRARIES[library].modules:
                importlib.import_module(module)
        spare_compiler()
    if "sklearn" in libraries:
        # Its first look at data asks all that is installed whether it has a kind of data of its own.
        importlib.import_module("sklearn.utils").shuffle([0], random_state=0)


def prepare_libraries(libraries: Sequence[str]) -> None:
    """Import what every sandbox would otherwise import for itself, and make of this process what files meet."""
    import_libraries(libraries)
    if torch := find_torch():
        find_operations()
        _set_up(torch)
    furnish()
    watch_threads()
    keep_pristine()


def do_what_sandboxes_do(times: int = ENOUGH_TIMES) -> None:
    """Load an ordinary file and ask it an ordinary question: the first times take longer."""
    torch = find_torch()
    file, probe = (ORDINARY_FILE, ORDINARY_PROBE) if torch else (PLAIN_FILE, PLAIN_PROBE)
    tree, body = encode({"x": torch.ones(2, 1, 8, 8) if torch else numpy.arange(8.0).reshape(4, 2)})
    for _ in range(times):
        module = types.ModuleType("ordinary")
        load_units(module, [["ordinary.py", file]], seconds=60)
        given = decode(tree, parse_tensors(body))
        encode(observe(module, set(), probe, "see", given, seed=0))


def _set_up(torch: Any) -> None:
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    # A process may call it once: a student's file that does must not fail here alone.
    torch.set_num_interop_threads = _ignore_threads
    # oneDNN writes its machine code for each shape anew in every process: that takes longer than a small convolution.
    torch.backends.mkldnn.set_flags(False)


def _ignore_threads(nthreads: int) -> None:
    pass
