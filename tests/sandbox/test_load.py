"""Files as students write them: what they define is there, and what stopped them is said."""

import pytest

from autograder.sandbox.load import END_OF_PROCESS


def see(sandbox, body):
    """Run a probe with this body and return what it saw."""
    seen = sandbox.observe(f"def see(student):\n    {body}", "see", {"dict": []}, b"", seed=1, seconds=5)
    assert seen.kind == "saw", seen
    return seen.value()


GOOD_STYLES = {
    "future annotations": "from __future__ import annotations\ndef f(x: Unknown = 1) -> Other: return x",
    "annotations without it": "x: int = 1\ny: str\ndef f() -> int: return x",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass A:\n    n: int = 1\ndef f(): return A().n",
    "named tuple": "from typing import NamedTuple\nclass A(NamedTuple):\n    n: int = 1\ndef f(): return A().n",
    "enum": "import enum\nclass A(enum.Enum):\n    ONE = 1\ndef f(): return A.ONE.value",
    "star import": "from math import *\ndef f(): return int(cos(0))",
    "global": "n = 0\ndef f():\n    global n\n    n += 1\n    return n",
    "comprehension": "k = 1\nxs = [k * i for i in range(2)]\ndef f(): return sum(xs)",
    "class body": "n = 1\nclass A:\n    m = n\n    xs = [n for _ in range(1)]\ndef f(): return A.xs[0] * A.m",
    "decorator": "import functools\n@functools.cache\ndef f(): return 1",
    "threads": "import torch\ntorch.set_num_interop_threads(1)\ntorch.set_num_threads(1)\ndef f(): return 1",
    "arguments": "import argparse\nargs = argparse.ArgumentParser().parse_args()\ndef f(): return 1",
    "exec": "exec('def f(): return 1')",
    "main guard": "def f(): return 1\nif __name__ == '__main__':\n    raise SystemExit(f())",
    "name of the module": "def f(): return int(__name__ == 'toy')",
    "own name imported": "import toy\nn = 1\ndef f(): return toy.n",
    "multi-line string": 's = """\n  one\n\ttwo\n"""\ndef f(): return int(s.count("\\n") == 3)',
    "tabs": "def f():\n\tif True:\n\t\treturn 1",
    "walrus and match": "def f():\n    match (n := 1):\n        case 1: return n",
    "try at module level": "try:\n    import nonsense\nexcept ImportError:\n    def f(): return 1",
    "pickle of its own class": "import pickle\nclass A: n = 1\ndef f(): return pickle.loads(pickle.dumps(A())).n",
    "variable of old": "from torch.autograd import Variable as V\nimport torch\ndef f(): return int(V(torch.ones(1)))",
    "super of old": "import torch.nn as nn\nclass N(nn.Module):\n    def __init__(self): super(N, self).__init__()\n"
    "net = N()\nprint(net)\ndef f(): return 1",
    "a thread": "from threading import Thread\nt = Thread(target=int)\nt.start(); t.join()\ndef f(): return 1",
}


@pytest.mark.parametrize("source", GOOD_STYLES.values(), ids=GOOD_STYLES)
def test_each_style_of_file_works(open_sandbox, source):
    """Run statement by statement, a file means what it means to Python."""
    sandbox = open_sandbox(source)

    assert see(sandbox, "return student.f()") == 1
    assert sandbox.stops == []


@pytest.mark.parametrize(
    ("last", "line", "type_name"),
    [
        ("raise ValueError('bad data')", 4, "ValueError"),
        ("net = undefined_name", 4, "NameError"),
        ("answer = input('n? ')", 4, "EOFError"),
        ("open('data.csv')", 4, "FileNotFoundError"),
        ("import sys; sys.exit(0)", 4, "SystemExit"),
        ("raise KeyboardInterrupt", 4, "KeyboardInterrupt"),
        ("for i in range(3):\n    if i == 2:\n        1 / 0", 6, "ZeroDivisionError"),
        ("def g():\n    return 1 / 0\ng()", 5, "ZeroDivisionError"),
        ("assert f() == 2, 'does not work'", 4, "AssertionError"),
    ],
    ids=["raise", "name", "input", "file", "exit", "interrupt", "loop", "call", "assert"],
)
def test_a_failing_statement_costs_itself_alone(open_sandbox, last, line, type_name):
    """Tutorial code trains, plots and asks at module level; what is defined around that can be graded all the same."""
    sandbox = open_sandbox(f"import torch\nprint('hello')\ndef f(): return 1\n{last}\ndef after(): pass\n")

    assert see(sandbox, "return [student.f(), hasattr(student, 'after')]") == [1, True]
    (stop,) = sandbox.stops
    assert (stop["unit"], stop["line"], stop["types"][0]) == ("toy.py", line, type_name)


def test_a_statement_that_ends_the_process_costs_itself_alone(open_sandbox):
    """The file is loaded again without it, and with what it has defined so far."""
    sandbox = open_sandbox("import os\ndef f(): return 1\nif f():\n    os._exit(0)\ndef g(): return 2\nos.abort()\n")

    assert see(sandbox, "return [student.f(), student.g()]") == [1, 2]
    assert [(stop["types"], stop["line"]) for stop in sandbox.stops] == [([END_OF_PROCESS], 3), ([END_OF_PROCESS], 6)]


def test_who_turns_the_clock_off_is_cut_off_all_the_same(open_sandbox):
    """The judge has one of its own, and what stands around is there."""
    off = "import signal\ndef run():\n    signal.setitimer(signal.ITIMER_REAL, 0)\n    while True: pass\n"
    sandbox = open_sandbox(f"{off}def f(): return 1\nrun()\ndef g(): return 2\n", seconds=0.5)

    assert see(sandbox, "return [student.f(), student.g()]") == [1, 2]
    assert [(stop["line"], stop["too_long"]) for stop in sandbox.stops] == [(6, True)]


