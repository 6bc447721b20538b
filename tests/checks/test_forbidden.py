"""Tests of the static look at forbidden names."""

import sys
import textwrap

import pytest
import torch

from autograder.forbidden.names import Program
from autograder.forbidden.search import Unsearchable, find_forbidden, read_program

WHY = "computing this loss yourself is the exercise"
MEAN = "((a - b) ** 2).mean()"
LOSSES = {"torch.nn.functional.mse_loss": WHY, "torch._C._nn.mse_loss": WHY, "torch.nn.modules.loss": WHY}
OPTIMIZERS = {"torch.optim": "its optimizers are what you build here"}
# It is withheld from points there, as a file that Python itself cannot run.
TOO_DEEP = pytest.mark.xfail(sys.version_info[:2] == (3, 12), raises=Unsearchable, reason="Python 3.12 reads less deep")
METHODS = {"torch.relu in backward": "it is what you build", "torch.Tensor.relu in backward": "it is what you build"}


def look(source, exercise="mse_loss", forbids=LOSSES):
    """Return the name found in a file of one unit, or None."""
    program = read_program([("losses.py", textwrap.dedent(source))])
    found = find_forbidden(program, exercise, forbids) if program is not None else None
    return found and found.name


def test_message_says_line_name_and_reason():
    """A student reads which line, which name, and why."""
    source = "import torch\n\ndef mse_loss(a, b):\n    return torch.nn.functional.mse_loss(a, b)\n"

    found = find_forbidden(Program([("losses.py", source)]), "mse_loss", LOSSES)

    assert found is not None
    assert (found.name, found.line) == ("torch.nn.functional.mse_loss", 4)
    assert found.message == f"line 4 uses torch.nn.functional.mse_loss: {WHY}."


def test_message_names_the_cell():
    """In a notebook the line is counted in its cell, and names reach from cell to cell."""
    cells = [("cell 1", "from torch import nn"), ("cell 3", "\ndef mse_loss(a, b):\n    return nn.MSELoss()(a, b)")]

    found = find_forbidden(Program(cells), "mse_loss", LOSSES)

    assert found is not None
    assert found.message == f"cell 3, line 3 uses torch.nn.MSELoss: {WHY}."


@pytest.mark.parametrize(
    ("imports", "use"),
    [
        ("import torch", "torch.nn.functional.mse_loss"),
        ("import torch.nn.functional as F", "F.mse_loss"),
        ("from torch.nn import functional", "functional.mse_loss"),
        ("from torch.nn.functional import mse_loss as ready", "ready"),
        ("from torch.nn import *", "MSELoss()"),
        ("from torch import nn", "nn.modules.loss.MSELoss()"),
        ("import torch", "torch.functional.F.mse_loss"),
        ("import torch", "torch._C._nn.mse_loss"),
        ("import torch\nnn = torch.nn", "nn.MSELoss()"),
        ("import torch\nnn, other = torch.nn, 1", "nn.MSELoss()"),
        ("import torch\nL = torch.nn.MSELoss", "L()"),
        ("import torch\ncriterion = torch.nn.MSELoss()", "criterion"),
        ("import torch\nif (F := torch.nn.functional): pass", "F.mse_loss"),
        ("import torch\ntry:\n    L = torch.nn.MSELoss\nexcept ImportError:\n    L = None", "L()"),
        ("import torch\nlosses = {'mse': torch.nn.MSELoss()}", "losses['mse']"),
        ("import torch\nclass Mine(torch.nn.MSELoss): pass", "Mine()"),
        ("import torch\ndef helper(): return torch.nn.MSELoss()", "helper()"),
        ("import torch\ndef helper(loss=torch.nn.MSELoss()): return loss", "helper()"),
        ("import torch", "getattr(torch.nn, 'MSELoss')()"),
        ("import torch", "getattr(torch.nn, 'MSE' + 'Loss')()"),
        ("import torch\nname = 'Loss'", "getattr(torch.nn, f'MSE{name}')()"),
        ("import torch", "vars(torch.nn)['MSELoss']()"),
        ("import torch", "torch.nn.__dict__['MSELoss']()"),
        ("import torch", "globals()['torch'].nn.MSELoss()"),
        ("import torch, operator", "operator.attrgetter('nn.MSELoss')(torch)()"),
        ("import importlib", "importlib.import_module('torch.nn').MSELoss()"),
        ("from importlib import import_module as load\nnn = load('torch.' + 'nn')", "nn.MSELoss()"),
        ("", "__import__('torch.nn').nn.MSELoss()"),
        ("", "__import__('torch.nn', fromlist=['MSELoss']).MSELoss()"),
        ("import sys", "sys.modules['torch.nn'].MSELoss()"),
        ("import torch", "eval('torch.nn.MSELoss()')"),
        ("import torch", "(lambda loss: loss)(torch.nn.MSELoss())"),
        ("import torch", "[loss for loss in [torch.nn.MSELoss()]][0]"),
        ("import torch.nn.functional as F", "(lambda a, b: F.mse_loss(a, b))"),
    ],
)
def test_finds_a_name_however_it_is_reached(imports, use):
    """Every way to reach the ready-made loss counts."""
    source = f"{imports}\ndef mse_loss(a, b):\n    return ({use})(a, b)\n"

    assert look(source) is not None


