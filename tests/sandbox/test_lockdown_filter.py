"""The filter's program, run by a small interpreter: so the machine that is not at hand is tested as well."""

import ast
import errno
import struct
import sys
from pathlib import Path

import pytest

from autograder.sandbox import seccomp, syscalls
from autograder.sandbox.syscalls import ALLOWED, CHECKED, FATAL, MACHINES, REFUSED, numbers

KILL, ALLOW, ERROR = 0x80000000, 0x7FFF0000, 0x00050000
PROCESS_FLAGS, THREAD_FLAGS = 0x01200011, 0x003D0F00  # what glibc passes to clone for fork and for a thread
FILES = ("syscalls", "seccomp", "landlock", "limits", "credentials", "lockdown")


def decide(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """Return the filter's verdict on one call."""
    audit = seccomp.AUDIT_NUMBERS[machine] if architecture is None else architecture
    call = struct.pack("=IIQ6Q", number, audit, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    program = list(struct.iter_unpack("=HBBI", seccomp.build_filter(machine)))
    position, loaded = 0, 0
    while True:
        code, if_true, if_false, constant = program[position]
        holds = False
        match code:
            case seccomp.RETURN:
                return int(constant)
            case seccomp.LOAD:
                (loaded,) = struct.unpack_from("=I", call, constant)
            case seccomp.MASK:
                loaded &= constant
            case seccomp.IF_EQUAL:
                holds = loaded == constant
            case seccomp.IF_AT_LEAST:
                holds = loaded >= constant
            case seccomp.IF_ANY_BIT:
                holds = bool(loaded & constant)
        position += 1 + (if_true if holds else if_false)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("table", "verdict"),
    [(ALLOWED, ALLOW), (REFUSED, ERROR | errno.EPERM), (FATAL, KILL)],
    ids=["allow", "eperm", "kill"],
)
def test_each_table_has_its_verdict(machine: str, table: str, verdict: int) -> None:
    """Every call of a table is answered as the table says."""
    verdicts = {name: decide(machine, number) for name, number in numbers(table, machine).items()}

    assert set(verdicts.values()) == {verdict}


@pytest.mark.parametrize("machine", MACHINES)
def test_no_call_is_named_twice(machine: str) -> None:
    """A second entry would never be reached."""
    listed = [number for table in (ALLOWED, CHECKED, REFUSED, FATAL) for number in numbers(table, machine).values()]

    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("machine", MACHINES)
def test_threads_pass_and_processes_do_not(machine: str) -> None:
    """One flag of clone decides."""
    clone = numbers(CHECKED, machine)["clone"]

    assert decide(machine, clone, THREAD_FLAGS) == ALLOW
    assert decide(machine, clone, PROCESS_FLAGS) == ERROR | errno.EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_signals_go_to_the_process_itself_only(machine: str) -> None:
    """abort() works, a signal to another process does not."""
    kill = numbers(CHECKED, machine)["kill"]

    assert decide(machine, kill, seccomp.OWN_PID, 6) == ALLOW
    assert decide(machine, kill, 1, 9) == ERROR | errno.EPERM


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("flags", "passes"), [(0, True), (0o1001, True), (0o1002, True), (0o1000, False), (0o1003, False)]
)
def test_only_writers_empty_a_file(machine: str, flags: int, passes: bool) -> None:
    """Opening with O_TRUNC needs an access mode that Landlock knows as writing."""
    verdict = decide(machine, numbers(CHECKED, machine)["openat"], 0, 0, flags)

    assert verdict == (ALLOW if passes else ERROR | errno.EPERM)


@pytest.mark.parametrize("machine", MACHINES)
def test_unknown_calls_do_not_exist(machine: str) -> None:
    """A call of tomorrow, and clone3 and openat2 with their hidden flags, send the C library to its older way."""
    assert {decide(machine, number) for number in (435, 437, 999)} == {ERROR | errno.ENOSYS}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_of_another_machine_are_fatal(machine: str) -> None:
    """32-bit calls have other numbers, so none of them is looked at."""
    assert decide(machine, 0, architecture=0x40000003) == KILL


def test_the_second_set_of_numbers_is_fatal() -> None:
    """x86_64 kernels may know each call under a second number."""
    assert decide("x86_64", seccomp.X32_CALLS + 1) == KILL


@pytest.mark.parametrize("name", FILES)
def test_the_lockdown_needs_nothing_but_the_standard_library(name: str) -> None:
    """These files run beside student code and import only the standard library and each other."""
    tree = ast.parse(Path(syscalls.__file__).with_name(f"{name}.py").read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    own = {"autograder.sandbox", *(f"autograder.sandbox.{file}" for file in FILES)}

    assert {module for module in imported if module.split(".")[0] not in sys.stdlib_module_names} <= own
