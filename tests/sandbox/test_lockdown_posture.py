"""What a lockdown says of itself: full, or what is missing in sentences a teacher understands."""

import json
import os
import subprocess
from dataclasses import replace

import pytest
from test_lockdown import PREPARED, ROOT, as_root, in_sandbox, pytestmark  # noqa: F401

from autograder.sandbox.lockdown import Policy, Posture, Prepared, lock_down

SYSTEM_PYTHON = "/usr/bin/python3"
TELL = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from autograder.sandbox.lockdown import Policy, lock_down, prepare
prepared, parent = prepare(), os.getpid()
if os.fork() == 0:
    posture = lock_down(Policy(slot=7), prepared, parent)
    import colorsys
    print(json.dumps([prepared.private_users, posture.weaknesses(), posture.describe()]))
    sys.stdout.flush()
    os._exit(0)
os.wait()
"""


def has_system_python() -> bool:
    """Say whether the system's own Python can run the lockdown."""
    asks = "import sys; sys.exit(sys.version_info < (3, 11))"
    return os.access(SYSTEM_PYTHON, os.X_OK) and subprocess.run([SYSTEM_PYTHON, "-c", asks]).returncode == 0


def test_a_full_lockdown_misses_nothing() -> None:
    """On a kernel with both layers nothing is weak."""
    posture = in_sandbox(lambda: None).posture

    assert posture.weaknesses() == []
    assert posture.describe().startswith("full: ")
    assert posture.describe().endswith(f", Landlock {PREPARED.landlock_abi}, seccomp")


def test_a_process_that_stays_its_user_says_so() -> None:
    """A record tells that the sandbox had the grader's own uid, without rights."""
    posture = in_sandbox(lambda: None, prepared=replace(PREPARED, private_users=False)).posture

    assert posture.describe().startswith("full: own uid, no capabilities, ")


def test_missing_landlock_is_told() -> None:
    """Without Landlock the posture is weak, in one sentence and one short line."""
    posture = in_sandbox(lambda: None, prepared=replace(PREPARED, landlock_abi=0)).posture

    assert posture.describe() == "weak: no Landlock on this kernel"
    assert posture.weaknesses() == [
        "No Landlock on this kernel, so student code can read and change files of this account."
    ]


def test_missing_seccomp_is_told() -> None:
    """Without a filter the posture is weak."""
    posture = in_sandbox(lambda: None, prepared=replace(PREPARED, seccomp_filter=b"")).posture

    assert posture.describe() == "weak: no seccomp filter for this machine"


def test_both_missing_are_told() -> None:
    """Each missing layer has its sentence."""
    posture = in_sandbox(lambda: None, prepared=replace(PREPARED, landlock_abi=0, seccomp_filter=b"")).posture

    assert len(posture.weaknesses()) == 2


def test_a_layer_that_lets_an_attack_through_is_told() -> None:
    """The sandbox tries for itself: a Landlock that leaves /etc open does not count."""
    leaky = replace(PREPARED, libraries=(*PREPARED.libraries, "/etc"))

    posture = in_sandbox(lambda: None, prepared=leaky).posture

    assert posture.describe() == "weak: opening /etc/passwd is not refused"


def test_a_filter_that_lets_everything_through_is_told() -> None:
    """A filter that is in force and allows every call does not count."""
    allow_all = bytes.fromhex("060000000000ff7f")

    posture = in_sandbox(lambda: None, prepared=replace(PREPARED, seccomp_filter=allow_all)).posture

    assert "seccomp" in posture.failures
    assert "is not refused" in posture.describe()


def test_closed_libraries_are_told() -> None:
    """A sandbox that could not import is no place to grade in."""
    posture = in_sandbox(lambda: None, prepared=replace(PREPARED, libraries=("/nowhere",))).posture

    assert posture.weaknesses() == ["Python's libraries cannot be read, so correct answers can fail."]


def test_a_scratch_folder_out_of_reach_is_told() -> None:
    """A sandbox that could not save is no place to grade saving in."""
    posture = in_sandbox(lambda: None, Policy(scratch="/nowhere"), replace(PREPARED, private_users=False)).posture

    assert posture.weaknesses() == ["The scratch folder cannot be written to, so correct answers can fail."]


def test_another_system_has_no_lockdown() -> None:
    """Where no lockdown exists nothing is tried, and the posture says why."""
    posture = lock_down(Policy(), Prepared(unavailable="no lockdown on Darwin"), os.getppid())

    assert posture.describe() == "weak: no lockdown on Darwin"
    assert posture.weaknesses() == ["No lockdown on Darwin, so student code can do whatever your account may do."]


def test_a_posture_crosses_as_json() -> None:
    """The judge reads exactly what the sandbox reported."""
    posture = Posture({"landlock": "Landlock 7"}, {"seccomp": "no seccomp filter is in force"})

    assert Posture.from_dict(json.loads(json.dumps(posture.to_dict()))) == posture


@as_root
@pytest.mark.skipif(not has_system_python(), reason="no Python of 3.11 or later that every user can read")
def test_a_python_that_all_can_read_runs_as_a_private_user() -> None:
    """With the system's Python, root gives each sandbox a user of its own, and late imports work."""
    run = subprocess.run([SYSTEM_PYTHON, "-c", TELL, str(ROOT)], capture_output=True, text=True, cwd="/")
    private, weaknesses, line = json.loads(run.stdout)

    assert (private, weaknesses) == (True, [])
    assert line.startswith("full: private uid 61007, Landlock ")
