"""The folder of a sandbox: writing works as at home, within bounds, and nothing of it stays."""

import errno
import os
import platform
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from missing_calls import hide_calls

from autograder.sandbox.lockdown import Policy
from autograder.sandbox.scratch import empty, is_full
from autograder.sandbox.server_process import WarmServer
from autograder.sandbox.session import Observation, Sandboxing, SubmissionSandbox
from autograder.sandbox.syscalls import REFUSED, numbers
from autograder.sandbox.warm import WarmLauncher

WRITES = """
import logging, os, pathlib, tempfile, torch
os.makedirs("checkpoints/best", exist_ok=True)
torch.save({"w": torch.ones(2)}, "checkpoints/best/net.pth")
logging.basicConfig(filename="train.log", level="INFO"); logging.info("begun")
pathlib.Path.home().joinpath("notes.txt").write_text("x")
with tempfile.NamedTemporaryFile("w") as file: file.write("y")
def f():
    torch.save({"w": torch.zeros(2)}, "last.pt")
    return [int(torch.load("checkpoints/best/net.pth")["w"].sum()), os.path.getsize("train.log") > 0]
"""
FILL = """
def f():
    written = 0
    try:
        for n in range(99):
            with open(str(n), "wb") as file:
                written += file.write(bytes(8 << 20))
    except OSError as error:
        return [written >> 20, error.errno]
"""
MANY = """
def f():
    try:
        for n in range(9999): open(str(n), "w").close()
    except OSError as error:
        return [n, error.errno]
"""
DEEP = """
import os
def f():
    os.mkdir("shut", 0)
    for n in range(900):
        os.mkdir("d")
        os.chdir("d")
"""


def call(sandbox: SubmissionSandbox) -> Observation:
    return sandbox.observe("def see(student): return student.f()", "see", {"dict": []}, b"", seed=1, seconds=9)


def test_writing_works_as_at_home(open_sandbox):
    """At module level and in functions."""
    sandbox = open_sandbox(WRITES)

    assert call(sandbox).value() == [2, True]
    assert sandbox.stops == []


def test_writing_works_without_a_lockdown_too(open_sandbox, spawned):
    """On a student's own machine."""
    assert call(open_sandbox(WRITES, launcher=spawned, seconds=60)).value() == [2, True]


@pytest.fixture(scope="module", params=["mounted", "watched"])
def launcher(request: pytest.FixtureRequest) -> Iterator[WarmLauncher]:
    """Give the launcher of a server that may mount folders of a fixed size, and of one that may not."""
    hidden = [numbers(REFUSED, platform.machine())["unshare"]] if request.param == "watched" else []
    with ThreadPoolExecutor(1) as thread:
        server = thread.submit(lambda: (hide_calls(hidden), WarmServer(libraries=[]))[1]).result()
    yield WarmLauncher(server.ends[0])
    server.close()


def ask(launcher: WarmLauncher, source: str) -> Observation:
    sandbox = SubmissionSandbox(Sandboxing(launcher, "toy", Policy(slot=9)), [("toy.py", source)], load_seconds=9)
    try:
        return call(sandbox)
    finally:
        sandbox.close()


@pytest.mark.parametrize("hoard", [FILL, MANY], ids=["bytes", "entries"])
def test_a_folder_has_room_for_so_much_and_no_more(launcher, hoard):
    """What is mounted says so; where nothing can be, whoever fills the folder is ended."""
    seen = ask(launcher, hoard)

    assert (seen.kind == "crashed" and seen.detail == "it filled its folder") or seen.value()[1] == errno.ENOSPC


def test_nothing_stays_for_the_next(launcher):
    """Not even folders in each other, or closed ones."""
    assert ask(launcher, DEEP).kind in ("saw", "crashed")
    assert ask(launcher, "import os\ndef f(): return os.listdir()").value() == []


def test_the_folder_is_gone_with_its_server():
    """However deep it was."""
    server = WarmServer(libraries=[])
    folder = ask(WarmLauncher(server.ends[0]), "import os\ndef f(): return os.getcwd()").value()

    server.close()

    assert not os.path.exists(os.path.dirname(folder))


def test_emptying_needs_no_stack(tmp_path):
    """A folder is emptied level by level."""
    place = os.open(tmp_path, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d", dir_fd=place)
        place, former = os.open("d", os.O_RDONLY, dir_fd=place), place
        os.close(former)
    os.close(place)

    assert is_full(str(tmp_path))
    empty(str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_a_server_whose_folder_has_gone_before_it_was_ready_ends_without_a_word(capfd: pytest.CaptureFixture) -> None:
    server = WarmServer(libraries=())
    os.rmdir(server._folder.name)

    assert server._process.wait() == 0
    assert capfd.readouterr().err == ""
    server.close()
