"""What a probe runs is watched for forbidden names, however they were reached; what is allowed is no use of them."""

import _thread
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
import torch

from autograder.sandbox import watching
from autograder.sandbox.observe import PROBE_FILE
from autograder.sandbox.watching import STARTS, watch, watch_threads

UNIT = "losses.py"
BEFORE_MONITORING = pytest.mark.skipif(sys.version_info >= (3, 12), reason="from 3.12 on, it goes on beside the watch")
# A profiler that is still at work when it is let go tries to end itself, in the middle of the watch's own end.
ENDS_ITSELF = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
LOSSES = ("torch.nn.functional.mse_loss", "torch.ops.aten.mse_loss", "torch.nn.modules.loss")
PROBE = compile("def probe(f, *given): return f(*given)", PROBE_FILE, "exec")


def run(source: str, names: tuple[str, ...] = LOSSES, call: str = "loss") -> list[dict[str, Any]]:
    """Return what is noted while a probe calls a function of a student's file with two tensors."""
    student: dict[str, Any] = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional}
    probe: dict[str, Callable[..., Any]] = {}
    exec(compile(source, UNIT, "exec"), student)
    exec(PROBE, probe)
    with watch(names, {UNIT}) as used:
        probe["probe"](student[call], torch.ones(2), torch.zeros(2))
    return used


def body(expression: str) -> str:
    return f"def loss(a, b):\n    return {expression}\n"


@pytest.mark.parametrize(
    "source",
    [
        body("F.mse_loss(a, b)"),
        body("nn.MSELoss()(a, b)"),
        body("getattr(F, ''.join(['mse', '_loss']))(a, b)"),
        body("dict(F.__dict__)['mse_loss'](a, b)"),
        body("eval(bytes([70, 46]).decode() + 'mse_loss')(a, b)"),
        body("torch.ops.aten.mse_loss(a, b)"),
        body("torch._C._jit_get_operation('aten::mse_loss')[0](a, b)"),
        body("__import__('functools').reduce(torch._C._nn.mse_loss, [a, b])"),
        body("__import__('torch._decomp.decompositions', fromlist=['x']).mse_loss(a, b)"),
        "kept = [F.mse_loss]\n" + body("kept[0](a, b)"),
    ],
)
def test_a_forbidden_function_is_noted_with_the_line_that_reached_it(source: str) -> None:
    used = run(source)

    assert [(one["unit"], one["line"]) for one in used] == [(UNIT, source.count("\n"))]


@pytest.mark.parametrize(
    "source",
    ["loss = F.mse_loss", "[loss := f for f in [F.mse_loss]]", "exec('def loss(a, b): return F.mse_loss(a, b)')"],
)
def test_a_function_that_was_put_in_place_of_the_students_is_noted_without_a_line(source: str) -> None:
    assert [one["line"] for one in run(source)] == [None]


@pytest.mark.parametrize(
    "source",
    [
        body("((a - b) ** 2).mean()"),
        "ready = F.mse_loss\n" + body("(a - b).pow(2).sum() / a.numel()"),
        "def mse_loss(a, b):\n    return (a - b).square().mean()\n" + body("mse_loss(a, b)"),
        body("torch.softmax(a, 0).sum() + F.log_softmax(b, 0).mean()"),
        "def loss(a, b):\n    import torch.optim.swa_utils\n    return a\n",
    ],
)
def test_what_is_allowed_is_no_use(source: str) -> None:
    assert run(source, (*LOSSES, "torch.optim")) == []


def test_a_class_is_noted_however_it_is_reached() -> None:
    used = run(body("getattr(torch, ''.join(['op', 'tim'])).SGD([a.requires_grad_()], lr=0.1)"), ("torch.optim",))

    assert used[0]["name"] == "torch.optim"


def test_a_name_that_is_forbidden_in_one_method_is_allowed_in_others() -> None:
    names = ("torch.relu in backward", "torch.Tensor.relu in backward")
    source = "def {}(a, b):\n    return a.relu()\n"

    assert run(source.format("forward"), names, "forward") == []
    assert run(source.format("backward"), names, "backward")[0]["key"] in names


