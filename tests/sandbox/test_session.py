"""One submission's sandbox: what its probes see, and what happens when its process dies."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import torch

from autograder.sandbox.codec import encode
from autograder.sandbox.lockdown import Posture
from autograder.sandbox.session import Sandboxing, SubmissionSandbox, WeakSandbox

CALL = "def call(student, x): return student.f(x)"


def see(sandbox, source="def call(student): return student.f()", seconds=5.0, scratch=False, **given):
    """Run one probe."""
    name = source.split("def ")[1].split("(")[0]
    tree, body = encode(given)
    return sandbox.observe(source, name, tree, body, seed=1, seconds=seconds, scratch=scratch)


def test_a_probe_sees_what_the_function_returns(open_sandbox):
    """Values and tensors come back."""
    sandbox = open_sandbox("def f(x): return {'twice': 2 * x, 'n': len(x)}")

    seen = see(sandbox, CALL, x=torch.tensor([1.0, 2.0])).value()

    assert seen["n"] == 2
    assert seen["twice"].tolist() == [2.0, 4.0]


def test_an_exception_is_an_observation(open_sandbox):
    """Its types, its text, and the student's line."""
    sandbox = open_sandbox("\ndef f():\n    raise KeyError('lost')\n")

    seen = see(sandbox)

    assert seen.kind == "raised"
    assert seen.raised["types"][:2] == ["KeyError", "LookupError"]
    assert (seen.raised["text"], seen.raised["unit"], seen.raised["line"]) == ("'lost'", "toy.py", 3)
    assert seen.raised["code"] == "raise KeyError('lost')"


@pytest.mark.parametrize("leaving", ["raise SystemExit(0)", "raise KeyboardInterrupt", "exit()", "quit()"])
def test_leaving_is_an_exception_like_any_other(open_sandbox, leaving):
    """A call of exit() costs one probe and not the process."""
    sandbox = open_sandbox(f"def f(): {leaving}\ndef g(): return 1")

    assert see(sandbox).kind == "raised"
    assert see(sandbox, "def other(student): return student.g()").value() == 1


def test_prints_are_kept_with_their_probe(open_sandbox):
    """From Python, from C level, and of both streams; what loading printed belongs to none."""
    sandbox = open_sandbox(
        "import os, sys\nprint('loading')\n"
        "def f():\n    print('one')\n    os.write(1, b'two ')\n    print('three', file=sys.stderr)\n    return 0\n"
    )

    seen = see(sandbox)

    assert seen.printed == "one\ntwo three\n"


def test_a_closed_or_replaced_stdout_costs_nothing(open_sandbox):
    """Answers have a line of their own."""
    sandbox = open_sandbox("import sys\nsys.stdout.close()\nsys.stderr = None\ndef f(): return 5")

    assert see(sandbox).value() == 5


def test_a_death_costs_its_probe_and_a_new_process_serves_the_next(open_sandbox):
    """The file is loaded again."""
    sandbox = open_sandbox("import os\ndef f(): os._exit(7)\ndef g(): return os.getpid()")
    ask_pid = "def pid(student): return student.g()"
    first = see(sandbox, ask_pid).value()

    died = see(sandbox)
    second = see(sandbox, ask_pid).value()

    assert (died.kind, died.detail) == ("crashed", "it left with exit status 7")
    assert first != second


def test_a_time_out_costs_its_probe(open_sandbox):
    """The process is gone; what was printed before is kept."""
    sandbox = open_sandbox("def f():\n    print('start')\n    while True: pass\ndef g(): return 1")

    late = see(sandbox, seconds=0.5)

    assert (late.kind, late.detail, late.printed) == ("timed_out", "it was still running after 0.5 s", "start\n")
    assert see(sandbox, "def other(student): return student.g()").value() == 1


def test_a_file_that_dies_while_loading_stands_for_every_probe(open_sandbox):
    """It is loaded without the first statements that do that, and not again for each probe."""
    sandbox = open_sandbox("import os\n" + "os._exit(3)\n" * 5)

    first, second = see(sandbox), see(sandbox, "def other(student): return 1")

    assert first == second
    assert first.detail == "while toy.py was loaded: it left with exit status 3"


