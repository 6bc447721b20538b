"""What is withheld from a sandbox is not to be had there, however a file reaches for it; all else is as it was."""

import pytest

from autograder.checks.annotations import understand_annotation
from autograder.checks.crossing import PROBE as NAME
from autograder.checks.probes import Probe
from autograder.course import Limits
from autograder.examination.inquiry import Inquiry
from autograder.examination.looks import Question
from autograder.sandbox.session import Observation, Sandboxing, SubmissionSandbox
from autograder.sandbox.warm import WarmLauncher
from autograder.submissions import Unit

NAMES = ["torch.nn.functional.mse_loss", "torch.ops.aten.mse_loss", "torch.ops.aten.linear", "torch.optim"]
PROBE = "def see(student):\n    return student.answer()\n"
GIVEN = "import sys, torch\nfrom torch.nn import functional as F\na, b = torch.ones(2, 2), torch.zeros(2, 2)\n"
KERNEL = (
    "torch.library.get_kernel('aten::{}', 'CPU').call_boxed(torch._C.DispatchKeySet(torch._C.DispatchKey.CPU), a, b"
)
BLIND = """
frame = sys._getframe()
while frame := frame.f_back:
    if "watch" in frame.f_globals:
        import contextlib
        frame.f_globals["watch"] = lambda *_: contextlib.nullcontext([])
"""


def ask(warm: WarmLauncher, source: str) -> Observation:
    """Return what a probe sees of a file from which NAMES are withheld, while nothing is watched."""
    warm.expect(NAMES)
    sandbox = SubmissionSandbox(Sandboxing(warm, "toy"), [("toy.py", source)], load_seconds=20, withheld=NAMES)
    try:
        return sandbox.observe(PROBE, "see", {"dict": []}, b"", seed=0, seconds=20)
    finally:
        sandbox.close()


@pytest.mark.parametrize(
    "reached",
    [
        "F.mse_loss(a, b)",
        "torch._C._nn.mse_loss(a, b)",
        "torch.ops.aten.mse_loss.default(a, b)",
        "torch._decomp.decompositions.mse_loss(a, b)",
        f"{KERNEL.format('mse_loss')}, 1)",
        f"{KERNEL.format('linear')}, None)",
        "torch.optim.SGD([a], lr=0.1)",
        "torch.optim.SGD.step.__wrapped__.__wrapped__(None)",
        "open(sys.modules['torch.optim.sgd'].__file__)",
    ],
)
def test_what_is_withheld_raises(warm: WarmLauncher, reached: str) -> None:
    seen = ask(warm, f"{GIVEN}import torch._decomp, torch.library\n{BLIND}def answer():\n    return {reached}\n")

    assert seen.raised["text"].endswith(("may not be used here", "may not be read here")), seen


def test_what_others_are_watched_by_is_not_there(warm: WarmLauncher) -> None:
    """It holds what is withheld."""
    kernels = "[one for one in gc.get_objects() if getattr(one, '__name__', '') == 'kernel']"

    assert ask(warm, f"import gc\ndef answer():\n    return len({kernels})\n").value() == 0


def test_what_is_not_withheld_is_as_it_was(warm: WarmLauncher) -> None:
    uses = "F.l1_loss(a, b), (a @ b).sum(), torch.nn.Conv1d(2, 2, 1)(a).shape, torch.optim.SGD.__name__"
    seen = ask(warm, f"{GIVEN}def answer():\n    return [str(each) for each in ({uses})]\n")

    assert seen.value() == ["tensor(1.)", "tensor(0.)", "torch.Size([2, 2])", "SGD"]


def test_data_of_a_forbidden_package_cannot_be_kept_from_before(warm: WarmLauncher) -> None:
    keeping = "import statistics\nkept = {}\ndef fill(into): into[1] = statistics.mean([2])\nfill(kept)\n"
    units = [Unit("toy.py", f"{keeping}def answer(): return kept[1]\n")]
    probe = Probe("see", PROBE.replace("see", NAME), (), False, understand_annotation(int, "see"))

    seen = [
        Inquiry(Sandboxing(warm, "toy"), units, Limits()).ask(Question(probe, {}, {"dict": []}, b"", "0" * 64, watch))
        for watch in ((), ("statistics",))
    ]

    assert seen[0].value() == 2
    assert seen[1].raised.get("types", [seen])[0] == "KeyError"
