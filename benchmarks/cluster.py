"""Workers of a cluster: how much more several do than one, and, by simulation, where more of them stop helping.

`measure` grades a class whose code waits instead of computing, so that two cores can stand for the cores of several
machines. `simulate` plays 10,000 submissions through the one process that sends, receives and writes, with times that
were measured here: what a worker takes for an answer, what the scheduler and the client take for each.
"""

import heapq
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from distributed import Client
from measure import ASSIGNMENT, ROOT

from autograder.cluster.address import connect
from autograder.cluster.workforce import ClusterWorkforce
from autograder.course import Assignment, need_course, read_course
from autograder.grading.grade import LocalWorkforce, Workforce
from autograder.grading.regrade import Archive
from autograder.reports.feedback import write_feedback
from autograder.results import Record, Store
from autograder.submissions import Submission, Unit

WORKERS = (1, 2, 4)
EACH = 8  # submissions for each worker
WAIT = 2.0  # seconds that each answer waits
ANSWER = f"import time\n\n\ndef wait():\n    time.sleep({WAIT})\n    return 1\n"
CHECKS = """
import pytest

from autograder.checks import exercise, points, probe


@exercise("wait")
class TestWait:
    @probe
    def waited(student) -> int:
        return student.wait()

    @points(100)
    def test_waits(self, waited):
        \"\"\"gives 1\"\"\"
        assert waited == 1
"""
CLASS = 10_000
MANY = (1, 4, 16, 32, 64, 128, 256)


def main() -> None:
    """Print two tables."""
    with tempfile.TemporaryDirectory() as name:
        assignment = write_course(Path(name))
        print("| workers | submissions a second | of linear |\n|---:|---:|---:|")
        rates = {workers: measure(assignment, workers, Path(name)) for workers in WORKERS}
        for workers, rate in rates.items():
            print(f"| {workers} | {rate:.2f} | {rate / rates[WORKERS[0]] / workers:.2f} |")
    answers, client, task = measure_parts()
    print(
        f"\nOne answer takes a worker {statistics.median(answers) * 1000:.0f} ms, the client {client * 1000:.1f} ms, "
        f"the scheduler and the way there and back {task * 1000:.1f} ms.\n"
    )
    print(f"| workers | {CLASS:,} submissions | a second | of linear |\n|---:|---:|---:|---:|")
    first = simulate(1, answers, client, task)
    for workers in MANY:
        seconds = simulate(workers, answers, client, task)
        print(f"| {workers} | {seconds:,.0f} s | {CLASS / seconds:.0f} | {first / seconds / workers:.2f} |")


def write_course(root: Path) -> Assignment:
    """Make a course of one assignment that waits."""
    (root / "course.toml").write_text(
        'title = "Waiting"\n[assignments.01_wait]\ntitle = "Wait"\n[assignments.01_wait.points]\nwait = 100\n'
    )
    folder = root / "solutions" / "01_wait"
    folder.mkdir(parents=True)
    (folder / "wait.py").write_text(ANSWER)
    (folder / "test_wait.py").write_text(CHECKS)
    return read_course(root).get("01_wait")


def list_answers(text: str, count: int) -> list[Submission]:
    """Return as many submissions, no two of them equal."""
    units = [(Unit("answer.py", f"{text}\n# {number}\n"),) for number in range(count)]
    return [Submission(f"s{number}", Path("answer.py"), str(number), unit, None) for number, unit in enumerate(units)]


def grade(workforce: Workforce, assignment: Assignment, submissions: Sequence[Submission], out: Path) -> list[float]:
    """Grade and return the moments at which records came, the start first."""
    moments = [time.perf_counter()]
    archive = Archive(assignment, out, workforce.graded_with)
    workforce.grade(submissions, archive, lambda *_: moments.append(time.perf_counter()))
    return moments


def measure(assignment: Assignment, workers: int, folder: Path) -> float:
    """Return the submissions a second, without the start of workers."""
    with connect(f"local:{workers}", assignment.folder.parents[1]) as client, hire(assignment, client, workers) as crew:
        moments = grade(crew, assignment, list_answers(ANSWER, EACH * workers), folder / str(workers))
    return EACH * workers / (moments[-1] - moments[0])


def hire(assignment: Assignment, client: Client, workers: int) -> ClusterWorkforce:
    """Return the workforce, when all workers have come."""
    client.wait_for_workers(workers)
    return ClusterWorkforce(assignment, client, search_seconds=0)


def measure_parts() -> tuple[list[float], float, float]:
    """Return what workers took for each of some answers, and what the client and a task of Dask take for one."""
    assignment = need_course(ROOT).get(ASSIGNMENT)
    text = assignment.path(".py").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name, LocalWorkforce(assignment) as local:
        moments = grade(local, assignment, list_answers(text, 50), Path(name))
        records: list[Record] = []
        archive = Archive(assignment, Path(name), local.graded_with)
        local.grade(list_answers(text, 1), archive, lambda record, *_: records.append(record))
        client = time_writing(records[0], Path(name))
    answers = [after - before for before, after in pairwise(moments[1:])]
    with connect("local:1", ROOT) as cluster:
        cluster.submit(int, 0, pure=False).result()
        started = time.perf_counter()
        for future in [cluster.submit(int, number, pure=False) for number in range(500)]:
            future.result()
        return answers, client, (time.perf_counter() - started) / 500


def time_writing(record: Record, folder: Path) -> float:
    """Return what it takes to write what is kept of one submission."""
    started = time.perf_counter()
    for _ in range(50):
        write_feedback(record, folder / "feedback")
        Store(folder / "results").write(record)
    return (time.perf_counter() - started) / 50


def simulate(workers: int, answers: Sequence[float], client: float, task: float) -> float:
    """Return the seconds of a class by discrete events: the client serves one answer at a time, in order of arrival.

    A worker is sent the next answer when its last one has come back, as `ClusterWorkforce` does.
    """
    times = draw(answers)
    free = 0.0  # when the client is free
    back = [(0.0, number) for number in range(workers)]
    waiting, last = CLASS, 0.0
    heapq.heapify(back)
    while back:
        arrived, number = heapq.heappop(back)
        free = max(free, arrived) + client + task
        last = free
        if waiting:
            waiting -= 1
            heapq.heappush(back, (free + next(times), number))
    return last


def draw(answers: Sequence[float]) -> Iterator[float]:
    """Yield times of answers, each one of those that were measured."""
    chance = random.Random(0)
    while True:
        yield chance.choice(answers)


if __name__ == "__main__":
    main()