GRAPH = "graph(%a : Tensor, %b : Tensor):\\n %r : int = prim::Constant[value=1]()\\n"
GRAPH += " %o : Tensor = aten::mse_loss(%a, %b, %r)\\n return (%o)"


@pytest.mark.parametrize(
    "call",
    [
        "kept(a, b)",
        "torch.ops.aten.mse_loss.default.redispatch(torch._C.DispatchKeySet(torch._C.DispatchKey.CPU), a, b)",
        "torch.ops.aten.mse_loss_backward(torch.ones(()), a, b, 1)",
        "sum(map(torch.vmap(kept), [a], [b]))",
    ],
)
def test_an_operation_is_noted_past_python_and_past_the_modes_of_torch(call: str) -> None:
    made = f"kept = torch._C._create_function_from_graph('f', torch._C.parse_ir('{GRAPH}'))\n"
    source = "def loss(a, b):\n    with torch._C._DisableTorchDispatch(), torch.inference_mode():\n"

    assert run(f"{made}{source}        return {call}\n")[0]["name"] == "torch.ops.aten.mse_loss"


def test_an_operation_gives_what_it_gives_unwatched() -> None:
    given = torch.rand(2, 3, requires_grad=True), torch.rand(4, 3, requires_grad=True)
    run(body("a"), ("torch.ops.aten.linear", "torch.ops.aten.relu"))
    slopes = torch.autograd.grad(torch.nn.functional.linear(*given).relu().square().sum(), given)

    expected = torch.autograd.grad((given[0] @ given[1].T).clamp(min=0).square().sum(), given)
    assert all(map(torch.allclose, slopes, expected))


def test_a_watch_that_was_blinded_is_noted() -> None:
    blind = "W = __import__('autograder.sandbox.watching', fromlist=['W'])._watcher\n    W._functions.clear()"
    source = f"def loss(a, b):\n    {blind}\n    return a\n"

    assert run(source, ("torch.optim",))[0]["name"] == "sys.setprofile"
    watching._make_table.cache_clear()


def test_to_switch_the_watch_off_is_noted() -> None:
    assert run("import sys\n" + body("sys.setprofile(None)"))[0]["name"] == "sys.setprofile"


@pytest.mark.parametrize(
    "call",
    [
        "sys.getprofile()",
        "gc.get_objects()",
        "ctypes.pythonapi.PyEval_SetProfile(None, None)",
        pytest.param("cProfile.Profile().enable()", marks=[BEFORE_MONITORING, ENDS_ITSELF]),
    ],
)
def test_to_reach_for_the_watch_is_noted(call: str) -> None:
    source = f"import cProfile, ctypes, gc, sys\ndef loss(a, b):\n    reached = {call}\n    return a\n"

    assert run(source)[0]["name"] == "sys.setprofile"


@pytest.fixture
def threads_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let threads be watched until the test has ended."""
    for module, prefix in ((_thread, ""), (threading, "_")):
        for name in STARTS:
            if hasattr(module, prefix + name):
                monkeypatch.setattr(module, prefix + name, getattr(module, prefix + name))
    monkeypatch.setattr(watching, "_unwatched_starts", [])
    watch_threads()


@pytest.mark.parametrize(
    "source",
    [
        "import _thread, time\ndef loss(a, b):\n    found = []\n"
        "    _thread.start_new_thread(lambda: found.append(F.mse_loss(a, b)), ())\n"
        "    while not found: time.sleep(0.001)\n",
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\npool.submit(int).result()\n"
        "def loss(a, b):\n    pool.submit(F.mse_loss, a, b).result()\n",
    ],
    ids=["a thread of the probe", "a thread from before it"],
)
def test_what_a_thread_does_is_noted(source: str, threads_watched: None) -> None:
    assert run(source)[0]["name"] == "torch.nn.functional.mse_loss"


def test_to_start_a_thread_past_the_watch_is_noted(threads_watched: None) -> None:
    source = body("_thread.start_new_thread.args[0](int, ())")

    assert run(f"import _thread\n{source}")[0]["name"] == "sys.setprofile"


def test_to_start_a_thread_is_allowed(threads_watched: None) -> None:
    assert run("import threading\n" + body("threading.Thread(target=int).start()")) == []


def test_without_names_nothing_is_watched() -> None:
    assert run(body("F.mse_loss(a, b)"), ()) == []
