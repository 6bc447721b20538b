"""Submissions that attack the grader: no points, no side effect, and no trace in the next student's result.

Each file of `attacks/` is one attack. Many of them give the right answer only if the attack has worked, so that points
mean a hole.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest

from autograder.course import Assignment
from autograder.examination.found import Examination
from autograder.grading.judges import Judges
from autograder.sandbox import landlock
from autograder.submissions import Unit

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
# These do their damage at most to this test's own folder, so that they may be run without a lockdown as well.
SHOW_TEETH = (
    "fill_the_disk",
    "fork_bomb",
    "network",
    "read_the_solution",
    "shell",
    "walk_for_checks",
    "write_results",
)

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="sandboxes can be locked down on Linux alone")


@dataclass
class Surroundings:
    """A folder that every account may write to, and two listeners: what attacks want to reach."""

    folder: Path
    tcp: socket.socket
    udp: socket.socket
    door: socket.socket

    def snapshot(self) -> dict[str, tuple[int, int, bytes]]:
        """Return every file and folder with its mode, its time of change and its content."""
        return {
            str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
            for path in sorted(self.folder.rglob("*"))
        }

    def heard(self) -> bool:
        """Return whether anything has arrived at a listener."""
        for listener, take in (
            (self.tcp, self.tcp.accept),
            (self.udp, lambda: self.udp.recv(1)),
            (self.door, self.door.accept),
        ):
            listener.setblocking(False)
            try:
                take()
            except BlockingIOError:
                continue
            return True
        return False


@pytest.fixture
def surroundings() -> Iterator[Surroundings]:
    folder = Path(tempfile.mkdtemp(prefix="autograder-attacked-"))
    (folder / "results").mkdir()
    (folder / "home").mkdir()
    (folder / "results" / "ada.json").write_text('{"score": 0}')
    (folder / "grades.csv").write_text("ada,0\n")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(folder / "door"))
    (folder / "door").chmod(0o777)
    door.listen()
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    with socket.create_server(("127.0.0.1", 0)) as tcp, udp, door:
        yield Surroundings(folder, tcp, udp, door)
    shutil.rmtree(folder)


@pytest.fixture
def arm(surroundings: Surroundings, toy: Assignment) -> Callable[[Path], Unit]:
    """Give a function that reads an attack and tells it what to aim at."""
    targets = {
        "@WATCHED@": surroundings.folder,
        "@COURSE@": toy.folder.parents[1],
        "@SOLUTION@": toy.path(".py"),
        "@JUDGE@": os.getpid(),
        "@TCP@": surroundings.tcp.getsockname()[1],
        "@UDP@": surroundings.udp.getsockname()[1],
    }

    def arm(path: Path) -> Unit:
        text = path.read_text(encoding="utf-8")
        for name, target in targets.items():
            text = text.replace(name, str(target))
        return Unit("toy.py", text)

    return arm


@pytest.fixture(scope="module")
def honest(judges: Judges, solution: Unit) -> Examination:
    return judges.examine([solution])


@pytest.fixture(scope="module")
def unprotected(toy: Assignment) -> Iterator[Judges]:
    with Judges(toy, official=False, allow_weak=True) as judges:
        yield judges


def score(found: Examination) -> int:
    return sum(one.check.score for one in found.checks)


def without_seconds(found: Examination) -> Examination:
    checks = (replace(one, check=replace(one.check, seconds=0.0)) for one in found.checks)
    return replace(found, checks=tuple(checks), seconds=0.0)


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_gains_nothing_and_changes_nothing(path, judges, arm, surroundings, solution, honest, monkeypatch):
    """No points, no changed file, silent listeners; and the next submission is graded as if it had not been there."""
    monkeypatch.setenv("AUTOGRADER_SECRET", "s3cret")
    before = surroundings.snapshot()

    attacked = judges.examine([arm(path)])
    afterwards = judges.examine([solution])

    assert score(attacked) == 0, [(one.check.id, one.check.message) for one in attacked.checks]
    assert len(attacked.checks) == len(honest.checks)
    assert surroundings.snapshot() == before
    assert not surroundings.heard()
    assert without_seconds(afterwards) == without_seconds(honest)


@pytest.mark.parametrize("name", SHOW_TEETH)
def test_without_the_lockdown_the_attack_succeeds(name, unprotected, arm, surroundings):
    """The attacks have teeth: what stops them is the lockdown, and not a mistake in them."""
    before = surroundings.snapshot()

    attacked = unprotected.examine([arm(Path(__file__).parent / "attacks" / f"{name}.py")])

    assert score(attacked) or surroundings.snapshot() != before or surroundings.heard()


def test_answers_learnt_by_heart_earn_nothing_on_hidden_checks(judges):
    """A table of the public answers passes the public checks alone."""
    table = "import torch\ndef double(x): return torch.tensor([3.0, -1.0])\ndef count_up(n): return [1, 2, 3]\n"

    found = judges.examine([Unit("toy.py", table)])

    assert score(found) > 0
    assert not any(one.check.score for one in found.checks if one.check.hidden)


@pytest.mark.parametrize("bomb", ["-" * 100_000 + "1", "x" + ".a" * 100_000, "(" * 50_000, "a = 1\0", "\\N{" * 999])
def test_source_that_hurts_parsers_hurts_the_sandbox_alone(bomb, judges, solution, honest):
    """The judge never parses; the process that does is thrown away."""
    found = judges.examine([Unit("toy.py", bomb)])
    afterwards = judges.examine([solution])

    assert score(found) == 0
    assert without_seconds(afterwards) == without_seconds(honest)


def test_no_process_is_left_of_a_submission(judges, arm):
    """The server has no child when a submission has been examined, whatever it tried to start."""
    judges.examine([arm(Path(__file__).parent / "attacks" / "thread_bomb.py")])

    servers = [child for child in psutil.Process().children(recursive=True) if child.name() == "server"]
    assert servers
    assert [child for server in servers for child in server.children()] == []
