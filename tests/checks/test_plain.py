"""Files that reach for nothing but what answers need are known: all others cost time, never points."""

from pathlib import Path

import pytest

from autograder.forbidden.plain import is_plain

RIGHT = sorted((Path(__file__).parents[1] / "course" / "right").glob("0[2347]_*/*.py"))


@pytest.mark.parametrize(
    "line",
    [
        "import torch.nn as nn, numpy as np, os.path, sys",
        "from torch.utils.data import DataLoader, TensorDataset",
        "import matplotlib.pyplot as plt\nplt.plot([1]); plt.savefig('a.png')",
        "import sys, os\nos.makedirs('a'); print(sys.argv, file=sys.stderr)",
        "import torch\ntorch.load('w.pt', weights_only=True); torch._foreach_add_([], 1)",
        "class A:\n    def __init__(self):\n        super().__init__(); self._sys = self.load = 1",
        "model.eval(); model.modules(); x.array; x.trace(); model.__class__.__name__",
        "this is no Python",
    ],
)
def test_what_answers_need_is_plain(line: str) -> None:
    assert is_plain([line])


@pytest.mark.parametrize(
    "line",
    [
        *("import gc", "import inspect", "from os import fork", "import pandas", "from . import a"),
        *("import sys\nsys._getframe()", "import sys as s", "import sys\nsys.modules", "from sys import modules"),
        *("import torch\ntorch.library", "import torch\ntorch.sys.modules", "import numpy as np\nnp.ctypeslib"),
        *("import torch\nx = [torch]", "import math\nmath.prod = 1", "from torch.nn.functional import *\nimportlib"),
        *("f.__globals__", "e.__traceback__", "g.gi_frame", "x.f_back", "getattr(a, 'b')", "eval('1')", "vars()"),
        *("match x:\n    case X(tb_frame=f): pass", "class A:\n    def __del__(self): pass", "x._C"),
        *("import torch\ntorch.load('a', weights_only=False)", "import numpy as np\nnp.load('a', None, True)"),
        *("from typing import get_type_hints", "import functools\nfunctools.singledispatch", "import string, argparse"),
        "x = " + "-" * 50_000 + "1",
    ],
)
def test_what_reaches_further_is_not(line: str) -> None:
    assert not is_plain(["a = 1", line])


def test_most_right_answers_are_plain() -> None:
    plain = [path for path in RIGHT if is_plain([path.read_text()])]

    assert len(plain) > 0.8 * len(RIGHT)