@pytest.mark.parametrize(
    "source",
    [
        "from torch.nn.functional import mse_loss",
        "import torch\nmse_loss = torch.nn.MSELoss()",
        "def mse_loss(a, b): ...\nfrom torch.nn.functional import *",
        "import torch\ndef mse_loss(a, b): ...\nmse_loss.__code__ = torch.nn.functional.mse_loss.__code__",
        "import torch\nclass mse_loss(torch.nn.MSELoss): pass",
        "def mse_loss(a, b):\n    import torch.nn.functional as F\n    G = F\n    return G.mse_loss(a, b)",
        "def mse_loss(a, b):\n    def f():\n        from torch.nn import L1Loss\n        L1Loss()\n    return f()",
    ],
)
def test_finds_an_exercise_that_is_the_ready_made_thing(source):
    """The exercise's own name may be imported, assigned or changed."""
    assert look(source) is not None


@pytest.mark.parametrize(
    "source",
    [
        "import torch.nn.functional as F\nfrom torch.nn import MSELoss\ndef mse_loss(a, b): return MEAN",
        "from torch.nn.functional import mse_loss\ndef mse_loss(a, b): return MEAN",
        "from torch.nn.functional import *\ndef mse_loss(a, b): return MEAN",
        "import torch\ndef mse_loss(a, b):\n    'As torch.nn.MSELoss'\n    # F.mse_loss(a, b)\n    return MEAN",
        "import torch\ndef mse_loss(a, b): return MEAN\nprint(torch.nn.MSELoss())",
        "import torch\ndef mse_loss(a, b): return loss\nif __name__ == '__main__':\n    loss = torch.nn.MSELoss()",
        "import torch\nloss = torch.nn.MSELoss()\ndef mse_loss(a, b):\n    loss = (a - b) ** 2\n    return loss.mean()",
        "import torch\nF = torch.nn.functional\ndef mse_loss(a, b, F=None): return F.mse_loss",
        "import torch\ndef other(a): return torch.nn.MSELoss()\ndef mse_loss(a, b): return MEAN",
        "import torch\ndef mse_loss(a: torch.nn.MSELoss, b) -> torch.nn.MSELoss: return MEAN",
        "from torch.nn.functional import mse_loss as a\ndef mse_loss(a, b): return [(a - b) for a in b]",
        "def mse_loss(a, b):\n    from torch.nn.functional import mse_loss\n    return MEAN",
        "class Own:\n    def mse_loss(self): ...\ndef mse_loss(a, b): return Own().mse_loss()",
        "import torch\ndef mse_loss(a, b): return torch.nn.functional.softmax(a, 1)",
    ],
)
def test_leaves_alone_what_the_exercise_does_not_use(source):
    """Imports, texts, demonstrations, annotations, other exercises and names that only look alike do not count."""
    assert look(source.replace("MEAN", MEAN)) is None


@pytest.mark.parametrize(
    "source",
    [
        "from torch import optim as o\nclass SGD:\n    def step(self): o.SGD(self.p).step()",
        "import torch.optim.sgd as sgd\nclass SGD(sgd.SGD): pass",
        "from torch.optim.adam import Adam\nclass SGD:\n    make = Adam",
        "import torch\nclass Base(torch.optim.Optimizer): pass\nclass SGD(Base): pass",
    ],
)
def test_finds_everything_below_a_forbidden_module(source):
    """A module's name forbids all that lies in it."""
    assert look(source, "SGD", OPTIMIZERS).startswith("torch.optim")


def test_a_local_name_that_looks_like_a_module_is_free():
    """A variable called optim is no module."""
    source = "from torch import optim\nclass SGD:\n    def __init__(self, optim): self.optim = optim.SGD"

    assert look(source, "SGD", OPTIMIZERS) is None


RELU = """
    import torch

    def slope(x):
        return x.{attribute} > 0

    class ReLU(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return torch.relu(x)

        @staticmethod
        def backward(ctx, grad_output):
            (x,) = ctx.saved_tensors
            {body}
"""


