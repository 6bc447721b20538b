"""The unofficial worker, for machines that cannot fork and lock down: the same answers, without the protection."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
import torch

from autograder.sandbox.channel import NoSandbox
from autograder.sandbox.lockdown import Policy
from autograder.sandbox.session import Sandboxing, SubmissionSandbox
from autograder.sandbox.spawned import SpawnLauncher

SOURCE = """
import os, torch
print("loading")
def twice(x): return 2 * x
def speak():
    print("spoken")
    raise ValueError("no")
def die(): os._exit(3)
def hang():
    while True: pass
"""


@pytest.fixture(scope="module")
def sandbox(spawned):
    sandbox = SubmissionSandbox(Sandboxing(spawned, "toy", allow_weak=True), [("toy.py", SOURCE)], load_seconds=20)
    yield sandbox
    sandbox.close()


def see(sandbox, body, seconds=10.0):
    return sandbox.observe(f"def see(student): {body}", "see", {"dict": []}, b"", seed=1, seconds=seconds)


def test_it_answers_as_a_forked_sandbox_does(sandbox):
    """Values, exceptions and prints."""
    seen = see(sandbox, "return student.twice(torch.tensor([1.5]))")
    said = see(sandbox, "student.speak()")

    assert torch.equal(seen.value(), torch.tensor([3.0]))
    assert (said.raised["types"][0], said.raised["line"], said.printed) == ("ValueError", 7, "spoken\n")


def test_it_says_that_it_is_no_lockdown(sandbox):
    """Such a result is no grade."""
    sandbox.load()

    assert sandbox.posture.startswith("weak: ")


def test_a_time_out_and_a_death_cost_their_probe_alone(sandbox):
    """A new worker serves the next one."""
    hung = see(sandbox, "student.hang()", seconds=0.5)
    died = see(sandbox, "student.die()")
    fine = see(sandbox, "return student.twice(4)")

    assert hung.kind == "timed_out"
    assert (died.kind, died.detail) == ("crashed", "it left with exit status 3")
    assert fine.value() == 8


def test_the_core_of_the_suite_gives_the_same_through_it(sandbox, open_sandbox):
    """Observations do not depend on how their process was started."""
    forked = open_sandbox(SOURCE)
    bodies = ["return student.twice([1])", "student.speak()", "return student.missing", "return torch.rand(2)"]

    for body in bodies:
        ours, theirs = see(forked, body), see(sandbox, body)

        assert replace(ours, seconds=0) == replace(theirs, seconds=0)


def test_a_worker_that_cannot_start_is_noticed_at_once(monkeypatch):
    """There is nothing to wait for."""
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(NoSandbox, match=r"did not start \(exit status 1\)"):
        SpawnLauncher().launch(Policy())


def test_a_program_does_not_inherit_the_clock_that_is_on_a_judges_checks(tmp_path):
    """Where torch has no compiled files, its import alone takes longer than a check may."""
    (tmp_path / "tell.py").write_text("import resource\ndef main(): print(*resource.getrlimit(resource.RLIMIT_CPU))\n")
    program = [sys.executable, "-m", "autograder.sandbox.program", "tell"]
    limited = ["sh", "-c", 'ulimit -St 50; exec "$@"', "sh", *program]
    told = subprocess.run(limited, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, check=True)
    soft, hard = told.stdout.split()

    assert soft == hard != b"50"
