"""What runs in a worker of a cluster: its own copy of the course, a warm server, and judges for each job."""

import atexit
import os
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from distributed import get_worker

from autograder.course import Assignment, need_course
from autograder.errors import AutograderError
from autograder.grading.digests import digest_assignment
from autograder.grading.finding import Finding
from autograder.grading.grader import Grader
from autograder.grading.judge_process import Extent, KnownCheck
from autograder.grading.judges import Judges
from autograder.grading.libraries import list_required
from autograder.grading.notebooks import COURSE_VARIABLE
from autograder.grading.repairs import Repairs
from autograder.grading.slip_table import need_table
from autograder.results.exercise import Exercise
from autograder.results.versions import versions
from autograder.submissions import Unit

IDLE_SECONDS = 600.0


@dataclass(frozen=True)
class Job:
    """What is to be graded, how, and by what: `terms` are what decides results, and must be the same everywhere."""

    assignment: str
    terms: tuple[tuple[str, str], ...]
    allow_weak: bool
    search_seconds: float


@dataclass(frozen=True)
class Introduction:
    """What a worker says of itself; with a `refusal`, why it must not grade."""

    name: str
    refusal: str = ""
    sandbox: str = ""
    checks: tuple[KnownCheck, ...] = ()


@dataclass
class _Post:
    """The judges of one job, and since when nobody has asked them."""

    judges: Judges
    grader: Grader
    used: float = field(default_factory=time.monotonic)


_posts: dict[Job, _Post] = {}
_lock = threading.Lock()


def list_terms(assignment: Assignment) -> tuple[tuple[str, str], ...]:
    """Return what decides an assignment's results on this machine: its checks and points, and the versions."""
    points = ", ".join(f"{name} {points}" for name, points in assignment.points.items())
    return (*versions().items(), ("points", points), ("checks", digest_assignment(assignment)[:12]))


def introduce(job: Job) -> Introduction:
    """Prepare for a job, and say by what; this takes as long as a warm server and the table of slips do."""
    try:
        refusal = _compare(list_terms(_find_assignment(job)), job.terms)
        if refusal:
            return Introduction(_name(), refusal)
        post = _need_post(job)
        return Introduction(_name(), "", post.judges.sandbox, tuple(post.judges.checks))
    except AutograderError as error:
        return Introduction(_name(), str(error))


def find(job: Job, units: Sequence[Unit], extent: Extent, kept: bytes | None, told: Mapping[str, Exercise]) -> Finding:
    """Grade one answer; see `Grader.find`."""
    post = _need_post(job)
    finding = post.grader.find(units, extent, kept, told)
    post.used = time.monotonic()
    return replace(finding, worker=_name())


def dismiss(job: Job) -> None:
    """Let the judges of a job go."""
    with _lock:
        post = _posts.pop(job, None)
    if post is not None:
        post.judges.close()


def _need_post(job: Job) -> _Post:
    with _lock:
        if job not in _posts:
            _close_idle()
            _posts[job] = _open_post(job)
        return _posts[job]


def _open_post(job: Job) -> _Post:
    assignment = _find_assignment(job)
    # Of what is going to come nothing is known yet.
    jobs = get_worker().state.nthreads
    judges = Judges(assignment, jobs, allow_weak=job.allow_weak, libraries=list_required(assignment)).__enter__()
    try:
        judges.insist_on_lockdown()
        table = need_table(assignment, judges)
        repairs = Repairs(assignment, judges, job.search_seconds)
    except BaseException:
        judges.close()
        raise
    return _Post(judges, Grader(assignment, judges, table, repairs))


def _close_idle() -> None:
    """Let judges go whose client has ended without a word."""
    for job, post in list(_posts.items()):
        if time.monotonic() - post.used > IDLE_SECONDS:
            del _posts[job]
            post.judges.close()


@atexit.register
def _close_all() -> None:
    for post in _posts.values():
        post.judges.close()


def _find_assignment(job: Job) -> Assignment:
    return need_course(Path(os.environ.get(COURSE_VARIABLE, "."))).get(job.assignment)


def _compare(ours: tuple[tuple[str, str], ...], theirs: tuple[tuple[str, str], ...]) -> str:
    """Say what differs, and nothing where nothing does."""
    here, there = dict(ours), dict(theirs)
    names = [name for name in {**there, **here} if here.get(name) != there.get(name)]
    # All versions decide the digest of the checks, too: it says something where nothing else differs.
    telling = [name for name in names if name != "checks"] or names
    return "; ".join(f"its {name} is {here.get(name, 'none')}, not {there.get(name, 'none')}" for name in telling)


def _name() -> str:
    return f"{get_worker().name} on {socket.gethostname()}"