@pytest.mark.parametrize("loop", ["    try: pass\n    except Exception: pass\n", "    import time; time.sleep(9)\n"])
def test_what_stands_around_an_endless_loop_is_there(open_sandbox, loop):
    """Each is cut off long before the judge's own limit."""
    sandbox = open_sandbox(f"def f(): return 1\nwhile True:\n{loop}def g(): return 2\nwhile True: pass\n", seconds=1.5)

    assert see(sandbox, "return [student.f(), student.g()]") == [1, 2]
    assert [stop["too_long"] for stop in sandbox.stops] == [True, True]
    assert sandbox.stops[0]["too_long"]
    assert sandbox.stops[0]["line"] >= 2


def test_a_missing_library_costs_only_what_needs_it(open_sandbox):
    """The machine that grades may lack what draws pictures on the student's."""
    sandbox = open_sandbox(
        "import nonsense_vision as vision\nfrom nonsense import *\nchange = vision.Compose([])\n"
        "images = list(change)\nfor image in images: pass\ndef f(): return 1\n1 / 0\n"
    )

    assert see(sandbox, "return student.f()") == 1
    assert [stop["line"] for stop in sandbox.stops] == [1, 2, 7]


def test_a_missing_name_costs_no_other_name_of_its_line(open_sandbox):
    """What one line imports is there as far as it can be had; a library that is missing is said once."""
    sandbox = open_sandbox(
        "import nonsense_vision, math\nfrom itertools import nonsense, chain\nfrom nonsense import one, two\n"
        "def f(): return math, chain\n"
    )

    assert see(sandbox, "return len(student.f())") == 2
    lost = [["nonsense_vision"], ["nonsense"], ["one", "two"]]
    assert [stop["lost"] for stop in sandbox.stops] == lost
    assert sandbox.stops[1]["text"] == "cannot import name 'nonsense' from 'itertools'"


@pytest.mark.parametrize(
    "block", ["try:\n{}\nexcept ImportError: pass\n", "if True:\n{}\n", "try:\n{}\nfinally: pass\n"]
)
def test_a_missing_library_costs_no_other_import_of_its_block(open_sandbox, block):
    """Who has all of them has never seen the rest left out."""
    imports = "    import nonsense_vision\n    import math\n    from itertools import nonsense, chain"
    sandbox = open_sandbox(block.format(imports) + "\ndef f(): return math, chain\n")

    assert see(sandbox, "return len(student.f())") == 2
    assert [stop["lost"] for stop in sandbox.stops] in ([], [["nonsense", "nonsense_vision"]])


def test_a_stop_knows_which_names_it_has_cost(open_sandbox):
    """Those of its own statement, and of what failed for want of them."""
    sandbox = open_sandbox(
        "@undefined\ndef f(): local = 1\n"
        "@f\nclass A: pass\n"
        "with A() as a, open(a) as b:\n    n: int = [k for k in a]\n"
        "def f(): return 1\nm = f()\n"
    )

    assert see(sandbox, "return student.m") == 1
    assert [stop["lost"] for stop in sandbox.stops] == [["f", "A", "a", "b", "n"]]


def test_a_syntax_error_is_said_with_its_line(open_sandbox):
    """Of such a file nothing runs, as in Python."""
    sandbox = open_sandbox("def f(): return 1\n\ndef g(:\n")
    sandbox.load()

    (stop,) = sandbox.stops
    assert (stop["types"][0], stop["line"], stop["lost"]) == ("SyntaxError", 3, ["f", "g"])


def test_the_cells_of_a_notebook_share_their_names(open_sandbox):
    """A cell that fails, or is no Python, costs what it defines and what needs that."""
    sandbox = open_sandbox("n = 1", "def broken(:", "def f(): return n", "1 / 0\ng = 2", "def h(): return f() + n")

    assert see(sandbox, "return [student.f(), student.h(), student.g]") == [1, 2, 2]
    assert [(stop["unit"], stop["types"][0]) for stop in sandbox.stops] == [
        ("cell 2", "SyntaxError"),
        ("cell 4", "ZeroDivisionError"),
    ]


def test_a_future_import_holds_for_later_cells(open_sandbox):
    """As it does in Jupyter."""
    sandbox = open_sandbox("from __future__ import annotations", "def f(x: Unknown): return 1")

    assert see(sandbox, "return student.f(0)") == 1


def test_an_error_in_a_cell_names_the_cell_and_its_line(open_sandbox):
    """Lines are counted from the top of the cell."""
    sandbox = open_sandbox("x = 1", "\ndef f():\n    return x / 0\n")

    raised = sandbox.observe("def see(student): student.f()", "see", {"dict": []}, b"", seed=1, seconds=5).raised

    assert (raised["unit"], raised["line"], raised["code"]) == ("cell 2", 3, "return x / 0")


def test_training_at_module_level_is_run_and_its_weights_are_there(open_sandbox):
    """The optimizer's first use is already paid for."""
    sandbox = open_sandbox(
        "import torch\nmodel = torch.nn.Linear(2, 1)\nopt = torch.optim.Adam(model.parameters())\n"
        "for epoch in range(3):\n    opt.zero_grad()\n    model(torch.ones(4, 2)).sum().backward()\n    opt.step()\n"
    )

    assert see(sandbox, "return [student.epoch, len(list(student.model.parameters()))]") == [2, 2]