def test_every_run_begins_with_the_same_random_numbers_and_settings(open_sandbox):
    """A probe gives the same after another one as before it."""
    sandbox = open_sandbox(
        "import torch, random, numpy\n"
        "def f(): return [float(torch.rand(1)), random.random(), float(numpy.random.rand())]\n"
        "def g():\n    torch.manual_seed(9)\n    torch.set_grad_enabled(False)\n"
        "    torch.set_default_dtype(torch.float64)\n"
    )

    before = see(sandbox).value()
    see(sandbox, "def spoil(student): student.g()")
    after = see(sandbox).value()

    assert before == after


def test_probes_have_the_usual_names(open_sandbox):
    """torch, numpy, nn and F are there without an import."""
    names = "def names(student): return [torch.__name__, numpy.__name__, nn.__name__, F.__name__]"

    assert see(open_sandbox(""), names).value() == ["torch", "numpy", "torch.nn", "torch.nn.functional"]


@pytest.mark.parametrize("value", ["10 ** 5000", "'x' * 10 ** 6", "[0] * 10 ** 5", "torch.zeros(1 << 26)"])
def test_too_much_is_said_in_plain_words(open_sandbox, value):
    """As a value that fits nothing, never as an exception that a check might ask for; and the process goes on."""
    sandbox = open_sandbox(f"import os, torch\ndef f(): return {value}\ndef g(): return os.getpid()")
    pid = see(sandbox, "def pid(student): return student.g()").value()

    seen = see(sandbox)

    assert seen.kind == "saw"
    assert "too large to be looked at" in str(seen.value())
    assert see(sandbox, "def pid(student): return student.g()").value() == pid


def test_an_exception_that_refuses_to_be_described_is_one_all_the_same(open_sandbox):
    """Nothing that its class does ends the process."""
    sandbox = open_sandbox(
        "class Meta(type):\n    __name__ = property(lambda cls: 1 / 0)\n"
        "class Odd(Exception, metaclass=Meta): pass\ndef f(): raise Odd\n"
    )

    assert see(sandbox).raised["text"] == "an exception that cannot be described"


def test_scratch_is_an_empty_folder_to_write_to(open_sandbox):
    """Each probe has its own."""
    sandbox = open_sandbox("import torch\ndef save(path): torch.save({'w': torch.ones(2)}, path)")
    saving = (
        "def saving(student, scratch):\n    import os\n    student.save(os.path.join(scratch, 'w.pt'))\n"
        "    return [scratch, os.listdir(scratch), torch.load(os.path.join(scratch, 'w.pt'))['w']]"
    )

    folder, files, weights = see(sandbox, saving, scratch=True).value()

    assert files == ["w.pt"]
    assert weights.tolist() == [1, 1]
    assert see(sandbox, saving, scratch=True).value()[0] != folder


def test_a_file_that_cannot_be_loaded_gets_no_scratch_folder(open_sandbox):
    """The first failure to load stands for these probes too."""
    sandbox = open_sandbox("import os\n" + "os._exit(3)\n" * 5)
    see(sandbox)

    seen = see(sandbox, "def saving(student, scratch): return 1", scratch=True)

    assert seen.detail == "while toy.py was loaded: it left with exit status 3"


def test_nothing_is_run_in_a_sandbox_that_is_too_weak(spawned):
    """Unless it is allowed to be."""
    sandbox = SubmissionSandbox(Sandboxing(spawned, "toy"), [("toy.py", "x = 1")], load_seconds=5)

    with pytest.raises(WeakSandbox):
        sandbox.load()


def test_posture_is_told(open_sandbox):
    """The record of a result says what held."""
    sandbox = open_sandbox("")
    sandbox.load()

    assert sandbox.posture.startswith(("full: ", "weak: "))
    assert Posture.absent("no lockdown here").describe() == "weak: no lockdown here"


WORK = "import time\ndef f():\n    end = time.process_time() + 0.8\n    while time.process_time() < end: pass"


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Give every processor five others to serve."""
    command = [sys.executable, "-c", "while True: pass"]
    with ExitStack() as stack:
        for _ in range(5 * (os.cpu_count() or 1)):
            busy = subprocess.Popen(command, start_new_session=True)  # Linux shares processors among sessions
            stack.callback(stack.enter_context(busy).kill)
        yield


def test_a_busy_machine_costs_nobody_their_answer(open_sandbox, busy_machine):
    """A limit counts the time that a process had a processor."""
    seen = see(open_sandbox(WORK, seconds=20), seconds=1.0)

    assert seen.kind == "saw"
    assert seen.seconds > 1.0
