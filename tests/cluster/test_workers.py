"""Workers of a real cluster on this machine grade as judges beside us do, and one that ends costs nobody anything."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import Client

from autograder.cluster.address import connect
from autograder.cluster.worker import Introduction, Job, introduce, list_terms
from autograder.cluster.workforce import MOST_ENDED, ClusterWorkforce
from autograder.course import Assignment
from autograder.errors import GradingError
from autograder.grading.grade import LocalWorkforce, Workforce
from autograder.grading.regrade import Archive
from autograder.results import Record
from autograder.sandbox import landlock
from autograder.submissions import Submission, Unit

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")

SLOW = "import time\ntime.sleep(1)\n"


@pytest.fixture(scope="module")
def client(toy: Assignment) -> Iterator[Client]:
    with connect(f"local:{MOST_ENDED + 1}", toy.folder.parents[1]) as client:
        yield client


@pytest.fixture(scope="module")
def workforce(toy: Assignment, client: Client) -> Iterator[ClusterWorkforce]:
    with ClusterWorkforce(toy, client, silence=10) as workforce:
        yield workforce


def submit(student: str, text: str) -> Submission:
    return Submission(student, Path(f"{student}.py"), student, (Unit("toy.py", text),), None)


def grade(workforce: Workforce, toy: Assignment, out: Path, *submissions: Submission) -> dict[str, Record]:
    """Return the record of each student without what differs from run to run."""
    found: list[Record] = []
    workforce.grade(submissions, Archive(toy, out, workforce.graded_with), lambda record, *_: found.append(record))
    assert len(found) == len(submissions)
    return {record.student: record for record in found}


def strip(record: Record) -> Record:
    """Return a record without seconds and worker."""
    exercises = tuple(
        replace(each, checks=tuple(replace(check, seconds=0) for check in each.checks)) for each in record.exercises
    )
    return replace(record, seconds=0, worker=None, exercises=exercises)


def test_records_and_observations_are_those_of_this_machine(toy, workforce, solution, tmp_path):
    wrong = solution.text.replace("2 * x", "x * x")
    class_ = [submit("ada", solution.text), submit("ben", wrong), replace(submit("cem", ""), units=(), error="empty")]
    with LocalWorkforce(toy) as local:
        here = grade(local, toy, tmp_path / "here", *class_)
    there = grade(workforce, toy, tmp_path / "there", *class_)

    assert {name: strip(record) for name, record in there.items()} == {n: strip(r) for n, r in here.items()}
    assert there["ben"].worker is not None
    assert {path.name for path in tmp_path.glob("there/observations/*.observations")} == {
        "ada.observations",
        "ben.observations",
    }


def test_a_submission_that_ends_three_workers_breaks_off_and_costs_nobody_else(
    toy, client, workforce, solution, tmp_path
):
    pids = client.run(os.getpid)
    ended: set[str] = set()

    def end_whoever_has_it() -> None:
        while len(ended) < MOST_ENDED:
            for address, keys in client.processing().items():
                if any(key.startswith("find") for key in keys) and address not in ended:
                    ended.add(address)
                    # The first does not die: it does not answer any more.
                    os.kill(pids[address], signal.SIGKILL if len(ended) > 1 else signal.SIGSTOP)
            time.sleep(0.05)

    killer = threading.Thread(target=end_whoever_has_it)
    killer.start()
    deadly = grade(workforce, toy, tmp_path, submit("deadly", SLOW + solution.text))["deadly"]
    killer.join()
    for address in ended & client.scheduler_info()["workers"].keys():
        os.kill(pids[address], signal.SIGKILL)
    other = grade(workforce, toy, tmp_path, submit("other", solution.text))["other"]

    assert deadly.error is not None
    assert "3 workers ended while they graded it" in deadly.error
    assert other.score == 100


def test_a_worker_with_other_versions_is_refused_by_what_differs(toy, client):
    terms = (("torch", "1.0"), *(term for term in list_terms(toy) if term[0] != "torch"))
    said: Introduction = client.submit(introduce, Job(toy.name, terms, False, 0), pure=False).result()

    assert "its torch is" in said.refusal
    assert "not 1.0" in said.refusal


@pytest.mark.parametrize(
    ("address", "says"),
    [("local:0", "write local:2"), ("local:x", "write local:2"), ("tcp://127.0.0.1:1", "no scheduler of Dask answers")],
)
def test_an_address_where_nobody_answers_is_one_clear_line(toy, address, says):
    with pytest.raises(GradingError, match=says), connect(address, toy.folder.parents[1]):
        pass