@pytest.mark.parametrize(
    ("body", "attribute", "name"),
    [
        ("return grad_output * (torch.relu(x) > 0)", "data", "torch.relu"),
        ("return grad_output * (x.relu() > 0)", "data", "torch.Tensor.relu"),
        ("return grad_output * (x.abs().data.relu() > 0)", "data", "torch.Tensor.relu"),
        ("return grad_output * (torch.Tensor.relu(x) > 0)", "data", "torch.Tensor.relu"),
        ("return grad_output * slope(x)", "relu()", "torch.Tensor.relu"),
        ("return grad_output * (ReLU.forward(ctx, x) > 0)", "data", "torch.relu"),
        ("return grad_output * (x > 0)", "relu()", None),
        ("return super(ReLU, ctx) and grad_output * slope(x)", "data", None),
        ("return ctx.relu", "data", None),
    ],
)
def test_looks_at_one_method(body, attribute, name):
    """A name that is forbidden in a method counts there, and in what the method calls, alone."""
    source = textwrap.dedent(RELU).format(body=body, attribute=attribute)

    assert look(source, "ReLU", METHODS) == name


def test_method_may_be_the_exercise():
    """`Class.method` looks at that method."""
    source = "import torch\nclass Net:\n    def a(self): return torch.nn.MSELoss()\n    def b(self): return {}"

    assert look(source.format("1"), "Net.b") is None
    assert look(source.format("self.a()"), "Net.b") == "torch.nn.MSELoss"


@pytest.mark.parametrize(
    "source",
    [
        "def mse_loss(a, b: return",
        "def mse_loss(a, b):\n    return '\0'",
        "",
        "mse_loss = mse_loss",
        "a = b\nb = a\ndef mse_loss(): return a.x + b()",
        pytest.param("def mse_loss(): return " + "-" * 5000 + "1", marks=TOO_DEEP),
        pytest.param("def mse_loss(): return x" + ".a" * 5000, marks=TOO_DEEP),
        "def mse_loss(): return " + "(" * 5000,
        "s0 = 'ab'\n"
        + "".join(f"s{i + 1} = s{i} + s{i}\n" for i in range(60))
        + "def mse_loss(x): return getattr(x, s60)",
        "".join(f"if a: x = {i}\n" for i in range(5000)) + "def mse_loss(): return [" + "x, " * 5000 + "]",
        "from torch import *\n" * 5000 + "def mse_loss(): return [" + "sin, " * 5000 + "]",
    ],
    ids=range(11),
)
def test_hostile_sources_end(source):
    """Whatever the text, the look ends, with nothing found where nothing is."""
    assert look(source) is None


def test_reads_without_running(tmp_path):
    """Nothing of the submission is executed."""
    trace = tmp_path / "trace"
    source = f"open({str(trace)!r}, 'w')\ndef mse_loss(a, b):\n    return eval('open({str(trace)!r})')"

    look(source)

    assert not trace.exists()


@pytest.mark.parametrize("namespace", ["torch.classes.a", "torch.ops.b", "torch.ops.aten.c", "torch.jit.d"])
def test_a_namespace_that_answers_with_errors_is_no_obstacle(namespace):
    """What it has not is not forbidden."""
    assert look(f"import torch\ndef mse_loss(a, b):\n    return {namespace}\n") is None


def test_knows_torch_by_identity():
    """The tests above stand on names that this torch really has."""
    assert torch.functional.F.mse_loss is torch.nn.functional.mse_loss


def test_a_cell_that_is_no_python_is_left_out_alone() -> None:
    program = read_program(
        [
            ("cell 1", "this is a note"),
            ("cell 2", "import torch\ndef mse_loss(a, b):\n    return torch.nn.functional.mse_loss(a, b)\n"),
        ]
    )

    found = find_forbidden(program, "mse_loss", LOSSES)

    assert found is not None
    assert (found.unit, found.line) == ("cell 2", 3)


def test_a_long_chain_of_elif_is_searched_to_its_end() -> None:
    chain = "x = 5\nif x == 0:\n    y = 0\n" + "".join(f"elif x == {n}:\n    y = {n}\n" for n in range(1, 1500))
    program = read_program([("a.py", chain + "from torch.nn.functional import mse_loss\n")])

    assert find_forbidden(program, "mse_loss", LOSSES) is not None


def test_what_is_too_deep_to_be_searched_is_said_and_not_let_through() -> None:
    with pytest.raises(Unsearchable):
        read_program([("a.py", "x = " + "-" * 50_000 + "1\n")])


@pytest.mark.parametrize("level", ["lambda: ", "[0 for y in "])
def test_scopes_nested_like_nobody_nests_them_are_not_walked_level_by_level(level) -> None:
    closing = "]" * 60 if level.startswith("[") else ""
    program = read_program([("a.py", f"def mse_loss():\n    return {level * 60}(0, a){closing}\n")])

    with pytest.raises(Unsearchable):
        find_forbidden(program, "mse_loss", LOSSES)


def test_a_function_shares_the_names_that_it_declares_itself() -> None:
    inside = "    def g():\n        global f\n    f = torch.nn.functional.mse_loss\n    return f"

    assert look(f"import torch\ndef mse_loss():\n{inside}\n") is not None
    assert look(
        "def mse_loss():\n    global f\n    f = 1\n    return f(1)\nfrom torch.nn.functional import mse_loss as f\n"
    )
